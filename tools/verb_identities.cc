// SPDX-License-Identifier: Apache-2.0
#include <string>

#include "absl/strings/str_cat.h"
#include "algorithms/identity/find_identities.h"
#include "io/answer/figures.h"
#include "io/identity_messages.h"
#include "tools/command/verb.h"

namespace pullgraph::tools::verb_identities {
namespace {

using figures::CountOf;

struct IdentitySettings {
  double confidence = 50;
};

absl::StatusOr<Answer> FindThem(Session& session, IdentitySettings& s) {
  IdentityOptions options;
  options.min_confidence = s.confidence / 100;
  options.run = session.run();
  const absl::StatusOr<IdentityProposals> found = FindIdentities(session.view(), options);
  if (!found.ok()) return found.status();
  Answer answer;
  answer.Of<v1::SharedIdentity>();
  const size_t count = found->proposals.size();
  answer.title = count == 0 ? "No two accounts look like one person's"
                            : absl::StrCat(CountOf(found->people, "person seems", "people seem"), " to have ",
                                           CountOf(count, "more account", "more accounts"));
  for (const IdentityProposal& proposal : found->proposals) {
    if (!session.HasRoom(answer)) break;
    answer.Add(ToMessage(session.community(), proposal, answer.NextRank()));
  }
  if (!found->shared_names.empty()) {
    answer.Note(absl::StrCat(CountOf(found->shared_names.size(), "name is", "names are"),
                             " borne by several logins that nothing else ties, and stay apart: first '",
                             found->shared_names[0], "'."));
  }
  if (count > 0) {
    answer.Note("Nothing is merged: read the list, take out what is wrong, and give it to merge or import "
                "(-o aliases.csv, then --aliases aliases.csv).");
  }
  return answer;
}

void Declare(Options& o, Session& session, IdentitySettings& s) {
  session.File(o);
  session.Result(o, 1'000'000);
  o.Num("--confidence", s.confidence, Between(0, 100), "Per cent below which accounts are not proposed");
}

const bool kRegistered = Register<IdentitySettings>(
    {.name = "identities",
     .group = Group::kBringIn,
     .question = "Which accounts are likely to be one person's?",
     .examples = {"pullgraph identities c.pull", "pullgraph identities c.pull -o aliases.csv"}},
    Answers<v1::SharedIdentity>(), Declare, FindThem);

}  // namespace
}  // namespace pullgraph::tools::verb_identities
