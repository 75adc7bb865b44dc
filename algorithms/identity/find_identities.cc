// SPDX-License-Identifier: Apache-2.0
#include "algorithms/identity/find_identities.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <optional>
#include <tuple>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/str_cat.h"
#include "algorithms/identity/account_keys.h"
#include "algorithms/identity/coincidence.h"
#include "graph/member_policy.h"

namespace pullgraph {
namespace {

// Other accounts of one person, on average, before anything is known of them.
constexpr double kOthers = 0.3;
// How often two accounts of one person share each; guesses that hardly matter beside how
// rare it is by chance.
constexpr double kSharedLogin = 0.4, kSharedName = 0.7, kSharedDomain = 0.4, kSharedPart = 0.2;
// Two people of one name make the same login of it.
constexpr double kSameForm = 0.1;
// Chance that an address or a stated login is that of somebody else: mistyped, handed on.
constexpr double kAddressOfOther = 1e-9, kStatedOfOther = 1e-7;
// Names without a word in common, within one person and between two that share a login.
constexpr double kOtherNames = 0.05;

struct Pair {
  uint32_t a = 0, b = 0;  // a < b.
  double odds = 0;
  bool by_name_alone = false;
  std::vector<IdentityEvidence> evidence;
  double confidence() const { return odds / (1 + odds); }
};

// The first element that is in both.
const std::string* Common(const std::vector<std::string>& x, const std::vector<std::string>& y) {
  for (const std::string& word : x) {
    if (std::find(y.begin(), y.end(), word) != y.end()) return &word;
  }
  return nullptr;
}

class Linker {
 public:
  Linker(const CommunityView& view, const IdentityOptions& options) : view_(view), options_(options) {}

  absl::StatusOr<IdentityProposals> Run() {
    ReadAccounts();
    if (absl::Status s = CheckCancelled(options_.run); !s.ok()) return s;
    const Coincidence chance(keys_);
    chance_ = &chance;
    FindPairs();
    if (absl::Status s = CheckCancelled(options_.run); !s.ok()) return s;
    DropSharedNames();
    Join();
    return Propose();
  }

 private:
  void ReadAccounts() {
    const CommunityGraph& c = view_.community();
    for (uint32_t m = 0; m < c.num_members(); ++m) {
      if (!TakesPart(view_, MemberId(m)) || c.members().kind[m] == MemberKind::kOrganization) continue;
      accounts_.push_back(MemberId(m));
      keys_.push_back(KeysOf(c, MemberId(m)));
    }
    weight_.assign(accounts_.size(), 0);
    std::vector<uint64_t> acts(c.num_members());
    for (const MemberId m : c.signals().member) {
      if (!m.is_none()) ++acts[m.value()];
    }
    for (uint32_t i = 0; i < accounts_.size(); ++i) {
      weight_[i] = acts[accounts_[i].value()] + c.graph().OutDegree(accounts_[i].value());
    }
  }

  void FindPairs() {
    absl::flat_hash_map<std::string, std::vector<uint32_t>> holders;
    for (uint32_t i = 0; i < keys_.size(); ++i) {
      std::vector<std::string> marks;
      for (const std::string& a : keys_[i].addresses) marks.push_back(absl::StrCat("@", a));
      for (const auto* list : {&keys_[i].logins, &keys_[i].nicks, &keys_[i].locals, &keys_[i].stated}) {
        for (const std::string& login : *list) marks.push_back(absl::StrCat("l", login));
      }
      if (!keys_[i].name.empty()) marks.push_back(absl::StrCat("n", keys_[i].name));
      std::sort(marks.begin(), marks.end());
      marks.erase(std::unique(marks.begin(), marks.end()), marks.end());
      for (std::string& mark : marks) holders[std::move(mark)].push_back(i);
    }
    constexpr size_t kMostHolders = 64;
    std::vector<std::pair<uint32_t, uint32_t>> candidates;
    for (const auto& entry : holders) {
      const std::vector<uint32_t>& who = entry.second;
      if (who.size() > kMostHolders) continue;
      for (size_t i = 0; i < who.size(); ++i) {
        for (size_t j = i + 1; j < who.size(); ++j) candidates.emplace_back(who[i], who[j]);
      }
    }
    std::sort(candidates.begin(), candidates.end());
    candidates.erase(std::unique(candidates.begin(), candidates.end()), candidates.end());
    for (const auto& [a, b] : candidates) {
      if (Pair pair = Compare(a, b); !pair.evidence.empty()) pairs_.push_back(std::move(pair));
    }
  }

  Pair Compare(uint32_t a, uint32_t b) const {
    const AccountKeys &x = keys_[a], &y = keys_[b];
    Pair pair{a, b, kOthers / static_cast<double>(std::max<size_t>(1, keys_.size() - 1)), false, {}};
    bool strong = false;
    if (const std::string* address = Common(x.addresses, y.addresses)) {
      Add(pair, IdentityClue::kAddress, *address, 1 / kAddressOfOther);
      strong = true;
    }
    if (const std::string* login = StatedLogin(x, y)) {
      Add(pair, IdentityClue::kStated, *login, 1 / kStatedOfOther);
      strong = true;
    } else if (const std::string* same = strong ? nullptr : SharedLogin(x, y)) {
      Add(pair, IdentityClue::kLogin, *same, LoginRatio(x, y, *same));
      strong = true;
    } else if (const std::string* nick = strong ? nullptr : SharedNick(x, y)) {
      Add(pair, IdentityClue::kLogin, *nick, kSharedLogin / chance_->Nick(*nick));
      strong = true;
    }
    CompareNames(x, y, strong, pair);
    pair.by_name_alone = !strong;
    return pair;
  }

  // What a login says beyond the names: one that is made of the name both bear is only one of
  // the ways to make one.
  double LoginRatio(const AccountKeys& x, const AccountKeys& y, const std::string& login) const {
    const double made = std::max(chance_->LoginOfName(login, x.words), chance_->LoginOfName(login, y.words));
    if (made > 0 && !x.name.empty() && x.name == y.name) return kSharedLogin / kSameForm;
    return kSharedLogin / std::max(chance_->Login(login), made);
  }

  static void Add(Pair& pair, IdentityClue clue, const std::string& value, double ratio) {
    pair.odds *= ratio;
    pair.evidence.push_back({clue, value});
  }

  static const std::string* StatedLogin(const AccountKeys& x, const AccountKeys& y) {
    if (const std::string* s = Common(x.stated, y.logins)) return s;
    if (const std::string* s = Common(y.stated, x.logins)) return s;
    return Common(x.stated, y.stated);
  }

  static const std::string* SharedLogin(const AccountKeys& x, const AccountKeys& y) {
    if (const std::string* s = Common(x.logins, y.logins)) return s;
    if (const std::string* s = Common(x.logins, y.locals)) return s;
    if (const std::string* s = Common(x.locals, y.logins)) return s;
    return Common(x.locals, y.locals);
  }

  static const std::string* SharedNick(const AccountKeys& x, const AccountKeys& y) {
    if (const std::string* s = Common(x.nicks, y.nicks)) return s;
    for (const auto& [nicks, other] : {std::pair(&x.nicks, &y), std::pair(&y.nicks, &x)}) {
      if (const std::string* s = Common(*nicks, other->logins)) return s;
      if (const std::string* s = Common(*nicks, other->locals)) return s;
    }
    return nullptr;
  }

  void CompareNames(const AccountKeys& x, const AccountKeys& y, bool strong, Pair& pair) const {
    if (!x.name.empty() && x.name == y.name) {
      Add(pair, IdentityClue::kName, x.name, kSharedName / chance_->Name(x.name, x.words));
      if (const std::string* domain = Common(x.domains, y.domains)) {
        Add(pair, IdentityClue::kNameAndDomain, *domain, kSharedDomain / chance_->Domain(*domain));
      }
      return;
    }
    if (!strong || x.words.empty() || y.words.empty()) return;
    std::vector<std::string> both;
    std::set_intersection(x.words.begin(), x.words.end(), y.words.begin(), y.words.end(),
                          std::back_inserter(both));
    const bool is_part = both.size() == std::min(x.words.size(), y.words.size());
    // What the login itself says is not said twice.
    const auto in_login = [&](const std::string& word) {
      return std::any_of(pair.evidence.begin(), pair.evidence.end(),
                         [&](const IdentityEvidence& e) { return e.value.find(word) != std::string::npos; });
    };
    if (both.empty()) {
      if (!x.name.empty() && !y.name.empty()) pair.odds *= kOtherNames;
    } else if (is_part && !in_login(both[0])) {
      Add(pair, IdentityClue::kPartOfName, both[0], std::max(1.0, kSharedPart / chance_->Word(both[0])));
    } else if (!is_part) {
      pair.odds *= 4 * kOtherNames;  // Ada King, Ada Byron: as like as not a relative, or married.
    }
  }

  // Where several logins bear a name, or are of accounts that do, and nothing else ties them,
  // the name is no clue.
  void DropSharedNames() {
    std::vector<uint32_t> root = Groups([&](const Pair& p) { return !p.by_name_alone && p.odds >= 1; });
    std::vector<uint8_t> has_login(keys_.size());  // Of a root.
    for (uint32_t i = 0; i < keys_.size(); ++i) {
      if (!keys_[i].logins.empty()) has_login[root[i]] = 1;
    }
    absl::flat_hash_map<std::string, std::vector<uint32_t>> logins;
    for (uint32_t i = 0; i < keys_.size(); ++i) {
      if (keys_[i].name.empty() || has_login[root[i]] == 0) continue;
      std::vector<uint32_t>& groups = logins[keys_[i].name];
      if (std::find(groups.begin(), groups.end(), root[i]) == groups.end()) groups.push_back(root[i]);
    }
    for (const auto& [name, groups] : logins) {
      if (groups.size() > 1) shared_names_.push_back(name);
    }
    std::sort(shared_names_.begin(), shared_names_.end());
    const auto ambiguous = [&](const Pair& p) {
      return p.by_name_alone && std::binary_search(shared_names_.begin(), shared_names_.end(), keys_[p.a].name);
    };
    pairs_.erase(std::remove_if(pairs_.begin(), pairs_.end(), ambiguous), pairs_.end());
  }

  template <class Accept>
  std::vector<uint32_t> Groups(Accept accept) const {
    std::vector<uint32_t> root(keys_.size());
    std::iota(root.begin(), root.end(), 0u);
    for (const Pair& p : pairs_) {
      if (accept(p)) Unite(root, p.a, p.b);
    }
    for (uint32_t i = 0; i < root.size(); ++i) root[i] = Root(root, i);
    return root;
  }

  static uint32_t Root(std::vector<uint32_t>& root, uint32_t i) {
    while (root[i] != i) i = root[i] = root[root[i]];
    return i;
  }
  static bool Unite(std::vector<uint32_t>& root, uint32_t a, uint32_t b) {
    a = Root(root, a);
    b = Root(root, b);
    root[std::max(a, b)] = std::min(a, b);
    return a != b;
  }

  // A forest of the surest pairs that are sure enough.
  void Join() {
    std::sort(pairs_.begin(), pairs_.end(), [](const Pair& x, const Pair& y) {
      return std::tuple(-x.odds, x.a, x.b) < std::tuple(-y.odds, y.a, y.b);
    });
    root_.resize(keys_.size());
    std::iota(root_.begin(), root_.end(), 0u);
    next_.resize(keys_.size());
    for (const Pair& p : pairs_) {
      if (p.confidence() < options_.min_confidence || !Unite(root_, p.a, p.b)) continue;
      next_[p.a].push_back(&p);
      next_[p.b].push_back(&p);
    }
  }

  IdentityProposals Propose() {
    IdentityProposals result;
    std::vector<uint32_t> person(keys_.size(), UINT32_MAX);  // Of a root.
    for (uint32_t i = 0; i < keys_.size(); ++i) {
      uint32_t& best = person[Root(root_, i)];
      if (best == UINT32_MAX || weight_[i] > weight_[best]) best = i;
    }
    for (uint32_t i = 0; i < keys_.size(); ++i) {
      if (person[Root(root_, i)] != i || next_[i].empty()) continue;
      ++result.people;
      Walk(i, result.proposals);
    }
    std::stable_sort(result.proposals.begin(), result.proposals.end(),
                     [](const IdentityProposal& x, const IdentityProposal& y) {
                       return std::tuple(-x.confidence, x.person, x.alias) <
                              std::tuple(-y.confidence, y.person, y.alias);
                     });
    result.shared_names = std::move(shared_names_);
    return result;
  }

  // All accounts that `person` has, from the nearest on.
  void Walk(uint32_t person, std::vector<IdentityProposal>& proposals) const {
    struct Step {
      uint32_t account, from;
      double confidence;
    };
    std::vector<Step> open = {{person, person, 1}};
    for (size_t at = 0; at < open.size(); ++at) {
      const Step step = open[at];
      for (const Pair* p : next_[step.account]) {
        const uint32_t other = p->a == step.account ? p->b : p->a;
        if (other == step.from) continue;
        const double confidence = std::min(step.confidence, p->confidence());
        proposals.push_back({accounts_[other], accounts_[person], confidence, accounts_[step.account], p->evidence});
        open.push_back({other, step.account, confidence});
      }
    }
  }

  const CommunityView& view_;
  const IdentityOptions& options_;
  const Coincidence* chance_ = nullptr;
  std::vector<MemberId> accounts_;
  std::vector<AccountKeys> keys_;
  std::vector<uint64_t> weight_;
  std::vector<Pair> pairs_;
  std::vector<std::string> shared_names_;
  std::vector<uint32_t> root_;
  std::vector<std::vector<const Pair*>> next_;  // Pairs of an account in the forest.
};

}  // namespace

absl::StatusOr<IdentityProposals> FindIdentities(const CommunityView& view,
                                                 const IdentityOptions& options) {
  if (!(options.min_confidence >= 0 && options.min_confidence <= 1)) {
    return absl::InvalidArgumentError(
        absl::StrCat("min_confidence is ", options.min_confidence, ", expected one in [0, 1]"));
  }
  return Linker(view, options).Run();
}

}  // namespace pullgraph
