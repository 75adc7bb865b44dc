// SPDX-License-Identifier: Apache-2.0
#include "io/report/network_picture.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "algorithms/kernels/layout.h"
#include "graph/member_policy.h"
#include "io/answer/figures.h"
#include "io/report/markup.h"
#include "io/report/plot.h"
#include "io/report/section.h"

namespace pullgraph::report {
namespace {

// Units of the picture: its width. A phone shows it at a third of that.
constexpr double kWidth = 1000;
constexpr double kMargin = 24;
constexpr double kMostHeight = 900;
constexpr double kSmallestRadius = 5;
constexpr double kThickest = 11;

struct DrawnCluster {
  uint64_t members = 0, customers = 0;
  const EdgeCluster* row = nullptr;  // Null: of customers alone, or small.
  size_t number = 0;                 // In the table; 0: not there.
  double x = 0, y = 0, radius = 0;
  bool is_drawn = false;
};

struct Line {
  uint64_t ties = 0, to_customers = 0;
};

class Painter {
 public:
  Painter(const CommunityView& view, const EdgeReport& report, const NetworkPictureOptions& options)
      : view_(view), report_(report), o_(options), customer_(view.Customers(options.market)) {}

  absl::StatusOr<std::string> Run() {
    Count();
    if (clusters_.size() < 2) return std::string();
    Number();
    if (absl::Status s = Place(); !s.ok()) return s;
    Choose();
    if (drawn_.size() < 2) return std::string();
    Fit();
    return Draw();
  }

 private:
  void Count() {
    for (uint32_t m = 0; m < report_.cluster_of.size(); ++m) {
      const uint32_t c = report_.cluster_of[m];
      if (c == UINT32_MAX || !IsOfCommunity(view_, MemberId(m))) continue;
      if (c >= clusters_.size()) clusters_.resize(c + 1);
      ++clusters_[c].members;
      clusters_[c].customers += customer_[m];
    }
  }

  void Number() {
    const bool any_front = std::any_of(report_.clusters.begin(), report_.clusters.end(),
                                       [](const EdgeCluster& c) { return c.on_front; });
    size_t number = 0;
    for (const EdgeCluster& c : report_.clusters) {
      if (c.id >= clusters_.size()) continue;
      clusters_[c.id].row = &c;
      if ((c.on_front || !any_front) && number < o_.most_numbers) clusters_[c.id].number = ++number;
    }
  }

  absl::Status Place() {
    std::vector<std::pair<Node, Node>> arcs;
    std::vector<uint32_t> place(report_.cluster_of.size(), UINT32_MAX), cluster;
    for (uint32_t m = 0; m < place.size(); ++m) {
      const uint32_t c = report_.cluster_of[m];
      if (c >= clusters_.size()) continue;  // Not known by now.
      place[m] = static_cast<uint32_t>(cluster.size());
      cluster.push_back(c);
    }
    const TieGraph& graph = view_.community().graph();
    for (Node u = 0; u < graph.num_nodes(); ++u) {
      if (place[u] == UINT32_MAX) continue;
      for (ArcIndex arc = graph.OutBegin(u); arc < graph.OutEnd(u); ++arc) {
        const Node v = graph.Target(arc);
        if (place[v] == UINT32_MAX || !view_.HasTie(arc)) continue;
        arcs.emplace_back(place[u], place[v]);
        AddLine(u, v);
      }
    }
    const absl::StatusOr<TieGraph> ties =
        BuildTieGraph(static_cast<Node>(cluster.size()), std::move(arcs), {.symmetrize = true});
    if (!ties.ok()) return ties.status();
    const absl::StatusOr<LayoutResult> layout =
        LayOut(*ties, cluster, static_cast<uint32_t>(clusters_.size()), {.node_steps = 0, .run = o_.run});
    if (!layout.ok()) return layout.status();
    for (size_t c = 0; c < clusters_.size(); ++c) {
      clusters_[c].x = layout->discs[c].x;
      clusters_[c].y = layout->discs[c].y;
      clusters_[c].radius = layout->discs[c].radius;
    }
    return absl::OkStatus();
  }

  void AddLine(Node u, Node v) {
    const uint32_t a = report_.cluster_of[u], b = report_.cluster_of[v];
    if (a == b) return;
    Line& line = lines_[std::minmax(a, b)];
    ++line.ties;
    line.to_customers += customer_[u] != customer_[v] ? 1 : 0;
  }

  // The largest, and all that are numbered.
  void Choose() {
    std::vector<uint32_t> order;
    for (uint32_t c = 0; c < clusters_.size(); ++c) {
      if (clusters_[c].members >= 2 && clusters_[c].radius > 0) order.push_back(c);
    }
    std::stable_sort(order.begin(), order.end(), [&](uint32_t a, uint32_t b) {
      const auto key = [&](uint32_t c) { return std::pair(clusters_[c].number == 0, ~clusters_[c].members); };
      return key(a) < key(b);
    });
    left_out_ = order.size() - std::min(order.size(), o_.most_clusters);
    order.resize(order.size() - left_out_);
    for (const uint32_t c : order) clusters_[c].is_drawn = true;
    drawn_ = std::move(order);
  }

  // From the places of the layout to the picture.
  void Fit() {
    double left = INFINITY, right = -INFINITY, top = INFINITY, bottom = -INFINITY;
    for (const uint32_t c : drawn_) {
      const DrawnCluster& d = clusters_[c];
      left = std::min(left, d.x - d.radius);
      right = std::max(right, d.x + d.radius);
      top = std::min(top, d.y - d.radius);
      bottom = std::max(bottom, d.y + d.radius);
    }
    const double scale = std::min((kWidth - 2 * kMargin) / (right - left), (kMostHeight - 2 * kMargin) / (bottom - top));
    height_ = std::ceil((bottom - top) * scale + 2 * kMargin);
    const double indent = (kWidth - (right - left) * scale) / 2;
    for (const uint32_t c : drawn_) {
      DrawnCluster& d = clusters_[c];
      d.x = indent + (d.x - left) * scale;
      d.y = kMargin + (d.y - top) * scale;
      // A little space between neighbours.
      d.radius = std::max(kSmallestRadius, 0.86 * d.radius * scale);
    }
  }

  std::string Draw() const {
    std::string out = absl::StrCat(
        "<figure><svg class=\"net\" viewBox=\"0 0 ", Coordinate(kWidth), " ", Coordinate(height_),
        "\" role=\"img\" aria-labelledby=\"net-t net-d\"><title id=\"net-t\">Clusters and their ties</title><desc id=\"net-d\">",
        Escape(Description()), "</desc>");
    DrawLines(out);
    // The large first, so that none hides a small one.
    std::vector<uint32_t> order = drawn_;
    std::stable_sort(order.begin(), order.end(),
                     [&](uint32_t a, uint32_t b) { return clusters_[a].radius > clusters_[b].radius; });
    for (const uint32_t c : order) DrawDisc(clusters_[c], out);
    for (const uint32_t c : order) {
      const DrawnCluster& d = clusters_[c];
      if (d.number == 0) continue;
      // Above a filled part that is too small to write on.
      const double inner = FilledRadius(d);
      const double y = inner > 0 && inner < 24 ? d.y - inner - 6 : d.y + 9;
      absl::StrAppend(&out, "<text class=\"mark halo big\" text-anchor=\"middle\" x=\"", Coordinate(d.x), "\" y=\"",
                      Coordinate(y), "\">", d.number, "</text>");
    }
    absl::StrAppend(&out, "</svg><figcaption>Each circle is a cluster, its area the number of its members; the filled part is who "
                    "are customers. Lines join clusters with most ties between them; the darker ones lead from customers to others. Numbers are "
                    "those of the table of <a href=\"#edge\">the edge</a>.",
                    left_out_ > 0 ? absl::StrCat(" Not drawn: ", CountOf(left_out_, "smaller cluster", "smaller clusters"), ".") : "",
                    "</figcaption></figure>\n");
    return out;
  }

  std::string Description() const {
    const auto numbered = std::count_if(drawn_.begin(), drawn_.end(), [&](uint32_t c) { return clusters_[c].number > 0; });
    return absl::StrCat(drawn_.size(), " clusters as circles, near each other where many ties join them; ", numbered,
                        " of them are numbered as in the table, which says all of this in words.");
  }

  void DrawLines(std::string& out) const {
    std::vector<std::pair<std::pair<uint32_t, uint32_t>, Line>> lines;
    for (const auto& [ends, line] : lines_) {
      if (clusters_[ends.first].is_drawn && clusters_[ends.second].is_drawn) lines.emplace_back(ends, line);
    }
    std::stable_sort(lines.begin(), lines.end(), [](const auto& a, const auto& b) { return a.second.ties > b.second.ties; });
    constexpr size_t kMany = 60;  // Of so many, two lines each are a tangle.
    const size_t most_lines = drawn_.size() > kMany ? 1 : o_.most_lines;
    std::vector<size_t> drawn(clusters_.size()), near(clusters_.size());
    const auto is_shown = [&](const auto& entry) {
      const auto [a, b] = entry.first;
      const bool leads = entry.second.to_customers > 0;
      const bool first = leads && (near[a] == 0 || near[b] == 0);
      if (!first && drawn[a] >= most_lines && drawn[b] >= most_lines) return false;
      ++drawn[a], ++drawn[b];
      near[a] += leads, near[b] += leads;
      return true;
    };
    lines.erase(std::remove_if(lines.begin(), lines.end(), [&](const auto& entry) { return !is_shown(entry); }), lines.end());
    const double most = lines.empty() ? 1 : static_cast<double>(lines[0].second.ties);
    // Thin ones first, those that lead to customers on top of others.
    std::stable_sort(lines.begin(), lines.end(), [](const auto& a, const auto& b) {
      return std::pair(a.second.to_customers > 0, a.second.ties) < std::pair(b.second.to_customers > 0, b.second.ties);
    });
    for (const auto& [ends, line] : lines) {
      const DrawnCluster &a = clusters_[ends.first], &b = clusters_[ends.second];
      const double width = std::max(1.0, kThickest * std::sqrt(static_cast<double>(line.ties) / most));
      absl::StrAppend(&out, "<line class=\"", line.to_customers > 0 ? "near" : "far", "\" x1=\"", Coordinate(a.x),
                      "\" y1=\"", Coordinate(a.y), "\" x2=\"", Coordinate(b.x), "\" y2=\"", Coordinate(b.y),
                      "\" stroke-width=\"", Coordinate(width), "\"/>");
    }
  }

  static double FilledRadius(const DrawnCluster& d) {
    return d.members == 0 ? 0 : d.radius * std::sqrt(static_cast<double>(d.customers) / static_cast<double>(d.members));
  }

  void DrawDisc(const DrawnCluster& d, std::string& out) const {
    const std::string at = absl::StrCat(" cx=\"", Coordinate(d.x), "\" cy=\"", Coordinate(d.y), "\"");
    absl::StrAppend(&out, "<g><title>", d.row == nullptr ? "customers alone, or few" : ShownEscaped(d.row->name, 80), ": ",
                    CountOf(d.members, "member", "members"), ", ", CountOf(d.customers, "customer", "customers"),
                    "</title><circle class=\"", d.row != nullptr && d.row->on_front ? "rim" : "rim faint", "\"", at, " r=\"",
                    Coordinate(d.radius), "\"/>");
    if (d.customers > 0) {
      absl::StrAppend(&out, "<circle class=\"fill\"", at, " r=\"", Coordinate(FilledRadius(d)), "\"/>");
    }
    out += "</g>";
  }

  const CommunityView& view_;
  const EdgeReport& report_;
  const NetworkPictureOptions& o_;
  std::vector<uint8_t> customer_;
  std::vector<DrawnCluster> clusters_;  // By their number.
  std::vector<uint32_t> drawn_;
  size_t left_out_ = 0;
  std::map<std::pair<uint32_t, uint32_t>, Line> lines_;
  double height_ = 0;
};

}  // namespace

absl::StatusOr<std::string> NetworkPicture(const CommunityView& view, const EdgeReport& report,
                                           const NetworkPictureOptions& options) {
  return Painter(view, report, options).Run();
}

}  // namespace pullgraph::report
