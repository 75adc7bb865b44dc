// SPDX-License-Identifier: Apache-2.0
#include "io/report/explore_page.h"

#include <openssl/sha.h>

#include <string_view>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "graph/string_table.h"
#include "graph/time.h"
#include "io/answer/figures.h"
#include "io/report/explore_assets.h"
#include "io/report/explore_json.h"
#include "io/report/markup.h"
#include "io/report/sections.h"

namespace pullgraph::report {
namespace {

// As Content-Security-Policy names what it allows.
std::string HashOf(std::string_view text) {
  unsigned char sum[SHA256_DIGEST_LENGTH];
  SHA256(reinterpret_cast<const unsigned char*>(text.data()), text.size(), sum);
  return absl::StrCat("'sha256-",
                      absl::Base64Escape(absl::string_view(reinterpret_cast<const char*>(sum), sizeof sum)), "'");
}

std::string Head(const std::string& title) {
  return absl::StrCat(
      "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
      "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; script-src ",
      HashOf(kExploreScript), "; style-src ", HashOf(kExploreStyle),
      "; base-uri 'none'; form-action 'none'\">\n"
      "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
      "<meta name=\"referrer\" content=\"no-referrer\">\n<meta name=\"generator\" content=\"pullgraph\">\n<title>",
      title, "</title>\n<style>", AbslView(kExploreStyle), "</style>\n</head>\n");
}

// What the whole list is worth, and what that rests on.
std::string Totals(const ExploreOptions& o, const ExploreData& d) {
  const ProspectList& list = *d.list;
  if (!list.model.is_temporal()) {
    return absl::StrCat("Of these ", list.prospects.size(), ", about <b>", figures::Short(list.anyhow.mean),
                        "</b> are like customers; nothing says how soon they become so.");
  }
  double worth = 0;
  for (const Prospect& p : list.prospects) worth += p.worth;
  return absl::StrCat("Meeting all ", list.prospects.size(), " adds about <b>", figures::Short(worth), "</b> ",
                      o.list.value == 1 ? "customers" : "in your currency",
                      ", if meeting somebody multiplies their odds by ", figures::Short(o.list.effect),
                      ", which is an assumption.");
}

// The first sentence of the page: whom to meet, what it is worth, how far to trust it.
std::string Headline(const CommunityView& view, const ExploreOptions& o, const ExploreData& d) {
  if (!d.list.has_value()) {
    const std::string why = d.why_no_list.substr(0, d.why_no_list.find('\n'));
    return absl::StrCat("<p class=\"lead\">There is no list of whom to meet: ", Escape(why), ".</p>\n");
  }
  const Section section = ProspectSection(view, *d.list, o.list);
  std::string out = absl::StrCat("<p class=\"lead\">", section.headline, "</p>\n");
  if (d.list->prospects.empty()) return out;
  absl::StrAppend(&out, "<p class=\"worth\">", Totals(o, d), " <span class=\"trust\">",
                  Escape(d.list->model.report().sentence), "</span></p>\n");
  return out;
}

std::string Privacy(size_t members) {
  return absl::StrCat("<p class=\"privacy\">This page holds personal data of ", figures::Grouped(members),
                      members == 1 ? " person" : " people",
                      ": names, ties, likelihoods. Keep it as you keep the data it was made from. One without "
                      "names is made from what <code>pullgraph anonymise</code> writes.</p>\n");
}

// What stands there until the script takes over, and where there is none.
std::string Fallback(const CommunityView& view, const ExploreOptions& o, const ExploreData& d) {
  if (!d.list.has_value()) return "";
  const Section section = ProspectSection(view, *d.list, o.list);
  return absl::StrCat("<noscript><h2>", section.title, "</h2>\n", section.body, "</noscript>\n");
}

}  // namespace

std::string ExplorePage(const CommunityView& view, const ExploreOptions& options, const ExploreData& data,
                        const v1::RunManifest& manifest) {
  const std::string name = view.community().name().empty() ? "Community" : view.community().name();
  std::string out = Head(ShownEscaped(name, 100));
  absl::StrAppend(&out, "<body>\n<a class=\"skip\" href=\"#list\">To the list</a>\n<header>\n<h1>", Name(name, 100),
                  "</h1>\n", Headline(view, options, data), "</header>\n<main id=\"app\">",
                  Fallback(view, options, data), "</main>\n<footer>\n", Privacy(data.member.size()),
                  "<p class=\"made\">Made by pullgraph ", Escape(manifest.version()),
                  view.now().is_present() ? ", as of " + FormatDate(view.now()) : "", ".</p>\n</footer>\n");
  absl::StrAppend(&out, "<script type=\"application/json\" id=\"data\">", ExploreJson(view, options, data, manifest),
                  "</script>\n<script>", AbslView(kExploreScript), "</script>\n</body>\n</html>\n");
  return out;
}

}  // namespace pullgraph::report
