// SPDX-License-Identifier: Apache-2.0
#include "algorithms/journey/adoption_exposure.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <utility>

#include "absl/strings/str_cat.h"
#include "algorithms/kernels/normal_quantile.h"

namespace pullgraph {
namespace {

absl::Status Check(const TieGraph& graph, absl::Span<const int32_t> period,
                   const AdoptionExposureOptions& options) {
  const auto length = [&](const char* name, size_t size) {
    return absl::InvalidArgumentError(absl::StrCat(
        name, " has ", size, " entries, expected one a node: ", graph.num_nodes()));
  };
  if (period.size() != graph.num_nodes()) return length("period", period.size());
  if (!options.group.empty() && options.group.size() != graph.num_nodes()) {
    return length("group", options.group.size());
  }
  if (!options.arc_from.empty() && options.arc_from.size() != graph.num_arcs()) {
    return absl::InvalidArgumentError(
        absl::StrCat("arc_from has ", options.arc_from.size(), " entries, expected one an arc: ",
                     graph.num_arcs()));
  }
  if (options.least_adopters < 1) {
    return absl::InvalidArgumentError("least_adopters is 0, expected at least 1");
  }
  if (!(options.least_share >= 0 && options.least_share <= 1)) {
    return absl::InvalidArgumentError(
        absl::StrCat("least_share is ", options.least_share, ", expected one in [0, 1]"));
  }
  if (!(options.confidence > 0 && options.confidence < 1)) {
    return absl::InvalidArgumentError(
        absl::StrCat("confidence is ", options.confidence, ", expected one in (0, 1)"));
  }
  return absl::OkStatus();
}

// The last period in which `v` is not yet connected, and not yet exposed; kNeverAdopted if
// it never is.
struct Since {
  int32_t connected = kNeverAdopted;
  int32_t exposed = kNeverAdopted;
};

Since FindSince(const TieGraph& graph, absl::Span<const int32_t> period, Node v,
                const AdoptionExposureOptions& options) {
  Since since;
  std::vector<int32_t> contacts;  // When each came to expose v.
  Node before = v;
  const absl::Span<const Node> sources = graph.InNeighbors(v);
  for (size_t k = 0; k < sources.size(); ++k) {
    const Node u = sources[k];
    if (u == v) continue;
    const int32_t tied =
        options.arc_from.empty() ? INT32_MIN : options.arc_from[graph.InArc(v, k)];
    const int32_t exposes = std::max(period[u], tied);
    since.connected = std::min(since.connected, tied);
    if (u != before) {
      contacts.push_back(exposes);
    } else {  // Parallel arcs are one contact.
      contacts.back() = std::min(contacts.back(), exposes);
    }
    before = u;
  }
  const auto share = static_cast<size_t>(
      std::ceil(options.least_share * static_cast<double>(contacts.size()) - 1e-9));
  const size_t needed = std::max<size_t>(options.least_adopters, share);
  if (needed > contacts.size()) return since;
  std::nth_element(contacts.begin(), contacts.begin() + static_cast<ptrdiff_t>(needed - 1),
                   contacts.end());
  since.exposed = contacts[needed - 1];
  return since;
}

// Adopted or not, exposed or not.
struct Table {
  double a = 0, b = 0, c = 0, d = 0;
};

void Combine(const std::map<std::pair<int32_t, uint32_t>, Table>& tables, double confidence,
             AdoptionExposure& out) {
  double r = 0, s = 0, pr = 0, ps_qr = 0, qs = 0;
  for (const auto& [key, t] : tables) {
    const double n = t.a + t.b + t.c + t.d;
    const double ri = t.a * t.d / n, si = t.b * t.c / n;
    const double p = (t.a + t.d) / n, q = (t.b + t.c) / n;
    if (ri == 0 && si == 0) continue;
    ++out.strata;
    r += ri, s += si;
    pr += p * ri, ps_qr += p * si + q * ri, qs += q * si;
  }
  if (r == 0 || s == 0) {
    out.odds_ratio = out.low = out.high = std::numeric_limits<double>::quiet_NaN();
    return;
  }
  const double variance = pr / (2 * r * r) + ps_qr / (2 * r * s) + qs / (2 * s * s);
  const double half = TwoSidedNormalQuantile(1 - confidence) * std::sqrt(variance);
  out.odds_ratio = r / s;
  out.low = out.odds_ratio * std::exp(-half);
  out.high = out.odds_ratio * std::exp(half);
}

}  // namespace

absl::StatusOr<AdoptionExposure> FindAdoptionExposure(const TieGraph& graph,
                                                      absl::Span<const int32_t> period,
                                                      const AdoptionExposureOptions& options) {
  if (absl::Status s = Check(graph, period, options); !s.ok()) return s;
  const absl::StatusOr<AdoptionCurve> curve = FindAdoptionCurve(period, options.from);
  if (!curve.ok()) return curve.status();
  AdoptionExposure out;
  std::map<std::pair<int32_t, uint32_t>, Table> tables;
  for (Node v = 0; v < graph.num_nodes() && curve->periods.size() > 1; ++v) {
    const Since since = FindSince(graph, period, v, options);
    const uint32_t group = options.group.empty() ? 0 : options.group[v];
    for (size_t i = 1; i < curve->periods.size(); ++i) {
      const int32_t t = curve->periods[i].period;
      if (period[v] < t) break;
      if (!options.from.empty() && options.from[v] > t) continue;
      if (options.only_connected && since.connected >= t) continue;
      const bool exposed = since.exposed < t;
      const bool adopted = period[v] == t;
      Table& table = tables[{t, group}];
      ++(exposed ? adopted ? table.a : table.b : adopted ? table.c : table.d);
      ++(exposed ? out.exposed : out.unexposed);
      if (adopted) ++(exposed ? out.exposed_adopted : out.unexposed_adopted);
    }
  }
  Combine(tables, options.confidence, out);
  return out;
}

}  // namespace pullgraph
