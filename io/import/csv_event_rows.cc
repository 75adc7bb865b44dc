// SPDX-License-Identifier: Apache-2.0
// Attributes, memberships, ties, signals and touches: the rows that mention others.
#include "absl/strings/str_cat.h"
#include "graph/utf8.h"
#include "io/import/csv_rows.h"
#include "io/import/place.h"
#include "io/import/status_macros.h"

namespace pullgraph {
namespace {

absl::Status Empty(const CsvTable& table, int field) {
  return BadInput(table.Get(field).place,
                  absl::StrCat("field '", AbslView(table.FieldName(field)), "' is empty"));
}

}  // namespace

absl::Status CsvRows::AttributeRowOf(const CsvTable& table) {
  using namespace csv_field;
  for (const int field : {int{kAttributeMember}, int{kAttributeName}, int{kAttributeValue}}) {
    if (table.Get(field).text.empty()) return Empty(table, field);
  }
  PG_ASSIGN(member, MemberOf(table, kAttributeMember));
  PG_ASSIGN(from, TimeCell(table, kAttributeValidFrom));
  PG_ASSIGN(to, TimeCell(table, kAttributeValidTo));
  return AtPlace(table.place(),
                 builder_.AddAttribute({member, std::string(table.Get(kAttributeName).text),
                                        std::string(table.Get(kAttributeValue).text), from, to}));
}

absl::Status CsvRows::MembershipRowOf(const CsvTable& table) {
  using namespace csv_field;
  for (const int field : {int{kMembershipMarket}, int{kMembershipMember}, int{kMembershipStatus}}) {
    if (table.Get(field).text.empty()) return Empty(table, field);
  }
  PG_ASSIGN(market, MarketOf(table, kMembershipMarket));
  PG_ASSIGN(member, MemberOf(table, kMembershipMember));
  PG_ASSIGN(status, WordCell<MarketStatus>(table, kMembershipStatus));
  PG_ASSIGN(from, TimeCell(table, kMembershipValidFrom));
  PG_ASSIGN(to, TimeCell(table, kMembershipValidTo));
  return AtPlace(table.place(), builder_.AddMembership({market, member, status, from, to}));
}

absl::Status CsvRows::TieRowOf(const CsvTable& table) {
  using namespace csv_field;
  for (const int field : {int{kTieFrom}, int{kTieTo}}) {
    if (table.Get(field).text.empty()) return Empty(table, field);
  }
  TieRow row;
  PG_ASSIGN(from, MemberOf(table, kTieFrom));
  PG_ASSIGN(to, MemberOf(table, kTieTo));
  PG_ASSIGN(kind, WordCell<TieKind>(table, kTieKind));
  PG_ASSIGN(directed, BoolCell(table, kTieDirected));
  PG_ASSIGN(count, CountCell(table, kTieCount));
  PG_ASSIGN(first, TimeCell(table, kTieFirstAt));
  PG_ASSIGN(last, TimeCell(table, kTieLastAt));
  PG_ASSIGN(strength, NumberCell(table, kTieStrength, 0, kStrengthRange));
  PG_ASSIGN(at, TimeListCell(table, kTieAt));
  const CsvCell& cell = table.Get(kTieStrength);
  if (!cell.text.empty() && strength <= 0) {
    return BadValue(cell.place, "strength", cell.text, kStrengthRange.expected);
  }
  if (count && !at.empty() && *count != at.size()) {
    return BadValue(table.Get(kTieCount).place, "count", table.Get(kTieCount).text,
                    absl::StrCat("the number of times in 'at', ", at.size()));
  }
  row.from = from;
  row.to = to;
  row.kind = kind;
  row.directed = directed;
  row.count = count.value_or(1);
  row.first_at = first;
  row.last_at = last;
  row.strength = static_cast<float>(strength);
  row.at = std::move(at);
  return AtPlace(table.place(), builder_.AddTie(std::move(row)));
}

absl::StatusOr<uint32_t> CsvRows::ObjectOf(const CsvTable& table, ObjectKind kind) {
  constexpr int kField = csv_field::kSignalObject;
  const CsvCell& cell = table.Get(kField);
  if (cell.text.empty()) return Empty(table, kField);
  if (kind == ObjectKind::kResource) {
    PG_ASSIGN(id, ResourceOf(table, kField));
    return id.value();
  }
  if (kind == ObjectKind::kTopic) {
    PG_ASSIGN(id, TopicOf(table, kField, cell));
    return id.value();
  }
  if (kind == ObjectKind::kMember) {
    PG_ASSIGN(id, MemberOf(table, kField));
    return id.value();
  }
  const CsvCell& word = table.Get(csv_field::kSignalObjectKind);
  return BadValue(word.place, "object_kind", word.text, "resource, topic or member");
}

absl::Status CsvRows::SignalRowOf(const CsvTable& table) {
  using namespace csv_field;
  if (table.Get(kSignalKind).text.empty()) return Empty(table, kSignalKind);
  SignalRow row;
  PG_ASSIGN(object_kind, WordCell<ObjectKind>(table, kSignalObjectKind));
  if (object_kind != ObjectKind::kUnspecified) row.object_kind = object_kind;
  PG_ASSIGN(member, MemberOf(table, kSignalMember));
  PG_ASSIGN(object, ObjectOf(table, row.object_kind));
  PG_ASSIGN(kind, WordCell<SignalKind>(table, kSignalKind));
  PG_ASSIGN(at, TimeCell(table, kSignalAt));
  PG_ASSIGN(weight, NumberCell(table, kSignalWeight, 1, kWeightRange));
  PG_ASSIGN(topics, TopicsOf(table, kSignalTopics));
  PG_ASSIGN(answered_at, TimeCell(table, kSignalAnsweredAt));
  PG_ASSIGN(answered_by, MemberOf(table, kSignalAnsweredBy));
  row.member = member;
  row.object = object;
  row.kind = kind;
  row.at = at;
  row.weight = static_cast<float>(weight);
  row.topics = std::move(topics);
  row.answered_at = answered_at;
  row.answered_by = answered_by;
  return AtPlace(table.place(), builder_.AddSignal(std::move(row)));
}

absl::Status CsvRows::TouchRowOf(const CsvTable& table) {
  using namespace csv_field;
  if (table.Get(kTouchMember).text.empty()) return Empty(table, kTouchMember);
  TouchRow row;
  PG_ASSIGN(member, MemberOf(table, kTouchMember));
  PG_ASSIGN(resource, ResourceOf(table, kTouchResource));
  PG_ASSIGN(sent_at, TimeCell(table, kTouchSentAt));
  PG_ASSIGN(cost, NumberCell(table, kTouchCost, 0, kCostRange));
  PG_ASSIGN(outcome, WordCell<TouchOutcome>(table, kTouchOutcome));
  PG_ASSIGN(value, NumberCell(table, kTouchValue, 0, kValueRange));
  PG_ASSIGN(holdout, BoolCell(table, kTouchHoldout));
  row.member = member;
  row.resource = resource;
  row.campaign = std::string(table.Get(kTouchCampaign).text);
  row.channel = std::string(table.Get(kTouchChannel).text);
  row.sent_at = sent_at;
  row.cost = cost;
  row.outcome = outcome;
  row.value = value;
  row.holdout = holdout;
  return AtPlace(table.place(), builder_.AddTouch(std::move(row)));
}

}  // namespace pullgraph
