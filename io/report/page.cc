// SPDX-License-Identifier: Apache-2.0
#include "io/report/page.h"

#include "absl/strings/str_cat.h"
#include "io/report/markup.h"
#include "io/report/style.h"

namespace pullgraph::report {
namespace {

std::string Head(const std::string& title) {
  return absl::StrCat(
      "<!DOCTYPE html>\n<html xmlns=\"http://www.w3.org/1999/xhtml\" lang=\"en\">\n<head>\n"
      "<meta charset=\"utf-8\"/>\n"
      "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
      "style-src 'unsafe-inline'\"/>\n"
      "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>\n"
      "<meta name=\"referrer\" content=\"no-referrer\"/>\n"
      "<meta name=\"generator\" content=\"pullgraph\"/>\n<title>",
      title, "</title>\n<style>", kStyle, "</style>\n</head>\n");
}

void AppendSection(const Section& s, std::string& out) {
  absl::StrAppend(&out, "<section", s.body.empty() ? " class=\"out\"" : "", " id=\"", s.id,
                  "\" aria-labelledby=\"", s.id, "-h\">\n<h2 id=\"", s.id, "-h\">", s.title,
                  "</h2>\n<p class=\"lead\">", s.headline, "</p>\n", s.body, "</section>\n");
}

}  // namespace

std::string RenderPage(const PageHead& head, absl::Span<const Section> sections) {
  const std::string title = ShownEscaped(head.title, 100);
  std::string out = Head(title);
  absl::StrAppend(
      &out, "<body>\n<a class=\"skip\" href=\"#main\">To the sections</a>\n<div class=\"first\">\n<header>\n<h1>",
      Name(head.title, 100), "</h1>\n<p class=\"sub\">", head.subtitle,
      "</p>\n</header>\n<nav aria-label=\"In short\">\n<ul class=\"brief\">\n");
  for (const Section& s : sections) {
    if (s.body.empty()) continue;
    absl::StrAppend(&out, "<li><a href=\"#", s.id, "\">", s.title, "</a>. ", s.headline,
                    "</li>\n");
  }
  out += "</ul>\n</nav>\n";
  for (const Section& s : sections) out += s.picture;
  out += "</div>\n<main id=\"main\">\n";
  for (const Section& s : sections) AppendSection(s, out);
  return out + "</main>\n</body>\n</html>\n";
}

}  // namespace pullgraph::report
