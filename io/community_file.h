// SPDX-License-Identifier: Apache-2.0
// Community files: one community as a stream of column blocks.
#ifndef PULLGRAPH_IO_COMMUNITY_FILE_H_
#define PULLGRAPH_IO_COMMUNITY_FILE_H_

#include <cstdint>
#include <string>
#include <string_view>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "graph/community_graph.h"
#include "graph/run_control.h"
#include "io/byte_source.h"

namespace pullgraph {

struct WriteCommunityOptions {
  // Compresses blocks other than the arcs where that saves an eighth.
  bool compress = true;
  // Stores arcs as gaps: a third of the size, four times the time to read.
  bool compact_arcs = false;
  const RunControl* run = nullptr;
};

// Writes `community` through `append`, in order, in one pass. The same community
// gives the same bytes.
//
// COST: O(size) time, one block of memory.
// ERRORS: those of `append`; ResourceExhausted if one row exceeds a block (64 MiB);
// Cancelled.
absl::Status WriteCommunity(const CommunityGraph& community,
                            absl::FunctionRef<absl::Status(std::string_view)> append,
                            const WriteCommunityOptions& options = {});

// What a file is, beside what is in it.
struct FileFingerprint {
  uint64_t bytes = 0;
  uint32_t crc32c = 0;  // Of all of them, decompressed.
};

// Reads a community that is whole in memory; arcs are read in parallel.
// Everything is checked: nothing that this returns can be wrong in silence.
//
// COST: O(size); memory at most 256 times the input, and 1.5 times the result.
// ERRORS: DataLoss (damaged or truncated, with the byte), InvalidArgument (a field
// that contradicts the schema, with entity, row and value), Unimplemented (a newer
// format), Cancelled.
absl::StatusOr<CommunityGraph> ParseCommunity(std::string_view file,
                                              const RunControl* run = nullptr,
                                              FileFingerprint* fingerprint = nullptr);

// Reads from a function that fills a buffer and returns how much, 0 at the end.
absl::StatusOr<CommunityGraph> ReadCommunityStream(
    absl::FunctionRef<absl::StatusOr<size_t>(char* buffer, size_t size)> read,
    const RunControl* run = nullptr, FileFingerprint* fingerprint = nullptr);

// Reads a file, or standard input for "-"; gzip and zstd are seen by content.
//
// ERRORS: those above, with the path before them, and those of opening a file.
absl::StatusOr<CommunityGraph> ReadCommunityFile(const std::string& path,
                                                 const RunControl* run = nullptr,
                                                 FileFingerprint* fingerprint = nullptr);

// Reads the rest of `source`, of which `taken` was taken already.
absl::StatusOr<CommunityGraph> ReadCommunitySource(ByteSource& source, std::string_view taken,
                                                   const RunControl* run = nullptr,
                                                   FileFingerprint* fingerprint = nullptr);

}  // namespace pullgraph

#endif  // PULLGRAPH_IO_COMMUNITY_FILE_H_
