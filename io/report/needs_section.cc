// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "absl/strings/str_cat.h"
#include "io/answer/figures.h"
#include "io/needs_messages.h"
#include "io/report/answer_table.h"
#include "io/report/markup.h"
#include "io/report/sections.h"

namespace pullgraph::report {
namespace {

std::string Topic(const CommunityView& view, TopicId topic, size_t length = kNameLength) {
  return Name(view.community().TopicLabel(topic), length);
}

std::string TopicTable(const CommunityView& view, const NeedsReport& report,
                       absl::Span<const std::vector<NeedPath>> paths) {
  std::vector<v1::UnmetNeed> rows;
  for (size_t i = 0; i < std::min(paths.size(), report.topics.size()); ++i) {
    rows.push_back(ToMessage(view, report.topics[i], paths[i], static_cast<uint32_t>(i + 1)));
  }
  return AnswerTable(rows, {.caption = "Topics, the worst served first: dot and line are the unmet "
                                       "asks a week and their 95 % interval",
                            .drawn = "unmet",
                            .beside = {"asks", "unanswered", "served"}});
}

}  // namespace

Section NeedsSection(const CommunityView& view, const NeedsReport& report,
                     absl::Span<const std::vector<NeedPath>> paths,
                     const NeedsOptions& options) {
  const char kTitle[] = "Unmet needs";
  const UnmetNeed& all = report.all;
  if (all.asks == 0) {
    return LeftOut("needs", kTitle,
                   "Nobody asked anything: there are no signals of kind ask.");
  }
  Section s{"needs", kTitle, "", ""};
  s.headline = absl::StrCat(Grouped(all.unanswered), " of ", CountOf(all.asks, "ask", "asks"),
                            all.unanswered == 1 ? " is unanswered" : " are unanswered");
  if (all.unmet) {
    absl::StrAppend(&s.headline, "; ", Short(all.unmet->value), " a week (",
                    Range(all.unmet->low, all.unmet->high), ") were not answered within ",
                    Short(options.within_days), " days");
  }
  if (!report.topics.empty() && report.topics.front().unmet) {
    absl::StrAppend(&s.headline, ", most of all on ",
                    Topic(view, report.topics.front().topic));
  }
  s.headline += ".";
  if (!paths.empty() && !report.topics.empty()) {
    s.body = TopicTable(view, report, paths);
    if (report.topics.size() > paths.size()) {
      s.body += Note(
          absl::StrCat("And ", CountOf(report.topics.size() - paths.size(), "topic", "topics"),
                       " more: pullgraph needs lists them. An ask of several topics counts "
                       "in each."));
    }
  } else {
    s.body = Note("No ask has a topic: there is no list by topic.");
  }
  if (!all.unmet) s.body += Note("No ask is dated and old enough: rates are not known.");
  if (all.content > 0) {
    s.body += Note(
        absl::StrCat(Grouped(all.idle), " of ", CountOf(all.content, "piece", "pieces"),
                     " of content had no pull within ", Short(options.idle_days), " days."));
  }
  return s;
}

}  // namespace pullgraph::report
