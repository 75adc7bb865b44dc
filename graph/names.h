// SPDX-License-Identifier: Apache-2.0
// The closed vocabularies of the domain, with the words that files and the
// command use for them. Values are those of the protobuf schema; a value that
// this version does not know is kept as it is and printed as a number.
#ifndef PULLGRAPH_GRAPH_NAMES_H_
#define PULLGRAPH_GRAPH_NAMES_H_

#include <cstdint>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"

namespace pullgraph {

enum class MemberKind : int32_t { kUnspecified = 0, kPerson = 1, kOrganization = 2 };
enum class MemberRole : int32_t { kUnspecified = 0, kCommunity = 1, kStaff = 2, kBot = 3 };
enum class MarketStatus : int32_t { kUnspecified = 0, kCustomer = 1, kProspect = 2, kChurned = 3 };
enum class ResourceKind : int32_t {
  kUnspecified = 0, kContent = 1, kProduct = 2, kEvent = 3, kCourse = 4, kChannel = 5,
  kQuestion = 6, kAnswer = 7, kPackage = 8
};
enum class TieKind : int32_t {
  kUnspecified = 0, kKnows = 1, kAnswered = 2, kCommented = 3, kMessaged = 4, kFollows = 5,
  kCollaborates = 6, kVouches = 7, kReferred = 8, kWorksWith = 9,
  kMentioned = 10, kReviewed = 11, kTogether = 12
};
enum class SignalKind : int32_t {
  kUnspecified = 0, kView = 1, kDownload = 2, kAsk = 3, kSearch = 4, kSignUp = 5,
  kAttend = 6, kReply = 7, kAnswer = 8, kPurchase = 9, kVote = 10, kFavourite = 11, kUse = 12,
  kPost = 13
};
enum class ObjectKind : int32_t { kUnspecified = 0, kResource = 1, kTopic = 2, kMember = 3 };
enum class TouchOutcome : int32_t {
  kUnspecified = 0, kSent = 1, kBounced = 2, kOpened = 3, kClicked = 4, kReplied = 5,
  kConverted = 6, kUnsubscribed = 7
};

// The word for a value: "person", "answer", ...; "" for unspecified and the
// number for a value unknown to this version.
std::string NameOf(MemberKind value);
std::string NameOf(MemberRole value);
std::string NameOf(MarketStatus value);
std::string NameOf(ResourceKind value);
std::string NameOf(TieKind value);
std::string NameOf(SignalKind value);
std::string NameOf(ObjectKind value);
std::string NameOf(TouchOutcome value);

// The value of a word (or of a number), any case; "" is unspecified.
//
// ERRORS: InvalidArgument listing the words that are known.
template <class Enum>
absl::StatusOr<Enum> ParseName(std::string_view word);
extern template absl::StatusOr<MemberKind> ParseName(std::string_view);
extern template absl::StatusOr<MemberRole> ParseName(std::string_view);
extern template absl::StatusOr<MarketStatus> ParseName(std::string_view);
extern template absl::StatusOr<ResourceKind> ParseName(std::string_view);
extern template absl::StatusOr<TieKind> ParseName(std::string_view);
extern template absl::StatusOr<SignalKind> ParseName(std::string_view);
extern template absl::StatusOr<ObjectKind> ParseName(std::string_view);
extern template absl::StatusOr<TouchOutcome> ParseName(std::string_view);

}  // namespace pullgraph

#endif  // PULLGRAPH_GRAPH_NAMES_H_
