// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "absl/strings/str_cat.h"
#include "io/report/figures.h"
#include "io/report/markup.h"
#include "io/report/plot.h"
#include "io/report/sections.h"

namespace pullgraph::report {
namespace {

std::string Topic(const CommunityView& view, TopicId topic, size_t length = kNameLength) {
  return Name(view.community().TopicLabel(topic), length);
}

// The first whom somebody reaches, else the first; -1 if nobody can answer.
int Best(const UnmetNeed& need, absl::Span<const NeedPath> paths) {
  for (size_t i = 0; i < std::min(need.can_answer.size(), paths.size()); ++i) {
    if (paths[i].from != PathFrom::kNobody) return static_cast<int>(i);
  }
  return need.can_answer.empty() ? -1 : 0;
}

std::string WhoCanAnswer(const CommunityView& view, const UnmetNeed& need,
                         absl::Span<const NeedPath> paths) {
  const int best = Best(need, paths);
  if (best < 0) return "<small>nobody is known who can answer</small>";
  const CommunityGraph& c = view.community();
  const CanAnswer& person = need.can_answer[static_cast<size_t>(best)];
  std::string out =
      absl::StrCat("<small>can answer: <b>", Name(c.MemberLabel(person.member), 40), "</b>");
  if (person.answers > 0)
    absl::StrAppend(&out, ", ", CountOf(person.answers, "answer", "answers"));
  if (person.related_only) out += " on related topics";
  if (static_cast<size_t>(best) >= paths.size() ||
      paths[static_cast<size_t>(best)].from == PathFrom::kNobody) {
    return out + "; nobody reaches them</small>";
  }
  const NeedPath& path = paths[static_cast<size_t>(best)];
  if (path.path.members.size() < 2) {
    return absl::StrCat(out, "; in the ", NameOf(path.from), " already</small>");
  }
  absl::StrAppend(&out, "; through ", NameOf(path.from), " ");
  for (size_t i = 0; i + 1 < path.path.members.size(); ++i) {
    absl::StrAppend(&out, i == 0 ? "" : " \xE2\x86\x92 ",
                    Name(c.MemberLabel(path.path.members[i]), 40));
  }
  return out + "</small>";
}

std::string TopicTable(const CommunityView& view, const NeedsReport& report,
                       absl::Span<const std::vector<NeedPath>> paths,
                       const NeedsOptions& options) {
  double most = 0;
  const size_t rows = std::min(paths.size(), report.topics.size());
  for (size_t i = 0; i < rows; ++i) {
    if (report.topics[i].unmet) most = std::max(most, report.topics[i].unmet->high);
  }
  const std::vector<Tick> ticks = NumberTicks(0, most, 4);
  const Scale x = ScaleOf(ticks);
  Table table(
      "Topics, the worst served first: the bar is the unmet asks a week, the line their 95 % "
      "interval",
      {{"topic, and who can answer", ""},
       {absl::StrCat("unmet a week", IntervalHead(ticks, x)), "w"},
       {"asks", "n"},
       {"never answered", "n"},
       {absl::StrCat("within ", Short(options.within_days), " days"), "n"},
       {"half by (T50)", "n"}});
  for (size_t i = 0; i < rows; ++i) {
    const UnmetNeed& n = report.topics[i];
    std::string bar = "unknown";
    if (n.unmet) {
      const std::string text = absl::StrCat(Short(n.unmet->value), " <small>",
                                            Range(n.unmet->low, n.unmet->high), "</small>");
      bar = text + BarRow({n.unmet->value, n.unmet->low, n.unmet->high}, ticks, x,
                          absl::StrCat(Short(n.unmet->value), ", ",
                                       Range(n.unmet->low, n.unmet->high)));
    }
    table.Row({Topic(view, n.topic) + WhoCanAnswer(view, n, paths[i]), bar, Grouped(n.asks),
               Grouped(n.unanswered), n.served ? Percent(n.served->value) : "unknown",
               n.answer.median.time ? Span(*n.answer.median.time) : "not reached"});
  }
  return std::move(table).Finish();
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
    s.body = TopicTable(view, report, paths, options);
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
