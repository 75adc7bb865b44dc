// SPDX-License-Identifier: Apache-2.0
#include "algorithms/opportunity/list_change.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <tuple>
#include <utility>

#include "absl/strings/str_cat.h"

namespace pullgraph {
namespace {

constexpr size_t kNumFactors = 4;  // All parts but the cost.

std::array<double, kNumFactors> Factors(const ListedOpportunity& o) {
  return {o.p_attract, o.p_access, o.value, 1 + o.leverage};
}

double Product(const std::array<double, kNumFactors>& factors) {
  return factors[0] * factors[1] * factors[2] * factors[3];
}

absl::Status Check(const char* list, const ListedOpportunity& o) {
  const auto fault = [&](const char* part, double is, const char* expected) {
    return absl::InvalidArgumentError(absl::StrCat(list, ": ", o.member, " with ", o.resource,
                                                   ": ", part, " is ", is, ", expected ",
                                                   expected));
  };
  const std::pair<const char*, double> probabilities[] = {{"p_attract", o.p_attract},
                                                          {"p_access", o.p_access}};
  for (const auto& [name, p] : probabilities) {
    if (!(p >= 0 && p <= 1)) return fault(name, p, "one in [0, 1]");
  }
  if (!std::isfinite(o.value)) return fault("value", o.value, "a number");
  if (!std::isfinite(o.cost)) return fault("cost", o.cost, "a number");
  if (!(o.leverage >= -1 && std::isfinite(o.leverage))) {
    return fault("leverage", o.leverage, "at least -1");
  }
  return absl::OkStatus();
}

double LogarithmicMean(double a, double b) {
  return std::abs(a - b) <= 1e-12 * std::abs(a) ? a : (a - b) / std::log(a / b);
}

void Explain(const ListedOpportunity& before, const ListedOpportunity& after,
             OpportunityChange& change) {
  const auto a = Factors(before);
  const auto b = Factors(after);
  change.effect[static_cast<size_t>(OpportunityPart::kCost)] = before.cost - after.cost;
  const double difference = Product(b) - Product(a);
  // A logarithm needs both above 0, or both below.
  const auto comparable = [&](size_t k) { return a[k] * b[k] > 0; };
  size_t broken = 0;
  for (size_t k = 0; k < kNumFactors; ++k) broken += !comparable(k) && a[k] != b[k];
  const double mean = broken == 0 && Product(a) * Product(b) > 0
                          ? LogarithmicMean(Product(b), Product(a))
                          : 0;
  for (size_t k = 0; k < kNumFactors; ++k) {
    if (broken > 0) {
      const bool mine = !comparable(k) && a[k] != b[k];
      change.effect[k] = mine ? difference / static_cast<double>(broken) : 0;
    } else if (mean != 0) {
      change.effect[k] = mean * std::log(b[k] / a[k]);
    }
  }
}

using Key = std::pair<std::string, std::string>;

absl::Status Enter(const char* list, absl::Span<const ListedOpportunity> opportunities,
                   const ListedOpportunity* OpportunityChange::*side,
                   std::map<Key, OpportunityChange>& changes) {
  for (const ListedOpportunity& o : opportunities) {
    if (absl::Status s = Check(list, o); !s.ok()) return s;
    OpportunityChange& change = changes[Key(o.member, o.resource)];
    if (change.*side != nullptr) {
      return absl::InvalidArgumentError(
          absl::StrCat(list, ": ", o.member, " with ", o.resource, " is there twice"));
    }
    change.*side = &o;
  }
  return absl::OkStatus();
}

bool IsSame(const ListedOpportunity& a, const ListedOpportunity& b) {
  return std::tie(a.rank, a.p_attract, a.p_access, a.value, a.leverage, a.cost) ==
         std::tie(b.rank, b.p_attract, b.p_access, b.value, b.leverage, b.cost);
}

}  // namespace

OpportunityPart OpportunityChange::largest() const {
  size_t best = 0;
  for (size_t k = 1; k < kNumOpportunityParts; ++k) {
    if (std::abs(effect[k]) > std::abs(effect[best])) best = k;
  }
  return static_cast<OpportunityPart>(best);
}

absl::StatusOr<std::vector<OpportunityChange>> CompareLists(
    absl::Span<const ListedOpportunity> before, absl::Span<const ListedOpportunity> after) {
  std::map<Key, OpportunityChange> changes;
  absl::Status s = Enter("before", before, &OpportunityChange::before, changes);
  if (s.ok()) s = Enter("after", after, &OpportunityChange::after, changes);
  if (!s.ok()) return s;
  std::vector<OpportunityChange> result;
  for (auto& [key, change] : changes) {
    const ListedOpportunity* a = change.before;
    const ListedOpportunity* b = change.after;
    if (a != nullptr && b != nullptr) {
      if (IsSame(*a, *b)) continue;
      Explain(*a, *b, change);
    }
    change.difference = (b == nullptr ? 0 : b->expected_value()) -
                        (a == nullptr ? 0 : a->expected_value());
    result.push_back(change);
  }
  std::stable_sort(result.begin(), result.end(),
                   [](const OpportunityChange& x, const OpportunityChange& y) {
                     return std::abs(x.difference) > std::abs(y.difference);
                   });
  return result;
}

}  // namespace pullgraph
