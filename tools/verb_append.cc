// SPDX-License-Identifier: Apache-2.0
// `pullgraph append FILE PATH...`: what is new, into a finished file.
#include <string>

#include "absl/strings/str_cat.h"
#include "io/community_file.h"
#include "io/import/far_dates.h"
#include "tools/command/verb.h"
#include "tools/import_finish.h"
#include "tools/import_sources.h"

namespace pullgraph::tools::verb_append {
namespace {

struct AppendSettings : SourceSettings {
  std::string output;
  bool compact = false;
};

int Append(Session& session, AppendSettings& s) {
  if (const int code = session.Load(); code != kDone) return code;
  const std::string& output = s.output.empty() ? session.file : s.output;
  absl::StatusOr<ImportResult> result = ReadSources(session, s, &session.community());
  if (!result.ok()) return FailInput(result.status());
  result->report = ImportReport();  // It has been told.
  NoteFarDates(result->community, result->report);
  NoteWhatIsMissing(result->community, result->report);
  const RunControl writing = PartOf(session.run(), absl::StrCat("writing ", output).c_str(), 0.9, 1);
  if (absl::Status w = WriteTo(output, result->community, s.compact, writing); !w.ok()) return FailInput(w);
  if (!session.quiet) PrintReport(result->report);
  return kDone;
}

void Declare(Options& o, Session& session, AppendSettings& s) {
  session.File(o);
  DeclareSources(o, s);
  o.File("-o,--output", s.output, "Community file to write; FILE itself unless given, - is standard output");
  o.Flag("--compact", s.compact, "Store ties as gaps: a third of the size, slower to read");
}

const bool kRegistered = Register<AppendSettings>(
    {.name = "append",
     .group = Group::kBringIn,
     .question = "Adds newer exports to a community file: what it has already counts once",
     .examples = {"pullgraph append c.pull today.mbox", "pullgraph append c.pull week.json.gz -o new.pull"}},
    Declare, Append);

}  // namespace
}  // namespace pullgraph::tools::verb_append
