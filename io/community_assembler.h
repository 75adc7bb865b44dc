// SPDX-License-Identifier: Apache-2.0
// Puts the blocks of a community file together; internal to io/.
#ifndef PULLGRAPH_IO_COMMUNITY_ASSEMBLER_H_
#define PULLGRAPH_IO_COMMUNITY_ASSEMBLER_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "graph/community_graph.h"
#include "io/block_stream.h"
#include "io/load_budget.h"
#include "pullgraph/v1/blocks.pb.h"

namespace pullgraph {

// Scratch for decoding arcs; one a worker.
struct TargetScratch {
  std::string buffer;
  v1::TargetsBlock message;
};

class CommunityAssembler {
 public:
  // Bytes of the input, as far as they came: memory is taken for these alone, see LoadBudget.
  void SetInput(uint64_t bytes) { budget_.SetInput(bytes); }

  // Takes the next block, in file order; index and trailer are not for it. Returns
  // the rows it held. ERRORS: DataLoss, InvalidArgument, Unimplemented, ResourceExhausted.
  absl::StatusOr<BlockPlace> Accept(const StoredBlock& block);

  // Makes room for all arcs, so that AcceptTargets may run in parallel.
  // ERRORS: ResourceExhausted.
  absl::Status ReserveTargets(uint64_t arcs);
  // Decodes a TARGETS block into rows [first_row, first_row + rows) of that room.
  absl::Status AcceptTargets(const StoredBlock& block, uint64_t first_row, uint64_t rows,
                             TargetScratch& scratch);
  // Says that arcs came by AcceptTargets, and which row is next.
  void SetTargetsDone();

  // Checks the whole and hands it over.
  absl::StatusOr<CommunityGraph> Finish(int threads);

 private:
  absl::Status Header(const StoredBlock& block);
  absl::StatusOr<size_t> Decode(const StoredBlock& block);
  absl::StatusOr<size_t> Strings(const StoredBlock& block);
  absl::StatusOr<size_t> Topics(const StoredBlock& block);
  absl::StatusOr<size_t> Markets(const StoredBlock& block);
  absl::StatusOr<size_t> Members(const StoredBlock& block);
  absl::StatusOr<size_t> Memberships(const StoredBlock& block);
  absl::StatusOr<size_t> Resources(const StoredBlock& block);
  absl::StatusOr<size_t> Degrees(const StoredBlock& block);
  absl::StatusOr<size_t> Targets(const StoredBlock& block);
  absl::StatusOr<size_t> Ties(const StoredBlock& block);
  absl::StatusOr<size_t> Signals(const StoredBlock& block);
  absl::StatusOr<size_t> Touches(const StoredBlock& block);
  absl::Status CheckCounts() const;

  LoadBudget budget_;
  v1::HeaderBlock header_;
  v1::BlockKind last_kind_ = v1::BLOCK_KIND_UNSPECIFIED;
  uint64_t next_row_ = 0;  // Of the kind last_kind_.
  uint64_t tie_rows_ = 0;
  CommunityParts parts_;
  std::vector<uint64_t> offsets_{0};
  std::vector<Node> targets_;
  std::string buffer_;
  TargetScratch target_scratch_;
};

}  // namespace pullgraph

#endif  // PULLGRAPH_IO_COMMUNITY_ASSEMBLER_H_
