// SPDX-License-Identifier: Apache-2.0
#include "io/import/source_formats.h"

#include <sys/stat.h>

#include <algorithm>
#include <string_view>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "graph/string_table.h"
#include "io/byte_source.h"
#include "io/community_file.h"
#include "io/import/csv.h"
#include "io/import/csv_tables.h"
#include "io/import/discord.h"
#include "io/import/discourse.h"
#include "io/import/dot.h"
#include "io/import/edges.h"
#include "io/import/gexf.h"
#include "io/import/git.h"
#include "io/import/github.h"
#include "io/import/gml.h"
#include "io/import/graphml.h"
#include "io/import/json_table.h"
#include "io/import/matrix_market.h"
#include "io/import/mbox.h"
#include "io/import/metis.h"
#include "io/import/node_link.h"
#include "io/import/pajek.h"
#include "io/import/place.h"
#include "io/import/product_events.h"
#include "io/import/rows.h"
#include "io/import/slack.h"
#include "io/import/source_text.h"
#include "io/import/sql.h"
#include "io/import/stackexchange.h"
#include "io/import/table_presets.h"
#include "io/import/zulip.h"

namespace pullgraph {
namespace {

constexpr size_t kHead = size_t{64} << 10;

// The options of an importer with what is common to all.
template <class Options>
Options With(const ImportSource& source) {
  Options options;
  options.run = source.run;
  return options;
}

bool IsFile(const ImportSource& s) { return !s.folder.has_value(); }

// Of a file or a folder, by functions that take the one or the other.
template <bool (*OfFile)(std::string_view), bool (*OfFolder)(const InputFolder&)>
bool Either(const ImportSource& s) {
  return s.folder ? OfFolder(*s.folder) : OfFile(s.head);
}
template <bool (*OfFile)(std::string_view)>
bool FileOnly(const ImportSource& s) {
  return IsFile(s) && OfFile(s.head);
}

template <class Options, absl::StatusOr<ImportResult> (*Read)(const std::string&, const Options&),
          absl::StatusOr<ImportResult> (*ReadFolder)(const InputFolder&, const Options&)>
absl::StatusOr<ImportResult> ReadEither(const ImportSource& s) {
  return s.folder ? ReadFolder(*s.folder, With<Options>(s)) : Read(s.path, With<Options>(s));
}
template <class Options, absl::StatusOr<ImportResult> (*Read)(const std::string&, const Options&)>
absl::StatusOr<ImportResult> ReadPath(const ImportSource& s) {
  return Read(s.path, With<Options>(s));
}

// Of a graph.
template <class Options, absl::StatusOr<ImportResult> (*Read)(const std::string&, const Options&)>
absl::StatusOr<ImportResult> ReadGraph(const ImportSource& s) {
  Options options = With<Options>(s);
  options.weight = s.weight;
  return Read(s.path, options);
}
template <absl::StatusOr<ImportResult> (*Read)(const std::string&, const GraphOptions&),
          bool (*Is)(std::string_view)>
constexpr SourceFormat Graph(const char* name, const char* what) {
  return {name, what, FileOnly<Is>, ReadGraph<GraphOptions, Read>, true};
}

// Of a format that is many files.
template <class Options,
          absl::StatusOr<ImportResult> (*ReadFolder)(const InputFolder&, const Options&)>
absl::StatusOr<ImportResult> ReadFiles(const ImportSource& s) {
  if (s.folder) return ReadFolder(*s.folder, With<Options>(s));
  return absl::FailedPreconditionError(absl::StrCat(
      s.path, ": is a file, expected a folder or an archive of the export\nname that, or leave --as out"));
}

absl::StatusOr<ImportResult> ReadCommunity(const ImportSource& s) {
  absl::StatusOr<CommunityGraph> community = ReadCommunityFile(s.path, s.run);
  if (!community.ok()) return community.status();
  return ImportResult{*std::move(community), {}};
}

absl::StatusOr<ImportResult> ReadPreset(const ImportSource& s) {
  const TablePreset* preset = RecogniseTable(s.head);
  if (preset != nullptr) return ImportPreset(*preset, s.path, With<CsvOptions>(s));
  return BadInput({s.path}, "not the table of a platform that is known",
                  "say which columns are which: pullgraph import csv FILE --mapping MAPPING.json");
}

bool HasOurTables(const InputFolder& f) {
  for (const std::string& table : CsvTableNames()) {
    if (f.Has(table + ".csv")) return true;
  }
  return false;
}
bool HasDump(const InputFolder& f) { return f.Has("Users.xml") || f.Has("Posts.xml"); }

constexpr SourceFormat kFormats[] = {
    {"pull", "a community file", FileOnly<LooksLikeCommunity>, ReadCommunity},
    {"git", "a git repository",
     [](const ImportSource& s) { return s.folder && LooksLikeGitRepository(s.path); },
     ReadPath<MessageOptions, ImportGit>},
    {"csv", "tables of ours (members.csv, ties.csv, ...)",
     [](const ImportSource& s) { return s.folder && HasOurTables(*s.folder); },
     ReadFiles<CsvOptions, ImportCsvFolder>},
    {"stackexchange", "a Stack Exchange dump",
     [](const ImportSource& s) { return s.folder && HasDump(*s.folder); },
     ReadPath<StackExchangeOptions, ImportStackExchange>, false, IdSpace::kExport},
    {"slack", "a Slack export",
     [](const ImportSource& s) { return s.folder && LooksLikeSlack(*s.folder); },
     ReadFiles<MessageOptions, ImportSlackFolder>},
    {"zulip", "a Zulip export",
     [](const ImportSource& s) { return s.folder && LooksLikeZulip(*s.folder); },
     ReadFiles<MessageOptions, ImportZulipFolder>, false, IdSpace::kPlatform},
    {"discord", "a Discord export (DiscordChatExporter, JSON)",
     Either<LooksLikeDiscord, LooksLikeDiscord>,
     ReadEither<MessageOptions, ImportDiscord, ImportDiscordFolder>, false, IdSpace::kPlatform},
    {"discourse", "a Discourse backup or pages of its API",
     Either<LooksLikeDiscourse, LooksLikeDiscourse>,
     ReadEither<DiscourseOptions, ImportDiscourse, ImportDiscourseFolder>, false, IdSpace::kPlatform},
    {"github", "GitHub events or pages of its API", Either<LooksLikeGithub, LooksLikeGithub>,
     ReadEither<GithubOptions, ImportGithub, ImportGithubFolder>},
    {"segment", "product events (Segment, RudderStack)",
     Either<LooksLikeProductEvents, LooksLikeProductEvents>,
     ReadEither<ProductEventsOptions, ImportProductEvents, ImportProductEventsFolder>},
    {"mbox", "a mailing list's archive (mbox)", Either<LooksLikeMbox, LooksLikeMbox>,
     ReadEither<MessageOptions, ImportMbox, ImportMboxFolder>},
    {"git-log", "the text of a git log", FileOnly<LooksLikeGitLog>,
     ReadPath<MessageOptions, ImportGit>},
    {"rows", "rows of ours (pullgraph.v1.Row)", FileOnly<LooksLikeRows>,
     ReadPath<RowsOptions, ImportRows>},
    Graph<ImportGraphML, LooksLikeGraphML>("graphml", "a graph in GraphML"),
    Graph<ImportGexf, LooksLikeGexf>("gexf", "a graph in GEXF (Gephi)"),
    Graph<ImportPajek, LooksLikePajek>("pajek", "a network of Pajek"),
    Graph<ImportMatrixMarket, LooksLikeMatrixMarket>("matrix-market", "a sparse matrix (Matrix Market)"),
    Graph<ImportNodeLink, LooksLikeNodeLink>("node-link", "a graph in JSON (nodes and links)"),
    Graph<ImportDot, LooksLikeDot>("dot", "a graph in DOT (Graphviz)"),
    Graph<ImportGml, LooksLikeGml>("gml", "a graph in GML"),
    Graph<ImportMetis, LooksLikeMetis>("metis", "a graph of METIS"),
    {"table", "a table of HubSpot, Salesforce, Eventbrite, Meetup, LinkedIn, Discourse or Mailchimp",
     [](const ImportSource& s) { return IsFile(s) && RecogniseTable(s.head) != nullptr; }, ReadPreset},
    {"edges", "an edge list", FileOnly<LooksLikeEdges>, ReadGraph<EdgeListOptions, ImportEdges>,
     true},
};

// Whether what is read of it is gone: standard input, a pipe, a device.
bool IsPipe(const std::string& path) {
  if (path == "-") return true;
  struct stat info = {};
  return ::stat(path.c_str(), &info) == 0 && !S_ISREG(info.st_mode) && !S_ISDIR(info.st_mode);
}

// The names of a few files.
std::string SomeFiles(const InputFolder& folder) {
  constexpr size_t kShown = 3;
  std::vector<std::string> names = folder.Names();
  const size_t count = names.size();
  if (count == 0) return "nothing in it";
  names.resize(std::min(count, kShown));
  const std::string more = count > kShown ? absl::StrCat(" and ", count - kShown, " more") : "";
  return absl::StrCat(absl::StrJoin(names, ", "), more, " in it");
}

}  // namespace

absl::StatusOr<ImportSource> ImportSource::Open(const std::string& path, const RunControl* run) {
  ImportSource source;
  source.path = path;
  source.run = run;
  source.passes = IsPipe(path);
  if (source.passes) return source;
  if (absl::StatusOr<InputFolder> archive = InputFolder::Open(path); archive.ok()) {
    source.folder = *std::move(archive);
    return source;
  } else if (!absl::IsFailedPrecondition(archive.status())) {
    return archive.status();
  }
  absl::StatusOr<ByteSource> bytes = ByteSource::Open(path, run);
  if (!bytes.ok()) return bytes.status();
  while (source.head.size() < kHead) {
    const absl::StatusOr<std::string_view> next = bytes->Next();
    if (!next.ok()) return next.status();
    if (next->empty()) break;
    source.head.append(next->substr(0, kHead - source.head.size()));
  }
  return source;
}

absl::Span<const SourceFormat> SourceFormats() { return kFormats; }

const SourceFormat* FindSourceFormat(const std::string& name) {
  for (const SourceFormat& format : kFormats) {
    if (name == format.name) return &format;
  }
  return nullptr;
}

const SourceFormat* RecogniseSource(const ImportSource& source) {
  for (const SourceFormat& format : kFormats) {
    if (!source.passes && format.is(source)) return &format;
  }
  return nullptr;
}

std::string DescribeSource(const SourceFormat& format, const ImportSource& source) {
  const TablePreset* preset = format.read == ReadPreset ? RecogniseTable(source.head) : nullptr;
  return preset != nullptr ? preset->what : format.what;
}

absl::Status NotACommunity(const std::string& path, const absl::Status& failure) {
  if (IsPipe(path) || !absl::IsDataLoss(failure)) return failure;
  const absl::StatusOr<ImportSource> source = ImportSource::Open(path);
  if (!source.ok() || (!source->folder && (source->head.empty() || LooksLikeCommunity(source->head)))) {
    return failure;
  }
  const SourceFormat* format = RecogniseSource(*source);
  if (format != nullptr) {
    return absl::DataLossError(absl::StrCat(path, ": ", DescribeSource(*format, *source), ", not a community file yet\n",
                                            "pullgraph import ", path, " -o c.pull"));
  }
  // What nobody knows may be a community file that is damaged at its very beginning.
  const bool text = source->folder || IsText(source->head);
  return text ? UnknownSource(*source) : failure;
}

absl::Status UnknownSource(const ImportSource& source) {
  const std::string mend =
      "say what it is: --as FORMAT; pullgraph help import lists the formats";
  if (source.passes) {
    return absl::InvalidArgumentError(absl::StrCat(
        source.path, ": what comes through a pipe cannot be looked at before it is read\n", mend));
  }
  if (source.folder && (source.folder->Has(".git/HEAD") || source.folder->Has("HEAD"))) {
    return absl::DataLossError(absl::StrCat(
        source.path, ": a git repository in an archive\nunpack it, and import the folder"));
  }
  if (source.folder && source.folder->Has("[Content_Types].xml")) {
    return absl::DataLossError(absl::StrCat(source.path, source.folder->Has("xl/workbook.xml") ? ": a workbook of Excel" : ": a document of Office",
                                            "\nsave each sheet as CSV (File, Save as, CSV UTF-8), and import that"));
  }
  if (source.folder) {
    return absl::DataLossError(absl::StrCat(source.path, ": nothing that is known: ",
                                            SomeFiles(*source.folder), "\n", mend));
  }
  if (absl::StartsWith(source.head, "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1")) {
    return absl::DataLossError(absl::StrCat(source.path, ": a workbook of an old Excel, or a document of an old Office",
                                            "\nsave each sheet as CSV (File, Save as, CSV UTF-8), and import that"));
  }
  if (LooksLikeSqlite(source.head)) {
    return absl::DataLossError(absl::StrCat(
        source.path, ": a database of SQLite\nsay which of its tables are which: pullgraph import sql ",
        source.path, " --mapping MAPPING.json (docs/import.md shows how)"));
  }
  const std::string by_hand = absl::StrCat(
      "\nsay which are which: pullgraph import csv --template ", source.path,
      " > mapping.json, correct it, then pullgraph import csv ", source.path, " --mapping mapping.json -o c.pull");
  if (std::vector<std::string> columns = TableColumns(source.head); !columns.empty()) {
    constexpr size_t kShown = 12;
    if (columns.size() > kShown) {
      columns[kShown] = absl::StrCat("and ", columns.size() - kShown, " more");
      columns.resize(kShown + 1);
    }
    return absl::DataLossError(absl::StrCat(
        source.path, ": a table of columns that are not known: ", AbslView(absl::StrJoin(columns, ", ")), by_hand));
  }
  if (LooksLikeGraphQl(source.head)) {
    return absl::DataLossError(absl::StrCat(
        source.path, ": a reply of a GraphQL interface, whose form only its query tells"
        "\nfetch the same from the REST interface, or make a list of objects of it and a mapping for that"));
  }
  if (JsonTable::LooksLikeOne(source.head)) {
    return absl::DataLossError(absl::StrCat(source.path, ": objects of JSON of a form that is not known", by_hand));
  }
  return absl::DataLossError(absl::StrCat(source.path, ": ", DescribeText(source.head), "\n", mend));
}

}  // namespace pullgraph
