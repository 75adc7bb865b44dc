// SPDX-License-Identifier: Apache-2.0
#include "io/export_graph_rows.h"

#include <algorithm>
#include <charconv>
#include <set>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "graph/attributes.h"
#include "graph/community_view.h"
#include "graph/names.h"
#include "graph/string_table.h"

namespace pullgraph {
namespace {

// An attribute of one of these names would be taken for the field.
bool IsTaken(std::string_view name) {
  static constexpr std::string_view kNames[] = {"id",   "label", "name",      "display_name", "kind",
                                                "role", "tags",  "joined_at", "opted_out",    "key"};
  const std::string lower = absl::AsciiStrToLower(AbslView(name));
  return std::find(std::begin(kNames), std::end(kNames), lower) != std::end(kNames) ||
         name.substr(0, 7) == "market:" || name.substr(0, 10) == "attribute:";
}

std::string ListText(const CommunityGraph& community, absl::Span<const StringId> items) {
  return absl::StrJoin(items, ";", [&](std::string* out, StringId item) {
    absl::StrAppend(out, AbslView(community.String(item)));
  });
}

void AddField(std::vector<GraphField>& fields, std::string name, std::string value,
              FieldType type = FieldType::kText) {
  if (!value.empty()) fields.push_back({std::move(name), std::move(value), type});
}

}  // namespace

GraphExporter::GraphExporter(const CommunityGraph& community, const RunControl* run)
    : community_(community), now_(community), run_(run) {
  AddMarkets();
  FindFields();
}

void GraphExporter::AddMarkets() {
  const MembershipColumns& m = community_.memberships();
  std::vector<uint8_t> customers;
  for (size_t i = 0; i < m.size(); ++i) {
    if (i == 0 || m.market[i] != m.market[i - 1]) customers = now_.Customers(m.market[i]);
    if (!now_.Knows(m.valid_from[i])) continue;
    MarketStatus status = m.status[i];
    if (customers[m.member[i].value()] != 0) {
      status = MarketStatus::kCustomer;
    } else if (status == MarketStatus::kCustomer) {
      status = MarketStatus::kChurned;  // They were, and are no more.
    }
    std::string market = absl::StrCat("market:", AbslView(community_.markets().id[m.market[i].value()]));
    // Rows of a member are in order of time: the last counts.
    if (!markets_.empty() && markets_.back().first == m.member[i].value() &&
        markets_.back().second.first == market) {
      markets_.pop_back();
    }
    markets_.push_back({m.member[i].value(), {std::move(market), status}});
  }
  std::stable_sort(markets_.begin(), markets_.end(),
                   [](const auto& a, const auto& b) { return a.first < b.first; });
}

void GraphExporter::FindFields() {
  std::set<std::string> names;
  const MemberColumns& members = community_.members();
  for (const char* name : {"kind", "role", "joined_at", "tags", "opted_out"}) {
    node_fields_.push_back({name, "", FieldType::kText});
  }
  for (const auto& [member, market] : markets_) names.insert(market.first);
  std::set<StringId> attributes;
  for (const Attribute& a : members.attributes.values()) attributes.insert(a.name);
  for (const StringId id : attributes) {
    const std::string_view name = community_.String(id);
    names.insert(absl::StrCat(IsTaken(name) ? "attribute:" : "", AbslView(name)));
  }
  for (const std::string& name : names) node_fields_.push_back({name, "", FieldType::kText});
  const TieColumns& ties = community_.ties();
  if (!ties.kind.is_default()) tie_fields_.push_back({"kind", "", FieldType::kText});
  if (!ties.count.is_default()) tie_fields_.push_back({"weight", "", FieldType::kWhole});
  if (!ties.strength.is_default()) tie_fields_.push_back({"strength", "", FieldType::kReal});
  if (!ties.first_at.is_default()) {
    tie_fields_.push_back({"first_at", "", FieldType::kText});
    tie_fields_.push_back({"last_at", "", FieldType::kText});
  }
  if (!ties.at.is_default()) tie_fields_.push_back({"at", "", FieldType::kText});
  const TieGraph& graph = community_.graph();
  for (Node u = 0; u < graph.num_nodes(); ++u) {
    for (ArcIndex arc = graph.OutBegin(u); arc < graph.OutEnd(u); ++arc) {
      (community_.IsMirrored(arc) ? any_undirected_ : any_directed_) = true;
      if (arc > graph.OutBegin(u) && graph.Target(arc) == graph.Target(arc - 1)) {
        has_parallel_ties_ = true;
      }
    }
  }
}

absl::Status GraphExporter::Beat(uint64_t done) const {
  if (done % 4096 != 0) return absl::OkStatus();
  if (absl::Status s = CheckCancelled(run_); !s.ok()) return s;
  const double all = static_cast<double>(community_.num_members()) +
                     static_cast<double>(community_.graph().num_arcs()) + 1;
  ReportProgress(run_, static_cast<double>(done) / all);
  return absl::OkStatus();
}

ExportedNode GraphExporter::NodeOf(uint32_t member) const {
  const MemberColumns& m = community_.members();
  ExportedNode node;
  node.id = community_.MemberKey(MemberId(member));
  node.label = community_.String(m.display_name[member]);
  node.since = m.joined_at[member];
  AddField(node.fields, "kind", NameOf(m.kind[member]));
  if (m.role[member] != MemberRole::kCommunity) AddField(node.fields, "role", NameOf(m.role[member]));
  AddField(node.fields, "joined_at", FormatTime(m.joined_at[member]));
  AddField(node.fields, "tags", ListText(community_, m.tags[member]));
  AddField(node.fields, "opted_out", ListText(community_, m.opted_out[member]));
  for (auto it = std::lower_bound(markets_.begin(), markets_.end(), member,
                                  [](const auto& row, uint32_t id) { return row.first < id; });
       it != markets_.end() && it->first == member; ++it) {
    AddField(node.fields, it->second.first, NameOf(it->second.second));
  }
  for (const Attribute& a : AttributesAt(now_, MemberId(member))) {
    const std::string_view name = community_.String(a.name);
    AddField(node.fields, absl::StrCat(IsTaken(name) ? "attribute:" : "", AbslView(name)),
             std::string(community_.String(a.value)));
  }
  return node;
}

absl::Status GraphExporter::ForEachNode(
    absl::FunctionRef<absl::Status(const ExportedNode&)> take) const {
  for (uint32_t i = 0; i < community_.num_members(); ++i) {
    if (absl::Status s = Beat(i); !s.ok()) return s;
    if (absl::Status s = take(NodeOf(i)); !s.ok()) return s;
  }
  return absl::OkStatus();
}

absl::Status GraphExporter::ForEachTie(
    absl::FunctionRef<absl::Status(const ExportedTie&)> take) const {
  const TieGraph& graph = community_.graph();
  const TieColumns& t = community_.ties();
  ExportedTie tie;
  for (Node u = 0; u < graph.num_nodes(); ++u) {
    tie.from = community_.MemberKey(MemberId(u));
    for (ArcIndex arc = graph.OutBegin(u); arc < graph.OutEnd(u); ++arc) {
      if (absl::Status s = Beat(community_.num_members() + arc); !s.ok()) return s;
      tie.directed = !community_.IsMirrored(arc);
      if (!tie.directed && graph.Target(arc) < u) continue;
      tie.to = community_.MemberKey(MemberId(graph.Target(arc)));
      tie.first = t.first_at[arc];
      tie.last = t.last_at[arc];
      tie.fields.clear();
      AddField(tie.fields, "kind", NameOf(t.kind[arc]));
      if (!t.count.is_default()) {
        AddField(tie.fields, "weight", absl::StrCat(t.count[arc]), FieldType::kWhole);
      }
      if (t.strength[arc] > 0) {
        char text[32];
        const auto end = std::to_chars(text, text + sizeof(text), t.strength[arc]).ptr;
        AddField(tie.fields, "strength", std::string(text, end), FieldType::kReal);
      }
      AddField(tie.fields, "first_at", FormatTime(tie.first));
      AddField(tie.fields, "last_at", FormatTime(tie.last));
      AddField(tie.fields, "at", absl::StrJoin(t.at[arc], ";", [](std::string* out, Time time) {
                 absl::StrAppend(out, FormatTime(time));
               }));
      if (absl::Status s = take(tie); !s.ok()) return s;
      ++tie.index;
    }
  }
  ReportProgress(run_, 1);
  return absl::OkStatus();
}

std::string XmlText(std::string_view text) {
  std::string out;
  for (size_t i = 0; i < text.size(); ++i) {
    const auto c = static_cast<unsigned char>(text[i]);
    switch (c) {
      case '&': out += "&amp;"; break;
      case '<': out += "&lt;"; break;
      case '>': out += "&gt;"; break;
      case '"': out += "&quot;"; break;
      case '\t': out += "&#9;"; break;
      case '\n': out += "&#10;"; break;
      case '\r': out += "&#13;"; break;
      default:
        // U+FFFE and U+FFFF are no characters of XML either.
        if (text.substr(i, 3) == "\xEF\xBF\xBE" || text.substr(i, 3) == "\xEF\xBF\xBF") {
          out += "\xEF\xBF\xBD";
          i += 2;
        } else if (c < 0x20) {
          out += "\xEF\xBF\xBD";
        } else {
          out += static_cast<char>(c);
        }
    }
  }
  return out;
}

}  // namespace pullgraph
