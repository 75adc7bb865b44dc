// SPDX-License-Identifier: Apache-2.0
#include "io/import/graph_rows.h"

#include <algorithm>
#include <charconv>
#include <cmath>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "graph/string_table.h"
#include "graph/utf8.h"
#include "io/import/status_macros.h"

namespace pullgraph {
namespace {

constexpr uint64_t kFreeNumbered = uint64_t{1} << 18;
constexpr uint64_t kFreeDefaults = uint64_t{1} << 20;

bool IsCount(double weight) {
  return weight >= 1 && weight <= UINT32_MAX && weight == std::floor(weight);
}
bool IsStrength(double weight) { return static_cast<float>(weight) > 0 && weight <= 1; }

// A word of ours; numbers are no words, they may mean anything elsewhere.
template <class Enum>
bool TakesWord(const std::string& value, Enum& field) {
  if (value.empty() || !absl::ascii_isalpha(static_cast<unsigned char>(value[0]))) return false;
  const auto parsed = ParseName<Enum>(value);
  if (!parsed.ok()) return false;
  field = *parsed;
  return true;
}

bool TakesMoment(const std::string& value, Time& field) {
  const auto time = ParseTime(value);
  if (!time.ok() || !time->is_present()) return false;
  field = *time;
  return true;
}

bool TakesMoments(const std::string& value, std::vector<Time>& field) {
  std::vector<Time> times;
  for (const auto piece : absl::StrSplit(value, ';')) {
    Time time;
    if (!TakesMoment(std::string(piece), time)) return false;
    times.push_back(time);
  }
  field = std::move(times);
  return true;
}

template <class Number>
bool TakesNumber(const std::string& value, Number low, Number high, Number& field) {
  Number number = 0;
  const char* end = value.data() + value.size();
  const auto [p, ec] = std::from_chars(value.data(), end, number);
  if (ec != std::errc() || p != end || !(number >= low && number <= high)) return false;
  field = number;
  return true;
}

bool TakesList(const std::string& value, std::vector<std::string>& field) {
  field = absl::StrSplit(value, ';', absl::SkipEmpty());
  return true;
}

// Sorted by name, without the later ones of equal names; returns how many those were.
uint64_t DropTwins(GraphAttributes& attributes) {
  std::stable_sort(attributes.begin(), attributes.end(),
                   [](const auto& a, const auto& b) { return a.first < b.first; });
  const auto end = std::unique(attributes.begin(), attributes.end(),
                               [](const auto& a, const auto& b) { return a.first == b.first; });
  const auto dropped = static_cast<uint64_t>(attributes.end() - end);
  attributes.erase(end, attributes.end());
  return dropped;
}

}  // namespace

double WeightOf(std::string_view text) {
  const size_t begin = std::min(text.find_first_not_of(" \t\r\n+"), text.size());
  text = text.substr(begin, text.find_last_not_of(" \t\r\n") + 1 - begin);
  double number = 0;
  const char* end = text.data() + text.size();
  const auto [p, ec] = std::from_chars(text.data(), end, number);
  if (text.empty() || ec != std::errc() || p != end || !std::isfinite(number)) {
    return std::numeric_limits<double>::quiet_NaN();
  }
  return number;
}

GraphRows::GraphRows(std::string file, const GraphOptions& options)
    : file_(std::move(file)), options_(options), builder_(options.name, options.producer) {}

absl::StatusOr<Node> GraphRows::Mention(std::string_view id, const Place& place) {
  const auto member = builder_.Member(id);
  if (!member.ok()) return AtPlace(place, member.status());
  if (member->value() >= nodes_.size()) nodes_.push_back({place.line, place.column});
  return member->value();
}

bool GraphRows::TakesField(const std::string& name, const std::string& value, MemberRow& row,
                           bool& customer) {
  if (name == "kind") return TakesWord(value, row.kind);
  if (name == "role") return TakesWord(value, row.role);
  if (name == "joined_at") return TakesMoment(value, row.joined_at);
  if (name == "tags") return TakesList(value, row.tags);
  if (name == "opted_out") return TakesList(value, row.opted_out);
  if (name != "customer" || (value != "true" && value != "false")) return false;
  customer = value == "true";
  return true;
}

absl::Status GraphRows::AddNode(GraphNode node, const Place& place) {
  PG_ASSIGN(number, Mention(node.id, place));
  if (nodes_[number].described) {
    return BadInput(place, absl::StrCat("node id '", Printable(node.id), "' is a duplicate",
                                        nodes_[number].line == 0 ? "" : " of line ",
                                        nodes_[number].line == 0 ? "" : absl::StrCat(nodes_[number].line)));
  }
  nodes_[number] = {place.line, place.column, true};
  MemberRow row;
  row.display_name = std::move(node.label);
  row.joined_at = node.joined_at;
  return Describe(number, std::move(row), std::move(node.attributes), place);
}

absl::Status GraphRows::Describe(Node node, MemberRow row, GraphAttributes attributes,
                                 const Place& place) {
  if (const uint64_t twins = DropTwins(attributes); twins > 0) {
    report_.Note("attributes that a node has more than once left out", ToString(place), twins);
  }
  std::string naming;  // Which attribute is the display name.
  if (row.display_name.empty()) {
    for (const char* name : {"display_name", "label", "name"}) {
      for (const auto& [key, value] : attributes) {
        if (naming.empty() && !value.empty() && absl::EqualsIgnoreCase(key, name)) naming = key;
      }
    }
  }
  bool customer = false;
  for (auto& [name, value] : attributes) {
    content_bytes_ += name.size() + value.size();
    if (!naming.empty() && name == naming) {
      row.display_name = std::move(value);
    } else if (!TakesField(name, value, row, customer)) {
      row.attributes.emplace_back(std::move(name), std::move(value));
    }
  }
  PG_RETURN_IF_ERROR(AtPlace(place, builder_.DescribeMember(MemberId(node), std::move(row))));
  if (!customer) return absl::OkStatus();
  ++customers_;
  PG_ASSIGN(market, builder_.Market("customers"));
  return builder_.AddMembership({market, MemberId(node), MarketStatus::kCustomer, Time(), Time()});
}

bool GraphRows::AffordsDefault() {
  if (defaults_ >= kFreeDefaults + content_bytes_) return false;
  ++defaults_;
  return true;
}

bool GraphRows::TakesField(const std::string& name, const std::string& value, TieRow& row) {
  if (name == "kind") return TakesWord(value, row.kind);
  if (name == "count") return TakesNumber<uint32_t>(value, 1, UINT32_MAX, row.count);
  if (name == "strength") {
    return TakesNumber<float>(value, std::numeric_limits<float>::denorm_min(), 1, row.strength);
  }
  if (name == "first_at") return TakesMoment(value, row.first_at);
  if (name == "last_at") return TakesMoment(value, row.last_at);
  return name == "at" && TakesMoments(value, row.at);
}

// Two dates in the wrong order say nothing.
void GraphRows::SettleTimes(TieRow& row, const Place& place) {
  if (!row.first_at.is_present() || !row.last_at.is_present() || row.first_at <= row.last_at) return;
  report_.Note("dates of edges that end before they begin left out", ToString(place));
  row.first_at = row.last_at = Time::Absent();
}

double GraphRows::Weight(std::string_view text, const Place& place) {
  const double weight = WeightOf(text);
  if (std::isnan(weight)) report_.Note("edge weights that are no numbers left out", ToString(place));
  return weight;
}

absl::Status GraphRows::AddEdge(GraphEdge edge, const Place& place) {
  if (edges_.size() % 65536 == 0) PG_RETURN_IF_ERROR(CheckCancelled(options_.run));
  HeldEdge held = {edge.source, edge.target, edge.weight, kNoExtra, edge.directed};
  TieRow extra;
  extra.first_at = edge.first_at;
  extra.last_at = edge.last_at;
  bool takes = edge.first_at.is_present() || edge.last_at.is_present();
  DropTwins(edge.attributes);
  for (const auto& [name, value] : edge.attributes) {
    if (!TakesField(name, value, extra)) {
      report_.Note(absl::StrCat("'", Printable(name), "' of edges left out"), ToString(place));
      continue;
    }
    takes = true;
    // Our own fields say it already, for programs that know weights alone.
    if (name == "count" || name == "strength" || name == "at") held.weight = std::nan("");
  }
  if (takes) {
    SettleTimes(extra, place);
    held.extra = static_cast<uint32_t>(extras_.size());
    extras_.push_back(std::move(extra));
  }
  if (!std::isnan(held.weight)) {
    const std::string where = ToString(place);
    if (++weights_ == 1) first_weight_ = where;
    if (!IsCount(held.weight) && ++not_counts_ == 1) first_not_count_ = where;
    if (!IsStrength(held.weight) && ++not_strengths_ == 1) first_not_strength_ = where;
  }
  edges_.push_back(held);
  return absl::OkStatus();
}

absl::Status GraphRows::AddNumbered(uint64_t count, const std::string& prefix) {
  if (count > kFreeNumbered + 2 * nodes_.size() + 2 * edges_.size()) {
    report_.Note(absl::StrCat("Of ", count, " declared nodes those that nothing mentions are left out."),
                 "", 0);
    return absl::OkStatus();
  }
  for (uint64_t i = 1; i <= count; ++i) {
    if (i % 65536 == 0) PG_RETURN_IF_ERROR(CheckCancelled(options_.run));
    PG_RETURN_IF_ERROR(Mention(absl::StrCat(prefix, i), {file_}).status());
  }
  return absl::OkStatus();
}

absl::Status GraphRows::CheckDescribed() const {
  for (size_t i = 0; i < nodes_.size(); ++i) {
    if (nodes_[i].described) continue;
    return BadInput({file_, nodes_[i].line, nodes_[i].column}, "an edge to a node that is not there",
                    "the file is incomplete: export it again");
  }
  return absl::OkStatus();
}

EdgeWeights GraphRows::DecideWeights() {
  EdgeWeights meaning = options_.weight;
  if (weights_ == 0) return EdgeWeights::kIgnore;
  if (meaning == EdgeWeights::kAuto) {
    meaning = not_counts_ == 0      ? EdgeWeights::kCount
              : not_strengths_ == 0 ? EdgeWeights::kStrength
                                    : EdgeWeights::kIgnore;
    if (meaning == EdgeWeights::kCount) {
      report_.Note("Edge weights are whole numbers: taken for how often.", first_weight_, 0);
    } else if (meaning == EdgeWeights::kStrength) {
      report_.Note("Edge weights lie in (0, 1]: taken for strengths.", first_weight_, 0);
    } else {
      report_.Note("edge weights left out: neither all whole numbers >= 1 nor all in (0, 1]",
                   first_not_count_, weights_);
    }
  } else if (meaning == EdgeWeights::kCount && not_counts_ > 0) {
    report_.Note("edge weights that are no whole numbers >= 1 left out", first_not_count_, not_counts_);
  } else if (meaning == EdgeWeights::kStrength && not_strengths_ > 0) {
    report_.Note("edge weights that are not in (0, 1] left out", first_not_strength_, not_strengths_);
  } else if (meaning == EdgeWeights::kIgnore) {
    report_.Note("edge weights left out", first_weight_, weights_);
  }
  return meaning;
}

absl::Status GraphRows::AddTies() {
  const EdgeWeights meaning = DecideWeights();
  for (size_t i = 0; i < edges_.size(); ++i) {
    if (i % 65536 == 0) PG_RETURN_IF_ERROR(CheckCancelled(options_.run));
    const HeldEdge& edge = edges_[i];
    TieRow tie;
    if (edge.extra != kNoExtra) tie = std::move(extras_[edge.extra]);
    tie.from = MemberId(edge.source);
    tie.to = MemberId(edge.target);
    tie.directed = edge.directed;
    if (tie.kind == TieKind::kUnspecified) tie.kind = options_.kind;
    if (meaning == EdgeWeights::kCount && IsCount(edge.weight)) {
      tie.count = static_cast<uint32_t>(edge.weight);
    }
    if (meaning == EdgeWeights::kStrength && IsStrength(edge.weight)) {
      tie.strength = static_cast<float>(edge.weight);
    }
    PG_RETURN_IF_ERROR(builder_.AddTie(std::move(tie)));
  }
  return absl::OkStatus();
}

absl::StatusOr<ImportResult> GraphRows::Finish(bool all_described) && {
  if (all_described) PG_RETURN_IF_ERROR(CheckDescribed());
  if (nodes_.empty()) {
    return BadInput({file_}, "a graph without nodes", "check that this is the file that was meant");
  }
  PG_RETURN_IF_ERROR(AddTies());
  ImportResult result;
  report_.Count("nodes", nodes_.size());
  report_.Count("edges", edges_.size());
  if (customers_ > 0) report_.Count("customers", customers_);
  PG_ASSIGN(community, std::move(builder_).Build(options_.run));
  ReportProgress(options_.run, 1);
  result.community = std::move(community);
  result.report = std::move(report_);
  return result;
}

}  // namespace pullgraph
