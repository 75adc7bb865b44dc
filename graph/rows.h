// SPDX-License-Identifier: Apache-2.0
// One entity at a time: what importers hand to CommunityBuilder.
#ifndef PULLGRAPH_GRAPH_ROWS_H_
#define PULLGRAPH_GRAPH_ROWS_H_

#include <string>
#include <utility>
#include <vector>

#include "graph/columns.h"
#include "graph/ids.h"
#include "graph/names.h"
#include "graph/time.h"

namespace pullgraph {

struct MemberRow {
  std::string display_name;
  MemberKind kind = MemberKind::kUnspecified;
  MemberRole role = MemberRole::kCommunity;
  Time joined_at;
  std::vector<std::string> opted_out;  // Channels; "*" is all of them.
  std::vector<std::string> tags;
  std::vector<std::pair<std::string, std::string>> attributes;  // Undated ones.
  std::vector<Need> needs;
  std::vector<Offer> offers;
};

// An attribute that held, or holds, for [valid_from, valid_to); absent = open.
struct AttributeRow {
  MemberId member;
  std::string name;
  std::string value;
  Time valid_from;
  Time valid_to;
};

struct ResourceRow {
  std::string title;
  ResourceKind kind = ResourceKind::kUnspecified;
  std::vector<TopicId> topics;
  Time published_at;
  double cost = 0;
  std::string url;
  std::vector<MarketId> offered_by = {};
};

struct TopicRow {
  std::string name;
  TopicId parent;
};

struct MembershipRow {
  MarketId market;
  MemberId member;
  MarketStatus status = MarketStatus::kUnspecified;
  Time valid_from;
  Time valid_to;
};

struct TieRow {
  MemberId from;
  MemberId to;
  TieKind kind = TieKind::kUnspecified;
  bool directed = false;
  uint32_t count = 1;
  Time first_at;
  Time last_at;
  float strength = 0;    // Explicit probability in (0, 1]; 0 = absent.
  std::vector<Time> at;  // Every interaction, where known; then count, first_at
                         // and last_at follow from it.
};

struct SignalRow {
  MemberId member;  // None: somebody unknown.
  ObjectKind object_kind = ObjectKind::kResource;
  uint32_t object = 0;  // Dense id of that kind.
  SignalKind kind = SignalKind::kUnspecified;
  Time at;
  float weight = 1;
  std::vector<TopicId> topics;
  Time answered_at;
  MemberId answered_by;
};

struct TouchRow {
  MemberId member;
  ResourceId resource;  // None: no resource in it.
  std::string campaign;
  std::string channel;
  Time sent_at;
  double cost = 0;
  TouchOutcome outcome = TouchOutcome::kUnspecified;
  double value = 0;
  bool holdout = false;
};

}  // namespace pullgraph

#endif  // PULLGRAPH_GRAPH_ROWS_H_
