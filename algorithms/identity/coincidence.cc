// SPDX-License-Identifier: Apache-2.0
#include "algorithms/identity/coincidence.h"

#include <algorithm>
#include <cmath>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_split.h"
#include "graph/string_table.h"

namespace pullgraph {
namespace {

// Names that a community of any size is taken to have besides its own, and how common a
// word is among them: a small one does not show how common its words are elsewhere.
constexpr double kNamesElsewhere = 50;
constexpr double kWordElsewhere = 0.01;

// First and last names go together (of one language, of one time): names of two words are
// shared more often than if their words were drawn each for itself. So are logins, which are
// made of words. Measured on names of people who have one account each: tests/identity.
constexpr double kNamesGoTogether = 5;
constexpr double kLoginsAreWords = 30;

}  // namespace

size_t Coincidence::SymbolOf(char c) {
  if (absl::ascii_islower(static_cast<unsigned char>(c))) return static_cast<size_t>(1 + c - 'a');
  if (absl::ascii_isdigit(static_cast<unsigned char>(c))) return static_cast<size_t>(27 + c - '0');
  return 37;
}

Coincidence::Coincidence(const std::vector<AccountKeys>& accounts) {
  absl::flat_hash_map<std::string, absl::flat_hash_set<std::string>> names_of_login;
  for (const AccountKeys& keys : accounts) {
    accounts_ += 1;
    if (!keys.words.empty()) names_ += 1;
    if (!keys.name.empty()) ++full_names_[keys.name];
    for (const std::string& word : keys.words) ++words_[word];
    for (const std::string& domain : keys.domains) ++domains_[domain];
    absl::flat_hash_set<std::string_view> own;
    for (const auto* list : {&keys.logins, &keys.nicks, &keys.locals, &keys.stated}) {
      own.insert(list->begin(), list->end());
    }
    for (const std::string_view login : own) {
      auto& names = names_of_login[std::string(login)];
      if (names.empty()) Learn(login);  // Once: what one person has often is not common.
      names.insert(keys.name);
    }
  }
  for (const auto& [login, names] : names_of_login) {
    const auto people = static_cast<uint32_t>(names.size() - (names.contains("") ? 1 : 0));
    if (people > 1) people_of_login_.emplace(login, people);
  }
  for (size_t a = 0; a < kSymbols; ++a) {
    for (size_t b = 0; b < kSymbols; ++b) firsts_[a] += pairs_[a][b] + 1;
  }
}

void Coincidence::Learn(std::string_view login) {
  size_t last = 0;
  for (const char c : login) {
    const size_t symbol = SymbolOf(c);
    pairs_[last][symbol] += 1;
    last = symbol;
  }
  pairs_[last][0] += 1;
}

double Coincidence::Common(const std::string& word, double own) const {
  const auto it = words_.find(word);
  const double others = it == words_.end() ? 0 : std::max(0.0, it->second - own);
  return (others + kNamesElsewhere * kWordElsewhere) / (names_ + kNamesElsewhere);
}

double Coincidence::Name(const std::string& name, const std::vector<std::string>& words) const {
  const auto it = full_names_.find(name);
  const double own = it == full_names_.end() ? 0 : it->second;
  double p = kNamesGoTogether;
  for (const std::string& word : words) p *= Common(word, own);
  return std::min(1.0, p);
}

double Coincidence::Login(std::string_view login) const {
  double p = kLoginsAreWords;
  size_t last = 0;
  for (const char c : login) {
    const size_t symbol = SymbolOf(c);
    p *= (pairs_[last][symbol] + 1) / firsts_[last];
    last = symbol;
  }
  p *= (pairs_[last][0] + 1) / firsts_[last];
  // Few choices are left to a short one, whatever is common here.
  constexpr double kChoices = 12;
  p = std::max(p, std::pow(kChoices, 1 - static_cast<double>(login.size())));
  // Some call themselves by a word of their name alone.
  constexpr double kByName = 0.2;
  const std::string key(login);
  if (words_.contains(key)) p += kByName * Word(key);
  // And people of several names have it here.
  const auto it = people_of_login_.find(key);
  if (it != people_of_login_.end()) p = std::max(p, (it->second - 1) / accounts_);
  return std::min(1.0, p);
}

double Coincidence::LoginOfName(std::string_view login, const std::vector<std::string>& name) const {
  // The words that it shows itself: ada.lovelace, and alovelace where there are others.
  std::vector<std::string> words = absl::StrSplit(AbslView(login), absl::ByAnyChar(".-_"), absl::SkipEmpty());
  if (words.size() == 1) words.clear();
  if (const std::string last(login.substr(1)); words_.contains(last)) words.push_back(last);
  words.insert(words.end(), name.begin(), name.end());
  constexpr double kThisForm = 0.2;  // Of the ways in which logins are made of names.
  constexpr double kThisInitial = 0.08, kThisNumber = 0.05;
  std::string letters;
  bool has_digits = false;
  for (const char c : login) {
    const bool is_digit = absl::ascii_isdigit(static_cast<unsigned char>(c));
    has_digits |= is_digit;
    if (!is_digit && c != '.' && c != '-' && c != '_') letters += c;
  }
  double p = 0;
  for (const std::string& a : words) {
    if (letters == a) p = std::max(p, kThisForm * Word(a));
    for (const std::string& b : words) {
      if (&a == &b) continue;
      if (letters == a + b) p = std::max(p, kThisForm * kNamesGoTogether * Word(a) * Word(b));
      if (letters == b + a.substr(0, 1)) p = std::max(p, kThisForm * kThisInitial * Word(b));
    }
    if (!letters.empty() && letters.substr(1) == a) p = std::max(p, kThisForm * kThisInitial * Word(a));
  }
  return std::min(1.0, has_digits ? p * kThisNumber : p);
}

double Coincidence::Domain(const std::string& domain) const {
  const auto it = domains_.find(domain);
  return it == domains_.end() ? 1 / accounts_ : std::max(1.0, it->second - 1.0) / accounts_;
}

}  // namespace pullgraph
