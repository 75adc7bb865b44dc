// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "algorithms/attract/forecast_verdict.h"
#include "algorithms/kernels/wilson.h"
#include "io/answer/figures.h"
#include "io/report/markup.h"
#include "io/report/plot.h"
#include "io/report/sections.h"

namespace pullgraph::report {
namespace {

// Where likelihoods differ by more than this factor, both axes are logarithmic.
constexpr double kLogFrom = 30;

struct Axis {
  std::vector<Tick> ticks;
  Scale scale;
};

// Of the share seen in a bin.
ShareInterval IntervalOf(const ReliabilityBin& b) {
  const auto hits =
      static_cast<uint64_t>(std::llround(b.observed * static_cast<double>(b.count)));
  const auto wilson = WilsonInterval(std::min(hits, b.count), b.count);
  return wilson.ok() ? *wilson : ShareInterval();
}

// One axis for both directions: then what is as predicted lies on the diagonal.
Axis AxisOf(const std::vector<ReliabilityBin>& bins) {
  double least = 1, most = 0;
  for (const ReliabilityBin& b : bins) {
    most = std::max({most, b.predicted, IntervalOf(b).high});
    if (b.predicted > 0) least = std::min(least, b.predicted);
    if (b.observed > 0) least = std::min(least, b.observed);
  }
  Axis axis;
  const bool log = most > 0 && most > kLogFrom * least;
  // Beyond six powers of ten nothing more is to be told apart.
  axis.ticks = log ? PowerTicks(std::max(least, most * 1e-6), most, 5, 100, "%")
                   : NumberTicks(0, most, 6, 100, "%");
  axis.scale = ScaleOf(axis.ticks, log);
  return axis;
}

std::string ReliabilityChart(const PullModelReport& r) {
  const Axis axis = AxisOf(r.reliability);
  const bool log = axis.scale.log;
  Plot plot(
      {"reliability", "Likelihood predicted and share seen",
       absl::StrCat(r.reliability.size(),
                    " groups of pairs by predicted likelihood. Dots on the diagonal are as "
                    "predicted; the expected calibration error is ",
                    Percent(r.ece), "."),
       260, 60, "half"});
  plot.VerticalAxis(axis.ticks, axis.scale, "share who did pull");
  plot.HorizontalAxis(axis.ticks, axis.scale,
                      log ? "likelihood predicted (powers of ten)" : "likelihood predicted");
  plot.Line({0, 0}, {1, 1}, "guide");
  for (const ReliabilityBin& b : r.reliability) {
    const double x = std::clamp(axis.scale(b.predicted), 0.0, 1.0);
    const ShareInterval seen = IntervalOf(b);
    plot.Line({x, std::clamp(axis.scale(seen.low), 0.0, 1.0)},
              {x, std::clamp(axis.scale(seen.high), 0.0, 1.0)}, "whisker");
    plot.Dot({x, std::clamp(axis.scale(b.observed), 0.0, 1.0)}, 4.5,
             b.observed > 0 ? "dot" : "hollow",
             absl::StrCat("predicted ", Percent(b.predicted), ", seen ", Percent(b.observed),
                          " of ", CountOf(b.count, "pair", "pairs")));
  }
  const bool none = std::any_of(r.reliability.begin(), r.reliability.end(),
                                [](const ReliabilityBin& b) { return !(b.observed > 0); });
  return absl::StrCat(
      "<figure>", std::move(plot).Finish(),
      "<figcaption>Each dot is a tenth of the pairs, with the 95 % interval of the share "
      "seen. On the "
      "dotted line, what was said is what came. ",
      log && none
          ? "Hollow: nobody pulled; a scale of powers of ten has no 0, they stand at its foot."
          : "",
      "</figcaption></figure>\n");
}

std::string CompareTable(const PullModelReport& r) {
  const std::vector<Tick> ticks = NumberTicks(0, 1, 3);
  const Scale x = ScaleOf(ticks);
  Table table("How well each ranking puts the pairs that came before those that did not",
              {{"ranking by", ""},
               {"AUC" + IntervalHead(ticks, x), "w"},
               {"<span class=\"vh\">AUC, in figures</span>", "n"},
               {"average precision", "n"}});
  const auto row = [&](const char* name, double auc, double precision) {
    table.Row({name, BarRow({auc, auc, auc}, ticks, x, Fixed(auc, 3)), Fixed(auc, 3),
               Fixed(precision, 4)});
  };
  row("likelihood", r.auc, r.average_precision);
  row("popularity", r.auc_popularity, r.average_precision_popularity);
  row("recency", r.auc_recency, r.average_precision_recency);
  return std::move(table).Finish();
}

std::string TopTable(const PullModelReport& r) {
  if (r.quality.top.empty()) return "";
  Table table("Of the likeliest pairs: pulls expected and seen",
              {{"list", ""},
               {"pulls expected", "n"},
               {"pulls seen", "n"},
               {"seen / expected", "n"},
               {"95 % interval", "n"}});
  for (const TopRatio& top : r.quality.top) {
    table.Row({absl::StrCat(top.per_member ? "each member's " : "likeliest ", top.places),
               Short(top.expected), Grouped(top.observed), Fixed(top.ratio, 2),
               absl::StrCat(Fixed(top.low, 2), " to ", Fixed(top.high, 2))});
  }
  return std::move(table).Finish();
}

}  // namespace

Section AttractSection(const PullModelReport& r, const PullModelOptions& options,
                       bool temporal) {
  const char kTitle[] = "How far to trust the likelihoods";
  if (r.pairs == 0 || r.positives == 0 || r.positives == r.pairs) {
    return LeftOut(
        "attract", kTitle,
        "History is too short to hold a part of it back: the likelihoods are not checked.");
  }
  Section s{"attract", kTitle, "", ""};
  const double base = std::max(r.auc_popularity, r.auc_recency);
  s.headline = absl::StrCat(
      "On history it had not seen, the likelihood puts a pair that came before one that did "
      "not in ",
      Percent(r.auc), " of cases; ",
      r.auc_popularity >= r.auc_recency ? "popularity" : "recency", " alone does in ",
      Percent(base), r.auc > base ? "." : ": it is no better than that.");
  s.body = Paragraph(VerdictSentence(r.quality, r.positives));
  s.body += Paragraph(
      absl::StrCat(CountOf(r.pairs, "pair", "pairs"), " of a member and a resource, ",
                   Grouped(r.positives), " of which came",
                   temporal ? absl::StrFormat(" within %g days", options.horizon_days.value_or(0)) : "",
                   ". Expected calibration error (how far off a likelihood is on average): ",
                   Percent(r.ece), ", where ",
                   Percent(static_cast<double>(r.positives) / static_cast<double>(r.pairs)),
                   " came; Brier score ", Short(r.brier), "."));
  s.body += TopTable(r) + ReliabilityChart(r) + CompareTable(r);
  s.body += Note("AUC: 0.5 is chance, 1 is perfect, below 0.5 is worse than chance.");
  return s;
}

}  // namespace pullgraph::report
