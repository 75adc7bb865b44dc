// SPDX-License-Identifier: Apache-2.0
#include <string>
#include <string_view>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "io/answer/figures.h"
#include "io/export_csv.h"
#include "io/export_graph.h"
#include "io/output_file.h"
#include "tools/command/verb.h"

namespace pullgraph::tools::verb_export {
namespace {

// A graph format, and how its files usually end.
struct GraphFormat {
  const char* name;
  const char* ending;
  absl::Status (*write)(const CommunityGraph& community,
                        absl::FunctionRef<absl::Status(std::string_view)> append,
                        const RunControl* run);
};
constexpr GraphFormat kGraphFormats[] = {
    {"graphml", ".graphml", ExportGraphML}, {"gexf", ".gexf", ExportGexf},
    {"dot", ".dot", ExportDot},             {"dot", ".gv", ExportDot},
    {"node-link", ".json", ExportNodeLink},
};

struct ExportSettings {
  std::string output;
  std::string format;
};

// The format that is asked for; null for tables.
const GraphFormat* FormatOf(const ExportSettings& s) {
  for (const GraphFormat& f : kGraphFormats) {
    if (s.format.empty() ? absl::EndsWithIgnoreCase(s.output, f.ending) : s.format == f.name) return &f;
  }
  return nullptr;
}

absl::Status WriteGraph(Session& session, const GraphFormat& format, const std::string& output) {
  absl::StatusOr<OutputFile> out = OutputFile::Create(output);
  if (!out.ok()) return out.status();
  const CommunityGraph& c = session.community();
  absl::Status s =
      format.write(c, [&](std::string_view text) { return out->Append(text); }, session.run());
  if (s.ok()) s = out->Commit();
  if (s.ok() && output != "-") {
    session.Say(absl::StrCat(c.num_members(), " members and ", c.num_ties(), " ties in ", output, "\n"));
  }
  return s;
}

int Export(Session& session, ExportSettings& s) {
  const GraphFormat* format = FormatOf(s);
  if (format == nullptr && s.output == "-") {
    return FailCompute(absl::InvalidArgumentError(
        "tables are a folder, which standard output is not\n-o FOLDER, or --format of a graph"));
  }
  if (const int code = session.Load(); code != kDone) return code;
  session.Stage(absl::StrCat("writing ", s.output));
  if (format != nullptr) {
    const absl::Status done = WriteGraph(session, *format, s.output);
    return done.ok() ? kDone : FailInput(done);
  }
  const absl::StatusOr<ExportedTables> done =
      ExportCsv(session.community(), s.output, session.run());
  if (!done.ok()) return FailInput(done.status());
  session.Say(absl::StrCat(done->tables, " tables with ", done->rows, " rows in ", s.output, "\n"));
  if (done->formulas > 0) {
    session.Say(absl::StrCat(figures::CountOf(done->formulas, "cell begins", "cells begin"),
                             " like a formula (=, +, -, @): open the tables as text, not in a spreadsheet\n"));
  }
  return kDone;
}

void Declare(Options& o, Session& session, ExportSettings& s) {
  session.File(o);
  Option& output =
      o.File("-o,--output", s.output,
             "Folder of tables to make, which must not be there yet; or graph file to write");
  output.value = "PATH";
  output.required = true;
  o.Choice("--format", s.format, {"csv", "graphml", "gexf", "dot", "node-link"},
           "Unless given, a graph if the output ends in .graphml, .gexf, .dot, .gv or .json, else csv");
}

const bool kRegistered = Register<ExportSettings>(
    {.name = "export",
     .group = Group::kLook,
     .question = "Writes a community as CSV tables, which import reads again, or as a graph file",
     .examples = {"pullgraph export q.pull -o tables", "pullgraph export q.pull -o q.graphml"}},
    Declare, Export);

}  // namespace
}  // namespace pullgraph::tools::verb_export
