// SPDX-License-Identifier: Apache-2.0
// `pullgraph import PATH...`: brings in whatever is there.
#include <cstdio>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "io/import/far_dates.h"
#include "io/import/merge.h"
#include "io/import/offer_rule.h"
#include "io/import/source_folder.h"
#include "io/import/source_formats.h"
#include "tools/command/verb.h"
#include "tools/import_finish.h"

namespace pullgraph::tools::verb_import_any {
namespace {

struct AnySettings {
  std::vector<std::string> paths;
  std::string output;
  std::string name;
  std::string as;
  std::string offer;
  std::vector<std::string> ties_from;
  GraphWeight weight = GraphWeight::kAuto;
  bool compact = false;
  bool dry_run = false;
};

// One of the paths: told for what it is taken, and read.
absl::StatusOr<ImportResult> ReadOne(Session& session, const AnySettings& s,
                                     const std::string& path, const RunControl& run,
                                     bool& saw_graph) {
  absl::StatusOr<ImportSource> source = ImportSource::Open(path, &run);
  if (!source.ok()) return source.status();
  source->weight = s.weight;
  const SourceFormat* format = s.as.empty() ? RecogniseSource(*source) : FindSourceFormat(s.as);
  if (format == nullptr) return UnknownSource(*source);
  saw_graph |= format->is_graph;
  if (!session.quiet) {
    std::fprintf(stderr, "%s: %s%s\n", path.c_str(), s.as.empty() ? "" : "read as ",
                 DescribeSource(*format, *source).c_str());
  }
  absl::StatusOr<ImportResult> result = format->read(*source);
  if (result.ok() && !session.quiet) PrintReport(result->report);
  return result;
}

// The paths to read: those given, and for a folder that is nothing itself what lies in it.
absl::StatusOr<std::vector<std::string>> PathsToRead(Session& session, const AnySettings& s) {
  if (!s.as.empty()) return s.paths;
  std::vector<std::string> paths;
  ImportReport report;
  for (const std::string& path : s.paths) {
    const absl::StatusOr<ImportSource> source = ImportSource::Open(path, session.run());
    if (!source.ok()) return source.status();
    if (!source->folder || RecogniseSource(*source) != nullptr) {
      paths.push_back(path);
      continue;
    }
    const absl::StatusOr<FolderSources> found = SourcesIn(path, session.run());
    if (!found.ok()) return found.status();
    if (found->known.empty()) return UnknownSource(*source);
    paths.insert(paths.end(), found->known.begin(), found->known.end());
    for (const std::string& unknown : found->unknown) {
      report.Note("files that are nothing known left out", unknown);
    }
  }
  if (!session.quiet) PrintReport(report);
  return paths;
}

// What all of them make together.
absl::StatusOr<ImportResult> ReadAll(Session& session, const AnySettings& s) {
  const absl::StatusOr<std::vector<std::string>> paths = PathsToRead(session, s);
  if (!paths.ok()) return paths.status();
  std::vector<ImportResult> parts;
  bool saw_graph = false;
  const auto count = static_cast<double>(paths->size());
  for (size_t i = 0; i < paths->size(); ++i) {
    const RunControl run = PartOf(session.run(), absl::StrCat("reading ", (*paths)[i]).c_str(),
                                  0.8 * static_cast<double>(i) / count,
                                  0.8 * static_cast<double>(i + 1) / count);
    absl::StatusOr<ImportResult> part = ReadOne(session, s, (*paths)[i], run, saw_graph);
    if (!part.ok()) return part.status();
    parts.push_back(*std::move(part));
  }
  if (s.weight != GraphWeight::kAuto && !saw_graph) {
    return absl::InvalidArgumentError(
        "--weight says what weights of a graph's edges mean: there is no graph\nleave it out");
  }
  if (parts.size() == 1 && s.name.empty()) return std::move(parts[0]);
  std::vector<const CommunityGraph*> communities;
  for (const ImportResult& part : parts) communities.push_back(&part.community);
  MergeOptions options;
  options.name = s.name;
  const RunControl merging = PartOf(session.run(), "bringing them together", 0.8, 0.9);
  options.run = &merging;
  absl::StatusOr<ImportResult> all = MergeCommunities(communities, options);
  if (all.ok() && parts.size() > 1 && !session.quiet) PrintReport(all->report);
  return all;
}

// Adds the ties that are asked for, and tells of them.
absl::StatusOr<ImportResult> WithTies(Session& session, const TogethernessOptions& options,
                                      absl::StatusOr<ImportResult> result) {
  if (!result.ok() || options.through.empty()) return result;
  result = DeriveTies(result->community, options);
  if (result.ok() && !session.quiet) PrintReport(result->report);
  return result;
}

int RunAny(Session& session, AnySettings& s) {
  TogethernessOptions together;
  if (absl::Status p = ParseTiesFrom(s.ties_from, together); !p.ok()) return FailCompute(p);
  const RunControl deriving = PartOf(session.run(), "deriving ties", 0.85, 0.9);
  together.run = &deriving;
  absl::StatusOr<ImportResult> result = WithTies(session, together, ReadAll(session, s));
  if (!result.ok()) return FailInput(result.status());
  result->report = ImportReport();  // It has been told.
  if (!s.offer.empty()) {
    if (absl::Status o = MarkOffering(s.offer, *result); !o.ok()) return FailCompute(o);
  }
  NoteFarDates(result->community, result->report);
  NoteWhatIsMissing(result->community, result->report);
  if (!s.dry_run) {
    const RunControl writing =
        PartOf(session.run(), absl::StrCat("writing ", s.output).c_str(), 0.9, 1);
    if (absl::Status w = WriteTo(s.output, result->community, s.compact, writing); !w.ok()) {
      return FailInput(w);
    }
  }
  if (!session.quiet) PrintReport(result->report);
  return kDone;
}

void DeclareAny(Options& o, Session& session, AnySettings& s) {
  Option& paths = o.Texts("PATH", s.paths, "PATH",
                          "Files, folders, archives: each is taken for what it holds, all together "
                          "make one community");
  paths.required = true;
  paths.wants = Wants::kFile;
  o.File("-o,--output", s.output, "Community file to write; - is standard output");
  o.Flag("--dry-run", s.dry_run, "Only says what each is taken for and what it makes");
  std::vector<std::string> names;
  for (const SourceFormat& format : SourceFormats()) names.emplace_back(format.name);
  o.Choice("--as", s.as, names, "What they are, whatever they look like");
  DeclareWeight(o, s.weight);
  DeclareTiesFrom(o, s.ties_from);
  o.Text("--name", s.name, "NAME", "Name of the community");
  o.Text("--offer", s.offer, "RULE",
         "What is the market's own to offer: kind=WORD, topic=ID or resource=ID, joined by 'or'");
  o.Flag("--compact", s.compact, "Store ties as gaps: a third of the size, slower to read");
  session.Common(o);
}

int CheckAndRun(Session& session, AnySettings& s) {
  if (s.output.empty() && !s.dry_run) {
    return FailCompute(absl::InvalidArgumentError(
        "import writes a community file: which?\n-o FILE, or --dry-run"));
  }
  return RunAny(session, s);
}

const bool kRegistered = Register<AnySettings>(
    {.name = "import",
     .group = Group::kBringIn,
     .question = "Turns exports into a community file: forums, chats, mail, GitHub, git, tables, graphs",
     .examples = {"pullgraph import dump/ -o q.pull",
                  "pullgraph import forum.sql.gz slack.zip list.mbox -o all.pull",
                  "pullgraph import contacts.csv --dry-run"}},
    DeclareAny, CheckAndRun);

}  // namespace
}  // namespace pullgraph::tools::verb_import_any
