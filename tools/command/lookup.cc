// SPDX-License-Identifier: Apache-2.0
// Ids and names that options give.
#include <string_view>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "graph/string_table.h"
#include "tools/options.h"
#include "tools/command/session.h"

namespace pullgraph::tools {
namespace {

// The one that bears the name; `key` and `label` give id and name of each of `count`.
template <class Id, class Key, class Label>
absl::StatusOr<Id> ByName(const std::string& flag, const std::string& what,
                          const std::string& text, uint32_t count, Key key, Label label) {
  std::vector<Id> found;
  for (uint32_t i = 0; i < count; ++i) {
    if (label(Id(i)) == text) found.push_back(Id(i));
  }
  const std::string where = flag.empty() ? "" : flag + ": ";
  if (found.size() == 1) return found[0];
  if (!found.empty()) {
    std::vector<std::string> ids;
    for (size_t i = 0; i < found.size() && i < 5; ++i) ids.emplace_back(key(found[i]));
    return absl::InvalidArgumentError(absl::StrCat(
        where, found.size(), " ", what, "s are called '", text, "'\none of the ids ",
        absl::StrJoin(ids, ", "), found.size() > ids.size() ? ", ..." : ""));
  }
  // Names are many: only those of about the length are looked at, and not too many.
  std::vector<std::string> known;
  for (uint32_t i = 0; i < count && known.size() < 200'000; ++i) {
    for (const std::string_view word : {key(Id(i)), label(Id(i))}) {
      if (word.size() + 2 >= text.size() && word.size() <= text.size() + 2) known.emplace_back(word);
    }
  }
  const std::string nearest = text.size() > 3 ? Nearest(text, known) : "";
  return absl::NotFoundError(absl::StrCat(
      where, "there is no ", what, " '", text, "'\n",
      nearest.empty() ? absl::StrCat("an id or a name of the import; pullgraph cat FILE lists them")
                      : nearest));
}

}  // namespace

absl::StatusOr<MemberId> Session::FindMember(const std::string& flag,
                                             const std::string& text) const {
  const CommunityGraph& c = community();
  if (const auto id = c.FindMember(text)) return *id;
  return ByName<MemberId>(flag, "member", text, c.num_members(),
                          [&](MemberId m) { return c.MemberKey(m); },
                          [&](MemberId m) { return c.MemberLabel(m); });
}

absl::StatusOr<ResourceId> Session::FindResource(const std::string& flag,
                                                 const std::string& text) const {
  const CommunityGraph& c = community();
  if (const auto id = c.FindResource(text)) return *id;
  return ByName<ResourceId>(flag, "resource", text, c.num_resources(),
                            [&](ResourceId r) { return c.ResourceKey(r); },
                            [&](ResourceId r) { return c.ResourceLabel(r); });
}

absl::StatusOr<TopicId> Session::FindTopic(const std::string& flag,
                                           const std::string& text) const {
  const CommunityGraph& c = community();
  if (const auto id = c.FindTopic(text)) return *id;
  return ByName<TopicId>(flag, "topic", text, c.num_topics(),
                         [&](TopicId t) { return c.TopicKey(t); },
                         [&](TopicId t) { return c.TopicLabel(t); });
}

}  // namespace pullgraph::tools
