// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>

#include "absl/strings/str_cat.h"
#include "io/answer/figures.h"
#include "io/edge_messages.h"
#include "io/report/answer_table.h"
#include "io/report/markup.h"
#include "io/report/plot.h"
#include "io/report/sections.h"

namespace pullgraph::report {
namespace {

constexpr size_t kMostRows = 15;
constexpr size_t kMostBubbles = 150;
constexpr double kLargestRadius = 26;
constexpr double kSmallestRadius = 4;
// Of a chart in pixels, on a phone and upwards.
constexpr int kWidths[] = {260, 330, 420, 530, 670, 820};
constexpr int kHeight = 280;

// Room for half a bubble at either end.
Scale WithMargin(const Scale& s) {
  const double margin = 0.06 * (s.high - s.low);
  return {s.low - margin, s.high + margin, false};
}

struct Bubble {
  const EdgeCluster* cluster;
  size_t number = 0;  // In the table; 0: not there.
  Point at;
  double radius = 0;
};

// Those drawn, the largest first so that none hides a smaller one.
std::vector<Bubble> Bubbles(const EdgeReport& report, const Scale& x, const Scale& y) {
  std::vector<Bubble> bubbles;
  double most = 1;
  size_t number = 0;
  for (const EdgeCluster& c : report.clusters) {
    const size_t row = c.on_front && number < kMostRows ? ++number : 0;
    if (!c.exposure || !c.penetration || bubbles.size() >= kMostBubbles) continue;
    bubbles.push_back({&c, row, {x(*c.exposure), y(*c.penetration)}, 0});
    most = std::max(most, static_cast<double>(c.members.size()));
  }
  // Many must be small to be told apart.
  const double largest =
      kLargestRadius *
      std::min(1.0, std::sqrt(10 / std::max(1.0, static_cast<double>(bubbles.size()))));
  for (Bubble& b : bubbles) {
    const double share = static_cast<double>(b.cluster->members.size()) / most;
    b.radius = std::max(kSmallestRadius, largest * std::sqrt(share));
  }
  std::stable_sort(bubbles.begin(), bubbles.end(),
                   [](const Bubble& a, const Bubble& b) { return a.radius > b.radius; });
  return bubbles;
}

// A number of the table: beside the middle of a bubble, in pixels.
struct NumberPlace {
  Point at;
  double dx = 0;
  double dy = 0;
};

// Whether both are readable in a chart of any of kWidths.
bool AreClear(const NumberPlace& a, const NumberPlace& b) {
  constexpr double kClear = 16;
  const double dy = (b.at.y - a.at.y) * kHeight + a.dy - b.dy;
  return std::abs(dy) >= kClear ||
         std::all_of(std::begin(kWidths), std::end(kWidths), [&](int w) {
           return std::hypot((a.at.x - b.at.x) * w + a.dx - b.dx, dy) >= kClear;
         });
}

// Where the number of each front cluster goes: into its bubble, or near it where another
// number is in the way; the nearest free place in widening circles.
std::vector<NumberPlace> PlaceNumbers(const std::vector<Bubble>& bubbles) {
  constexpr int kDirections = 16;
  constexpr int kTries = 30 * kDirections;
  std::vector<NumberPlace> places(bubbles.size()), taken;
  for (size_t i = 0; i < bubbles.size(); ++i) {
    if (bubbles[i].number == 0) continue;
    NumberPlace place = {bubbles[i].at, 0, 0};
    const double x = place.at.x * kWidths[0];
    const double y = (1 - place.at.y) * kHeight;
    for (int k = 0; k < kTries; ++k) {
      const double far = k == 0 ? 0 : bubbles[i].radius + 4 + 9 * ((k - 1) / kDirections);
      const double angle = 2 * std::acos(-1.0) * k / kDirections;
      place.dx = far * std::cos(angle);
      place.dy = far * std::sin(angle);
      const bool inside = x + place.dx > 0 && x + place.dx < kWidths[0] && y + place.dy > 0 &&
                          y + place.dy < kHeight;
      if ((k == 0 || inside) &&
          std::all_of(taken.begin(), taken.end(),
                      [&](const NumberPlace& t) { return AreClear(t, place); })) {
        break;
      }
    }
    taken.push_back(place);
    places[i] = place;
  }
  return places;
}

std::string BubbleChart(const EdgeReport& report) {
  double far = 0, high = 0;
  for (const EdgeCluster& c : report.clusters) {
    far = std::max(far, c.exposure.value_or(0));
    high = std::max(high, c.penetration.value_or(0));
  }
  const std::vector<Tick> xs = NumberTicks(0, far, 6, 100, "%");
  const std::vector<Tick> ys = NumberTicks(0, high, 6, 100, "%");
  const Scale x = WithMargin(ScaleOf(xs)), y = WithMargin(ScaleOf(ys));
  const std::vector<Bubble> bubbles = Bubbles(report, x, y);
  const auto front = std::count_if(report.clusters.begin(), report.clusters.end(),
                                   [](const EdgeCluster& c) { return c.on_front; });
  Plot plot({"bubbles", "Clusters by exposure and penetration",
             absl::StrCat(
                 "Each circle is a cluster, its area the number of members. ", front, " of ",
                 report.clusters.size(),
                 " are filled and numbered as in the table: the edge of the market. Exposure "
                 "to customers grows to the right, the share of customers upwards."),
             kHeight, 52, ""});
  plot.VerticalAxis(ys, y, "penetration: share who are customers");
  plot.HorizontalAxis(xs, x, "exposure: share of ties that go to customers");
  for (const Bubble& b : bubbles) {
    plot.Dot(b.at, b.radius, b.cluster->on_front ? "front" : "other",
             absl::StrCat(Shown(b.cluster->name, 80), ": ",
                          CountOf(b.cluster->members.size(), "member", "members")));
  }
  const std::vector<NumberPlace> places = PlaceNumbers(bubbles);
  for (size_t i = 0; i < bubbles.size(); ++i) {
    if (bubbles[i].number == 0) continue;
    const NumberPlace& p = places[i];
    plot.Callout(p.at, p.dx, p.dy, p.dx != 0 || p.dy != 0, absl::StrCat(bubbles[i].number));
  }
  return absl::StrCat("<figure>", std::move(plot).Finish(),
                      "<figcaption>Filled and numbered: the edge of the market. Hollow: other "
                      "clusters. To the right and low is where customers are near and few.",
                      report.clusters.size() > kMostBubbles
                          ? absl::StrCat(" Of all clusters ", kMostBubbles, " are drawn.")
                          : "",
                      "</figcaption></figure>\n");
}

std::string ClusterTable(const CommunityView& view, const EdgeReport& report,
                         const MarketEdge* market, uint64_t front) {
  const bool all = front == 0;  // Where no edge is found, all are shown.
  std::vector<v1::EdgeCluster> rows;
  size_t more = 0;
  for (size_t i = 0; i < report.clusters.size(); ++i) {
    const EdgeCluster& c = report.clusters[i];
    if (!all && !c.on_front) continue;
    if (rows.size() < kMostRows) {
      const auto place = static_cast<uint32_t>(rows.size() + 1);
      v1::EdgeCluster& row = rows.emplace_back(
          market == nullptr ? ToMessage(view, c, place)
                            : ToMessage(view, c, market->outlook[i], place));
      if (report.num_customers > 0) continue;
      row.clear_exposure();
      row.clear_penetration();
    } else {
      ++more;
    }
  }
  std::string out =
      AnswerTable(rows, {.caption = all ? "The clusters" : "The clusters at the edge of the market",
                         .drawn = "penetration",
                         .beside = {"members", "customers", "expected_customers", "recent_customers"}});
  if (more > 0) {
    out += Note(absl::StrCat("And ", Grouped(more), " more: pullgraph edges lists them."));
  }
  return out;
}

}  // namespace

Section EdgeSection(const CommunityView& view, const EdgeReport& report,
                    const EdgeOptions& options, const MarketEdge* market, const std::string& picture) {
  const char kTitle[] = "The edge of the market";
  if (report.clusters.empty()) {
    return LeftOut("edge", kTitle,
                   absl::StrCat("No cluster has ", options.min_size,
                                " members or more and is not made of customers alone."));
  }
  Section s{"edge", kTitle, "", ""};
  const EdgeCluster& first = report.clusters.front();
  const auto front =
      static_cast<uint64_t>(std::count_if(report.clusters.begin(), report.clusters.end(),
                                          [](const EdgeCluster& c) { return c.on_front; }));
  if (report.num_customers == 0) {
    s.headline =
        absl::StrCat(CountOf(report.clusters.size(), "cluster", "clusters"),
                     "; there are no customers, so exposure and penetration are not known.");
  } else {
    s.headline = absl::StrCat(
        front == 0 ? "None" : Grouped(front), " of ",
        CountOf(report.clusters.size(), "cluster", "clusters"), front < 2 ? " is" : " are",
        " at the edge of the market; most customers are to come from ", Name(first.name, 90), ".");
  }
  if (market != nullptr) {
    s.body = Paragraph(absl::StrCat(
        "A cluster is at the edge of the market if most of it is not yet customers, its prospects "
        "are likelier to become so than all (", Percent(market->mean_rate), "), and ",
        market->model.is_temporal() ? "more of them became so lately than chance makes it."
                                    : "it is nearer to customers than chance makes it."));
  }
  s.picture = picture;
  if (report.num_customers > 0) s.body += BubbleChart(report);
  s.body += ClusterTable(view, report, market, front);
  if (report.num_core > 0 || report.num_small > 0) {
    s.body += Note(absl::StrCat("Left out: ", Grouped(report.num_core), " of customers only, ",
                                Grouped(report.num_small), " below ", options.min_size,
                                " members."));
  }
  return s;
}

}  // namespace pullgraph::report
