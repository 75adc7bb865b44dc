// SPDX-License-Identifier: Apache-2.0
#include "io/import/discourse.h"

#include <algorithm>
#include <filesystem>
#include <iterator>
#include <system_error>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "graph/string_table.h"
#include "io/import/discourse_rows.h"
#include "io/import/json_stream.h"
#include "io/import/status_macros.h"

namespace pullgraph {
namespace {

constexpr const char* kDump = "dump.sql";
constexpr std::string_view kMend =
    "expected dump.sql of a backup (made with COPY, as pg_dump does), or pages of the API";

// Tables are declared in order of their names: these come early, and no other program has
// two of them.
constexpr std::string_view kEarlyTables[] = {
    ".allowed_pm_users",   ".anonymous_users", ".api_key_scopes",  ".application_requests",
    ".backup_draft_posts", ".backup_metadata", ".badge_groupings", "discourse_functions"};

bool Holds(std::string_view text, std::string_view part) {
  return text.find(part) != std::string_view::npos;
}

bool IsJson(std::string_view head) {
  const std::string_view line = FirstJsonLine(head);
  return !line.empty() && (line.front() == '{' || line.front() == '[');
}

// A backup, with the dump and what people uploaded in it.
bool IsArchive(std::string_view head) {
  return head.size() > 262 && head.substr(257, 5) == "ustar";
}

absl::StatusOr<ImportResult> ImportDump(ByteSource source, std::string_view begin,
                                        const DiscourseOptions& options) {
  DiscourseRows rows;
  ImportReport report;
  const std::string name = source.name();
  PgDumpReader dump(name, DiscourseTables(rows, report));
  PG_RETURN_IF_ERROR(dump.Take(begin));
  while (true) {
    PG_RETURN_IF_ERROR(CheckCancelled(options.run));
    ReportProgress(options.run, source.fraction());
    PG_ASSIGN(piece, source.Next());
    if (piece.empty()) break;
    PG_RETURN_IF_ERROR(dump.Take(piece));
  }
  PG_RETURN_IF_ERROR(dump.Finish());
  if (!dump.Saw("posts")) return BadInput({name}, "no table of posts in it", kMend);
  return BuildDiscourse(std::move(rows), options, report);
}

}  // namespace

absl::StatusOr<ImportResult> ImportDiscourseFrom(ByteSource source,
                                                 const DiscourseOptions& options) {
  // As much as tells what it is.
  PG_ASSIGN(piece, source.Next());
  std::string begin(piece);
  if (IsArchive(begin)) {
    return BadInput({source.name()}, "a backup that is still packed",
                    "unpack it first, and import the folder: tar xzf BACKUP");
  }
  if (!IsJson(begin)) return ImportDump(std::move(source), begin, options);
  DiscourseRows rows;
  ImportReport report;
  PG_RETURN_IF_ERROR(ReadJson(
      std::move(source), options.run, report,
      [&](const JsonValue& value, const Place& place) {
        return TakeDiscoursePage(value, place, rows, report);
      },
      std::move(begin)));
  return BuildDiscourse(std::move(rows), options, report);
}

absl::StatusOr<ImportResult> ImportDiscourseFolder(const InputFolder& folder,
                                                   const DiscourseOptions& options) {
  DiscourseOptions named = options;
  if (named.name.empty()) named.name = folder.BaseName();
  PG_ASSIGN(source, folder.OpenFile(kDump));
  if (source) return ImportDump(*std::move(source), "", named);
  DiscourseRows rows;
  ImportReport report;
  PG_RETURN_IF_ERROR(ReadJsonFolder(folder, named.run, report,
                                    [&](const JsonValue& value, const Place& place) {
                                      return TakeDiscoursePage(value, place, rows, report);
                                    }));
  return BuildDiscourse(std::move(rows), named, report);
}

absl::StatusOr<ImportResult> ImportDiscourse(const std::string& path,
                                             const DiscourseOptions& options) {
  std::error_code error;
  if (std::filesystem::is_directory(path, error)) {
    PG_ASSIGN(folder, InputFolder::Open(path));
    return ImportDiscourseFolder(folder, options);
  }
  PG_ASSIGN(source, ByteSource::Open(path, options.run));
  return ImportDiscourseFrom(std::move(source), options);
}

bool LooksLikeDiscourse(std::string_view head) {
  if (IsJson(head)) {
    const bool is_topic = HasJsonName(head, "post_stream") && HasJsonName(head, "posts");
    const bool is_list = HasJsonName(head, "topic_list") && HasJsonName(head, "topics");
    const bool is_categories = HasJsonName(head, "category_list");
    const bool is_post = HasJsonName(head, "post_number") && HasJsonName(head, "topic_id");
    return is_topic || is_list || is_categories || is_post;
  }
  if (!Holds(head, "PostgreSQL database dump")) return false;
  const auto early = std::count_if(std::begin(kEarlyTables), std::end(kEarlyTables),
                                   [&](std::string_view table) { return Holds(head, table); });
  const bool has_columns = Holds(head, ".posts (") && Holds(head, "post_number") &&
                           Holds(head, ".topics (") && Holds(head, "archetype");
  return early >= 2 || has_columns;
}

bool LooksLikeDiscourse(const InputFolder& folder) {
  if (folder.Has(kDump)) return true;
  const auto head = HeadOfFirstJson(folder);
  return head && LooksLikeDiscourse(*head);
}

}  // namespace pullgraph
