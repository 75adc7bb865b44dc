// SPDX-License-Identifier: Apache-2.0
// Which accounts are likely to be one person's.
#ifndef PULLGRAPH_ALGORITHMS_IDENTITY_FIND_IDENTITIES_H_
#define PULLGRAPH_ALGORITHMS_IDENTITY_FIND_IDENTITIES_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "graph/community_view.h"
#include "graph/ids.h"
#include "graph/run_control.h"

namespace pullgraph {

struct IdentityOptions {
  // Accounts less likely to be one person's are not proposed; in [0, 1].
  double min_confidence = 0.5;
  const RunControl* run = nullptr;
};

enum class IdentityClue : uint8_t {
  kAddress,       // The same e-mail address.
  kStated,        // One says that a login like the other's is its own; GitHub's address does.
  kLogin,         // The same login, or what stands before the @.
  kName,          // The same name of two words or more.
  kNameAndDomain, // And a box at the same domain, which is no provider's.
  kPartOfName,    // One name is a part of the other.
};

struct IdentityEvidence {
  IdentityClue clue;
  std::string value;  // What they share: the address, login, name or domain.
};

// `alias` and `person` are likely to be one person's.
struct IdentityProposal {
  MemberId alias;
  MemberId person;   // The account under which they do most.
  double confidence; // That they are one person: of the weakest step from one to the other.
  MemberId through;  // The account that the evidence compares `alias` with.
  std::vector<IdentityEvidence> evidence;
};

struct IdentityProposals {
  std::vector<IdentityProposal> proposals;  // Surest first; then by person and alias.
  uint32_t people = 0;                      // Who have several accounts, if all are accepted.
  // Names that several logins bear which nothing else ties: those stay apart.
  std::vector<std::string> shared_names;
};

// Compares all accounts of persons that share an address, a login or a name. The
// probability that a pair is one person is that of record linkage: odds before looking (an
// account has .3 others, each as likely to be any), times for each clue how much more often it
// is shared within a person than by chance. Chance is taken from the community: a rare name
// says more than a frequent one, a long login more than a short one, and names that contradict
// each other count against. A name alone says nothing where several logins bear it.
// Accounts are joined surest first; nothing is merged.
//
// Bots, organisations and those not known at the view's moment are left out. What more than 64
// accounts share is no clue.
// TIES: equally sure pairs by id; the person is who has most ties and signals, then the
// smaller id. The same for any number of threads.
// COST: O(n + pairs that share something).
// ERRORS: InvalidArgument for a confidence that is not in [0, 1]; Cancelled.
// SOURCE: Fellegi, Sunter 1969, doi:10.1080/01621459.1969.10501049; frequencies of values:
// Winkler 1989.
absl::StatusOr<IdentityProposals> FindIdentities(const CommunityView& view,
                                                 const IdentityOptions& options = {});

}  // namespace pullgraph

#endif  // PULLGRAPH_ALGORITHMS_IDENTITY_FIND_IDENTITIES_H_
