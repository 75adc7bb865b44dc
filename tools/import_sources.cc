// SPDX-License-Identifier: Apache-2.0
#include "tools/import_sources.h"

#include <optional>
#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "io/import/employers.h"
#include "io/import/merge.h"
#include "io/import/source_folder.h"
#include "tools/command/host.h"
#include "tools/import_finish.h"

namespace pullgraph::tools {
namespace {

// The read sources, and what each was taken for.
struct Parts {
  std::vector<ImportResult> results;
  std::vector<std::string> platforms;  // Whose numbers its ids may be; "" = nobody's.
  bool saw_graph = false;
};

// One of the paths: told for what it is taken, and read.
absl::Status ReadOne(Session& session, const SourceSettings& s, const std::string& path,
                     const RunControl& run, Parts& parts) {
  absl::StatusOr<ImportSource> source = ImportSource::Open(path, &run);
  if (!source.ok()) return source.status();
  source->weight = s.weight;
  const SourceFormat* format = s.as.empty() ? RecogniseSource(*source) : FindSourceFormat(s.as);
  if (format == nullptr) return UnknownSource(*source);
  parts.saw_graph |= format->is_graph;
  if (!session.quiet) {
    SayAside(absl::StrCat(path, ": ", s.as.empty() ? "" : "read as ", DescribeSource(*format, *source), "\n"));
  }
  if (s.dry_run) SayAside(PreviewSource(*format, *source));
  absl::StatusOr<ImportResult> result = format->read(*source);
  if (!result.ok()) return result.status();
  if (!session.quiet) PrintReport(result->report);
  parts.platforms.push_back(format->ids == IdSpace::kShared     ? ""
                            : format->ids == IdSpace::kPlatform ? format->name
                                                                : result->community.name());
  parts.results.push_back(*std::move(result));
  return absl::OkStatus();
}

// The paths to read: those given, and for a folder that is nothing itself what lies in it.
absl::StatusOr<std::vector<std::string>> PathsToRead(Session& session, const SourceSettings& s) {
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

absl::StatusOr<Parts> ReadParts(Session& session, const SourceSettings& s) {
  const absl::StatusOr<std::vector<std::string>> paths = PathsToRead(session, s);
  if (!paths.ok()) return paths.status();
  Parts parts;
  const auto count = static_cast<double>(paths->size());
  for (size_t i = 0; i < paths->size(); ++i) {
    const RunControl run = PartOf(session.run(), absl::StrCat("reading ", (*paths)[i]).c_str(),
                                  0.8 * static_cast<double>(i) / count,
                                  0.8 * static_cast<double>(i + 1) / count);
    if (absl::Status read = ReadOne(session, s, (*paths)[i], run, parts); !read.ok()) return read;
  }
  if (s.weight != GraphWeight::kAuto && !parts.saw_graph) {
    return absl::InvalidArgumentError(
        "--weight says what weights of a graph's edges mean: there is no graph\nleave it out");
  }
  // Numbers of one platform alone need no word before them.
  std::set<std::string> platforms(parts.platforms.begin(), parts.platforms.end());
  platforms.erase("");
  if (platforms.size() < 2) parts.platforms.assign(parts.platforms.size(), "");
  return parts;
}

// What all of them make together.
absl::StatusOr<ImportResult> Combine(Session& session, const SourceSettings& s, Parts parts,
                                     const CommunityGraph* before, const AliasTable* aliases) {
  if (parts.results.size() == 1 && s.name.empty() && before == nullptr && aliases == nullptr) {
    return std::move(parts.results[0]);
  }
  std::vector<const CommunityGraph*> communities;
  MergeOptions options;
  if (before != nullptr) {
    communities.push_back(before);
    options.number_prefixes.emplace_back();
  }
  for (size_t i = 0; i < parts.results.size(); ++i) {
    communities.push_back(&parts.results[i].community);
    options.number_prefixes.push_back(parts.platforms[i]);
  }
  options.name = s.name;
  options.aliases = aliases;
  const RunControl merging = PartOf(session.run(), "bringing them together", 0.8, 0.9);
  options.run = &merging;
  absl::StatusOr<ImportResult> all = MergeCommunities(communities, options);
  const bool is_news = communities.size() > 1 || aliases != nullptr;
  if (all.ok() && is_news && !session.quiet) PrintReport(all->report);
  return all;
}

// Before accounts are brought together: each address is of one employer.
absl::Status AddEmployersTo(Session& session, Parts& parts) {
  ImportReport sum;
  for (ImportResult& part : parts.results) {
    const RunControl finding = PartOf(session.run(), "finding employers", 0.8, 0.8);
    absl::StatusOr<ImportResult> result = AddEmployers(part.community, &finding);
    if (!result.ok()) return result.status();
    part.community = std::move(result->community);
    for (const auto& [what, count] : result->report.counts()) sum.Count(what, count);
  }
  if (!session.quiet) PrintReport(sum);
  return absl::OkStatus();
}

// Adds the ties that are asked for, and tells of them.
absl::StatusOr<ImportResult> WithTies(Session& session, const TogethernessOptions& options,
                                      absl::StatusOr<ImportResult> result) {
  if (!result.ok() || options.through.empty()) return result;
  result = DeriveTies(result->community, options);
  if (result.ok() && !session.quiet) PrintReport(result->report);
  return result;
}

}  // namespace

absl::StatusOr<ImportResult> ReadSources(Session& session, const SourceSettings& s,
                                         const CommunityGraph* before) {
  TogethernessOptions together;
  if (absl::Status p = ParseTiesFrom(s.ties_from, together); !p.ok()) return p;
  std::optional<AliasTable> aliases;
  if (!s.aliases.empty()) {
    absl::StatusOr<AliasTable> read = ReadAliasTable(s.aliases, session.run());
    if (!read.ok()) return read.status();
    aliases = *std::move(read);
  }
  absl::StatusOr<Parts> parts = ReadParts(session, s);
  if (!parts.ok()) return parts.status();
  if (s.employers) {
    if (absl::Status e = AddEmployersTo(session, *parts); !e.ok()) return e;
  }
  const RunControl deriving = PartOf(session.run(), "deriving ties", 0.85, 0.9);
  together.run = &deriving;
  absl::StatusOr<ImportResult> all =
      Combine(session, s, *std::move(parts), before, aliases ? &*aliases : nullptr);
  if (all.ok()) {
    all->report = ImportReport();  // It has been told.
    if (absl::Status marked = MarkBots(s.bots, *all); !marked.ok()) return marked;
    if (!session.quiet) PrintReport(all->report);
  }
  return WithTies(session, together, std::move(all));
}

void DeclareSources(Options& o, SourceSettings& s) {
  Option& paths = o.Texts("PATH", s.paths, "PATH",
                          "Files, folders, archives: each is taken for what it holds, all together "
                          "make one community");
  paths.required = true;
  paths.wants = Wants::kFile;
  std::vector<std::string> names;
  for (const SourceFormat& format : SourceFormats()) names.emplace_back(format.name);
  o.Choice("--as", s.as, names, "What they are, whatever they look like");
  DeclareWeight(o, s.weight);
  DeclareTiesFrom(o, s.ties_from);
  DeclareEmployers(o, s.employers);
  DeclareAliases(o, s.aliases);
  o.Texts("--bot", s.bots.bots, "ID", "Member who is a bot; may be repeated");
  o.Texts("--person", s.bots.people, "ID", "Member who is no bot, whatever they are called; may be repeated");
  o.Text("--name", s.name, "NAME", "Name of the community");
}

}  // namespace pullgraph::tools
