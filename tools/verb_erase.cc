// SPDX-License-Identifier: Apache-2.0
#include <string>
#include <vector>

#include "io/import/rebuild.h"
#include "tools/command/verb.h"
#include "tools/import_finish.h"

namespace pullgraph::tools::verb_erase {
namespace {

struct EraseSettings {
  std::vector<std::string> members;
  MadeFile made;
};

int Erase(Session& session, EraseSettings& s) {
  if (const int code = session.Load(); code != kDone) return code;
  std::vector<MemberId> members;
  for (const std::string& text : s.members) {
    const absl::StatusOr<MemberId> m = session.FindMember("MEMBER", text);
    if (!m.ok()) return FailCompute(m.status());
    members.push_back(*m);
  }
  session.Stage("erasing");
  return FinishMade(session, s.made, EraseMembers(session.community(), members, session.run()));
}

void Declare(Options& o, Session& session, EraseSettings& s) {
  session.File(o);
  o.Texts("MEMBER", s.members, "MEMBER", "Who is to be erased, by id or name").required = true;
  DeclareMadeFile(o, s.made);
}

const bool kRegistered = Register<EraseSettings>(
    {.name = "erase",
     .group = Group::kBringIn,
     .question = "Takes members out of a community, with all they did and all that is said of them",
     .examples = {"pullgraph erase q.pull 141 -o without.pull"}},
    Declare, Erase);

}  // namespace
}  // namespace pullgraph::tools::verb_erase
