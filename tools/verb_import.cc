// SPDX-License-Identifier: Apache-2.0
#include <cstdio>
#include <map>
#include <memory>
#include <string>

#include "absl/strings/str_cat.h"
#include "graph/string_table.h"
#include "io/import/csv.h"
#include "io/import/csv_mapping.h"
#include "io/import/debian.h"
#include "io/import/edges.h"
#include "io/import/gml.h"
#include "io/import/import_result.h"
#include "io/import/rows.h"
#include "io/import/stackexchange.h"
#include "io/output_file.h"
#include "tools/verb.h"

namespace pullgraph::tools {
namespace {

struct ImportOptions {
  std::string path;
  std::string output;
  std::string name;
  bool compact = false;
  StackExchangeOptions stackexchange;
  EdgeListOptions edges;
  std::string edge_kind;
  CsvOptions csv;
  std::string mapping;
  GmlOptions gml;
  DebianOptions debian;
  RowsOptions rows;
};

// What was read, and what was left out and how often.
void PrintReport(const ImportReport& report) {
  for (const auto& [what, count] : report.counts()) {
    std::fprintf(stderr, "%10llu  %s\n", static_cast<unsigned long long>(count), what.c_str());
  }
  for (const ImportNote& note : report.notes()) {
    std::fprintf(stderr, "note: %s: %llu%s%s\n", note.what.c_str(),
                 static_cast<unsigned long long>(note.count),
                 note.example.empty() ? "" : ", first at ", note.example.c_str());
  }
}

int Finish(const Session& session, const ImportOptions& options,
           const absl::StatusOr<ImportResult>& result) {
  if (!result.ok()) return FailInput(result.status());
  absl::StatusOr<OutputFile> out = OutputFile::Create(options.output);
  if (!out.ok()) return FailInput(out.status());
  WriteCommunityOptions write;
  write.compact_arcs = options.compact;
  write.run = session.run();
  const auto append = [&](std::string_view bytes) { return out->Append(bytes); };
  absl::Status s = WriteCommunity(result->community, append, write);
  if (s.ok()) s = out->Commit();
  if (!s.ok()) return FailInput(s);
  if (!session.quiet) PrintReport(result->report);
  return kDone;
}

// Declares what every format takes; `what` describes PATH.
CLI::App* AddFormat(CLI::App& import, Session& session, ImportOptions& options,
                    const std::string& name, const std::string& about, const std::string& what) {
  CLI::App* format = import.add_subcommand(name, about);
  if (!what.empty()) format->add_option("PATH", options.path, what)->required();
  format->add_option("-o,--output", options.output, "Community file to write; - is standard output")
      ->required();
  format->add_option("--name", options.name, "Name of the community");
  format->add_flag("--compact", options.compact,
                   "Store ties as gaps: a third of the size, slower to read");
  session.AddCommon(*format);
  return format;
}

void AddStackExchange(CLI::App& import, Session& session,
                      const std::shared_ptr<ImportOptions>& options) {
  CLI::App* format = AddFormat(import, session, *options, "stackexchange",
                               "A Stack Exchange dump\n\n"
                               "  pullgraph import stackexchange dump/ -o q.pull",
                               "Directory with Users.xml, Posts.xml, ...");
  format->add_option("--customer", options->stackexchange.customer_rule,
                     "Who is a customer: answers, accepted, questions, comments, reputation or "
                     "badges, compared with a number, joined by 'and'")
      ->capture_default_str();
  format->add_option("--market-id", options->stackexchange.market, "Id of the market")
      ->capture_default_str();
  format->add_option("--site", options->stackexchange.site, "Address of the site, for links");
  format->add_option("--staff", options->stackexchange.staff, "Ids of users who are staff");
  SetAction(*format, [&session, options] {
    options->stackexchange.name = options->name;
    options->stackexchange.run = &session.StartRun("import");
    return Finish(session, *options, ImportStackExchange(options->path, options->stackexchange));
  });
}

void AddEdges(CLI::App& import, Session& session, const std::shared_ptr<ImportOptions>& options) {
  CLI::App* format = AddFormat(import, session, *options, "edges",
                               "An edge list: two ids a line, # comments, any separator\n\n"
                               "  pullgraph import edges graph.txt.gz -o g.pull",
                               "File, or - for standard input; gzip and zstd are recognised");
  format->add_flag("--directed", options->edges.directed, "Ties point from the first id");
  format->add_option("--kind", options->edge_kind, "Kind of the ties: knows, messaged, ...");
  format->add_option("--time-column", options->edges.time_column, "Column of the time, from 3");
  format->add_option("--count-column", options->edges.count_column, "Column of the count, from 3");
  format->add_option("--strength-column", options->edges.strength_column,
                     "Column of the probability in (0, 1], from 3");
  format->add_option("--header", options->edges.header, "Whether the first line names columns")
      ->transform(CLI::CheckedTransformer(
          std::map<std::string, EdgeListHeader>{{"auto", EdgeListHeader::kAuto},
                                                {"yes", EdgeListHeader::kYes},
                                                {"no", EdgeListHeader::kNo}}))
      ->default_str("auto");
  format->add_option("--members", options->edges.num_members,
                     "Ids are the integers from 0 up to this; those without a tie are members too")
      ->check(CLI::Range(uint32_t{1}, uint32_t{1} << 31));
  SetAction(*format, [&session, options] {
    const absl::StatusOr<TieKind> kind = ParseName<TieKind>(options->edge_kind);
    if (!kind.ok()) {
      return FailCompute(absl::InvalidArgumentError(
          absl::StrCat("--kind: ", kind.status().message())));
    }
    options->edges.kind = *kind;
    options->edges.name = options->name;
    options->edges.run = &session.StartRun("import");
    return Finish(session, *options, ImportEdges(options->path, options->edges));
  });
}

void AddCsv(CLI::App& import, Session& session, const std::shared_ptr<ImportOptions>& options) {
  CLI::App* format = AddFormat(import, session, *options, "csv",
                               "CSV tables of members, resources, topics, ties, signals, touches\n\n"
                               "  pullgraph import csv tables/ -o c.pull",
                               "Directory of tables, or with --mapping a file");
  format->add_option("--mapping", options->mapping,
                     "File that says which columns of other tables are which fields");
  format->add_flag("--allow-undeclared", options->csv.allow_undeclared,
                   "Make members, resources and topics that their table does not list");
  SetAction(*format, [&session, options]() -> int {
    options->csv.name = options->name;
    options->csv.run = &session.StartRun("import");
    if (options->mapping.empty()) {
      return Finish(session, *options, ImportCsv(options->path, options->csv));
    }
    const absl::StatusOr<CsvMapping> mapping = ReadCsvMapping(options->mapping);
    if (!mapping.ok()) return FailInput(mapping.status());
    return Finish(session, *options, ImportMappedCsv(options->path, *mapping, options->csv));
  });
}

void AddGml(CLI::App& import, Session& session, const std::shared_ptr<ImportOptions>& options) {
  CLI::App* format = AddFormat(import, session, *options, "gml",
                               "A graph in GML\n\n  pullgraph import gml karate.gml -o k.pull",
                               "File, or - for standard input");
  SetAction(*format, [&session, options] {
    options->gml.name = options->name;
    options->gml.run = &session.StartRun("import");
    return Finish(session, *options, ImportGml(options->path, options->gml));
  });
}

void AddDebian(CLI::App& import, Session& session, const std::shared_ptr<ImportOptions>& options) {
  CLI::App* format = AddFormat(import, session, *options, "debian",
                               "The package indexes of this Debian or Ubuntu machine\n\n"
                               "  pullgraph import debian --product protobuf -o d.pull",
                               "");
  DebianOptions& debian = options->debian;
  format->add_option("--product", debian.product,
                     "Package whose users are the customers, source or binary");
  format->add_option("--lists", debian.lists_directory, "Where apt keeps its indexes")
      ->capture_default_str();
  format->add_option("--index", debian.files, "Indexes to read instead, Packages or Sources");
  format->add_option("--market-id", debian.market, "Id of the market")->capture_default_str();
  format->add_option("--max-team", debian.max_team,
                     "Teams of more people tie nobody to anybody")
      ->capture_default_str();
  format->add_option("--keyring", debian.keyring, "Keyring whose signatures become ties")
      ->capture_default_str();
  SetAction(*format, [&session, options] {
    if (!options->name.empty()) options->debian.name = options->name;
    options->debian.run = &session.StartRun("import");
    return Finish(session, *options, ImportDebian(options->debian));
  });
}

void AddRows(CLI::App& import, Session& session, const std::shared_ptr<ImportOptions>& options) {
  CLI::App* format = AddFormat(import, session, *options, "rows",
                               "Rows of JSON, one a line, or delimited pullgraph.v1.Row messages\n\n"
                               "  pullgraph cat q.pull | pullgraph import rows - -o copy.pull",
                               "File, or - for standard input");
  SetAction(*format, [&session, options] {
    options->rows.name = options->name;
    options->rows.run = &session.StartRun("import");
    return Finish(session, *options, ImportRows(options->path, options->rows));
  });
}

}  // namespace

void AddImport(CLI::App& app, Session& session) {
  CLI::App* import = app.add_subcommand(
      "import", "Turns an export into a checked community file\n\n"
                "  pullgraph import stackexchange dump/ -o q.pull");
  import->require_subcommand(1);
  const auto options = std::make_shared<ImportOptions>();
  AddStackExchange(*import, session, options);
  AddCsv(*import, session, options);
  AddEdges(*import, session, options);
  AddGml(*import, session, options);
  AddDebian(*import, session, options);
  AddRows(*import, session, options);
}

}  // namespace pullgraph::tools
