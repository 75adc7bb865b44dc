// SPDX-License-Identifier: Apache-2.0
#include "io/load_budget.h"

#include "absl/strings/str_cat.h"

namespace pullgraph {

uint64_t BytesOfRow(v1::BlockKind kind) {
  // Texts have an offset each, lists too.
  switch (kind) {
    case v1::BLOCK_KIND_STRINGS: return 8;
    case v1::BLOCK_KIND_TOPICS: return 16;
    case v1::BLOCK_KIND_MARKETS: return 12;
    case v1::BLOCK_KIND_MEMBERS: return 62;
    case v1::BLOCK_KIND_MEMBERSHIPS: return 25;
    case v1::BLOCK_KIND_RESOURCES: return 49;
    case v1::BLOCK_KIND_DEGREES: return 16;
    case v1::BLOCK_KIND_TARGETS: return 8;
    case v1::BLOCK_KIND_TIES: return 33;
    case v1::BLOCK_KIND_SIGNALS: return 42;
    case v1::BLOCK_KIND_TOUCHES: return 42;
    default: return 0;
  }
}

absl::Status LoadBudget::Check(uint64_t bytes_each, uint64_t rows) const {
  const uint64_t most = kPerByte * std::min(input_, UINT64_MAX / (2 * kPerByte)) + kFree;
  if (used_ <= most && (bytes_each == 0 || rows <= (most - used_) / bytes_each)) return absl::OkStatus();
  return absl::ResourceExhaustedError(absl::StrCat(
      "the file asks for more than ", kPerByte, " times its own ", input_,
      " bytes of memory\nno program of pullgraph writes such a file; fetch or make it again"));
}

absl::Status LoadBudget::Take(v1::BlockKind kind, uint64_t rows, uint64_t raw_bytes) {
  if (absl::Status s = Check(1, raw_bytes); !s.ok()) return s;
  used_ += raw_bytes;
  const uint64_t each = BytesOfRow(kind);
  if (absl::Status s = Check(each, rows); !s.ok()) return s;
  used_ += each * rows;
  return absl::OkStatus();
}

}  // namespace pullgraph
