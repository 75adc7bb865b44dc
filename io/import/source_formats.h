// SPDX-License-Identifier: Apache-2.0
// Every format that is read, each known by what is in it.
#ifndef PULLGRAPH_IO_IMPORT_SOURCE_FORMATS_H_
#define PULLGRAPH_IO_IMPORT_SOURCE_FORMATS_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "graph/run_control.h"
#include "io/import/graph_options.h"
#include "io/import/import_result.h"
#include "io/import/input_folder.h"

namespace pullgraph {

// What lies at a path: a file's beginning, or the files of a folder or an archive.
struct ImportSource {
  std::string path;                   // "-" is standard input.
  bool passes = false;                // A pipe: nothing of it is known before it is read.
  std::optional<InputFolder> folder;
  std::string head;                   // Of a file: the first 64 KiB, decompressed.
  GraphWeight weight = GraphWeight::kAuto;  // What the weights of a graph's edges mean.
  const RunControl* run = nullptr;

  // ERRORS: NotFound, PermissionDenied, Unavailable; DataLoss for a damaged compression.
  static absl::StatusOr<ImportSource> Open(const std::string& path,
                                           const RunControl* run = nullptr);
};

// Where an id that is a number means the same.
enum class IdSpace {
  kShared,    // Wherever it is found: addresses, names, ids of one's own.
  kPlatform,  // In all exports of this format.
  kExport,    // In this one alone: each is of another site.
};

struct SourceFormat {
  const char* name;  // As --as takes it: "mbox".
  const char* what;  // "a mailing list's archive (mbox)".
  bool (*is)(const ImportSource& source);
  // ERRORS: those of the format's own importer.
  absl::StatusOr<ImportResult> (*read)(const ImportSource& source);
  bool is_graph = false;  // Its edges may have weights.
  IdSpace ids = IdSpace::kShared;
};

// In the order in which they are tried: those come first that no other can be taken for.
absl::Span<const SourceFormat> SourceFormats();

// The format of that name; null if there is none.
const SourceFormat* FindSourceFormat(const std::string& name);

// What `source` is taken for, by its content alone; null if for nothing that is known.
const SourceFormat* RecogniseSource(const ImportSource& source);

// What `format` takes `source` for, as exactly as it can be told: "contacts of HubSpot".
std::string DescribeSource(const SourceFormat& format, const ImportSource& source);

// The columns of a source that is made of tables, the first rows, and what each becomes;
// empty for others. COST: 64 KiB a table.
std::string PreviewSource(const SourceFormat& format, const ImportSource& source);

// Why `path`, which `failure` says could not be read as a community file, is none: names what
// it is instead, and how to bring it in, if that can be told; else `failure` itself.
absl::Status NotACommunity(const std::string& path, const absl::Status& failure);

// In words, what is there that nobody knows: "a table with the columns a, b, c", "text",
// "a folder with x.txt and 3 more files"; with what to do on a second line.
absl::Status UnknownSource(const ImportSource& source);

}  // namespace pullgraph

#endif  // PULLGRAPH_IO_IMPORT_SOURCE_FORMATS_H_
