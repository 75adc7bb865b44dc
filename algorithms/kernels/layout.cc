// SPDX-License-Identifier: Apache-2.0
#include "algorithms/kernels/layout.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <string>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/str_cat.h"
#include "algorithms/kernels/disc_packing.h"
#include "algorithms/kernels/plane.h"
#include "graph/parallel.h"

namespace pullgraph {
namespace {

constexpr double kNodeRoom = 0.75;    // Radius of a disc of n nodes: kNodeRoom * sqrt(n), and a margin.
constexpr double kStripStep = 0.5;    // Between nodes of the strip.
constexpr int64_t kGrain = 2048;
constexpr size_t kManyClusters = 2000;

// Place `i` of many that fill a disc evenly, from its middle.
PlanePoint Sunflower(size_t i) {
  const double r = std::sqrt(static_cast<double>(i) + 0.5), angle = kGoldenAngle * static_cast<double>(i);
  return {r * std::cos(angle), r * std::sin(angle)};
}

class Layouter {
 public:
  Layouter(const TieGraph& ties, absl::Span<const uint32_t> cluster, uint32_t clusters, const LayoutOptions& o)
      : ties_(ties), cluster_(cluster), o_(o), members_(clusters), radius_(clusters, 0.0), centre_(clusters) {}

  absl::StatusOr<LayoutResult> Run() {
    Sort();
    absl::Status s = PlaceDiscs();
    if (s.ok()) s = PlaceNodes();
    if (!s.ok()) return s;
    return Finish();
  }

 private:
  uint64_t Degree(Node v) const {
    return ties_.OutDegree(v) + (ties_.is_symmetric() ? 0 : ties_.InDegree(v));
  }

  template <class F>
  void ForEachNeighbour(Node v, F f) const {
    for (const Node u : ties_.OutNeighbors(v)) f(u);
    if (ties_.is_symmetric()) return;
    for (const Node u : ties_.InNeighbors(v)) f(u);
  }

  // Members of each cluster, those with many ties first; those without any go to the strip.
  void Sort() {
    for (Node v = 0; v < ties_.num_nodes(); ++v) {
      (Degree(v) == 0 ? strip_ : members_[cluster_[v]]).push_back(v);
    }
    for (size_t c = 0; c < members_.size(); ++c) {
      std::sort(members_[c].begin(), members_[c].end(), [&](Node a, Node b) {
        return std::pair(~Degree(a), a) < std::pair(~Degree(b), b);
      });
      if (!members_[c].empty()) radius_[c] = kNodeRoom * std::sqrt(static_cast<double>(members_[c].size())) + 0.5;
    }
  }

  // How much each pair of discs is tied, beside what the smaller one has in all.
  std::vector<DiscPull> Pulls(const std::vector<uint32_t>& disc_of) const {
    absl::flat_hash_map<std::pair<uint32_t, uint32_t>, uint64_t> between;
    std::vector<double> all(radius_.size());
    for (Node v = 0; v < ties_.num_nodes(); ++v) {
      for (const Node u : ties_.OutNeighbors(v)) {
        const uint32_t a = disc_of[cluster_[v]], b = disc_of[cluster_[u]];
        if (a != b) ++between[std::minmax(a, b)], ++all[a], ++all[b];
      }
    }
    std::vector<DiscPull> pulls;
    for (const auto& [pair, count] : between) {
      pulls.push_back({pair.first, pair.second,
                       static_cast<double>(count) / std::max(1.0, std::min(all[pair.first], all[pair.second]))});
    }
    std::sort(pulls.begin(), pulls.end(), [](const auto& a, const auto& b) {
      return std::pair(a.a, a.b) < std::pair(b.a, b.b);
    });
    return pulls;
  }

  absl::Status PlaceDiscs() {
    std::vector<uint32_t> order;
    for (uint32_t c = 0; c < members_.size(); ++c) {
      if (!members_[c].empty()) order.push_back(c);
    }
    std::stable_sort(order.begin(), order.end(), [&](uint32_t a, uint32_t b) {
      return members_[a].size() > members_[b].size();
    });
    std::vector<uint32_t> disc_of(members_.size(), 0);
    std::vector<double> radius;
    for (const uint32_t c : order) {
      disc_of[c] = static_cast<uint32_t>(radius.size());
      radius.push_back(radius_[c]);
    }
    std::vector<DiscPull> pulls = Pulls(disc_of);
    if (radius.size() > kManyClusters) {
      std::erase_if(pulls, [&](const auto& p) { return std::min(radius[p.a], radius[p.b]) < radius[0] / 50; });
    }
    const RunControl part = PartOf(o_.run, "laying out clusters", 0, 0.3);
    // Only tied ones look for a place: there may be tens of thousands of others.
    std::vector<uint32_t> place(radius.size(), kAlone), tied, alone;
    for (DiscPull& p : pulls) {
      for (uint32_t* disc : {&p.a, &p.b}) place[*disc] = 0;
    }
    std::vector<double> tied_radius;
    for (uint32_t i = 0; i < order.size(); ++i) {
      if (place[i] == kAlone) {
        alone.push_back(order[i]);
        continue;
      }
      place[i] = static_cast<uint32_t>(tied.size());
      tied.push_back(order[i]);
      tied_radius.push_back(radius[i]);
    }
    for (DiscPull& p : pulls) p.a = place[p.a], p.b = place[p.b];
    const absl::StatusOr<std::vector<PlanePoint>> at =
        PackDiscs(tied_radius, pulls, o_.cluster_steps, o_.run == nullptr ? nullptr : &part);
    if (!at.ok()) return at.status();
    for (size_t i = 0; i < tied.size(); ++i) centre_[tied[i]] = (*at)[i];
    PlaceAlone(tied, alone);
    return absl::OkStatus();
  }

  // Rows below the tied discs, the largest first.
  void PlaceAlone(const std::vector<uint32_t>& tied, const std::vector<uint32_t>& alone) {
    double left = 0, right = 0, bottom = 0, area = 0;
    for (const uint32_t c : tied) {
      left = std::min(left, centre_[c].x - radius_[c]);
      right = std::max(right, centre_[c].x + radius_[c]);
      bottom = std::max(bottom, centre_[c].y + radius_[c]);
    }
    for (const uint32_t c : alone) area += (2 * radius_[c] + kDiscGap) * (2 * radius_[c] + kDiscGap);
    const double width = std::max(right - left, std::sqrt(area));
    const double begin = (left + right - width) / 2;
    double x = begin, y = bottom + (tied.empty() ? 0 : kDiscGap), height = 0;
    for (const uint32_t c : alone) {
      if (x > begin && x + 2 * radius_[c] > begin + width) {
        x = begin;
        y += height + kDiscGap;
        height = 0;
      }
      centre_[c] = {x + radius_[c], y + radius_[c]};
      x += 2 * radius_[c] + kDiscGap;
      height = std::max(height, 2 * radius_[c]);
    }
  }

  absl::Status PlaceNodes() {
    at_.assign(ties_.num_nodes(), {});
    for (size_t c = 0; c < members_.size(); ++c) {
      for (size_t i = 0; i < members_[c].size(); ++i) {
        at_[members_[c][i]] = centre_[c] + kNodeRoom * Sunflower(i);
        placed_.push_back(members_[c][i]);
      }
    }
    std::sort(placed_.begin(), placed_.end());
    const int threads = o_.run == nullptr ? 1 : o_.run->threads;
    std::vector<PlanePoint> now(placed_.size()), next(placed_.size());
    PlaneCells cells;
    for (int step = 0; step < o_.node_steps; ++step) {
      if (absl::Status s = CheckCancelled(o_.run); !s.ok()) return s;
      ReportProgress(o_.run, 0.3 + 0.7 * step / o_.node_steps);
      for (size_t i = 0; i < placed_.size(); ++i) now[i] = at_[placed_[i]];
      cells.Fill(now);
      const double heat = 1 - static_cast<double>(step) / o_.node_steps;
      ParallelFor(threads, static_cast<int64_t>(placed_.size()), kGrain, [&](int64_t begin, int64_t end) {
        for (int64_t i = begin; i < end; ++i) {
          next[static_cast<size_t>(i)] = Moved(static_cast<size_t>(i), now, cells, heat);
        }
      });
      for (size_t i = 0; i < placed_.size(); ++i) at_[placed_[i]] = next[i];
      Centre();
    }
    return absl::OkStatus();
  }

  // Moves the nodes of each disc together so that they stand around its middle: ties to other
  // discs would heap them up on one side.
  void Centre() {
    for (size_t c = 0; c < members_.size(); ++c) {
      if (members_[c].empty()) continue;
      PlanePoint sum;
      for (const Node v : members_[c]) sum = sum + at_[v];
      const PlanePoint off = centre_[c] - (1 / static_cast<double>(members_[c].size())) * sum;
      for (const Node v : members_[c]) at_[v] = Inside(static_cast<uint32_t>(c), at_[v] + off);
    }
  }

  // Where a node goes, seen from where all are now.
  PlanePoint Moved(size_t i, const std::vector<PlanePoint>& now, const PlaneCells& cells, double heat) const {
    const Node v = placed_[i];
    const uint32_t c = cluster_[v];
    PlanePoint towards;
    double weight = 0;
    // Ties to other clusters only turn a node their way: the discs stay where they are.
    ForEachNeighbour(v, [&](Node u) {
      const PlanePoint d = at_[u] - at_[v];
      const double r = d.Length();
      if (cluster_[u] == c) {
        towards = towards + d;
        weight += 1;
      } else if (r > 0) {
        towards = towards + (1 / r) * d;
        weight += 0.5;
      }
    });
    PlanePoint move = weight > 0 ? (0.25 / weight) * towards : PlanePoint{};
    const double far = move.Length();
    const double most = 0.8 * heat;
    if (far > most) move = (most / far) * move;
    PlanePoint away;
    cells.Near(now[i], [&](uint32_t k) {
      const PlanePoint d = now[i] - now[k];
      const double r = d.Length();
      if (k == i || r >= kReach) return;
      // Of two in one place the one with the smaller number goes left.
      away = r < 1e-6 ? away + PlanePoint{i < k ? -0.3 : 0.3, 0} : away + (0.45 * (kReach - r) / r) * d;
    });
    if (away.Length() > 1) away = (1 / away.Length()) * away;
    return Inside(c, now[i] + move + away);
  }

  PlanePoint Inside(uint32_t c, PlanePoint p) const {
    const PlanePoint d = p - centre_[c];
    const double most = std::max(radius_[c] - 0.5, 0.0), r = d.Length();
    return r <= most ? p : centre_[c] + (most / r) * d;
  }

  LayoutResult Finish() {
    LayoutResult out;
    out.in_strip = static_cast<uint32_t>(strip_.size());
    double left = 0, right = 0, bottom = 0;
    for (size_t c = 0; c < members_.size(); ++c) {
      const double r = members_[c].empty() ? 0 : radius_[c];
      out.discs.push_back({static_cast<float>(centre_[c].x), static_cast<float>(centre_[c].y), static_cast<float>(r)});
      left = std::min(left, centre_[c].x - r);
      right = std::max(right, centre_[c].x + r);
      bottom = std::max(bottom, centre_[c].y + r);
    }
    out.strip_top = static_cast<float>(bottom + (strip_.empty() ? 0 : 2 * kDiscGap));
    // As wide as the rest; if that is little, four times as wide as high.
    const double width = std::max(right - left, kStripStep * std::sqrt(4.0 * static_cast<double>(strip_.size())));
    const auto in_row = static_cast<size_t>(std::max(1.0, width / kStripStep));
    const double begin = (left + right - width) / 2;
    for (size_t i = 0; i < strip_.size(); ++i) {
      at_[strip_[i]] = {begin + kStripStep * static_cast<double>(i % in_row),
                        bottom + 2 * kDiscGap + kStripStep * static_cast<double>(i / in_row)};
    }
    for (const PlanePoint p : at_) {
      out.x.push_back(static_cast<float>(p.x));
      out.y.push_back(static_cast<float>(p.y));
    }
    return out;
  }

  static constexpr uint32_t kAlone = UINT32_MAX;
  static constexpr double kReach = 1.4;  // Nodes nearer than that push each other off.

  const TieGraph& ties_;
  const absl::Span<const uint32_t> cluster_;
  const LayoutOptions& o_;
  std::vector<std::vector<Node>> members_;
  std::vector<double> radius_;
  std::vector<PlanePoint> centre_;
  std::vector<Node> strip_, placed_;
  std::vector<PlanePoint> at_;
};

}  // namespace

absl::StatusOr<LayoutResult> LayOut(const TieGraph& ties, absl::Span<const uint32_t> cluster,
                                    uint32_t num_clusters, const LayoutOptions& options) {
  const auto bad = [](const char* name, int64_t value, const std::string& range) {
    return absl::InvalidArgumentError(absl::StrCat(name, " is ", value, ", expected ", range));
  };
  if (options.cluster_steps < 0) return bad("cluster_steps", options.cluster_steps, "at least 0");
  if (options.node_steps < 0) return bad("node_steps", options.node_steps, "at least 0");
  if (cluster.size() != ties.num_nodes()) {
    return bad("the number of clusters given", static_cast<int64_t>(cluster.size()),
               absl::StrCat("one a node, ", ties.num_nodes()));
  }
  for (const uint32_t c : cluster) {
    if (c >= num_clusters) return bad("a node's cluster", c, absl::StrCat("below ", num_clusters));
  }
  return Layouter(ties, cluster, num_clusters, options).Run();
}

}  // namespace pullgraph
