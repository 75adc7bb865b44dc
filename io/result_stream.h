// SPDX-License-Identifier: Apache-2.0
// Results of an earlier run, read again.
#ifndef PULLGRAPH_IO_RESULT_STREAM_H_
#define PULLGRAPH_IO_RESULT_STREAM_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "graph/run_control.h"
#include "io/byte_source.h"
#include "pullgraph/v1/results.pb.h"

namespace pullgraph {

struct ResultStream {
  v1::RunManifest manifest;
  std::vector<v1::Result> rows;
};

// Reads what --format=pb writes: varint length-delimited pullgraph.v1.Result messages,
// the manifest first. "-" is standard input; compression is recognised.
//
// COST: O(bytes) time; memory in proportion to the bytes decompressed.
// ERRORS: DataLoss with file and byte for anything else, and if rows are missing at the
// end; those of ByteSource; Cancelled by `run`.
absl::StatusOr<ResultStream> ReadResults(const std::string& path,
                                         const RunControl* run = nullptr);
absl::StatusOr<ResultStream> ReadResultsFrom(ByteSource source);

}  // namespace pullgraph

#endif  // PULLGRAPH_IO_RESULT_STREAM_H_
