// SPDX-License-Identifier: Apache-2.0
// Community files, whole and as a stream; then the blocks without their checksums,
// which would stop nearly every change before it reaches the columns.
#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <string>
#include <string_view>

#include "io/block_stream.h"
#include "io/community_assembler.h"
#include "io/community_file.h"

namespace pullgraph {
namespace {

std::string Write(const CommunityGraph& community) {
  std::string out;
  const auto append = [&](std::string_view piece) {
    out.append(piece);
    return absl::OkStatus();
  };
  if (!WriteCommunity(community, append).ok()) std::abort();
  return out;
}

// What was accepted must be written and read again as it is.
void CheckAccepted(const CommunityGraph& community) {
  const absl::StatusOr<CommunityGraph> again = ParseCommunity(Write(community));
  if (!again.ok() || !(*again == community)) std::abort();
}

void ReadBothWays(std::string_view bytes) {
  const absl::StatusOr<CommunityGraph> whole = ParseCommunity(bytes);
  const auto read = [&](char* buffer, size_t size) -> absl::StatusOr<size_t> {
    const size_t count = std::min(size, bytes.size());
    if (count > 0) std::memcpy(buffer, bytes.data(), count);
    bytes.remove_prefix(count);
    return count;
  };
  const absl::StatusOr<CommunityGraph> streamed = ReadCommunityStream(read);
  if (whole.ok() != streamed.ok()) std::abort();
  if (!whole.ok()) return;
  if (!(*whole == *streamed)) std::abort();
  CheckAccepted(*whole);
}

// Reads a varint from the front of `bytes`; false if there is none.
bool TakeVarint(std::string_view& bytes, uint64_t& value) {
  value = 0;
  for (int shift = 0; shift < 64 && !bytes.empty(); shift += 7) {
    const auto byte = static_cast<unsigned char>(bytes[0]);
    bytes.remove_prefix(1);
    value |= static_cast<uint64_t>(byte & 0x7F) << shift;
    if (byte < 0x80) return true;
  }
  return false;
}

void AssembleBlocks(std::string_view bytes) {
  CommunityAssembler assembler;
  uint64_t length = 0;
  while (TakeVarint(bytes, length) && length <= bytes.size()) {
    v1::Block message;
    const std::string_view body = bytes.substr(0, length);
    bytes.remove_prefix(length);
    if (!message.ParseFromArray(body.data(), static_cast<int>(body.size()))) return;
    if (message.kind() >= v1::BLOCK_KIND_INDEX) break;
    StoredBlock block;
    block.kind = message.kind();
    block.codec = v1::CODEC_NONE;
    block.payload = message.payload();
    block.raw_size = block.payload.size();
    if (!assembler.Accept(block).ok()) return;
  }
  const absl::StatusOr<CommunityGraph> community = assembler.Finish(1);
  if (community.ok()) CheckAccepted(*community);
}

}  // namespace
}  // namespace pullgraph

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  pullgraph::ReadBothWays(bytes);
  pullgraph::AssembleBlocks(bytes);
  return 0;
}
