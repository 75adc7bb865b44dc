// SPDX-License-Identifier: Apache-2.0
#include "io/import/csv_tables.h"

namespace pullgraph {

const std::vector<CsvSchema>& CsvSchemas() {
  static const auto& schemas = *new std::vector<CsvSchema>{
      {CsvTableKind::kTopics, "topics", {"id", "name", "parent"}, {0}},
      {CsvTableKind::kMarkets, "markets", {"id", "name"}, {0}},
      {CsvTableKind::kResources,
       "resources",
       {"id", "title", "kind", "topics", "published_at", "cost", "url", "offered_by"},
       {0}},
      {CsvTableKind::kMembers,
       "members",
       {"id", "display_name", "kind", "role", "joined_at", "opted_out", "tags", "needs",
        "offers"},
       {0}},
      {CsvTableKind::kAttributes,
       "attributes",
       {"member", "name", "value", "valid_from", "valid_to"},
       {0, 1, 2}},
      {CsvTableKind::kMemberships,
       "memberships",
       {"market", "member", "status", "valid_from", "valid_to"},
       {0, 1, 2}},
      {CsvTableKind::kTies,
       "ties",
       {"from", "to", "kind", "directed", "count", "first_at", "last_at", "strength", "at"},
       {0, 1}},
      {CsvTableKind::kSignals,
       "signals",
       {"member", "object_kind", "object", "kind", "at", "weight", "topics", "answered_at",
        "answered_by"},
       {2, 3}},
      {CsvTableKind::kTouches,
       "touches",
       {"member", "resource", "campaign", "channel", "sent_at", "cost", "outcome", "value",
        "holdout"},
       {0}}};
  return schemas;
}

const CsvSchema& SchemaOf(CsvTableKind kind) { return CsvSchemas()[static_cast<size_t>(kind)]; }

std::vector<std::string> CsvTableNames() {
  std::vector<std::string> names;
  for (const CsvSchema& schema : CsvSchemas()) names.push_back(schema.name);
  return names;
}

}  // namespace pullgraph
