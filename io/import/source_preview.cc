// SPDX-License-Identifier: Apache-2.0
#include <string>

#include "absl/strings/str_cat.h"
#include "io/import/csv_tables.h"
#include "io/import/source_formats.h"
#include "io/import/table_presets.h"
#include "io/import/table_preview.h"

namespace pullgraph {
namespace {

// What the file begins with; empty if it cannot be read, which the import will say.
std::string HeadOf(const InputFolder& folder, const std::string& name) {
  constexpr size_t kHead = size_t{64} << 10;
  std::string head;
  absl::StatusOr<std::optional<ByteSource>> source = folder.OpenFile(name);
  if (!source.ok() || !source->has_value()) return head;
  while (head.size() < kHead) {
    const absl::StatusOr<std::string_view> next = (*source)->Next();
    if (!next.ok() || next->empty()) break;
    head.append(*next);
  }
  return head;
}

}  // namespace

std::string PreviewSource(const SourceFormat& format, const ImportSource& source) {
  const std::string name = format.name;
  if (name == "table" && !source.folder) {
    const TablePreset* preset = RecogniseTable(source.head);
    if (preset == nullptr) return "";
    const absl::StatusOr<CsvMapping> mapping = MappingOfPreset(*preset);
    return mapping.ok() ? FormatPreview(PreviewTable(source.head, &*mapping)) : "";
  }
  std::string text;
  if (name != "csv" || !source.folder) return text;
  for (const CsvSchema& schema : CsvSchemas()) {
    const std::string file = schema.name + ".csv";
    const std::string head = HeadOf(*source.folder, file);
    if (head.empty()) continue;
    absl::StrAppend(&text, " ", file, ":\n", FormatPreview(PreviewTable(head, nullptr, schema.name)));
  }
  return text;
}

}  // namespace pullgraph
