// SPDX-License-Identifier: Apache-2.0
// Nodes and edges of any graph format turned into a community; internal to io/import/.
#ifndef PULLGRAPH_IO_IMPORT_GRAPH_ROWS_H_
#define PULLGRAPH_IO_IMPORT_GRAPH_ROWS_H_

#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "graph/community_builder.h"
#include "io/import/graph_options.h"
#include "io/import/import_result.h"
#include "io/import/place.h"
#include "io/import/tie_weights.h"

namespace pullgraph {

struct GraphNode {
  std::string id;
  std::string label;
  Time since;
  std::vector<std::pair<std::string, std::string>> attributes;
};

struct GraphEdge {
  static constexpr double kNoWeight = std::numeric_limits<double>::lowest();

  Node from = 0, to = 0;  // As GraphRows::End gives them.
  bool directed = false;
  std::optional<bool> said_directed;  // By the edge itself; that counts.
  double weight = kNoWeight;
  TieKind kind = TieKind::kUnspecified;
  uint32_t count = 0;  // Said outright; 0 = not.
  float strength = 0;  // The same.
  Time first, last;
  std::vector<Time> at;
};

// A date, or a Unix epoch number of 10^8 or more; absent if it is neither: a graph's small
// numbers are steps of a clock that only its author knows.
Time GraphTime(std::string_view text);

// Collects nodes and edges in any order.
//
// A node is a member under its id. An attribute named label, name or display_name is what
// the member is called; kind, role, joined_at, tags, opted_out (the latter two cut at ';')
// are those fields if they can be; market:X with customer, prospect or churned is a
// membership of X, `customer` with true one of the market customers; all others stay attributes, attribute:NAME under NAME.
//
// An edge is a tie. Its attributes weight, count, strength, kind (or type, relation,
// label, if that names a kind), directed (or dir, as Graphviz has it), first_at and last_at (or start and end), and at (or date,
// time, timestamp) are used; others are left out and counted.
//
// What cannot be used is left out and noted. Memory is that of the result and of one small
// row an edge.
class GraphRows {
 public:
  GraphRows(const GraphOptions& options, std::string file);

  absl::Status AddNode(GraphNode node, const Place& at);
  // The member at one end of an edge. ERRORS: DataLoss for an id that no community holds.
  absl::StatusOr<Node> End(std::string_view id, const Place& at);
  void EdgeAttribute(GraphEdge& edge, std::string_view name, std::string_view value,
                     const Place& at);
  void AddEdge(const GraphEdge& edge, const Place& at);

  // Whether edges may have ends that no node describes, without a note.
  void set_nodes_optional() { nodes_optional_ = true; }
  // What the file calls the graph; the options may know better.
  void SetName(std::string_view name);

  ImportReport& report() { return report_; }
  uint64_t num_edges() const { return pairs_.size(); }
  absl::StatusOr<ImportResult> Build() &&;

 private:
  absl::Status Describe(MemberId id, GraphNode node, const Place& at);
  bool TakeField(MemberId id, const std::string& name, const std::string& value,
                 MemberRow& row, const Place& at);
  absl::Status AddTies();
  bool IsPlain() const;

  const GraphOptions& options_;
  std::string file_;
  CommunityBuilder builder_;
  ImportReport report_;
  TieWeights weights_;
  bool nodes_optional_ = false;
  std::vector<bool> described_;
  uint64_t num_described_ = 0;
  std::vector<std::pair<Node, Node>> pairs_;
  Column<uint8_t> directed_{0};
  Column<double> weight_{GraphEdge::kNoWeight};
  Column<TieKind> kind_{TieKind::kUnspecified};
  Column<uint32_t> count_{0};
  Column<float> strength_{0};
  Column<Time> first_, last_;
  Ragged<Time> at_;
};

}  // namespace pullgraph

#endif  // PULLGRAPH_IO_IMPORT_GRAPH_ROWS_H_
