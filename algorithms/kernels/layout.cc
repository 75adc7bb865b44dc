// SPDX-License-Identifier: Apache-2.0
#include "algorithms/kernels/layout.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <numeric>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/str_cat.h"
#include "graph/parallel.h"

namespace pullgraph {
namespace {

constexpr double kGoldenAngle = 2.399963229728653;  // Radians.
constexpr double kGap = 2.5;          // Between two discs.
constexpr double kNodeRoom = 0.75;    // Radius of a disc of n nodes: kNodeRoom * sqrt(n), and a margin.
constexpr double kStripStep = 0.5;    // Between nodes of the strip.
constexpr int64_t kGrain = 2048;
constexpr size_t kManyClusters = 2000;

struct Point {
  double x = 0, y = 0;
  friend Point operator+(Point a, Point b) { return {a.x + b.x, a.y + b.y}; }
  friend Point operator-(Point a, Point b) { return {a.x - b.x, a.y - b.y}; }
  friend Point operator*(double f, Point p) { return {f * p.x, f * p.y}; }
  double Length() const { return std::hypot(x, y); }
};

// Place `i` of many that fill a disc evenly, from its middle.
Point Sunflower(size_t i) {
  const double r = std::sqrt(static_cast<double>(i) + 0.5), angle = kGoldenAngle * static_cast<double>(i);
  return {r * std::cos(angle), r * std::sin(angle)};
}

// Finds places for discs of given radii, drawn together by weighted pairs.
class DiscPacker {
 public:
  struct Pull {
    uint32_t a, b;
    double weight;
  };

  DiscPacker(std::vector<double> radius, std::vector<Pull> pulls)
      : radius_(std::move(radius)), pulls_(std::move(pulls)), at_(radius_.size()) {}

  absl::Status Pack(int steps, const RunControl* run) {
    Begin();
    for (int step = 0; step < steps; ++step) {
      if (absl::Status s = CheckCancelled(run); !s.ok()) return s;
      Attract(0.12 * (1 - static_cast<double>(step) / steps));
      Separate();
    }
    // Only apart, until no two overlap.
    for (int i = 0; i < kMostSeparations && Separate() > kOverlap; ++i) {
      if (absl::Status s = CheckCancelled(run); !s.ok()) return s;
    }
    return absl::OkStatus();
  }

  const std::vector<Point>& at() const { return at_; }

 private:
  static constexpr double kOverlap = 0.005;  // Of the smaller radius.
  static constexpr int kMostSeparations = 2000;

  // The largest in the middle, the others around it.
  void Begin() {
    double area = 0;
    for (size_t i = 0; i < at_.size(); ++i) {
      at_[i] = std::sqrt(area) * Unit(i);
      area += 1.3 * (radius_[i] + kGap) * (radius_[i] + kGap);
    }
  }

  static Point Unit(size_t i) {
    const double angle = kGoldenAngle * static_cast<double>(i);
    return {std::cos(angle), std::sin(angle)};
  }

  void Attract(double rate) {
    std::vector<Point> move(at_.size());
    for (const Pull& p : pulls_) {
      const Point d = at_[p.b] - at_[p.a];
      const double gap = d.Length() - radius_[p.a] - radius_[p.b] - kGap;
      if (gap <= 0) continue;
      const double far = rate * p.weight * gap / (gap + radius_[p.a] + radius_[p.b] + kGap);
      // The lighter one goes farther.
      const double share = radius_[p.b] / (radius_[p.a] + radius_[p.b]);
      move[p.a] = move[p.a] + share * far * d;
      move[p.b] = move[p.b] - (1 - share) * far * d;
    }
    for (size_t i = 0; i < at_.size(); ++i) {
      at_[i] = at_[i] + move[i];
      at_[i] = (1 - 0.02 * rate) * at_[i];  // Nobody drifts away.
    }
  }

  // Moves overlapping discs apart; the largest overlap, as a part of the smaller radius. Discs
  // are looked at by x, so that only those that may overlap meet.
  double Separate() {
    std::vector<uint32_t> order(at_.size());
    std::iota(order.begin(), order.end(), 0U);
    std::sort(order.begin(), order.end(), [&](uint32_t a, uint32_t b) {
      return std::pair(at_[a].x - radius_[a], a) < std::pair(at_[b].x - radius_[b], b);
    });
    double worst = 0;
    for (size_t i = 0; i < order.size(); ++i) {
      const uint32_t a = order[i];
      for (size_t k = i + 1; k < order.size(); ++k) {
        const uint32_t b = order[k];
        if (at_[b].x - radius_[b] > at_[a].x + radius_[a] + kGap) break;
        worst = std::max(worst, Part(a, b));
      }
    }
    return worst;
  }

  double Part(uint32_t a, uint32_t b) {
    Point d = at_[b] - at_[a];
    double length = d.Length();
    const double wanted = radius_[a] + radius_[b] + kGap;
    if (length >= wanted) return 0;
    if (length < 1e-9) {
      d = Unit(a + b);
      length = 1;
    }
    const double overlap = wanted - std::min(length, wanted);
    const double share = radius_[b] / (radius_[a] + radius_[b]);
    const Point away = (0.55 * overlap / length) * d;
    at_[a] = at_[a] - 2 * share * away;
    at_[b] = at_[b] + 2 * (1 - share) * away;
    return overlap / std::min(radius_[a], radius_[b]);
  }

  std::vector<double> radius_;
  std::vector<Pull> pulls_;
  std::vector<Point> at_;
};

// Nodes in cells of side 2, for each to find those that are near.
class Cells {
 public:
  void Fill(absl::Span<const Point> at) {
    low_ = high_ = at.empty() ? Point{} : at[0];
    for (const Point p : at) {
      low_ = {std::min(low_.x, p.x), std::min(low_.y, p.y)};
      high_ = {std::max(high_.x, p.x), std::max(high_.y, p.y)};
    }
    // Not many more cells than nodes, however far apart these are.
    const double area = (high_.x - low_.x + 2) * (high_.y - low_.y + 2);
    side_ = std::max(2.0, std::sqrt(area / (4.0 * static_cast<double>(at.size()) + 64)));
    columns_ = Column(high_.x) + 1;
    rows_ = Row(high_.y) + 1;
    begin_.assign(static_cast<size_t>(columns_ * rows_) + 1, 0);
    for (const Point p : at) ++begin_[CellOf(p) + 1];
    std::partial_sum(begin_.begin(), begin_.end(), begin_.begin());
    nodes_.resize(at.size());
    std::vector<uint32_t> next(begin_.begin(), begin_.end() - 1);
    for (uint32_t i = 0; i < at.size(); ++i) nodes_[next[CellOf(at[i])]++] = i;
  }

  // Calls f for everything in the cell of `p` and the eight around it.
  template <class F>
  void Near(Point p, F f) const {
    const int64_t column = Column(p.x), row = Row(p.y);
    for (int64_t r = std::max<int64_t>(0, row - 1); r <= std::min(rows_ - 1, row + 1); ++r) {
      for (int64_t c = std::max<int64_t>(0, column - 1); c <= std::min(columns_ - 1, column + 1); ++c) {
        const auto cell = static_cast<size_t>(r * columns_ + c);
        for (uint32_t i = begin_[cell]; i < begin_[cell + 1]; ++i) f(nodes_[i]);
      }
    }
  }

 private:
  int64_t Column(double x) const { return static_cast<int64_t>((x - low_.x) / side_); }
  int64_t Row(double y) const { return static_cast<int64_t>((y - low_.y) / side_); }
  size_t CellOf(Point p) const { return static_cast<size_t>(Row(p.y) * columns_ + Column(p.x)); }

  Point low_, high_;
  double side_ = 2;
  int64_t columns_ = 0, rows_ = 0;
  std::vector<uint32_t> begin_, nodes_;
};

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
  std::vector<DiscPacker::Pull> Pulls(const std::vector<uint32_t>& disc_of) const {
    absl::flat_hash_map<std::pair<uint32_t, uint32_t>, uint64_t> between;
    std::vector<double> all(radius_.size());
    for (Node v = 0; v < ties_.num_nodes(); ++v) {
      for (const Node u : ties_.OutNeighbors(v)) {
        const uint32_t a = disc_of[cluster_[v]], b = disc_of[cluster_[u]];
        if (a != b) ++between[std::minmax(a, b)], ++all[a], ++all[b];
      }
    }
    std::vector<DiscPacker::Pull> pulls;
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
    std::vector<DiscPacker::Pull> pulls = Pulls(disc_of);
    if (radius.size() > kManyClusters) {
      std::erase_if(pulls, [&](const auto& p) { return std::min(radius[p.a], radius[p.b]) < radius[0] / 50; });
    }
    DiscPacker packer(std::move(radius), std::move(pulls));
    const RunControl part = PartOf(o_.run, "laying out clusters", 0, 0.3);
    if (absl::Status s = packer.Pack(o_.cluster_steps, o_.run == nullptr ? nullptr : &part); !s.ok()) return s;
    for (size_t i = 0; i < order.size(); ++i) centre_[order[i]] = packer.at()[i];
    return absl::OkStatus();
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
    std::vector<Point> now(placed_.size()), next(placed_.size());
    Cells cells;
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
      Point sum;
      for (const Node v : members_[c]) sum = sum + at_[v];
      const Point off = centre_[c] - (1 / static_cast<double>(members_[c].size())) * sum;
      for (const Node v : members_[c]) at_[v] = Inside(static_cast<uint32_t>(c), at_[v] + off);
    }
  }

  // Where a node goes, seen from where all are now.
  Point Moved(size_t i, const std::vector<Point>& now, const Cells& cells, double heat) const {
    const Node v = placed_[i];
    const uint32_t c = cluster_[v];
    Point towards;
    double weight = 0;
    // Ties to other clusters only turn a node their way: the discs stay where they are.
    ForEachNeighbour(v, [&](Node u) {
      const Point d = at_[u] - at_[v];
      const double r = d.Length();
      if (cluster_[u] == c) {
        towards = towards + d;
        weight += 1;
      } else if (r > 0) {
        towards = towards + (1 / r) * d;
        weight += 0.5;
      }
    });
    Point move = weight > 0 ? (0.25 / weight) * towards : Point{};
    const double far = move.Length();
    const double most = 0.8 * heat;
    if (far > most) move = (most / far) * move;
    Point away;
    cells.Near(now[i], [&](uint32_t k) {
      const Point d = now[i] - now[k];
      const double r = d.Length();
      if (k == i || r >= kReach) return;
      // Of two in one place the one with the smaller number goes left.
      away = r < 1e-6 ? away + Point{i < k ? -0.3 : 0.3, 0} : away + (0.45 * (kReach - r) / r) * d;
    });
    if (away.Length() > 1) away = (1 / away.Length()) * away;
    return Inside(c, now[i] + move + away);
  }

  Point Inside(uint32_t c, Point p) const {
    const Point d = p - centre_[c];
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
    out.strip_top = static_cast<float>(bottom + (strip_.empty() ? 0 : 2 * kGap));
    // As wide as the rest; if that is little, four times as wide as high.
    const double width = std::max(right - left, kStripStep * std::sqrt(4.0 * static_cast<double>(strip_.size())));
    const auto in_row = static_cast<size_t>(std::max(1.0, width / kStripStep));
    const double begin = (left + right - width) / 2;
    for (size_t i = 0; i < strip_.size(); ++i) {
      at_[strip_[i]] = {begin + kStripStep * static_cast<double>(i % in_row),
                        bottom + 2 * kGap + kStripStep * static_cast<double>(i / in_row)};
    }
    for (const Point p : at_) {
      out.x.push_back(static_cast<float>(p.x));
      out.y.push_back(static_cast<float>(p.y));
    }
    return out;
  }

  static constexpr double kReach = 1.4;  // Nodes nearer than that push each other off.

  const TieGraph& ties_;
  const absl::Span<const uint32_t> cluster_;
  const LayoutOptions& o_;
  std::vector<std::vector<Node>> members_;
  std::vector<double> radius_;
  std::vector<Point> centre_;
  std::vector<Node> strip_, placed_;
  std::vector<Point> at_;
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
