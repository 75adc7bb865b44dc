// SPDX-License-Identifier: Apache-2.0
// Nodes and edges of a graph as members and ties; internal to io/import/.
#ifndef PULLGRAPH_IO_IMPORT_GRAPH_ROWS_H_
#define PULLGRAPH_IO_IMPORT_GRAPH_ROWS_H_

#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "graph/community_builder.h"
#include "graph/time.h"
#include "io/import/graph_options.h"
#include "io/import/import_result.h"
#include "io/import/place.h"

namespace pullgraph {

using GraphAttributes = std::vector<std::pair<std::string, std::string>>;

struct GraphNode {
  std::string id;
  std::string label;
  Time joined_at;
  GraphAttributes attributes;  // Of equal names the first stays.
};

struct GraphEdge {
  Node source = 0;  // As GraphRows::Mention() says.
  Node target = 0;
  bool directed = false;
  double weight = std::numeric_limits<double>::quiet_NaN();  // NaN: none.
  Time first_at;
  Time last_at;
  GraphAttributes attributes;
};

// The number that `text` is; NaN if it is none or not finite.
double WeightOf(std::string_view text);

class GraphRows {
 public:
  GraphRows(std::string file, const GraphOptions& options);

  // The node of that id, which may be described before or after.
  absl::StatusOr<Node> Mention(std::string_view id, const Place& place);
  // ERRORS: DataLoss if it is described already.
  absl::Status AddNode(GraphNode node, const Place& place);
  absl::Status AddEdge(GraphEdge edge, const Place& place);
  // The weight of an edge as text; what is no number is noted.
  double Weight(std::string_view text, const Place& place);

  // Nodes "1" to `count`, where ids are numbers. Beyond a quarter of a million those that
  // nothing else mentions are left out: a number alone must not cost memory.
  absl::Status AddNumbered(uint64_t count, const std::string& prefix = "");
  // True for as many attributes by default as the input may afford: one default in the
  // file is an attribute of each node.
  bool AffordsDefault();

  ImportReport& report() { return report_; }
  uint64_t num_nodes() const { return nodes_.size(); }
  uint64_t num_edges() const { return edges_.size(); }
  const std::string& file() const { return file_; }
  const RunControl* run() const { return options_.run; }

  // ERRORS: DataLoss if `all_described` and a node is mentioned only; Cancelled.
  absl::StatusOr<ImportResult> Finish(bool all_described) &&;

 private:
  struct NodeState {
    uint64_t line = 0;
    uint64_t column = 0;
    bool described = false;
  };
  struct HeldEdge {
    Node source, target;
    double weight;
    uint32_t extra;  // Of extras_, or kNoExtra.
    bool directed;
  };
  static constexpr uint32_t kNoExtra = std::numeric_limits<uint32_t>::max();

  absl::Status Describe(Node node, MemberRow row, GraphAttributes attributes, const Place& place);
  // Whether the attribute is a field of ours, and is put there.
  bool TakesField(const std::string& name, const std::string& value, MemberRow& row,
                  bool& customer);
  bool TakesField(const std::string& name, const std::string& value, TieRow& row);
  void SettleTimes(TieRow& row, const Place& place);
  absl::Status CheckDescribed() const;
  EdgeWeights DecideWeights();
  absl::Status AddTies();

  std::string file_;
  const GraphOptions& options_;
  CommunityBuilder builder_;
  ImportReport report_;
  std::vector<NodeState> nodes_;
  std::vector<HeldEdge> edges_;
  std::vector<TieRow> extras_;
  uint64_t customers_ = 0;
  uint64_t weights_ = 0;  // Edges that have one.
  uint64_t not_counts_ = 0;
  uint64_t not_strengths_ = 0;
  std::string first_not_count_, first_not_strength_, first_weight_;
  uint64_t defaults_ = 0;
  uint64_t content_bytes_ = 0;
};

}  // namespace pullgraph

#endif  // PULLGRAPH_IO_IMPORT_GRAPH_ROWS_H_
