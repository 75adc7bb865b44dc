// SPDX-License-Identifier: Apache-2.0
#include "algorithms/identity/account_keys.h"

#include <utf8proc.h>

#include <algorithm>
#include <cstdlib>
#include <new>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "algorithms/identity/mail_address.h"

namespace pullgraph {
namespace {

// Attributes that hold the login of the account itself, or one elsewhere.
constexpr std::string_view kOwnLogin[] = {"handle", "login", "nick", "nickname", "screen_name",
                                          "user_name", "username", "slug"};
constexpr std::string_view kLoginElsewhere[] = {"discord", "discourse", "github", "gitlab", "irc",
                                                "linkedin", "mastodon", "matrix", "meetup",
                                                "slack", "stackoverflow", "twitter", "x"};

constexpr std::string_view kGithubBox = "users.noreply.github.com";

template <size_t n>
bool IsIn(const std::string_view (&list)[n], std::string_view word) {
  return std::find(std::begin(list), std::end(list), word) != std::end(list);
}

bool IsWordByte(char c) {
  return absl::ascii_isalnum(static_cast<unsigned char>(c)) || (static_cast<unsigned char>(c) & 0x80) != 0;
}

void AddOnce(std::vector<std::string>& list, std::string_view word) {
  if (!word.empty() && std::find(list.begin(), list.end(), word) == list.end()) list.emplace_back(word);
}

// What a machine drew: digits; U01ABCDEF; 16 and more of hex.
bool IsDrawn(std::string_view id) {
  const auto count = [&](auto is) { return static_cast<size_t>(std::count_if(id.begin(), id.end(), is)); };
  const size_t digits = count([](char c) { return c >= '0' && c <= '9'; });
  const size_t upper = count([](char c) { return c >= 'A' && c <= 'Z'; });
  const size_t hex = count([](char c) { return absl::ascii_isxdigit(static_cast<unsigned char>(c)) || c == '-'; });
  if (digits == id.size() || (id.size() >= 16 && hex == id.size())) return true;
  return id.size() >= 8 && digits + upper == id.size() && (id[0] == 'U' || id[0] == 'W' || id[0] == 'B');
}

// Whether people choose such names: ada, ada_l, ada.lovelace-1815.
bool IsLogin(std::string_view text) {
  constexpr size_t kLongest = 39;  // At GitHub; elsewhere it is about as much.
  return text.size() >= 2 && text.size() <= kLongest &&
         std::any_of(text.begin(), text.end(), [](char c) { return IsWordByte(c) && !absl::ascii_isdigit(static_cast<unsigned char>(c)); }) &&
         std::all_of(text.begin(), text.end(), [](char c) { return IsWordByte(c) || c == '.' || c == '-' || c == '_'; });
}

void AddAddress(std::string_view address, AccountKeys& keys) {
  const size_t at = address.find('@');
  std::string_view local = address.substr(0, at);
  const std::string_view domain = address.substr(at + 1);
  if (domain == kGithubBox) {  // 583231+octocat@..., given by GitHub itself.
    AddOnce(keys.stated, local.substr(local.find('+') + 1));
    return;
  }
  if (const size_t plus = local.find('+'); plus != std::string_view::npos && plus > 0) local = local.substr(0, plus);
  if (IsSharedBox(local)) return;
  AddOnce(keys.addresses, absl::StrCat(AbslView(local), "@", AbslView(domain)));
  AddOnce(keys.locals, local);
  if (!IsMailProvider(domain)) AddOnce(keys.domains, domain);
}

// The last part of an address of a profile, @ taken off: "https://github.com/ada" is ada.
std::string_view LoginIn(std::string_view text) {
  while (!text.empty() && text.back() == '/') text.remove_suffix(1);
  if (text.find("://") != std::string_view::npos || text.find(".com/") != std::string_view::npos) {
    text = text.substr(text.rfind('/') + 1);
  }
  if (!text.empty() && text[0] == '@') text.remove_prefix(1);
  return text;
}

void AddAttribute(std::string_view name, std::string_view value, AccountKeys& keys) {
  if (IsMailAddress(value)) {
    AddAddress(value, keys);
    return;
  }
  const std::string_view first = name.substr(0, name.find_first_of(" _-"));
  const std::string_view login = LoginIn(value);
  if (!IsLogin(login)) return;
  if (IsIn(kOwnLogin, name)) AddOnce(keys.logins, login);
  if (IsIn(kLoginElsewhere, first)) AddOnce(keys.stated, login);
}

void SetName(std::string_view folded, AccountKeys& keys) {
  std::vector<std::string> words;
  for (size_t i = 0; i < folded.size();) {
    size_t end = i;
    while (end < folded.size() && IsWordByte(folded[end])) ++end;
    // One letter is an initial, which says little.
    if (end - i >= 2) words.emplace_back(folded.substr(i, end - i));
    i = end + 1;
  }
  std::sort(words.begin(), words.end());
  words.erase(std::unique(words.begin(), words.end()), words.end());
  constexpr size_t kMost = 8;  // What has more is a sentence.
  if (words.size() > kMost) return;
  if (words.size() >= 2) keys.name = absl::StrJoin(words, " ");
  keys.words = std::move(words);
}

}  // namespace

std::string FoldText(std::string_view text) {
  utf8proc_uint8_t* folded = nullptr;
  const utf8proc_ssize_t size = utf8proc_map(
      reinterpret_cast<const utf8proc_uint8_t*>(text.data()), static_cast<utf8proc_ssize_t>(text.size()), &folded,
      static_cast<utf8proc_option_t>(UTF8PROC_DECOMPOSE | UTF8PROC_COMPAT | UTF8PROC_CASEFOLD |
                                     UTF8PROC_STRIPMARK | UTF8PROC_STRIPCC | UTF8PROC_IGNORE));
  if (size == UTF8PROC_ERROR_NOMEM) throw std::bad_alloc();
  if (size < 0) return std::string(text);
  std::string result(reinterpret_cast<const char*>(folded), static_cast<size_t>(size));
  std::free(folded);
  return result;
}

AccountKeys KeysOf(const CommunityGraph& community, MemberId member) {
  AccountKeys keys;
  std::string_view id = community.MemberKey(member);
  // The source that an import may put before it: github:ada.
  if (const size_t colon = id.find(':'); colon != std::string_view::npos && colon > 0 && colon + 1 < id.size()) {
    id = id.substr(colon + 1);
  }
  const std::string folded = FoldText(id);
  if (IsMailAddress(folded)) {
    keys.form = AccountForm::kAddress;
    AddAddress(folded, keys);
  } else if (IsDrawn(id)) {
    keys.form = AccountForm::kNumber;
  } else if (IsLogin(folded)) {
    AddOnce(keys.logins, folded);
  }
  const std::string name = FoldText(community.String(community.members().display_name[member.value()]));
  if (IsMailAddress(name)) {
    AddAddress(name, keys);
  } else {
    SetName(name, keys);
  }
  // Who has no login may have taken one for a name.
  if (keys.form == AccountForm::kNumber && keys.name.empty() && IsLogin(name) && !IsSharedBox(name)) {
    AddOnce(keys.nicks, name);
  }
  for (const Attribute& a : community.members().attributes[member.value()]) {
    AddAttribute(FoldText(community.String(a.name)), FoldText(community.String(a.value)), keys);
  }
  // ada.lovelace@... is a name where there is none.
  if (keys.words.empty() && !keys.locals.empty()) {
    SetName(keys.locals[0], keys);
    if (keys.name.empty()) keys.words.clear();
  }
  return keys;
}

}  // namespace pullgraph
