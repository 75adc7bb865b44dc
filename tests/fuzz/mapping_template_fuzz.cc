// SPDX-License-Identifier: Apache-2.0
// A template for any text is a mapping that the importer takes.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "io/import/csv_mapping.h"
#include "io/import/mapping_template.h"
#include "io/import/table_preview.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto made = pullgraph::TemplateForText(text, true, "fuzz");
  if (!made.ok()) return 0;
  const auto mapping = pullgraph::ParseCsvMapping(made->json, "template");
  if (!mapping.ok()) std::abort();
  (void)pullgraph::FormatPreview(pullgraph::PreviewTable(text, &*mapping));
  return 0;
}
