// SPDX-License-Identifier: Apache-2.0
#include <memory>

#include "absl/strings/str_format.h"
#include "io/export_csv.h"
#include "tools/verb.h"

namespace pullgraph::tools {

void AddExport(CLI::App& app, Session& session) {
  CLI::App* verb = app.add_subcommand(
      "export", "Writes a community as a folder of CSV tables, which import csv reads again\n\n"
                "  pullgraph export q.pull -o tables");
  const auto folder = std::make_shared<std::string>();
  session.AddInput(*verb);
  verb->add_option("-o,--output", *folder, "Folder to make; it must not be there yet")->required();
  SetAction(*verb, [&session, folder]() -> int {
    if (const int code = session.Load(); code != kDone) return code;
    const absl::StatusOr<ExportedTables> done = ExportCsv(session.community(), *folder);
    if (!done.ok()) return FailInput(done.status());
    if (!session.quiet) {
      std::fputs(absl::StrFormat("%d tables with %d rows in %s\n", done->tables, done->rows, *folder)
                     .c_str(), stderr);
    }
    return kDone;
  });
}

}  // namespace pullgraph::tools
