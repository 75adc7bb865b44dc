// SPDX-License-Identifier: Apache-2.0
// Members and ties with the fields that graph formats show of them; internal to io/.
#ifndef PULLGRAPH_IO_EXPORT_GRAPH_ROWS_H_
#define PULLGRAPH_IO_EXPORT_GRAPH_ROWS_H_

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "graph/community_view.h"
#include "graph/run_control.h"

namespace pullgraph {

enum class FieldType { kText, kWhole, kReal };

struct GraphField {
  std::string name;
  std::string value;
  FieldType type = FieldType::kText;
};

struct ExportedNode {
  std::string_view id;
  std::string_view label;  // "" if the member has no display name.
  Time since;
  std::vector<GraphField> fields;  // But for id and label.
};

struct ExportedTie {
  std::string_view from, to;
  bool directed = false;
  uint64_t index = 0;  // Of all ties, from 0.
  Time first, last;
  std::vector<GraphField> fields;
};

class GraphExporter {
 public:
  GraphExporter(const CommunityGraph& community, const RunControl* run);

  // Fields that some node, some tie has: name and type, in the order of the rows.
  const std::vector<GraphField>& node_fields() const { return node_fields_; }
  const std::vector<GraphField>& tie_fields() const { return tie_fields_; }
  bool any_directed() const { return any_directed_; }
  bool any_undirected() const { return any_undirected_; }
  bool has_parallel_ties() const { return has_parallel_ties_; }
  const std::string& name() const { return community_.name(); }

  absl::Status ForEachNode(absl::FunctionRef<absl::Status(const ExportedNode&)> take) const;
  absl::Status ForEachTie(absl::FunctionRef<absl::Status(const ExportedTie&)> take) const;

 private:
  ExportedNode NodeOf(uint32_t member) const;
  void AddMarkets();
  void FindFields();
  absl::Status Beat(uint64_t done) const;

  const CommunityGraph& community_;
  const CommunityView now_;
  const RunControl* run_;
  // member -> "market:ID" and what they are there.
  std::vector<std::pair<uint32_t, std::pair<std::string, MarketStatus>>> markets_;
  std::vector<GraphField> node_fields_, tie_fields_;
  bool any_directed_ = false, any_undirected_ = false, has_parallel_ties_ = false;
};

// `text` for XML, between tags or within double quotes.
std::string XmlText(std::string_view text);

}  // namespace pullgraph

#endif  // PULLGRAPH_IO_EXPORT_GRAPH_ROWS_H_
