// SPDX-License-Identifier: Apache-2.0
// Pages of a forum's API.
#include <algorithm>
#include <string_view>

#include "absl/strings/match.h"
#include "graph/string_table.h"
#include "io/import/discourse_rows.h"

namespace pullgraph {
namespace {

constexpr int64_t kRegularPost = 1;
constexpr int64_t kLike = 2;
constexpr int64_t kMostLikes = 1'000'000'000;

class DiscoursePage {
 public:
  DiscoursePage(const Place& place, DiscourseRows& rows, ImportReport& report)
      : place_(place), rows_(rows), report_(report) {}

  void Take(const JsonValue& page);

 private:
  void User(const JsonValue& user);
  void Category(const JsonValue& category);
  void Topic(const JsonValue& topic);
  void Post(const JsonValue& post);
  Time At(const JsonValue& time);
  int64_t Likes(const JsonValue& post) const;

  const Place& place_;
  DiscourseRows& rows_;
  ImportReport& report_;
};

Time DiscoursePage::At(const JsonValue& time) {
  if (!time) return Time();
  const auto at = ParseTime(time.text());
  if (at.ok()) return *at;
  report_.Note("dates that are none, left out", ToString(place_));
  return Time();
}

// Users, and posts, which say who wrote them.
void DiscoursePage::User(const JsonValue& user) {
  auto id = user["user_id"].integer();
  if (!id) id = user["id"].integer();
  if (!id) return;
  DiscourseUser& known = rows_.users[*id];
  if (known.username.empty()) known.username = user["username"].text();
  if (known.name.empty()) known.name = user["name"].text();
  if (known.name.empty()) known.name = user["display_username"].text();
  known.is_staff |= user["admin"].is_true() || user["moderator"].is_true();
}

void DiscoursePage::Category(const JsonValue& category) {
  const auto id = category["id"].integer();
  if (!id) return;
  DiscourseCategory& known = rows_.categories[*id];
  known.name = category["name"].text();
  known.slug = category["slug"].text();
  known.parent = category["parent_category_id"].integer().value_or(0);
  const bool solves = category["enable_accepted_answers"].is_true() ||
                      category["custom_fields"]["enable_accepted_answers"].text() == "true";
  if (solves) rows_.solving_categories.insert(*id);
  category["subcategory_list"].ForEach([&](const JsonValue& below) { Category(below); });
}

void DiscoursePage::Topic(const JsonValue& topic) {
  const auto id = topic["id"].integer();
  if (!id) return;
  DiscourseTopic& known = rows_.topics[*id];
  if (known.title.empty()) known.title = topic["title"].text();
  if (known.slug.empty()) known.slug = topic["slug"].text();
  if (known.category == 0) known.category = topic["category_id"].integer().value_or(0);
  if (!known.at.is_present()) known.at = At(topic["created_at"]);
  if (known.user == kNoUser) known.user = topic["user_id"].integer().value_or(kNoUser);
  topic["posters"].ForEach([&](const JsonValue& poster) {
    if (known.user != kNoUser) return;
    if (!absl::StrContains(AbslView(poster["description"].text()), "Original Poster")) return;
    known.user = poster["user_id"].integer().value_or(kNoUser);
  });
  User(topic["details"]["created_by"]);
  known.is_private |= topic["archetype"].text() == "private_message";
  known.is_deleted |= static_cast<bool>(topic["deleted_at"]);
  if (const auto answer = topic["accepted_answer"]["post_number"].integer()) {
    known.accepted_number = *answer;
  }
  topic["tags"].ForEach([&](const JsonValue& tag) {
    const std::string_view name = tag.is_text() ? tag.text() : tag["name"].text();
    if (!name.empty()) rows_.topic_tag_names.emplace_back(*id, name);
  });
}

int64_t DiscoursePage::Likes(const JsonValue& post) const {
  int64_t likes = 0;
  post["actions_summary"].ForEach([&](const JsonValue& action) {
    if (action["id"].integer() == kLike) likes = action["count"].integer().value_or(0);
  });
  return std::clamp(likes, int64_t{0}, kMostLikes);
}

void DiscoursePage::Post(const JsonValue& post) {
  const auto id = post["id"].integer();
  const auto topic = post["topic_id"].integer();
  const auto number = post["post_number"].integer();
  if (!id || !topic || !number) {
    report_.Note("posts without a number or a topic, left out", ToString(place_));
    return;
  }
  if (post["deleted_at"]) {
    report_.Note("deleted posts, left out");
    return;
  }
  if (post["post_type"].integer().value_or(kRegularPost) != kRegularPost) {
    report_.Note("notices and whispers of moderators, left out");
    return;
  }
  if (post["user_id"]) User(post);
  if (post["accepted_answer"].is_true()) rows_.topics[*topic].accepted_post = *id;
  if (post["topic_title"]) {
    DiscourseTopic& known = rows_.topics[*topic];
    if (known.title.empty()) known.title = post["topic_title"].text();
    if (known.slug.empty()) known.slug = post["topic_slug"].text();
    if (known.category == 0) known.category = post["category_id"].integer().value_or(0);
  }
  rows_.posts.push_back({*topic, *number, *id, post["user_id"].integer().value_or(kNoUser),
                         post["reply_to_post_number"].integer().value_or(0),
                         At(post["created_at"]), Likes(post)});
}

void DiscoursePage::Take(const JsonValue& page) {
  bool is_known = false;
  const auto each = [&](const JsonValue& list, void (DiscoursePage::*take)(const JsonValue&)) {
    is_known |= list.is_array();
    list.ForEach([&](const JsonValue& value) { (this->*take)(value); });
  };
  if (page["post_number"] && page["topic_id"]) {
    Post(page);
    return;
  }
  if (page["post_stream"] && page["id"]) Topic(page);
  each(page["post_stream"]["posts"], &DiscoursePage::Post);
  each(page["latest_posts"], &DiscoursePage::Post);
  each(page["posts"], &DiscoursePage::Post);
  each(page["users"], &DiscoursePage::User);
  each(page["topic_list"]["topics"], &DiscoursePage::Topic);
  each(page["category_list"]["categories"], &DiscoursePage::Category);
  each(page["categories"], &DiscoursePage::Category);
  if (!is_known) {
    report_.Note("pages that hold no topics, posts, users or categories, left out",
                 ToString(place_));
  }
}

}  // namespace

absl::Status TakeDiscoursePage(const JsonValue& page, const Place& place, DiscourseRows& rows,
                               ImportReport& report) {
  DiscoursePage(place, rows, report).Take(page);
  return absl::OkStatus();
}

}  // namespace pullgraph
