// SPDX-License-Identifier: Apache-2.0
#include "io/import/product_events.h"

#include <filesystem>
#include <system_error>

#include "io/import/json_stream.h"
#include "io/import/product_reader.h"
#include "io/import/status_macros.h"

namespace pullgraph {
namespace {

// "type": "track", and the like.
bool HasProductEventType(std::string_view head) {
  constexpr std::string_view kType = "\"type\"";
  for (size_t at = head.find(kType); at != std::string_view::npos;
       at = head.find(kType, at + 1)) {
    const size_t open = head.find_first_not_of(" \t\r\n:", at + kType.size());
    if (open == std::string_view::npos) return false;
    for (const std::string_view type :
         {"\"track\"", "\"identify\"", "\"page\"", "\"screen\"", "\"group\"", "\"alias\""}) {
      if (head.substr(open, type.size()) == type) return true;
    }
  }
  return false;
}

}  // namespace

absl::StatusOr<ImportResult> ImportProductEventsFrom(ByteSource source,
                                                     const ProductEventsOptions& options) {
  ProductEventReader reader(options);
  PG_RETURN_IF_ERROR(ReadJson(
      std::move(source), options.run, reader.report(),
      [&](const JsonValue& value, const Place& place) { return reader.Take(value, place); }));
  return std::move(reader).Finish();
}

absl::StatusOr<ImportResult> ImportProductEventsFolder(const InputFolder& folder,
                                                       const ProductEventsOptions& options) {
  ProductEventsOptions named = options;
  if (named.name.empty()) named.name = folder.BaseName();
  ProductEventReader reader(named);
  PG_RETURN_IF_ERROR(ReadJsonFolder(
      folder, named.run, reader.report(),
      [&](const JsonValue& value, const Place& place) { return reader.Take(value, place); }));
  return std::move(reader).Finish();
}

absl::StatusOr<ImportResult> ImportProductEvents(const std::string& path,
                                                 const ProductEventsOptions& options) {
  std::error_code error;
  if (std::filesystem::is_directory(path, error)) {
    PG_ASSIGN(folder, InputFolder::Open(path));
    return ImportProductEventsFolder(folder, options);
  }
  PG_ASSIGN(source, ByteSource::Open(path, options.run));
  return ImportProductEventsFrom(std::move(source), options);
}

bool LooksLikeProductEvents(std::string_view head) {
  const std::string_view line = FirstJsonLine(head);
  if (line.empty() || (line.front() != '{' && line.front() != '[')) return false;
  const bool has_person = HasJsonName(head, "anonymousId") || HasJsonName(head, "userId");
  const bool has_date = HasJsonName(head, "timestamp") ||
                        HasJsonName(head, "originalTimestamp") || HasJsonName(head, "sentAt");
  return has_person && has_date && HasProductEventType(head);
}

bool LooksLikeProductEvents(const InputFolder& folder) {
  const auto head = HeadOfFirstJson(folder);
  return head && LooksLikeProductEvents(*head);
}

}  // namespace pullgraph
