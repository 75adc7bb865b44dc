// SPDX-License-Identifier: Apache-2.0
// How much memory a community file may ask for; internal to io/.
#ifndef PULLGRAPH_IO_LOAD_BUDGET_H_
#define PULLGRAPH_IO_LOAD_BUDGET_H_

#include <algorithm>
#include <cstdint>

#include "absl/status/status.h"
#include "pullgraph/v1/blocks.pb.h"

namespace pullgraph {

// Bytes that a row takes in memory at most, beside its text: every column that its entity has.
uint64_t BytesOfRow(v1::BlockKind kind);

// What a file of n bytes may make its reader touch: 64 n + 64 MiB. Blocks are charged by rows and
// bytes as they come, before memory is taken for them.
class LoadBudget {
 public:
  static constexpr uint64_t kPerByte = 64;
  static constexpr uint64_t kFree = uint64_t{64} << 20;
  // While a block is read: its bytes, and numbers of eight bytes that were one.
  static constexpr uint64_t kWhileRead = 9;

  // Bytes that the input has, as far as they came.
  void SetInput(uint64_t bytes) { input_ = std::max(input_, bytes); }

  // Whether a block of so many bytes may be read. ERRORS: ResourceExhausted.
  absl::Status CheckBlock(uint64_t raw_bytes) const { return Check(kWhileRead, raw_bytes); }
  // Takes memory for good. ERRORS: ResourceExhausted.
  absl::Status Take(v1::BlockKind kind, uint64_t rows, uint64_t raw_bytes);

 private:
  // Whether `rows` of `bytes_each` still fit.
  absl::Status Check(uint64_t bytes_each, uint64_t rows) const;

  uint64_t input_ = 0;
  uint64_t used_ = 0;
};

// The other side of it: what a writer may compress so that what it writes can be read. It keeps
// below what the reader allows.
class WriteBudget {
 public:
  // Whether the reader has room for a block if it is stored in so many bytes.
  bool Fits(v1::BlockKind kind, uint64_t rows, uint64_t raw_bytes, uint64_t stored) const {
    return used_ + raw_bytes + rows * BytesOfRow(kind) <= kPerByte * (stored_ + stored) + kFree;
  }
  void Add(v1::BlockKind kind, uint64_t rows, uint64_t raw_bytes, uint64_t stored) {
    used_ += raw_bytes + rows * BytesOfRow(kind);
    stored_ += stored;
  }

 private:
  static constexpr uint64_t kPerByte = LoadBudget::kPerByte * 3 / 4;
  static constexpr uint64_t kFree = LoadBudget::kFree / 4;
  uint64_t used_ = 0;
  uint64_t stored_ = 0;
};

}  // namespace pullgraph

#endif  // PULLGRAPH_IO_LOAD_BUDGET_H_
