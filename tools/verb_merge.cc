// SPDX-License-Identifier: Apache-2.0
#include <string>
#include <vector>

#include "io/community_file.h"
#include "io/import/merge.h"
#include "tools/command/verb.h"
#include "tools/import_finish.h"

namespace pullgraph::tools::verb_merge {
namespace {

struct MergeSettings {
  std::vector<std::string> files;
  std::string name;
  std::string aliases;
  MadeFile made;
};

int Merge(Session& session, MergeSettings& s) {
  AliasTable aliases;
  MergeOptions options;
  if (!s.aliases.empty()) {
    absl::StatusOr<AliasTable> read = ReadAliasTable(s.aliases, session.run());
    if (!read.ok()) return FailInput(read.status());
    aliases = *std::move(read);
    options.aliases = &aliases;
  }
  session.Stage("reading");
  std::vector<CommunityGraph> parts;
  for (const std::string& file : s.files) {
    absl::StatusOr<CommunityGraph> part = ReadCommunityFile(file, session.run());
    if (!part.ok()) return FailInput(part.status());
    parts.push_back(*std::move(part));
  }
  std::vector<const CommunityGraph*> all;
  for (const CommunityGraph& part : parts) all.push_back(&part);
  options.name = s.name;
  options.run = session.run();
  return FinishMade(session, s.made, MergeCommunities(all, options));
}

void Declare(Options& o, Session& session, MergeSettings& s) {
  Option& files = o.Texts("FILE", s.files, "FILE", "Community files; where two say otherwise, the later one counts");
  files.required = true;
  files.wants = Wants::kFile;
  DeclareMadeFile(o, s.made);
  o.Text("--name", s.name, "NAME", "Name of the community; that of the first file unless given");
  DeclareAliases(o, s.aliases);
  session.Common(o);
}

const bool kRegistered = Register<MergeSettings>(
    {.name = "merge",
     .group = Group::kBringIn,
     .question = "Makes one community of several: the same people once, the same events once",
     .examples = {"pullgraph merge q.pull q.pull -o all.pull", "pullgraph merge forum.pull chat.pull -o all.pull",
                  "pullgraph merge c.pull --aliases aliases.csv -o people.pull"}},
    Declare, Merge);

}  // namespace
}  // namespace pullgraph::tools::verb_merge
