// SPDX-License-Identifier: Apache-2.0
#include "io/import/offer_rule.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "graph/names.h"
#include "graph/offering.h"
#include "graph/string_table.h"
#include "graph/utf8.h"
#include "io/import/place.h"
#include "io/import/status_macros.h"

namespace pullgraph {
namespace {

constexpr char kExample[] = "\nwrite for example: kind=product or topic=gates";

absl::string_view Trim(absl::string_view text) { return absl::StripAsciiWhitespace(text); }

absl::Status Unknown(const char* noun, absl::string_view name, const std::vector<std::string>& all) {
  const std::string nearest = NearestWord(StdView(name), all);
  return absl::InvalidArgumentError(
      absl::StrCat("--offer: there is no ", noun, " '", Printable(StdView(name)), "'",
                   nearest.empty() ? kExample : absl::StrCat("\ndid you mean ", nearest)));
}

class Marker {
 public:
  explicit Marker(const CommunityGraph& community)
      : c_(community), offered_(community.num_resources()) {}

  absl::Status Term(absl::string_view text) {
    const std::pair<absl::string_view, absl::string_view> cut =
        absl::StrSplit(text, absl::MaxSplits('=', 1));
    const absl::string_view what = Trim(cut.first), name = Trim(cut.second);
    if (name.empty()) return NoTerm(text);
    if (what == "kind") return Kind(name);
    if (what == "topic") return Topic(name);
    if (what == "resource") return Resource(name);
    return NoTerm(text);
  }

  // How often the rule named something, each resource once.
  uint64_t count() const {
    uint64_t count = 0;
    for (const uint8_t offered : offered_) count += offered;
    return count;
  }
  bool IsOffered(uint32_t resource) const { return offered_[resource] != 0; }

 private:
  static absl::Status NoTerm(absl::string_view text) {
    return absl::InvalidArgumentError(
        absl::StrCat("--offer: '", Printable(StdView(Trim(text))),
                     "' is none of kind=WORD, topic=ID and resource=ID", kExample));
  }

  absl::Status Kind(absl::string_view name) {
    PG_ASSIGN(kind, ParseName<ResourceKind>(StdView(name)));
    for (uint32_t r = 0; r < c_.num_resources(); ++r) {
      if (c_.resources().kind[r] == kind) offered_[r] = 1;
    }
    return absl::OkStatus();
  }

  absl::Status Topic(absl::string_view name) {
    std::vector<uint8_t> is_it(c_.num_topics());
    std::vector<std::string> names;
    bool found = false;
    for (uint32_t t = 0; t < c_.num_topics(); ++t) {
      const absl::string_view key = AbslView(c_.TopicKey(TopicId(t)));
      is_it[t] = key == name || AbslView(c_.TopicLabel(TopicId(t))) == name ? 1 : 0;
      found = found || is_it[t] != 0;
      names.emplace_back(key);
    }
    if (!found) return Unknown("topic", name, names);
    is_it = WithTopicsBelow(c_, std::move(is_it));
    for (uint32_t r = 0; r < c_.num_resources(); ++r) {
      for (const TopicId t : c_.resources().topics[r]) {
        if (is_it[t.value()] != 0) offered_[r] = 1;
      }
    }
    return absl::OkStatus();
  }

  absl::Status Resource(absl::string_view name) {
    std::vector<std::string> names;
    bool found = false;
    for (uint32_t r = 0; r < c_.num_resources(); ++r) {
      const absl::string_view key = AbslView(c_.ResourceKey(ResourceId(r)));
      if (key == name || AbslView(c_.ResourceLabel(ResourceId(r))) == name) {
        offered_[r] = 1;
        found = true;
      }
      names.emplace_back(key);
    }
    return found ? absl::OkStatus() : Unknown("resource", name, names);
  }

  const CommunityGraph& c_;
  std::vector<uint8_t> offered_;
};

// The market that the rule speaks of, which is taken off it.
absl::StatusOr<MarketId> TakeMarket(const CommunityGraph& c, absl::string_view& rule) {
  if (c.num_markets() == 0) {
    return absl::FailedPreconditionError(
        "--offer: there is no market that could offer anything\nadd memberships, or a rule of "
        "who is a customer");
  }
  for (uint32_t m = 0; m < c.num_markets(); ++m) {
    const std::string start = absl::StrCat(AbslView(c.markets().id[m]), ":");
    if (rule.substr(0, start.size()) == start) {
      rule.remove_prefix(start.size());
      return MarketId(m);
    }
  }
  if (c.num_markets() == 1) return MarketId(0);
  return absl::InvalidArgumentError(
      absl::StrCat("--offer: there are ", c.num_markets(), " markets\nsay of which, for example: ",
                   AbslView(c.markets().id[0]), ": kind=product"));
}

}  // namespace

absl::Status MarkOffering(std::string_view rule, ImportResult& result) {
  absl::string_view terms = Trim(AbslView(rule));
  PG_ASSIGN(market, TakeMarket(result.community, terms));
  Marker marker(result.community);
  for (const absl::string_view term : absl::StrSplit(terms, " or ")) {
    PG_RETURN_IF_ERROR(marker.Term(term));
  }
  if (marker.count() == 0) {
    return absl::InvalidArgumentError(
        absl::StrCat("--offer: no resource is what '", Printable(StdView(terms)), "' says", kExample));
  }
  CommunityParts parts = std::move(result.community).TakeParts();
  Ragged<MarketId> offered_by;
  for (uint32_t r = 0; r < parts.resources.id.size(); ++r) {
    const absl::Span<const MarketId> before = parts.resources.offered_by[r];
    std::vector<MarketId> markets(before.begin(), before.end());
    const auto at = std::lower_bound(markets.begin(), markets.end(), market);
    if (marker.IsOffered(r) && (at == markets.end() || *at != market)) markets.insert(at, market);
    offered_by.Append(markets);
  }
  parts.resources.offered_by = std::move(offered_by);
  PG_ASSIGN(marked, CommunityGraph::FromParts(std::move(parts)));
  result.community = std::move(marked);
  result.report.Count("resources offered", marker.count());
  return absl::OkStatus();
}

}  // namespace pullgraph
