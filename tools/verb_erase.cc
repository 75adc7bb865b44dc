// SPDX-License-Identifier: Apache-2.0
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "io/import/id_list.h"
#include "io/import/rebuild.h"
#include "tools/command/verb.h"
#include "tools/import_finish.h"

namespace pullgraph::tools::verb_erase {
namespace {

struct EraseSettings {
  std::vector<std::string> members;
  std::string list;
  MadeFile made;
};

// Who of the list is in the community; how many are not, the report says.
absl::StatusOr<std::vector<MemberId>> Listed(Session& session, const EraseSettings& s, uint64_t& absent) {
  std::vector<MemberId> members;
  if (s.list.empty()) return members;
  const absl::StatusOr<std::vector<std::string>> ids = ReadIdList(s.list);
  if (!ids.ok()) return ids.status();
  for (const std::string& id : *ids) {
    const std::optional<MemberId> m = session.community().FindMember(id);
    if (m.has_value()) members.push_back(*m);
    absent += !m.has_value();
  }
  return members;
}

int Erase(Session& session, EraseSettings& s) {
  if (s.members.empty() && s.list.empty()) {
    return FailCompute(absl::InvalidArgumentError("nobody is named\na MEMBER, or --list FILE with an id a line"));
  }
  if (const int code = session.Load(); code != kDone) return code;
  uint64_t absent = 0;
  absl::StatusOr<std::vector<MemberId>> listed = Listed(session, s, absent);
  if (!listed.ok()) return FailInput(listed.status());
  std::vector<MemberId> members = *std::move(listed);
  for (const std::string& text : s.members) {
    const absl::StatusOr<MemberId> m = session.FindMember("MEMBER", text);
    if (!m.ok()) return FailCompute(m.status());
    members.push_back(*m);
  }
  session.Stage("erasing");
  absl::StatusOr<ImportResult> made = EraseMembers(session.community(), members, session.run());
  if (made.ok() && !s.list.empty()) made->report.Count("ids of the list that are not here", absent);
  return FinishMade(session, s.made, std::move(made));
}

void Declare(Options& o, Session& session, EraseSettings& s) {
  session.File(o);
  o.Texts("MEMBER", s.members, "MEMBER", "Who is to be erased, by id or name");
  o.File("--list", s.list, "And everybody whose id is a line of it; who is not in the community is counted");
  DeclareMadeFile(o, s.made);
}

const bool kRegistered = Register<EraseSettings>(
    {.name = "erase",
     .group = Group::kBringIn,
     .question = "Takes members out of a community, with all they did and all that is said of them",
     .examples = {"pullgraph erase q.pull 141 -o without.pull", "pullgraph erase q.pull --list gone.txt -o q.pull"}},
    Declare, Erase);

}  // namespace
}  // namespace pullgraph::tools::verb_erase
