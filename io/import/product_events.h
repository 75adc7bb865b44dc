// SPDX-License-Identifier: Apache-2.0
#ifndef PULLGRAPH_IO_IMPORT_PRODUCT_EVENTS_H_
#define PULLGRAPH_IO_IMPORT_PRODUCT_EVENTS_H_

#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "graph/run_control.h"
#include "io/byte_source.h"
#include "io/import/import_result.h"
#include "io/import/input_folder.h"

namespace pullgraph {

struct ProductEventsOptions {
  std::string name;                    // Of the community; "" = that of the folder, or none.
  std::string producer = "pullgraph";  // Written into the community.
  const RunControl* run = nullptr;     // Progress and cancellation.
};

// Reads what people did in a product, as Segment and RudderStack record it: lines of JSON,
// arrays, or bodies of the batch API, of type identify, track, page, screen, group, alias.
//
// Returns a community without ties in which
//   - people are members under their userId, or anonymousId if they never had another. An
//     anonymousId belongs to the user with whom it was first seen, in all events; ids
//     joined by alias are one member, under the newer;
//   - traits are attributes, the latest of each; name, or firstName and lastName, is the
//     display name, createdAt the date of joining, and the group (its name, or groupId)
//     the attribute `organization`;
//   - the name of a track event is a topic, and what it is about a resource: a product, or
//     content under its address without what follows ? or #. What is about nothing is a
//     signal on the topic itself. An order is about each of its products;
//   - signals are view for page and screen; else the words of the name decide: purchase,
//     sign_up, download, search, view, attend, favourite, vote; use where none does;
//   - context.campaign is a touch that was clicked, one a day for each member, campaign and
//     channel (the medium).
// An event whose messageId came before is left out.
//
// COST: O(bytes), 32 bytes an event until the end, and its messageId. See ReadJson for
// files that are one array.
// ERRORS: DataLoss with file:line:column for what is not JSON; FailedPrecondition for a
// folder without JSON; those of ByteSource; Cancelled.
absl::StatusOr<ImportResult> ImportProductEvents(const std::string& path,
                                                 const ProductEventsOptions& options = {});
absl::StatusOr<ImportResult> ImportProductEventsFrom(ByteSource source,
                                                     const ProductEventsOptions& options = {});
absl::StatusOr<ImportResult> ImportProductEventsFolder(
    const InputFolder& folder, const ProductEventsOptions& options = {});

// True if a file that begins with `head` (64 KiB are enough) holds such events.
bool LooksLikeProductEvents(std::string_view head);
// True if the first file of JSON in it does.
bool LooksLikeProductEvents(const InputFolder& folder);

}  // namespace pullgraph

#endif  // PULLGRAPH_IO_IMPORT_PRODUCT_EVENTS_H_
