// SPDX-License-Identifier: Apache-2.0
// The tables that the csv importer knows, and their columns.
#ifndef PULLGRAPH_IO_IMPORT_CSV_TABLES_H_
#define PULLGRAPH_IO_IMPORT_CSV_TABLES_H_

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace pullgraph {

// In the order in which they are read: what is mentioned comes before who mentions.
enum class CsvTableKind {
  kTopics, kMarkets, kResources, kMembers, kAttributes, kMemberships, kTies, kSignals, kTouches
};
inline constexpr int kNumCsvTables = 9;

namespace csv_field {
enum Topics { kTopicId, kTopicName, kTopicParent };
enum Resources {
  kResourceId, kResourceTitle, kResourceKind, kResourceTopics, kResourcePublishedAt,
  kResourceCost, kResourceUrl, kResourceOfferedBy
};
enum Markets { kMarketId, kMarketName };
enum Members {
  kMemberId, kMemberDisplayName, kMemberKind, kMemberRole, kMemberJoinedAt, kMemberOptedOut,
  kMemberTags, kMemberNeeds, kMemberOffers
};
enum Attributes {
  kAttributeMember, kAttributeName, kAttributeValue, kAttributeValidFrom, kAttributeValidTo
};
enum Memberships {
  kMembershipMarket, kMembershipMember, kMembershipStatus, kMembershipValidFrom,
  kMembershipValidTo
};
enum Ties {
  kTieFrom, kTieTo, kTieKind, kTieDirected, kTieCount, kTieFirstAt, kTieLastAt, kTieStrength,
  kTieAt
};
enum Signals {
  kSignalMember, kSignalObjectKind, kSignalObject, kSignalKind, kSignalAt, kSignalWeight,
  kSignalTopics, kSignalAnsweredAt, kSignalAnsweredBy
};
enum Touches {
  kTouchMember, kTouchResource, kTouchCampaign, kTouchChannel, kTouchSentAt, kTouchCost,
  kTouchOutcome, kTouchValue, kTouchHoldout
};
}  // namespace csv_field

struct CsvSchema {
  CsvTableKind kind;
  std::string name;                  // "members"; its file is members.csv.
  std::vector<std::string> columns;  // In the order of the enum above.
  std::vector<int> required;
};

// Row i is that of CsvTableKind i.
const std::vector<CsvSchema>& CsvSchemas();
const CsvSchema& SchemaOf(CsvTableKind kind);
// ["topics", ...], for messages.
std::vector<std::string> CsvTableNames();

}  // namespace pullgraph

#endif  // PULLGRAPH_IO_IMPORT_CSV_TABLES_H_
