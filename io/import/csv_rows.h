// SPDX-License-Identifier: Apache-2.0
// Tables turned into rows of a CommunityBuilder; internal to io/import/.
#ifndef PULLGRAPH_IO_IMPORT_CSV_ROWS_H_
#define PULLGRAPH_IO_IMPORT_CSV_ROWS_H_

#include <string>
#include <utility>
#include <vector>

#include "graph/community_builder.h"
#include "io/import/csv.h"
#include "io/import/csv_cells.h"
#include "io/import/csv_table.h"

namespace pullgraph {

class CsvRows {
 public:
  // `present[k]` says whether there is a table of kind k at all.
  CsvRows(const CsvOptions& options, std::vector<bool> present, ImportReport& report)
      : options_(options),
        present_(std::move(present)),
        report_(report),
        builder_(options.name, options.producer) {}

  // All rows of a table. Tables come in the order of CsvTableKind.
  absl::Status Read(CsvTable& table, CsvTableKind kind, bool distinct, double progress_from,
                    double progress_share);
  absl::StatusOr<CommunityGraph> Build() &&;

 private:
  // Lines at which the ids of one entity were declared, and mentions that wait for it.
  struct Declared {
    CsvTableKind kind;
    const char* noun;
    std::vector<uint64_t> lines = {};  // By provisional id; 0 = not declared.
    std::string file = {};
  };

  absl::Status Row(const CsvTable& table, CsvTableKind kind, bool distinct);
  absl::Status TopicRowOf(const CsvTable& table, bool distinct);
  absl::Status ResourceRowOf(const CsvTable& table, bool distinct);
  absl::Status MarketRowOf(const CsvTable& table, bool distinct);
  absl::Status MemberRowOf(const CsvTable& table, bool distinct);
  absl::Status AttributeRowOf(const CsvTable& table);
  absl::Status MembershipRowOf(const CsvTable& table);
  absl::Status TieRowOf(const CsvTable& table);
  absl::Status SignalRowOf(const CsvTable& table);
  absl::Status TouchRowOf(const CsvTable& table);
  absl::Status CheckParents();

  // False if a distinct table has had it.
  absl::StatusOr<bool> Declare(Declared& declared, uint32_t id, const CsvTable& table,
                               bool distinct);
  absl::Status Mention(const Declared& declared, uint32_t id, const CsvTable& table, int field,
                       const CsvCell& cell);
  // Ids that a cell mentions; None for an empty one.
  absl::StatusOr<MemberId> MemberOf(const CsvTable& table, int field);
  absl::StatusOr<ResourceId> ResourceOf(const CsvTable& table, int field);
  absl::StatusOr<TopicId> TopicOf(const CsvTable& table, int field, const CsvCell& cell);
  absl::StatusOr<MarketId> MarketOf(const CsvTable& table, int field);
  absl::StatusOr<std::vector<TopicId>> TopicsOf(const CsvTable& table, int field);
  absl::StatusOr<uint32_t> ObjectOf(const CsvTable& table, ObjectKind kind);
  absl::Status FillNeedsAndOffers(const CsvTable& table, MemberRow& row);

  CsvOptions options_;
  std::vector<bool> present_;
  ImportReport& report_;
  CommunityBuilder builder_;
  Declared topics_ = {CsvTableKind::kTopics, "topic"};
  Declared resources_ = {CsvTableKind::kResources, "resource"};
  Declared markets_ = {CsvTableKind::kMarkets, "market"};
  Declared members_ = {CsvTableKind::kMembers, "member"};
  struct Parent {
    TopicId id;
    std::string text;
    std::string file;
    uint64_t line;
    uint64_t column;
  };
  std::vector<Parent> parents_;  // May be declared further down.
};

}  // namespace pullgraph

#endif  // PULLGRAPH_IO_IMPORT_CSV_ROWS_H_
