// SPDX-License-Identifier: Apache-2.0
#include "io/import/graph_rows.h"

#include <algorithm>
#include <charconv>
#include <cmath>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "graph/utf8.h"
#include "io/import/status_macros.h"

namespace pullgraph {
namespace {

std::string Lower(std::string_view text) { return absl::AsciiStrToLower(AbslView(text)); }

std::vector<std::string> ListOf(const std::string& text) {
  std::vector<std::string> items = absl::StrSplit(text, ';', absl::SkipWhitespace());
  for (std::string& item : items) absl::StripAsciiWhitespace(&item);
  return items;
}

template <class Enum>
bool TakeWord(std::string_view word, Enum& value) {
  // Numbers are names of nothing here.
  if (word.empty() || !absl::ascii_isalpha(static_cast<unsigned char>(word[0]))) return false;
  const auto parsed = ParseName<Enum>(word);
  if (parsed.ok()) value = *parsed;
  return parsed.ok();
}

// Each name once, the first of it, so that what a file says twice is said once.
void KeepFirstOfEachName(std::vector<std::pair<std::string, std::string>>& attributes) {
  std::stable_sort(attributes.begin(), attributes.end(),
                   [](const auto& a, const auto& b) { return a.first < b.first; });
  attributes.erase(std::unique(attributes.begin(), attributes.end(),
                               [](const auto& a, const auto& b) { return a.first == b.first; }),
                   attributes.end());
}

}  // namespace

Time GraphTime(std::string_view text) {
  const absl::string_view bare = absl::StripAsciiWhitespace(AbslView(text));
  const auto number = ParseWeight(StdView(bare));
  if (!number) {
    const auto time = ParseTime(StdView(bare));
    return time.ok() ? *time : Time();
  }
  if (!(*number >= 1e8 && *number < 1e17)) return Time();
  const auto time = ParseTime(absl::StrCat(static_cast<int64_t>(*number)));
  return time.ok() ? *time : Time();
}

GraphRows::GraphRows(const GraphOptions& options, std::string file)
    : options_(options), file_(std::move(file)), builder_(options.name, options.producer),
      weights_(options.weight) {}

void GraphRows::SetName(std::string_view name) {
  if (options_.name.empty() && IsValidUtf8(name) && name.size() <= 1000) {
    builder_.SetName(std::string(name), options_.producer);
  }
}

absl::StatusOr<Node> GraphRows::End(std::string_view id, const Place& at) {
  PG_RETURN_IF_ERROR(CheckUtf8At(at, id));
  const auto member = builder_.Member(id);
  if (!member.ok()) return AtPlace(at, member.status());
  return member->value();
}

absl::Status GraphRows::AddNode(GraphNode node, const Place& at) {
  PG_ASSIGN(id, End(node.id, at));
  if (described_.size() <= id) described_.resize(std::max<size_t>(id + 1, 2 * described_.size()));
  if (described_[id]) {
    report_.Note("nodes that come twice: the first is taken", ToString(at));
    return absl::OkStatus();
  }
  described_[id] = true;
  ++num_described_;
  return Describe(MemberId(id), std::move(node), at);
}

bool GraphRows::TakeField(MemberId id, const std::string& name, const std::string& value,
                          MemberRow& row, const Place& at) {
  if (name == "label" || name == "name" || name == "display_name") {
    if (!row.display_name.empty()) return false;
    row.display_name = value;
    return true;
  }
  if (name == "kind") return TakeWord(value, row.kind);
  if (name == "role") return TakeWord(value, row.role);
  if (name == "joined_at" && GraphTime(value).is_present()) {
    row.joined_at = GraphTime(value);
    return true;
  }
  if (name == "tags" || name == "opted_out") {
    (name == "tags" ? row.tags : row.opted_out) = ListOf(value);
    return true;
  }
  MembershipRow membership;
  const bool is_customer = name == "customer" && Lower(value) == "true";
  if (is_customer) {
    membership.status = MarketStatus::kCustomer;
  } else if (name.rfind("market:", 0) != 0 || !TakeWord(value, membership.status)) {
    return false;
  }
  const auto market = builder_.Market(is_customer ? "customers" : name.substr(7));
  if (!market.ok()) return false;
  membership.market = *market;
  membership.member = id;
  if (builder_.AddMembership(membership).ok()) return true;
  report_.Note("memberships left out", ToString(at));
  return true;
}

absl::Status GraphRows::Describe(MemberId id, GraphNode node, const Place& at) {
  MemberRow row;
  row.display_name = std::move(node.label);
  row.joined_at = node.since;
  KeepFirstOfEachName(node.attributes);
  for (auto& [name, value] : node.attributes) {
    if (value.empty() || name.empty()) continue;
    PG_RETURN_IF_ERROR(CheckUtf8At(at, name));
    PG_RETURN_IF_ERROR(CheckUtf8At(at, value));
    // Markets are told apart by case.
    const std::string lower = name.rfind("market:", 0) == 0 ? name : Lower(name);
    if (TakeField(id, lower, value, row, at)) continue;
    if (lower.rfind("attribute:", 0) == 0 && name.size() > 10) name.erase(0, 10);
    row.attributes.emplace_back(std::move(name), std::move(value));
  }
  PG_RETURN_IF_ERROR(CheckUtf8At(at, row.display_name));
  const bool empty = row.display_name.empty() && row.attributes.empty() && row.tags.empty() &&
                     row.opted_out.empty() && !row.joined_at.is_present() &&
                     row.kind == MemberKind::kUnspecified && row.role == MemberRole::kCommunity;
  return empty ? absl::OkStatus() : AtPlace(at, builder_.DescribeMember(id, std::move(row)));
}

void GraphRows::EdgeAttribute(GraphEdge& edge, std::string_view name, std::string_view value,
                              const Place& at) {
  const absl::string_view bare = absl::StripAsciiWhitespace(AbslView(value));
  if (bare.empty()) return;
  const std::string lower = Lower(name);
  bool used = false;
  if (lower == "weight") {
    const auto weight = ParseWeight(StdView(bare));
    used = weight.has_value();
    if (used) edge.weight = *weight;
  } else if (lower == "count") {
    const auto count = ParseWeight(StdView(bare));
    used = count && *count >= 1 && *count <= 4294967295.0 && *count == std::floor(*count);
    if (used) edge.count = static_cast<uint32_t>(*count);
  } else if (lower == "strength") {
    const auto strength = ParseWeight(StdView(bare));
    used = strength && *strength <= 1 && static_cast<float>(*strength) > 0;
    if (used) edge.strength = static_cast<float>(*strength);
  } else if (lower == "kind" || lower == "type" || lower == "relation" || lower == "label") {
    used = TakeWord(StdView(bare), edge.kind);
  } else if (lower == "directed" || lower == "dir") {
    const std::string word = Lower(StdView(bare));
    used = true;
    if (word == "true" || word == "forward") {
      edge.said_directed = true;
    } else if (word == "false" || word == "none" || word == "both") {
      edge.said_directed = false;
    } else {
      used = false;
    }
  } else if (lower == "first_at" || lower == "start") {
    edge.first = GraphTime(StdView(bare));
    used = edge.first.is_present();
  } else if (lower == "last_at" || lower == "end") {
    edge.last = GraphTime(StdView(bare));
    used = edge.last.is_present();
  } else if (lower == "at" || lower == "date" || lower == "time" || lower == "timestamp" ||
             lower == "created_at") {
    for (const std::string& item : ListOf(std::string(bare))) {
      const Time time = GraphTime(item);
      if (time.is_present()) edge.at.push_back(time);
    }
    used = !edge.at.empty();
  }
  if (used) return;
  report_.Note(absl::StrCat("'", Printable(name), "' of edges left out"), ToString(at));
}

void GraphRows::AddEdge(const GraphEdge& edge, const Place& at) {
  // What is said outright needs no weight.
  const double weight = edge.count != 0 ? GraphEdge::kNoWeight : edge.weight;
  if (weight != GraphEdge::kNoWeight) weights_.See(weight, at);
  Time first = edge.first;
  Time last = edge.last;
  if (first.is_present() && last.is_present() && last < first) {
    report_.Note("edges that end before they begin: their times left out", ToString(at));
    first = last = Time();
  }
  pairs_.emplace_back(edge.from, edge.to);
  directed_.Append(edge.said_directed.value_or(edge.directed) ? 1 : 0);
  weight_.Append(weight);
  kind_.Append(edge.kind);
  count_.Append(edge.count);
  strength_.Append(edge.strength);
  first_.Append(first);
  last_.Append(last);
  at_.Append(edge.at);
}

bool GraphRows::IsPlain() const {
  const bool one_direction =
      directed_.is_default() ||
      std::all_of(directed_.values().begin(), directed_.values().end(), [](uint8_t d) { return d != 0; });
  const bool no_weights = weight_.is_default() || weights_.Meaning() == GraphWeight::kIgnore;
  return one_direction && no_weights && kind_.is_default() && count_.is_default() &&
         strength_.is_default() && first_.is_default() && last_.is_default() && at_.is_default() &&
         options_.kind == TieKind::kUnspecified;
}

absl::Status GraphRows::AddTies() {
  if (IsPlain()) {
    const bool directed = !directed_.is_default();
    return builder_.AddPlainTies(std::move(pairs_), directed);
  }
  for (size_t i = 0; i < pairs_.size(); ++i) {
    if (i % 65536 == 0) PG_RETURN_IF_ERROR(CheckCancelled(options_.run));
    TieRow tie;
    tie.from = MemberId(pairs_[i].first);
    tie.to = MemberId(pairs_[i].second);
    tie.kind = kind_[i] == TieKind::kUnspecified ? options_.kind : kind_[i];
    tie.directed = directed_[i] != 0;
    tie.count = std::max<uint32_t>(count_[i], 1);
    tie.strength = strength_[i];
    if (weight_[i] != GraphEdge::kNoWeight) {
      const TieWeight weight = weights_.Of(weight_[i]);
      tie.count = weight.count;
      if (tie.strength == 0) tie.strength = weight.strength;
    }
    tie.first_at = first_[i];
    tie.last_at = last_[i];
    tie.at.assign(at_[i].begin(), at_[i].end());
    PG_RETURN_IF_ERROR(AtPlace({file_}, builder_.AddTie(std::move(tie))));
  }
  return absl::OkStatus();
}

absl::StatusOr<ImportResult> GraphRows::Build() && {
  report_.Count("nodes", builder_.num_members());
  report_.Count("edges", pairs_.size());
  if (!nodes_optional_ && builder_.num_members() > num_described_) {
    report_.Note("members that edges mention and no node describes", "",
                 builder_.num_members() - num_described_);
  }
  PG_RETURN_IF_ERROR(AddTies());
  weights_.Report(report_);
  PG_ASSIGN(community, std::move(builder_).Build(options_.run));
  ReportProgress(options_.run, 1);
  ImportResult result;
  result.community = std::move(community);
  result.report = std::move(report_);
  return result;
}

}  // namespace pullgraph
