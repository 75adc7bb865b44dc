// SPDX-License-Identifier: Apache-2.0
#include "io/identity_messages.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "graph/string_table.h"
#include "io/answer/answer.h"

namespace pullgraph {
namespace {

const char* SentenceOf(IdentityClue clue) {
  switch (clue) {
    case IdentityClue::kAddress: return "the same e-mail address";
    case IdentityClue::kStated: return "one says that the login is its own";
    case IdentityClue::kLogin: return "the same login, or part before the @";
    case IdentityClue::kName: return "the same name";
    case IdentityClue::kNameAndDomain: return "a box at the same domain";
    case IdentityClue::kPartOfName: return "a word of the name";
  }
  return "";
}

}  // namespace

v1::SharedIdentity ToMessage(const CommunityGraph& community, const IdentityProposal& proposal,
                             uint32_t rank) {
  v1::SharedIdentity row;
  row.set_rank(rank);
  SetRef(community, proposal.alias, row, "alias");
  SetRef(community, proposal.person, row, "person");
  row.set_confidence(proposal.confidence);
  for (const IdentityEvidence& e : proposal.evidence) {
    std::string text = absl::StrCat(SentenceOf(e.clue), ": ", e.value);
    if (proposal.through != proposal.person) {
      absl::StrAppend(&text, " (as ", AbslView(community.MemberKey(proposal.through)), ")");
    }
    row.add_evidence(std::move(text));
  }
  return row;
}

}  // namespace pullgraph
