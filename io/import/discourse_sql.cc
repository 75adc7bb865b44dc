// SPDX-License-Identifier: Apache-2.0
// The tables of a forum's database.
#include "io/import/discourse_rows.h"
#include "io/import/status_macros.h"

namespace pullgraph {
namespace {

constexpr int64_t kRegularPost = 1;
constexpr int64_t kLike = 2;
constexpr int64_t kLastStaffGroup = 3;  // 1 admins, 2 moderators, 3 both.

PgTable Users(DiscourseRows& rows) {
  enum { kId, kUsername, kName, kCreatedAt, kAdmin, kModerator };
  return {"users",
          {"id", "username", "name", "created_at", "admin", "moderator"},
          [&rows](const PgRow& row) -> absl::Status {
            PG_ASSIGN(id, row.Integer(kId));
            PG_ASSIGN(username, row.Text(kUsername));
            PG_ASSIGN(name, row.Text(kName));
            PG_ASSIGN(joined_at, row.Moment(kCreatedAt));
            DiscourseUser& user = rows.users[id];
            user.username = std::move(username);
            user.name = std::move(name);
            user.joined_at = joined_at;
            user.is_staff |= row.IsTrue(kAdmin) || row.IsTrue(kModerator);
            return absl::OkStatus();
          }};
}

PgTable GroupUsers(DiscourseRows& rows) {
  enum { kGroup, kUser };
  return {"group_users", {"group_id", "user_id"}, [&rows](const PgRow& row) -> absl::Status {
            PG_ASSIGN(group, row.Integer(kGroup));
            PG_ASSIGN(user, row.Integer(kUser));
            if (group >= 1 && group <= kLastStaffGroup) rows.users[user].is_staff = true;
            return absl::OkStatus();
          }};
}

PgTable Categories(DiscourseRows& rows) {
  enum { kId, kName, kSlug, kParent };
  return {"categories",
          {"id", "name", "slug", "parent_category_id"},
          [&rows](const PgRow& row) -> absl::Status {
            PG_ASSIGN(id, row.Integer(kId));
            PG_ASSIGN(name, row.Text(kName));
            PG_ASSIGN(slug, row.Text(kSlug));
            PG_ASSIGN(parent, row.Integer(kParent));
            rows.categories[id] = {std::move(name), std::move(slug), parent};
            return absl::OkStatus();
          }};
}

PgTable CategoryFields(DiscourseRows& rows) {
  enum { kCategory, kName, kValue };
  return {"category_custom_fields",
          {"category_id", "name", "value"},
          [&rows](const PgRow& row) -> absl::Status {
            PG_ASSIGN(category, row.Integer(kCategory));
            PG_ASSIGN(name, row.Text(kName));
            PG_ASSIGN(value, row.Text(kValue));
            if (name == "enable_accepted_answers" && (value == "true" || value == "t")) {
              rows.solving_categories.insert(category);
            }
            return absl::OkStatus();
          }};
}

PgTable SiteSettings(DiscourseRows& rows) {
  enum { kName, kValue };
  return {"site_settings", {"name", "value"}, [&rows](const PgRow& row) -> absl::Status {
            PG_ASSIGN(name, row.Text(kName));
            PG_ASSIGN(value, row.Text(kValue));
            if (name == "allow_solved_on_all_topics") {
              rows.all_solve = value == "t" || value == "true";
            }
            return absl::OkStatus();
          }};
}

PgTable Tags(DiscourseRows& rows) {
  enum { kId, kName };
  return {"tags", {"id", "name"}, [&rows](const PgRow& row) -> absl::Status {
            PG_ASSIGN(id, row.Integer(kId));
            PG_ASSIGN(name, row.Text(kName));
            rows.tags[id] = std::move(name);
            return absl::OkStatus();
          }};
}

PgTable TopicTags(DiscourseRows& rows) {
  enum { kTopic, kTag };
  return {"topic_tags", {"topic_id", "tag_id"}, [&rows](const PgRow& row) -> absl::Status {
            PG_ASSIGN(topic, row.Integer(kTopic));
            PG_ASSIGN(tag, row.Integer(kTag));
            rows.topic_tags.emplace_back(topic, tag);
            return absl::OkStatus();
          }};
}

PgTable Topics(DiscourseRows& rows) {
  enum { kId, kTitle, kSlug, kUser, kCategory, kCreatedAt, kArchetype, kDeletedAt };
  return {"topics",
          {"id", "title", "slug", "user_id", "category_id", "created_at", "archetype",
           "deleted_at"},
          [&rows](const PgRow& row) -> absl::Status {
            PG_ASSIGN(id, row.Integer(kId));
            PG_ASSIGN(title, row.Text(kTitle));
            PG_ASSIGN(slug, row.Text(kSlug));
            PG_ASSIGN(user, row.Integer(kUser, kNoUser));
            PG_ASSIGN(category, row.Integer(kCategory));
            PG_ASSIGN(at, row.Moment(kCreatedAt));
            PG_ASSIGN(archetype, row.Text(kArchetype));
            DiscourseTopic& topic = rows.topics[id];
            topic.title = std::move(title);
            topic.slug = std::move(slug);
            topic.user = user;
            topic.category = category;
            topic.at = at;
            topic.is_private = archetype == "private_message";
            topic.is_deleted = !row.IsNull(kDeletedAt);
            return absl::OkStatus();
          }};
}

// The answer of a topic, by the number of the post.
absl::Status Accept(const PgRow& row, DiscourseRows& rows, size_t topic_column,
                    size_t post_column) {
  PG_ASSIGN(topic, row.Integer(topic_column));
  PG_ASSIGN(post, row.Integer(post_column));
  rows.topics[topic].accepted_post = post;
  return absl::OkStatus();
}

// Where answers were kept until March 2025.
PgTable TopicFields(DiscourseRows& rows, ImportReport& report) {
  enum { kTopic, kName, kValue };
  return {"topic_custom_fields",
          {"topic_id", "name", "value"},
          [&rows, &report](const PgRow& row) -> absl::Status {
            PG_ASSIGN(name, row.Text(kName));
            if (name != "accepted_answer_post_id") return absl::OkStatus();
            PG_ASSIGN(topic, row.Integer(kTopic));
            // The newer table knows better, and comes first.
            if (rows.topics[topic].accepted_post != 0) return absl::OkStatus();
            if (!row.Integer(kValue).ok()) {
              report.Note("accepted answers that are no post, left out",
                          ToString(row.place()));
              return absl::OkStatus();
            }
            return Accept(row, rows, kTopic, kValue);
          }};
}

PgTable SolvedTopics(DiscourseRows& rows) {
  enum { kTopic, kPost };
  return {"discourse_solved_solved_topics",
          {"topic_id", "answer_post_id"},
          [&rows](const PgRow& row) { return Accept(row, rows, kTopic, kPost); }};
}

PgTable Posts(DiscourseRows& rows, ImportReport& report) {
  enum { kId, kUser, kTopic, kNumber, kReplyTo, kCreatedAt, kDeletedAt, kType };
  return {"posts",
          {"id", "user_id", "topic_id", "post_number", "reply_to_post_number", "created_at",
           "deleted_at", "post_type"},
          [&rows, &report](const PgRow& row) -> absl::Status {
            if (!row.IsNull(kDeletedAt)) {
              report.Note("deleted posts, left out");
              return absl::OkStatus();
            }
            PG_ASSIGN(type, row.Integer(kType, kRegularPost));
            if (type != kRegularPost) {
              report.Note("notices and whispers of moderators, left out");
              return absl::OkStatus();
            }
            PG_ASSIGN(id, row.Integer(kId));
            PG_ASSIGN(user, row.Integer(kUser, kNoUser));
            PG_ASSIGN(topic, row.Integer(kTopic));
            PG_ASSIGN(number, row.Integer(kNumber));
            PG_ASSIGN(reply_to, row.Integer(kReplyTo));
            PG_ASSIGN(at, row.Moment(kCreatedAt));
            rows.posts.push_back({topic, number, id, user, reply_to, at, 0});
            return absl::OkStatus();
          }};
}

PgTable PostActions(DiscourseRows& rows, ImportReport& report) {
  enum { kPost, kUser, kType, kCreatedAt, kDeletedAt };
  return {"post_actions",
          {"post_id", "user_id", "post_action_type_id", "created_at", "deleted_at"},
          [&rows, &report](const PgRow& row) -> absl::Status {
            PG_ASSIGN(type, row.Integer(kType));
            if (type != kLike || !row.IsNull(kDeletedAt)) {
              report.Note(type != kLike ? "flags and bookmarks of posts, left out"
                                        : "likes taken back, left out");
              return absl::OkStatus();
            }
            PG_ASSIGN(post, row.Integer(kPost));
            PG_ASSIGN(user, row.Integer(kUser, kNoUser));
            PG_ASSIGN(at, row.Moment(kCreatedAt));
            rows.likes.push_back({post, user, at});
            return absl::OkStatus();
          }};
}

}  // namespace

std::vector<PgTable> DiscourseTables(DiscourseRows& rows, ImportReport& report) {
  return {Users(rows),          GroupUsers(rows),    Categories(rows),
          CategoryFields(rows), SiteSettings(rows),  Tags(rows),
          TopicTags(rows),      Topics(rows),        TopicFields(rows, report),
          SolvedTopics(rows),   Posts(rows, report), PostActions(rows, report)};
}

}  // namespace pullgraph
