// SPDX-License-Identifier: Apache-2.0
#include "io/report/section.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "graph/string_table.h"
#include "io/report/markup.h"

namespace pullgraph::report {

namespace {

std::string InWords(const std::string& figure) {
  return absl::StrReplaceAll(figure, {{"< ", "below "}, {"> ", "over "}});
}

}  // namespace

std::string Percent(double share) { return InWords(figures::Percent(share)); }
std::string Short(double v) { return InWords(figures::Short(v)); }

Section LeftOut(std::string_view id, std::string_view title, std::string_view why) {
  return {std::string(id), std::string(title), ShownEscaped(why, 400), ""};
}

std::string Sentence(const absl::Status& status) {
  std::string text(status.message());
  text = text.substr(0, text.find('\n'));
  if (text.empty()) return "It could not be computed.";
  if (text[0] >= 'a' && text[0] <= 'z') text[0] = static_cast<char>(text[0] - 'a' + 'A');
  if (text.back() != '.') text += '.';
  return text;
}

std::string Date(Time t) { return absl::StrCat("<time>", FormatDate(t), "</time>"); }

std::string Paragraph(std::string_view html) {
  return absl::StrCat("<p>", AbslView(html), "</p>\n");
}

std::string Note(std::string_view html) {
  return absl::StrCat("<p class=\"note\">", AbslView(html), "</p>\n");
}

Table::Table(std::string_view caption, std::vector<Head> heads) : heads_(std::move(heads)) {
  const std::string label = Escape(caption);
  html_ = absl::StrCat("<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"",
                       label, "\"><table><caption>", label, "</caption><thead><tr>");
  while (row_head_ + 1 < heads_.size() && !heads_[row_head_].style.empty()) ++row_head_;
  for (const Head& head : heads_) {
    absl::StrAppend(&html_, "<th scope=\"col\"",
                    head.style.empty() ? "" : absl::StrCat(" class=\"", head.style, "\""), ">",
                    head.html, "</th>");
  }
  html_ += "</tr></thead><tbody>\n";
}

void Table::Row(const std::vector<std::string>& cells) {
  html_ += "<tr>";
  for (size_t i = 0; i < cells.size() && i < heads_.size(); ++i) {
    const std::string& style = heads_[i].style;
    const char* tag = i == row_head_ ? "th" : "td";
    absl::StrAppend(&html_, "<", tag, i == row_head_ ? " scope=\"row\"" : "",
                    style.empty() ? "" : absl::StrCat(" class=\"", style, "\""), ">", cells[i],
                    "</", tag, ">");
  }
  html_ += "</tr>\n";
}

std::string Table::Finish() && { return html_ + "</tbody></table></div>\n"; }

}  // namespace pullgraph::report
