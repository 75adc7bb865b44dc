// SPDX-License-Identifier: Apache-2.0
// What of a forum is kept while it is read; internal to io/import/.
#ifndef PULLGRAPH_IO_IMPORT_DISCOURSE_ROWS_H_
#define PULLGRAPH_IO_IMPORT_DISCOURSE_ROWS_H_

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/status/status.h"
#include "graph/time.h"
#include "io/import/discourse.h"
#include "io/import/json_value.h"
#include "io/import/pg_dump.h"

namespace pullgraph {

// Numbers are those of the forum. 0 is none, but for users, of whom -1 is the system.
inline constexpr int64_t kNoUser = INT64_MIN;

struct DiscourseUser {
  std::string username, name;
  Time joined_at;
  bool is_staff = false;
};

struct DiscourseCategory {
  std::string name, slug;
  int64_t parent = 0;
};

struct DiscourseTopic {
  std::string title, slug;
  int64_t user = kNoUser;
  int64_t category = 0;
  Time at;
  int64_t accepted_post = 0;
  int64_t accepted_number = 0;  // Within the topic, where the post is told by that.
  bool is_private = false;
  bool is_deleted = false;
};

struct DiscoursePost {
  int64_t topic = 0;
  int64_t number = 0;  // Within the topic, from 1.
  int64_t id = 0;
  int64_t user = kNoUser;
  int64_t reply_to = 0;  // Likewise; 0 = whoever opened the topic.
  Time at;
  int64_t likes = 0;  // By people who are not named.
};

struct DiscourseLike {
  int64_t post = 0;
  int64_t user = kNoUser;
  Time at;
};

struct DiscourseRows {
  absl::flat_hash_map<int64_t, DiscourseUser> users;
  absl::flat_hash_map<int64_t, DiscourseCategory> categories;
  absl::flat_hash_map<int64_t, DiscourseTopic> topics;
  absl::flat_hash_map<int64_t, std::string> tags;
  std::vector<std::pair<int64_t, int64_t>> topic_tags;           // Topic, tag.
  std::vector<std::pair<int64_t, std::string>> topic_tag_names;  // The same, by name.
  std::vector<DiscoursePost> posts;
  std::vector<DiscourseLike> likes;
  absl::flat_hash_set<int64_t> solving_categories;  // In which answers can be accepted.
  bool all_solve = false;                           // In all of them.
};

// What to read of a dump. `rows` and `report` outlive it.
std::vector<PgTable> DiscourseTables(DiscourseRows& rows, ImportReport& report);

// Takes a page of the API.
absl::Status TakeDiscoursePage(const JsonValue& page, const Place& place, DiscourseRows& rows,
                               ImportReport& report);

// Turns the rows into a community; `report` goes into its report.
absl::StatusOr<ImportResult> BuildDiscourse(DiscourseRows rows,
                                            const DiscourseOptions& options,
                                            const ImportReport& report);

}  // namespace pullgraph

#endif  // PULLGRAPH_IO_IMPORT_DISCOURSE_ROWS_H_
