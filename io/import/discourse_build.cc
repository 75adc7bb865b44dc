// SPDX-License-Identifier: Apache-2.0
// Rows of a forum made a community.
#include <algorithm>
#include <tuple>

#include "absl/strings/str_cat.h"
#include "io/import/discourse_rows.h"
#include "io/import/status_macros.h"

namespace pullgraph {
namespace {

constexpr int kMostCategoriesAbove = 8;
// Longer names would make no id; the forum's own are shorter by far.
constexpr size_t kLongestName = 1024;

class DiscourseBuilder {
 public:
  DiscourseBuilder(DiscourseRows rows, const DiscourseOptions& options)
      : rows_(std::move(rows)), options_(options), community_(options) {}

  absl::StatusOr<ImportResult> Build(const ImportReport& report);

 private:
  absl::Status DescribeUsers();
  absl::Status DescribeCategories();
  void GatherTags();
  absl::Status AddPost(const DiscoursePost& post);
  absl::Status AddUnopened();
  void Open(int64_t number, const DiscourseTopic& topic, SourceMessage& m) const;
  // Null if nothing is known of it.
  const DiscourseTopic* TopicOf(int64_t number) const;
  bool IsLeftOut(const DiscoursePost& post);
  bool IsAsk(const DiscourseTopic& topic) const;
  std::string UserKey(int64_t user) const;
  std::string CategoryKey(int64_t category) const;
  std::string PostKey(const DiscoursePost& post) const;
  const DiscoursePost* Find(int64_t topic, int64_t number) const;

  DiscourseRows rows_;
  const DiscourseOptions& options_;
  MessageCommunity community_;
  absl::flat_hash_map<int64_t, std::vector<std::string>> tags_;  // Of a topic.
  absl::flat_hash_set<int64_t> opened_;
};

const DiscourseTopic* DiscourseBuilder::TopicOf(int64_t number) const {
  const auto topic = rows_.topics.find(number);
  return topic == rows_.topics.end() ? nullptr : &topic->second;
}

std::string DiscourseBuilder::UserKey(int64_t user) const {
  if (user == kNoUser) return "";
  const auto known = rows_.users.find(user);
  const bool is_named = known != rows_.users.end() && !known->second.username.empty() &&
                        known->second.username.size() <= kLongestName;
  // No user name has a blank in it.
  return is_named ? known->second.username : absl::StrCat("user ", user);
}

// "help/support": a slug is unique among those below the same category only.
std::string DiscourseBuilder::CategoryKey(int64_t category) const {
  std::string key;
  for (int above = 0; category != 0 && above < kMostCategoriesAbove; ++above) {
    const auto known = rows_.categories.find(category);
    std::string part = absl::StrCat("category ", category);
    if (known != rows_.categories.end()) {
      const std::string& slug =
          known->second.slug.empty() ? known->second.name : known->second.slug;
      if (!slug.empty() && slug.size() <= kLongestName) part = slug;
    }
    key = key.empty() ? part : absl::StrCat(part, "/", key);
    category = known == rows_.categories.end() ? 0 : known->second.parent;
  }
  return key;
}

// The post that opens a topic bears its number.
std::string DiscourseBuilder::PostKey(const DiscoursePost& post) const {
  return post.number == 1 ? absl::StrCat(post.topic) : absl::StrCat("post ", post.id);
}

const DiscoursePost* DiscourseBuilder::Find(int64_t topic, int64_t number) const {
  const auto at =
      std::lower_bound(rows_.posts.begin(), rows_.posts.end(), std::pair(topic, number),
                       [](const DiscoursePost& post, const auto& key) {
                         return std::pair(post.topic, post.number) < key;
                       });
  const bool found = at != rows_.posts.end() && at->topic == topic && at->number == number;
  return found ? &*at : nullptr;
}

absl::Status DiscourseBuilder::DescribeUsers() {
  for (const auto& [id, user] : rows_.users) {
    if (user.username.empty()) continue;
    Person person;
    person.id = UserKey(id);
    person.name = user.name;
    person.joined_at = user.joined_at;
    if (user.is_staff) person.role = MemberRole::kStaff;
    if (id <= 0) person.role = MemberRole::kBot;
    PG_RETURN_IF_ERROR(community_.Describe(person));
  }
  return absl::OkStatus();
}

absl::Status DiscourseBuilder::DescribeCategories() {
  for (const auto& [id, category] : rows_.categories) {
    const std::string parent = category.parent == id ? "" : CategoryKey(category.parent);
    const std::string key = CategoryKey(id);
    if (key.empty()) continue;
    PG_RETURN_IF_ERROR(
        community_.DescribeTopic(key, category.name, parent == key ? "" : parent));
  }
  return absl::OkStatus();
}

void DiscourseBuilder::GatherTags() {
  for (const auto& [topic, tag] : rows_.topic_tags) {
    const auto name = rows_.tags.find(tag);
    if (name != rows_.tags.end()) rows_.topic_tag_names.emplace_back(topic, name->second);
  }
  for (auto& [topic, name] : rows_.topic_tag_names) {
    if (!name.empty() && name.size() <= kLongestName) tags_[topic].push_back(std::move(name));
  }
}

bool DiscourseBuilder::IsAsk(const DiscourseTopic& topic) const {
  return topic.accepted_post != 0 || topic.accepted_number > 1 || rows_.all_solve ||
         rows_.solving_categories.contains(topic.category);
}

void DiscourseBuilder::Open(int64_t number, const DiscourseTopic& topic, SourceMessage& m) const {
  m.id = absl::StrCat(number);
  m.kind = IsAsk(topic) ? MessageKind::kAsk : MessageKind::kPost;
  m.title = topic.title;
  if (!m.at.is_present()) m.at = topic.at;
  if (m.author.empty()) m.author = UserKey(topic.user);
  const auto tags = tags_.find(number);
  if (tags != tags_.end()) m.topics = tags->second;
  if (options_.site.empty()) return;
  m.url =
      absl::StrCat(options_.site, "/t/", topic.slug.empty() ? "-" : topic.slug, "/", number);
}

bool DiscourseBuilder::IsLeftOut(const DiscoursePost& post) {
  const DiscourseTopic* topic = TopicOf(post.topic);
  if (topic == nullptr || (!topic->is_private && !topic->is_deleted)) return false;
  community_.report().Note(topic->is_private ? "posts of private messages, left out"
                                             : "posts of deleted topics, left out");
  return true;
}

absl::Status DiscourseBuilder::AddPost(const DiscoursePost& post) {
  const DiscourseTopic* topic = TopicOf(post.topic);
  SourceMessage m;
  m.author = UserKey(post.user);
  m.at = post.at;
  if (topic != nullptr) m.channel = CategoryKey(topic->category);
  if (post.number == 1) {
    opened_.insert(post.topic);
    Open(post.topic, topic == nullptr ? DiscourseTopic() : *topic, m);
  } else {
    m.id = PostKey(post);
    m.thread = absl::StrCat(post.topic);
    const bool accepted = topic != nullptr && (topic->accepted_post == post.id ||
                                               topic->accepted_number == post.number);
    m.kind = accepted ? MessageKind::kAnswer : MessageKind::kReply;
    const DiscoursePost* parent =
        post.reply_to > 0 ? Find(post.topic, post.reply_to) : nullptr;
    if (parent != nullptr && parent != &post) m.parent = PostKey(*parent);
  }
  auto like = std::lower_bound(rows_.likes.begin(), rows_.likes.end(), post.id,
                               [](const DiscourseLike& a, int64_t id) { return a.post < id; });
  for (; like != rows_.likes.end() && like->post == post.id; ++like) {
    m.reactions.push_back({UserKey(like->user), like->at});
  }
  if (post.likes > 0) m.reactions.push_back({"", Time(), static_cast<float>(post.likes)});
  return community_.Add(m);
}

// Topics whose first post did not come: lists tell who opened them, and when.
absl::Status DiscourseBuilder::AddUnopened() {
  for (const auto& [number, topic] : rows_.topics) {
    const bool is_told = topic.at.is_present() || topic.user != kNoUser;
    if (!is_told || topic.is_private || topic.is_deleted || opened_.contains(number)) continue;
    SourceMessage m;
    m.channel = CategoryKey(topic.category);
    Open(number, topic, m);
    PG_RETURN_IF_ERROR(community_.Add(m));
  }
  return absl::OkStatus();
}

absl::StatusOr<ImportResult> DiscourseBuilder::Build(const ImportReport& report) {
  for (const ImportNote& note : report.notes()) {
    community_.report().Note(note.what, note.example, note.count);
  }
  std::erase_if(rows_.posts, [&](const DiscoursePost& post) { return IsLeftOut(post); });
  std::sort(rows_.posts.begin(), rows_.posts.end(),
            [](const DiscoursePost& a, const DiscoursePost& b) {
              return std::tie(a.topic, a.number, a.id) < std::tie(b.topic, b.number, b.id);
            });
  std::sort(rows_.likes.begin(), rows_.likes.end(),
            [](const DiscourseLike& a, const DiscourseLike& b) {
              return std::tie(a.post, a.at, a.user) < std::tie(b.post, b.at, b.user);
            });
  GatherTags();
  PG_RETURN_IF_ERROR(DescribeUsers());
  PG_RETURN_IF_ERROR(DescribeCategories());
  for (size_t i = 0; i < rows_.posts.size(); ++i) {
    if (i % 4096 == 0) PG_RETURN_IF_ERROR(CheckCancelled(options_.run));
    PG_RETURN_IF_ERROR(AddPost(rows_.posts[i]));
  }
  PG_RETURN_IF_ERROR(AddUnopened());
  community_.report().Count("users", rows_.users.size());
  return std::move(community_).Build();
}

}  // namespace

absl::StatusOr<ImportResult> BuildDiscourse(DiscourseRows rows,
                                            const DiscourseOptions& options,
                                            const ImportReport& report) {
  return DiscourseBuilder(std::move(rows), options).Build(report);
}

}  // namespace pullgraph
