// SPDX-License-Identifier: Apache-2.0
#include "graph/names.h"

#include <charconv>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/types/span.h"
#include "graph/string_table.h"
#include "graph/utf8.h"

namespace pullgraph {
namespace {

// The words of each vocabulary, from value 1 on.
constexpr const char* kMemberKinds[] = {"person", "organization"};
constexpr const char* kMemberRoles[] = {"community", "staff", "bot"};
constexpr const char* kMarketStatuses[] = {"customer", "prospect", "churned"};
constexpr const char* kResourceKinds[] = {"content", "product", "event", "course",
                                          "channel", "question", "answer", "package"};
constexpr const char* kTieKinds[] = {"knows", "answered", "commented", "messaged", "follows",
                                     "collaborates", "vouches", "referred", "works_with",
                                     "mentioned", "reviewed", "together"};
constexpr const char* kSignalKinds[] = {"view", "download", "ask", "search", "sign_up", "attend",
                                        "reply", "answer", "purchase", "vote", "favourite",
                                        "use", "post"};
constexpr const char* kObjectKinds[] = {"resource", "topic", "member"};
constexpr const char* kTouchOutcomes[] = {"sent", "bounced", "opened", "clicked",
                                          "replied", "converted", "unsubscribed"};

using Words = absl::Span<const char* const>;

Words WordsOf(MemberKind) { return kMemberKinds; }
Words WordsOf(MemberRole) { return kMemberRoles; }
Words WordsOf(MarketStatus) { return kMarketStatuses; }
Words WordsOf(ResourceKind) { return kResourceKinds; }
Words WordsOf(TieKind) { return kTieKinds; }
Words WordsOf(SignalKind) { return kSignalKinds; }
Words WordsOf(ObjectKind) { return kObjectKinds; }
Words WordsOf(TouchOutcome) { return kTouchOutcomes; }

std::string Word(Words words, int32_t value) {
  if (value == 0) return "";
  if (value > 0 && static_cast<size_t>(value) <= words.size()) {
    return words[static_cast<size_t>(value) - 1];
  }
  return absl::StrCat(value);
}

}  // namespace

std::string NameOf(MemberKind v) { return Word(kMemberKinds, static_cast<int32_t>(v)); }
std::string NameOf(MemberRole v) { return Word(kMemberRoles, static_cast<int32_t>(v)); }
std::string NameOf(MarketStatus v) { return Word(kMarketStatuses, static_cast<int32_t>(v)); }
std::string NameOf(ResourceKind v) { return Word(kResourceKinds, static_cast<int32_t>(v)); }
std::string NameOf(TieKind v) { return Word(kTieKinds, static_cast<int32_t>(v)); }
std::string NameOf(SignalKind v) { return Word(kSignalKinds, static_cast<int32_t>(v)); }
std::string NameOf(ObjectKind v) { return Word(kObjectKinds, static_cast<int32_t>(v)); }
std::string NameOf(TouchOutcome v) { return Word(kTouchOutcomes, static_cast<int32_t>(v)); }

template <class Enum>
absl::StatusOr<Enum> ParseName(std::string_view word) {
  if (word.empty()) return Enum{0};
  const Words words = WordsOf(Enum{});
  const std::string lower = absl::AsciiStrToLower(AbslView(word));
  for (size_t i = 0; i < words.size(); ++i) {
    if (lower == words[i]) return static_cast<Enum>(i + 1);
  }
  int32_t number = 0;
  const auto [p, ec] = std::from_chars(word.data(), word.data() + word.size(), number);
  if (ec == std::errc() && p == word.data() + word.size()) return static_cast<Enum>(number);
  return absl::InvalidArgumentError(absl::StrCat(
      "'", Printable(word), "' is not one of ", absl::StrJoin(words, ", ")));
}

template absl::StatusOr<MemberKind> ParseName(std::string_view);
template absl::StatusOr<MemberRole> ParseName(std::string_view);
template absl::StatusOr<MarketStatus> ParseName(std::string_view);
template absl::StatusOr<ResourceKind> ParseName(std::string_view);
template absl::StatusOr<TieKind> ParseName(std::string_view);
template absl::StatusOr<SignalKind> ParseName(std::string_view);
template absl::StatusOr<ObjectKind> ParseName(std::string_view);
template absl::StatusOr<TouchOutcome> ParseName(std::string_view);

}  // namespace pullgraph
