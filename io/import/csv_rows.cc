// SPDX-License-Identifier: Apache-2.0
#include "io/import/csv_rows.h"

#include "absl/strings/str_cat.h"
#include "graph/utf8.h"
#include "io/import/place.h"
#include "io/import/status_macros.h"

namespace pullgraph {

absl::StatusOr<bool> CsvRows::Declare(Declared& declared, uint32_t id, const CsvTable& table,
                                      bool distinct) {
  if (id >= declared.lines.size()) declared.lines.resize(size_t{id} + 1, 0);
  uint64_t& line = declared.lines[id];
  if (line == 0) {
    line = table.place().line;
    if (declared.file.empty()) declared.file = table.file();
    return true;
  }
  if (distinct) return false;
  const std::string where = declared.file == table.file()
                                ? absl::StrCat("line ", line)
                                : absl::StrCat(declared.file, ":", line);
  return BadInput(table.Get(0).place,
                  absl::StrCat(declared.noun, " '", Printable(table.Get(0).text),
                               "' is a duplicate of ", where),
                  "remove one of the rows, or give them different ids");
}

absl::Status CsvRows::Mention(const Declared& declared, uint32_t id, const CsvTable& table,
                              int field, const CsvCell& cell) {
  const bool known = id < declared.lines.size() && declared.lines[id] != 0;
  if (known || !present_[static_cast<size_t>(declared.kind)]) return absl::OkStatus();
  if (options_.allow_undeclared) {
    report_.Note(absl::StrCat(declared.noun, "s mentioned without being declared"),
                 ToString(cell.place));
    return absl::OkStatus();
  }
  const std::string& name = SchemaOf(declared.kind).name;
  return BadInput(cell.place,
                  absl::StrCat("field '", AbslView(table.FieldName(field)), "' has '",
                               Printable(cell.text), "', a dangling id: no such row in ", name),
                  absl::StrCat("add it to ", name, ", or allow undeclared ids"));
}

absl::StatusOr<MemberId> CsvRows::MemberOf(const CsvTable& table, int field) {
  const CsvCell& cell = table.Get(field);
  if (cell.text.empty()) return MemberId::None();
  const auto id = builder_.Member(cell.text);
  if (!id.ok()) return AtPlace(cell.place, id.status());
  PG_RETURN_IF_ERROR(Mention(members_, id->value(), table, field, cell));
  return *id;
}

absl::StatusOr<ResourceId> CsvRows::ResourceOf(const CsvTable& table, int field) {
  const CsvCell& cell = table.Get(field);
  if (cell.text.empty()) return ResourceId::None();
  const auto id = builder_.Resource(cell.text);
  if (!id.ok()) return AtPlace(cell.place, id.status());
  PG_RETURN_IF_ERROR(Mention(resources_, id->value(), table, field, cell));
  return *id;
}

absl::StatusOr<TopicId> CsvRows::TopicOf(const CsvTable& table, int field, const CsvCell& cell) {
  if (cell.text.empty()) return TopicId::None();
  const auto id = builder_.Topic(cell.text);
  if (!id.ok()) return AtPlace(cell.place, id.status());
  PG_RETURN_IF_ERROR(Mention(topics_, id->value(), table, field, cell));
  return *id;
}

absl::StatusOr<MarketId> CsvRows::MarketOf(const CsvTable& table, int field) {
  const CsvCell& cell = table.Get(field);
  const auto id = builder_.Market(cell.text);
  if (!id.ok()) return AtPlace(cell.place, id.status());
  PG_RETURN_IF_ERROR(Mention(markets_, id->value(), table, field, cell));
  return *id;
}

absl::StatusOr<std::vector<TopicId>> CsvRows::TopicsOf(const CsvTable& table, int field) {
  std::vector<TopicId> topics;
  for (const CsvCell& part : ListCell(table, field)) {
    PG_ASSIGN(id, TopicOf(table, field, part));
    topics.push_back(id);
  }
  return topics;
}

absl::Status CsvRows::TopicRowOf(const CsvTable& table, bool distinct) {
  const CsvCell& key = table.Get(csv_field::kTopicId);
  const auto id = builder_.Topic(key.text);
  if (!id.ok()) return AtPlace(key.place, id.status());
  PG_ASSIGN(fresh, Declare(topics_, id->value(), table, distinct));
  if (!fresh) return absl::OkStatus();
  TopicRow row;
  row.name = std::string(table.Get(csv_field::kTopicName).text);
  const CsvCell& parent = table.Get(csv_field::kTopicParent);
  if (!parent.text.empty()) {
    const auto parent_id = builder_.Topic(parent.text);
    if (!parent_id.ok()) return AtPlace(parent.place, parent_id.status());
    row.parent = *parent_id;
    parents_.push_back({*parent_id, std::string(parent.text), table.file(), parent.place.line,
                        parent.place.column});
  }
  return AtPlace(table.place(), builder_.DescribeTopic(*id, std::move(row)));
}

absl::Status CsvRows::CheckParents() {
  for (const Parent& parent : parents_) {
    const uint32_t id = parent.id.value();
    if (id < topics_.lines.size() && topics_.lines[id] != 0) continue;
    const Place place = {parent.file, parent.line, parent.column};
    if (!options_.allow_undeclared) {
      return BadInput(place,
                      absl::StrCat("field 'parent' has '", Printable(parent.text),
                                   "', a dangling id: no such row in topics"),
                      "add it to topics, or allow undeclared ids");
    }
    report_.Note("topics mentioned without being declared", ToString(place));
  }
  parents_.clear();
  return absl::OkStatus();
}

absl::Status CsvRows::ResourceRowOf(const CsvTable& table, bool distinct) {
  using namespace csv_field;
  const CsvCell& key = table.Get(kResourceId);
  const auto id = builder_.Resource(key.text);
  if (!id.ok()) return AtPlace(key.place, id.status());
  PG_ASSIGN(fresh, Declare(resources_, id->value(), table, distinct));
  if (!fresh) return absl::OkStatus();
  ResourceRow row;
  row.title = std::string(table.Get(kResourceTitle).text);
  row.url = std::string(table.Get(kResourceUrl).text);
  PG_ASSIGN(kind, WordCell<ResourceKind>(table, kResourceKind));
  PG_ASSIGN(topics, TopicsOf(table, kResourceTopics));
  PG_ASSIGN(published, TimeCell(table, kResourcePublishedAt));
  PG_ASSIGN(cost, NumberCell(table, kResourceCost, 0, kCostRange));
  row.kind = kind;
  row.topics = std::move(topics);
  row.published_at = published;
  row.cost = cost;
  for (const CsvCell& part : ListCell(table, kResourceOfferedBy)) {
    const auto market = builder_.Market(part.text);
    if (!market.ok()) return AtPlace(part.place, market.status());
    PG_RETURN_IF_ERROR(Mention(markets_, market->value(), table, kResourceOfferedBy, part));
    row.offered_by.push_back(*market);
  }
  return AtPlace(table.place(), builder_.DescribeResource(*id, std::move(row)));
}

absl::Status CsvRows::MarketRowOf(const CsvTable& table, bool distinct) {
  const CsvCell& key = table.Get(csv_field::kMarketId);
  const auto id = builder_.Market(key.text);
  if (!id.ok()) return AtPlace(key.place, id.status());
  PG_ASSIGN(fresh, Declare(markets_, id->value(), table, distinct));
  if (!fresh) return absl::OkStatus();
  return AtPlace(table.place(), builder_.DescribeMarket(
                                    *id, std::string(table.Get(csv_field::kMarketName).text)));
}

absl::Status CsvRows::FillNeedsAndOffers(const CsvTable& table, MemberRow& row) {
  PG_ASSIGN(needs, TopicNumberCell(table, csv_field::kMemberNeeds, kWeightRange));
  for (const TopicNumber& need : needs) {
    PG_ASSIGN(topic, TopicOf(table, csv_field::kMemberNeeds, need.topic));
    row.needs.push_back({topic, static_cast<float>(need.number), need.since});
  }
  PG_ASSIGN(offers, TopicNumberCell(table, csv_field::kMemberOffers, kLevelRange));
  for (const TopicNumber& offer : offers) {
    PG_ASSIGN(topic, TopicOf(table, csv_field::kMemberOffers, offer.topic));
    row.offers.push_back({topic, static_cast<float>(offer.number), offer.since});
  }
  return absl::OkStatus();
}

absl::Status CsvRows::MemberRowOf(const CsvTable& table, bool distinct) {
  using namespace csv_field;
  const CsvCell& key = table.Get(kMemberId);
  const auto id = builder_.Member(key.text);
  if (!id.ok()) return AtPlace(key.place, id.status());
  PG_ASSIGN(fresh, Declare(members_, id->value(), table, distinct));
  if (!fresh) return absl::OkStatus();
  MemberRow row;
  row.display_name = std::string(table.Get(kMemberDisplayName).text);
  PG_ASSIGN(kind, WordCell<MemberKind>(table, kMemberKind));
  PG_ASSIGN(role, WordCell<MemberRole>(table, kMemberRole));
  PG_ASSIGN(joined, TimeCell(table, kMemberJoinedAt));
  row.kind = kind;
  if (role != MemberRole::kUnspecified) row.role = role;
  row.joined_at = joined;
  for (const CsvCell& part : ListCell(table, kMemberOptedOut)) row.opted_out.emplace_back(part.text);
  for (const CsvCell& part : ListCell(table, kMemberTags)) row.tags.emplace_back(part.text);
  for (const auto& [name, value] : table.Attributes()) row.attributes.emplace_back(name, value);
  PG_RETURN_IF_ERROR(FillNeedsAndOffers(table, row));
  return AtPlace(table.place(), builder_.DescribeMember(*id, std::move(row)));
}

absl::Status CsvRows::Row(const CsvTable& table, CsvTableKind kind, bool distinct) {
  switch (kind) {
    case CsvTableKind::kTopics:
      return TopicRowOf(table, distinct);
    case CsvTableKind::kResources:
      return ResourceRowOf(table, distinct);
    case CsvTableKind::kMarkets:
      return MarketRowOf(table, distinct);
    case CsvTableKind::kMembers:
      return MemberRowOf(table, distinct);
    case CsvTableKind::kAttributes:
      return AttributeRowOf(table);
    case CsvTableKind::kMemberships:
      return MembershipRowOf(table);
    case CsvTableKind::kTies:
      return TieRowOf(table);
    case CsvTableKind::kSignals:
      return SignalRowOf(table);
    case CsvTableKind::kTouches:
      return TouchRowOf(table);
  }
  return absl::InternalError("unknown table");
}

absl::Status CsvRows::Read(CsvTable& table, CsvTableKind kind, bool distinct,
                           double progress_from, double progress_share) {
  uint64_t rows = 0;
  while (true) {
    PG_ASSIGN(any, table.Next());
    if (!any) break;
    PG_RETURN_IF_ERROR(Row(table, kind, distinct));
    if (++rows % 4096 != 0) continue;
    PG_RETURN_IF_ERROR(CheckCancelled(options_.run));
    ReportProgress(options_.run, progress_from + progress_share * table.fraction());
  }
  if (kind == CsvTableKind::kTopics) PG_RETURN_IF_ERROR(CheckParents());
  report_.Count(SchemaOf(kind).name, rows);
  return absl::OkStatus();
}

absl::StatusOr<CommunityGraph> CsvRows::Build() && {
  return std::move(builder_).Build(options_.run);
}

}  // namespace pullgraph
