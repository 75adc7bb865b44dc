// SPDX-License-Identifier: Apache-2.0
#include <unistd.h>

#include <cstdio>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "io/import/csv.h"
#include "io/import/csv_mapping.h"
#include "io/import/debian.h"
#include "io/import/edges.h"
#include "io/import/far_dates.h"
#include "io/import/github.h"
#include "io/import/gml.h"
#include "io/import/import_result.h"
#include "io/import/mapping_template.h"
#include "io/import/offer_rule.h"
#include "io/import/rows.h"
#include "io/import/sql.h"
#include "io/import/stackexchange.h"
#include "tools/command/verb.h"
#include "tools/import_finish.h"

namespace pullgraph::tools::verb_import {
namespace {

// What every kind takes, and what its own reader does.
template <class ReaderOptions>
struct Import {
  std::string path;
  std::string output;
  std::string name;
  bool compact = false;
  std::string offer;
  ReaderOptions reader;
};

// Declares what every kind takes; `what` describes PATH, and is empty for one without. Returns
// the option that says where to.
template <class ReaderOptions>
Option& DeclareImport(Options& o, Session& session, Import<ReaderOptions>& s, const char* what) {
  if (what[0] != '\0') o.File("PATH", s.path, what).required = true;
  Option& output = o.File("-o,--output", s.output, "Community file to write; - is standard output");
  output.required = true;
  o.Text("--name", s.name, "NAME", "Name of the community");
  o.Flag("--compact", s.compact, "Store ties as gaps: a third of the size, slower to read");
  output.modes.clear();  // Whatever modes a kind has.
  o.In({});
  session.Common(o);
  return output;
}

// Declares the rule of what is offered, for those kinds that know a market.
template <class ReaderOptions>
void DeclareOffer(Options& o, Import<ReaderOptions>& s) {
  o.Text("--offer", s.offer, "RULE",
         "What is the market's own to offer: kind=WORD, topic=ID or resource=ID, joined by 'or'");
}

// Notes in `given` that the option was: what it says may turn out to be of no effect.
void Watch(Option& option, bool& given) {
  option.set = [set = option.set, &given](const std::string& text) {
    given = true;
    return set(text);
  };
}

int FailUsage(const std::string& cause, const char* mend) {
  return FailCompute(absl::InvalidArgumentError(absl::StrCat(cause, "\n", mend)));
}

// Reads by `read`, writes the community and tells of it.
template <class ReaderOptions, class Read>
int Finish(Session& session, Import<ReaderOptions>& s, const std::string& source, Read read) {
  // Most of the time goes into reading.
  constexpr double kReading = 0.9;
  const RunControl reading =
      PartOf(session.run(), absl::StrCat("reading ", source).c_str(), 0, kReading);
  s.reader.run = &reading;
  if (!s.name.empty()) s.reader.name = s.name;
  absl::StatusOr<ImportResult> result = read();
  if (!result.ok()) return FailInput(result.status());
  if (!s.offer.empty()) {
    if (absl::Status o = MarkOffering(s.offer, *result); !o.ok()) return FailCompute(o);
  }
  NoteFarDates(result->community, result->report);
  const RunControl writing =
      PartOf(session.run(), absl::StrCat("writing ", s.output).c_str(), kReading, 1);
  if (absl::Status w = WriteTo(s.output, result->community, s.compact, writing); !w.ok()) {
    return FailInput(w);
  }
  if (!session.quiet) PrintReport(result->report);
  return kDone;
}

// The same for a kind that reads PATH by a function of its own.
template <class ReaderOptions>
int ReadPath(Session& session, Import<ReaderOptions>& s,
             absl::StatusOr<ImportResult> (*read)(const std::string&, const ReaderOptions&)) {
  return Finish(session, s, s.path, [&] { return read(s.path, s.reader); });
}

struct CsvSettings : Import<CsvOptions> {
  std::string mapping;
  std::string table;  // Of --template.
};

void DeclareCsv(Options& o, Session& session, CsvSettings& s) {
  Options::MakeMode(o.File("--template", s.table, "Prints a mapping for this table, to be corrected"));
  o.In({kPlain});
  o.File("--mapping", s.mapping,
         "File that says which columns of other tables are which fields");
  o.Flag("--allow-undeclared", s.reader.allow_undeclared,
         "Make members, resources and topics that their table does not list");
  DeclareOffer(o, s);
  DeclareImport(o, session, s, "Directory of tables, or with --mapping a file").required = false;
}

// The mapping on standard output or in a file, what was guessed on standard error.
int PrintTemplate(Session& session, const CsvSettings& s) {
  const absl::StatusOr<MappingTemplate> made = TemplateFor(s.table, session.run());
  if (!made.ok()) return FailInput(made.status());
  if (!session.quiet) PrintReport(made->report);
  if (!s.output.empty()) session.output = s.output;
  return session.WriteText(made->json);
}

int RunCsv(Session& session, CsvSettings& s) {
  if (!s.table.empty()) return PrintTemplate(session, s);
  if (s.output.empty()) return FailUsage("import csv: --output is missing", "-o FILE, the community file to write");
  if (s.mapping.empty()) return ReadPath(session, s, ImportCsv);
  const absl::StatusOr<CsvMapping> mapping = ReadCsvMapping(s.mapping);
  if (!mapping.ok()) return FailInput(mapping.status());
  return Finish(session, s, s.path,
                [&] { return ImportMappedCsv(s.path, *mapping, s.reader); });
}

struct SqlSettings : Import<CsvOptions> {
  std::string mapping;
  std::vector<std::string> queries;
};

void DeclareSql(Options& o, Session& session, SqlSettings& s) {
  DeclareImport(o, session, s, "");
  o.Text("DATABASE", s.path, "DATABASE",
         "File of SQLite, or postgresql://user@host/name; it is only read").required = true;
  o.File("--mapping", s.mapping, "File that says which queries make which tables");
  o.Texts("--query", s.queries, "TABLE=SELECT",
          "Table, and a query whose columns are called as its fields; may be repeated");
  o.Flag("--allow-undeclared", s.reader.allow_undeclared,
         "Make members, resources and topics that their table does not list");
  DeclareOffer(o, s);
}

int RunSql(Session& session, SqlSettings& s) {
  if (s.mapping.empty() == s.queries.empty()) {
    return FailUsage("what is in the database is said by --mapping, or by --query",
                     "give one of them");
  }
  const absl::StatusOr<CsvMapping> mapping =
      s.mapping.empty() ? MappingOfQueries(s.queries) : ReadCsvMapping(s.mapping);
  if (!mapping.ok()) return s.mapping.empty() ? FailCompute(mapping.status()) : FailInput(mapping.status());
  return Finish(session, s, "the database", [&] { return ImportSql(s.path, *mapping, s.reader); });
}

struct EdgesSettings : Import<EdgeListOptions> {
  std::string kind;
  std::optional<int> time_column;
  std::optional<int> count_column;
  std::optional<int> strength_column;
  std::optional<int> weight_column;
  std::optional<uint32_t> members;
};

void DeclareEdges(Options& o, Session& session, EdgesSettings& s) {
  constexpr Range kColumn = {.low = 3, .high = 1000};
  constexpr double kMostMembers = uint32_t{1} << 31;
  DeclareImport(o, session, s, "File, or - for standard input; gzip and zstd are recognised");
  o.Flag("--directed", s.reader.directed, "Ties point from the first id");
  o.Text("--kind", s.kind, "KIND", "Kind of the ties: knows, messaged, ...");
  o.Num("--time-column", s.time_column, kColumn, "Column of the time, from 3");
  o.Num("--count-column", s.count_column, kColumn, "Column of the count, from 3");
  o.Num("--strength-column", s.strength_column, kColumn,
        "Column of the probability in (0, 1], from 3");
  o.Num("--weight-column", s.weight_column, kColumn, "Column of the weight, from 3");
  DeclareWeight(o, s.reader.weight);
  o.Choice<EdgeListHeader>("--header", s.reader.header,
                           {{"auto", EdgeListHeader::kAuto},
                            {"yes", EdgeListHeader::kYes},
                            {"no", EdgeListHeader::kNo}},
                           "Whether the first line names columns");
  o.Num("--members", s.members, Between(1, kMostMembers),
        "Ids are the integers from 0 up to this; those without a tie are members too");
}

int RunEdges(Session& session, EdgesSettings& s) {
  const absl::StatusOr<TieKind> kind = ParseName<TieKind>(s.kind);
  if (!kind.ok()) {
    return FailCompute(
        absl::InvalidArgumentError(absl::StrCat("--kind: ", kind.status().message())));
  }
  s.reader.kind = *kind;
  s.reader.time_column = s.time_column.value_or(0);
  s.reader.count_column = s.count_column.value_or(0);
  s.reader.strength_column = s.strength_column.value_or(0);
  s.reader.weight_column = s.weight_column.value_or(0);
  s.reader.num_members = s.members.value_or(0);
  return ReadPath(session, s, ImportEdges);
}

using GmlSettings = Import<GmlOptions>;

void DeclareGml(Options& o, Session& session, GmlSettings& s) {
  DeclareImport(o, session, s, "File, or - for standard input");
  DeclareWeight(o, s.reader.weight);
}

int RunGml(Session& session, GmlSettings& s) { return ReadPath(session, s, ImportGml); }

using GithubSettings = Import<GithubOptions>;

void DeclareGithub(Options& o, Session& session, GithubSettings& s) {
  DeclareImport(o, session, s, "File or folder of events, or of pages of the API");
  o.Texts("--only", s.reader.only, "OWNER[/NAME]", "Keep this owner, or repository, only; may be repeated");
}

int RunGithub(Session& session, GithubSettings& s) { return ReadPath(session, s, ImportGithub); }

struct StackExchangeSettings : Import<StackExchangeOptions> {
  bool market_given = false;
};

void DeclareStackExchange(Options& o, Session& session, StackExchangeSettings& s) {
  DeclareImport(o, session, s, "Directory with Users.xml, Posts.xml, ...");
  o.Text("--customer", s.reader.customer_rule, "RULE",
         "Who is a customer: answers, accepted, questions, comments, reputation or badges, "
         "compared with a number, joined by 'and'");
  Watch(o.Text("--market-id", s.reader.market, "ID", "Id of the market"), s.market_given);
  o.Text("--site", s.reader.site, "URL", "Address of the site, for links");
  o.Texts("--staff", s.reader.staff, "ID", "Id of a user who is staff");
  DeclareOffer(o, s);
}

int RunStackExchange(Session& session, StackExchangeSettings& s) {
  if (s.market_given && s.reader.customer_rule.empty()) {
    return FailUsage("--market-id has no effect without customers",
                     "give --customer a rule, or leave --market-id out");
  }
  return ReadPath(session, s, ImportStackExchange);
}

struct DebianSettings : Import<DebianOptions> {
  bool market_given = false;
  bool lists_given = false;
};

void DeclareDebian(Options& o, Session& session, DebianSettings& s) {
  DebianOptions& d = s.reader;
  DeclareImport(o, session, s, "");
  o.Text("--product", d.product, "PACKAGE",
         "Package whose users are the customers, source or binary");
  Option& lists = o.File("--lists", d.lists_directory, "Where apt keeps its indexes");
  lists.value = "FOLDER";
  lists.wants = Wants::kFolder;
  Watch(lists, s.lists_given);
  o.Texts("--index", d.files, "FILE", "Index to read instead, Packages or Sources").wants =
      Wants::kFile;
  Watch(o.Text("--market-id", d.market, "ID", "Id of the market"), s.market_given);
  o.Num("--max-team", d.max_team, AtLeast(2), "Teams of more people tie nobody to anybody");
  o.File("--keyring", d.keyring, "Keyring whose signatures become ties");
}

int RunDebian(Session& session, DebianSettings& s) {
  if (s.market_given && s.reader.product.empty()) {
    return FailUsage("--market-id has an effect only together with --product",
                     "add --product, or leave it out");
  }
  if (s.lists_given && !s.reader.files.empty()) {
    return FailUsage("--lists has no effect together with --index", "leave out one of them");
  }
  return Finish(session, s, "package indexes", [&] { return ImportDebian(s.reader); });
}

using RowsSettings = Import<RowsOptions>;

void DeclareRows(Options& o, Session& session, RowsSettings& s) {
  DeclareImport(o, session, s, "File, or - for standard input");
  DeclareOffer(o, s);
}

int RunRows(Session& session, RowsSettings& s) { return ReadPath(session, s, ImportRows); }

About AboutKind(const char* name, const char* question, const char* example) {
  return {.name = name, .group = Group::kBringIn, .question = question, .examples = {example}};
}

const bool kRegistered[] = {
    Register<CsvSettings>(
        {.name = "import csv",
         .group = Group::kBringIn,
         .question = "Turns CSV tables of members, resources, topics, ties, signals, touches into "
                     "a checked community file",
         .examples = {"pullgraph import csv tables/ -o c.pull",
                      "pullgraph import csv mails.csv --mapping mails.json -o m.pull",
                      "pullgraph import csv --template mails.csv > mails.json"}},
        DeclareCsv, RunCsv),
    Register<EdgesSettings>(
        AboutKind("import edges",
                  "Turns an edge list into a community file: two ids a line, # comments, any "
                  "separator",
                  "pullgraph import edges graph.txt.gz -o g.pull"),
        DeclareEdges, RunEdges),
    Register<GithubSettings>(
        AboutKind("import github",
                  "Turns GitHub's events (GH Archive), or pages of its API, into a community file",
                  "pullgraph import github hours/ --only acme -o a.pull"),
        DeclareGithub, RunGithub),
    Register<GmlSettings>(AboutKind("import gml", "Turns a graph in GML into a community file",
                                    "pullgraph import gml karate.gml -o k.pull"),
                          DeclareGml, RunGml),
    Register<SqlSettings>(
        AboutKind("import sql",
                  "Turns what queries find in PostgreSQL or SQLite into a community file",
                  "pullgraph import sql shop.db --mapping shop.json -o c.pull"),
        DeclareSql, RunSql),
    Register<StackExchangeSettings>(
        AboutKind("import stackexchange", "Turns a Stack Exchange dump into a community file",
                  "pullgraph import stackexchange dump/ -o q.pull"),
        DeclareStackExchange, RunStackExchange),
    Register<DebianSettings>(
        AboutKind("import debian",
                  "Turns the package indexes of this Debian or Ubuntu machine into a community "
                  "file",
                  "pullgraph import debian --product protobuf -o d.pull"),
        DeclareDebian, RunDebian),
    Register<RowsSettings>(
        AboutKind("import rows",
                  "Turns rows of JSON, one a line, or delimited pullgraph.v1.Row messages into a "
                  "community file",
                  "pullgraph cat q.pull | pullgraph import rows - -o copy.pull"),
        DeclareRows, RunRows),
};

}  // namespace
}  // namespace pullgraph::tools::verb_import
