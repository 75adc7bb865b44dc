// SPDX-License-Identifier: Apache-2.0
#include "algorithms/identity/mail_address.h"

#include <algorithm>
#include <iterator>

namespace pullgraph {
namespace {

constexpr std::string_view kShared[] = {
    "abuse", "admin", "administrator", "all", "anon", "anonymous", "build", "contact", "devel", "deleted", "dev", "events",
    "ghost", "git", "guest", "hello", "help", "hi", "hostmaster", "hr", "info", "jobs", "list", "mail", "mailer-daemon",
    "maintainers", "marketing", "me", "news", "newsletter", "no-reply", "nobody", "noreply",
    "office", "owner", "packages", "postmaster", "press", "root", "sales", "security", "service",
    "spam", "support", "team", "test", "unknown", "user", "webmaster"};

constexpr std::string_view kProviders[] = {
    "126.com", "163.com", "aol.com", "fastmail.com", "fastmail.fm", "free.fr", "gmail.com", "gmx.at",
    "gmx.com", "gmx.de", "gmx.net", "googlemail.com", "hotmail.com", "hotmail.fr", "icloud.com",
    "laposte.net", "live.com", "mail.ru", "me.com", "msn.com", "orange.fr", "outlook.com",
    "posteo.de", "proton.me", "protonmail.com", "qq.com", "t-online.de", "wanadoo.fr", "web.de",
    "yahoo.co.jp", "yahoo.com", "yahoo.fr", "yandex.ru", "ymail.com", "zoho.com"};

template <size_t n>
bool IsIn(const std::string_view (&list)[n], std::string_view word) {
  return std::find(std::begin(list), std::end(list), word) != std::end(list);
}

}  // namespace

bool IsMailAddress(std::string_view text) {
  const size_t at = text.find('@');
  return at != std::string_view::npos && at > 0 && text.find('@', at + 1) == std::string_view::npos &&
         text.find('.', at) != std::string_view::npos && text.back() != '.' &&
         text.find_first_of(" \t,;<>") == std::string_view::npos;
}

bool IsSharedBox(std::string_view local) {
  return IsIn(kShared, local) || local.substr(0, 7) == "noreply" || local.substr(0, 8) == "no-reply";
}

bool IsMailProvider(std::string_view domain) { return IsIn(kProviders, domain); }

}  // namespace pullgraph
