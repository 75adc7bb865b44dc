// SPDX-License-Identifier: Apache-2.0
// What of product events is kept while they are read; internal to io/import/.
#ifndef PULLGRAPH_IO_IMPORT_PRODUCT_READER_H_
#define PULLGRAPH_IO_IMPORT_PRODUCT_READER_H_

#include <compare>
#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "graph/huge_page_allocator.h"
#include "graph/community_builder.h"
#include "graph/string_table.h"
#include "io/import/identities.h"
#include "io/import/json_value.h"
#include "io/import/product_events.h"
#include "io/import/product_words.h"

namespace pullgraph {

class ProductEventReader {
 public:
  explicit ProductEventReader(const ProductEventsOptions& options)
      : options_(options), builder_(options.name, options.producer) {}

  // One event, or the body of a batch of them.
  absl::Status Take(const JsonValue& value, const Place& place);
  ImportReport& report() { return report_; }
  absl::StatusOr<ImportResult> Finish() &&;

 private:
  static constexpr uint32_t kNone = UINT32_MAX;

  struct Act {
    Time at;
    uint32_t person;
    uint32_t object;  // Resource, or topic if there is none.
    uint32_t topic;   // Or kNone.
    SignalKind kind;
    bool on_topic;
  };
  struct Trait {
    std::string value;
    Time at;
  };
  struct Profile {
    absl::flat_hash_map<uint32_t, Trait> traits;  // By their name's number.
    Time joined_at;
  };
  // Who came by which campaign, over which channel, on which day; and when first.
  struct CampaignDay {
    uint32_t person;
    uint32_t name;
    uint32_t channel;
    int64_t day;
    auto operator<=>(const CampaignDay&) const = default;
    template <class H>
    friend H AbslHashValue(H h, const CampaignDay& c) {
      return H::combine(std::move(h), c.person, c.name, c.channel, c.day);
    }
  };
  struct Click {
    Time at;
    uint32_t resource;  // Or kNone.
    auto operator<=>(const Click&) const = default;
  };

  void Track(const JsonValue& event, uint32_t person, Time at);
  void Page(const JsonValue& event, uint32_t person, Time at);
  void Identify(const JsonValue& traits, uint32_t person, Time at);
  void Group(const JsonValue& event, uint32_t person, Time at);
  void Alias(const JsonValue& event, const Place& place);
  void NoteCampaign(const JsonValue& event, uint32_t person, uint32_t resource, Time at);
  void SetTrait(uint32_t person, std::string_view name, std::string value, Time at);
  void Scalar(uint32_t person, std::string_view name, const JsonValue& value, Time at);
  // kNone if nobody is named.
  uint32_t PersonOf(const JsonValue& event, Time at);
  void AddAct(const Act& act);
  uint32_t ResourceOf(const EventSubject& subject);
  uint32_t TopicOf(std::string_view name);
  // An id that is too long is none.
  std::string_view Usable(const JsonValue& id, std::string& scratch);
  Time At(const JsonValue& event, const Place& place);

  // Of several ids of one person, what is latest.
  std::vector<std::pair<uint32_t, Profile>> MergedProfiles();
  absl::Status AddMembers();
  absl::Status AddResources();
  absl::Status AddTopics();
  absl::Status AddActs();
  absl::Status AddTouches();
  MemberRow RowOf(const Profile& profile) const;

  const ProductEventsOptions& options_;
  CommunityBuilder builder_;
  ImportReport report_;
  Identities people_;
  StringInterner resources_, topics_, names_;  // Names: traits, campaigns.
  std::vector<ResourceRow> resource_rows_;
  std::vector<SignalKind> topic_kinds_;  // What an event of that name is.
  absl::flat_hash_map<uint32_t, Profile> profiles_;
  // In pieces, so that each can go when it has been handed on.
  std::deque<std::vector<Act>> acts_;
  absl::flat_hash_map<CampaignDay, Click> clicks_;
  // Ids of messages, 64 bits of each: that two of ten million are alike happens in one import
  // of 370,000, and leaves out an event.
  absl::flat_hash_set<uint64_t, absl::Hash<uint64_t>, std::equal_to<uint64_t>, HugePageAllocator<uint64_t>> messages_;
  std::vector<uint8_t> acted_;  // 1: an id that somebody used, by its number.
  std::vector<MemberId> members_;
  uint64_t events_ = 0;
};

}  // namespace pullgraph

#endif  // PULLGRAPH_IO_IMPORT_PRODUCT_READER_H_
