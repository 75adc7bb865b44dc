// SPDX-License-Identifier: Apache-2.0
// How often two different people share a login or a name by chance; internal to
// algorithms/identity/.
#ifndef PULLGRAPH_ALGORITHMS_IDENTITY_COINCIDENCE_H_
#define PULLGRAPH_ALGORITHMS_IDENTITY_COINCIDENCE_H_

#include <algorithm>
#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "algorithms/identity/account_keys.h"

namespace pullgraph {

// Learned from all accounts: how common words of names, letters of logins and domains are.
class Coincidence {
 public:
  explicit Coincidence(const std::vector<AccountKeys>& accounts);

  // Probability that somebody else has this login, name (of these words), or domain.
  double Login(std::string_view login) const;
  // That somebody with this name, or another, makes the login of their name: ada,
  // adalovelace, alovelace, ada.lovelace7. 0 if it is not made of a name.
  double LoginOfName(std::string_view login, const std::vector<std::string>& name) const;
  // A nick is taken for a word of a name.
  double Nick(const std::string& nick) const { return std::max(Login(nick), Word(nick)); }
  double Name(const std::string& name, const std::vector<std::string>& words) const;
  double Word(const std::string& word) const { return Common(word, 0); }
  double Domain(const std::string& domain) const;

 private:
  // Letters, digits, and the rest as one; 0 is the beginning and the end.
  static constexpr size_t kSymbols = 38;
  static size_t SymbolOf(char c);

  void Learn(std::string_view login);
  // Share of accounts with that word in their name, but for `own` of them.
  double Common(const std::string& word, double own) const;

  absl::flat_hash_map<std::string, uint32_t> words_, full_names_, domains_;  // Accounts with it.
  absl::flat_hash_map<std::string, uint32_t> people_of_login_;  // Names of who has it, from two on.
  double names_ = 0;
  double accounts_ = 0;
  std::array<std::array<double, kSymbols>, kSymbols> pairs_{};
  std::array<double, kSymbols> firsts_{};
};

}  // namespace pullgraph

#endif  // PULLGRAPH_ALGORITHMS_IDENTITY_COINCIDENCE_H_
