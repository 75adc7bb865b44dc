// SPDX-License-Identifier: Apache-2.0
#include <unistd.h>

#include <cstdio>
#include <string>

#include "absl/strings/str_cat.h"
#include "io/export_csv.h"
#include "tools/command/verb.h"

namespace pullgraph::tools::verb_export {
namespace {

struct ExportSettings {
  std::string folder;
};

int Export(Session& session, ExportSettings& s) {
  if (const int code = session.Load(); code != kDone) return code;
  session.Stage(absl::StrCat("writing ", s.folder));
  const absl::StatusOr<ExportedTables> done =
      ExportCsv(session.community(), s.folder, session.run());
  if (!done.ok()) return FailInput(done.status());
  session.Say(absl::StrCat(done->tables, " tables with ", done->rows, " rows in ", s.folder, "\n"));
  return kDone;
}

void Declare(Options& o, Session& session, ExportSettings& s) {
  session.File(o);
  Option& folder =
      o.File("-o,--output", s.folder, "Folder to make; it must not be there yet");
  folder.value = "FOLDER";
  folder.wants = Wants::kFolder;
  folder.required = true;
}

const bool kRegistered = Register<ExportSettings>(
    {.name = "export",
     .group = Group::kLook,
     .question = "Writes a community as a folder of CSV tables, which import csv reads again",
     .examples = {"pullgraph export q.pull -o tables"}},
    Declare, Export);

}  // namespace
}  // namespace pullgraph::tools::verb_export
