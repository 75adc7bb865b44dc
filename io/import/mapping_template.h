// SPDX-License-Identifier: Apache-2.0
// A mapping for a table that nobody knows, to be corrected in an editor.
#ifndef PULLGRAPH_IO_IMPORT_MAPPING_TEMPLATE_H_
#define PULLGRAPH_IO_IMPORT_MAPPING_TEMPLATE_H_

#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "graph/run_control.h"
#include "io/import/import_result.h"

namespace pullgraph {

struct MappingTemplate {
  std::string json;     // Such as ReadCsvMapping reads.
  ImportReport report;  // What each column was taken for, and what is to be checked.
};

// Says from the names and the first 40 rows of the table which column is who, what, when:
// ties where two columns name people; members and, where they are there, memberships,
// resources and signals where one does. Of a date that is read in two ways, and of the words of
// a status, the guess is noted. Further columns are attributes, but those that hold what is
// nobody's business (phone, birthday, address, notes).
// A list of JSON objects, or one a line, is a table too, but not through a pipe.
// COST: O(64 KiB); of JSON, of the whole file (JsonTable::Read).
// ERRORS: those of ByteSource, of ReadJson; DataLoss for what has no header, or no row below it.
absl::StatusOr<MappingTemplate> TemplateFor(const std::string& path, const RunControl* run = nullptr);
// The same of what a table begins with; `name` stands for it in messages.
absl::StatusOr<MappingTemplate> TemplateForText(std::string_view head, bool is_whole, const std::string& name);

}  // namespace pullgraph

#endif  // PULLGRAPH_IO_IMPORT_MAPPING_TEMPLATE_H_
