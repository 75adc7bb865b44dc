// SPDX-License-Identifier: Apache-2.0
#include "algorithms/lean/member_features.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "graph/attributes.h"
#include "graph/string_table.h"

namespace pullgraph {
namespace {

// Places (in the list of members) that bear each value of an attribute.
using Bearers = std::map<std::string_view, std::vector<uint32_t>>;

// The number of every value, or none if some value is no number.
std::optional<std::vector<double>> AsNumbers(const Bearers& bearers) {
  std::vector<double> numbers;
  for (const auto& [text, places] : bearers) {
    double number = 0;
    if (!absl::SimpleAtod(AbslView(text), &number) || !std::isfinite(number)) return std::nullopt;
    numbers.push_back(number);
  }
  return numbers;
}

class FeatureBuilder {
 public:
  FeatureBuilder(const CommunityView& view, absl::Span<const MemberId> members)
      : view_(view), c_(view.community()), members_(members) {}

  // What holds before each one's moment.
  void AddAttributes(absl::Span<const Time> before, size_t min_members, size_t max_values) {
    std::map<std::string_view, Bearers> attributes;
    Bearers tags;
    for (uint32_t i = 0; i < members_.size(); ++i) {
      const Time until = before[i].is_present() ? before[i] : Time::Max();
      for (const Attribute& a : AttributesAt(view_, members_[i], until)) {
        if (a.value != 0) attributes[c_.String(a.name)][c_.String(a.value)].push_back(i);
      }
      for (const StringId tag : c_.members().tags[members_[i].value()]) {
        tags[c_.String(tag)].push_back(i);
      }
    }
    for (const auto& [name, bearers] : attributes) {
      if (const auto numbers = AsNumbers(bearers)) {
        AddNumber(name, bearers, *numbers);
      } else {
        AddValues(absl::StrCat(AbslView(name), " = "), bearers, min_members, max_values);
      }
    }
    AddValues("tag ", tags, min_members, max_values);
  }

  void AddHistory(absl::Span<const Time> before) {
    std::vector<uint32_t> place(c_.num_members(), UINT32_MAX);
    for (uint32_t i = 0; i < members_.size(); ++i) place[members_[i].value()] = i;
    std::vector<double> count(members_.size(), 0);
    bool any = false;
    const SignalColumns& s = c_.signals();
    for (size_t i = 0; i < view_.num_signals(); ++i) {
      if (s.member[i].is_none() || !s.at[i].is_present()) continue;
      const uint32_t p = place[s.member[i].value()];
      if (p == UINT32_MAX || !before[p].is_present() || s.at[i] >= before[p]) continue;
      count[p] += 1;
      any = true;
    }
    if (!any) return;
    for (double& n : count) n = std::log1p(n);
    columns_.emplace_back("log(1 + earlier pulls)", std::move(count));
  }

  MemberFeatures Take() {
    MemberFeatures out;
    out.rows.resize(members_.size() * columns_.size());
    for (size_t k = 0; k < columns_.size(); ++k) {
      out.names.push_back(columns_[k].first);
      for (size_t i = 0; i < members_.size(); ++i) {
        out.rows[i * columns_.size() + k] = columns_[k].second[i];
      }
    }
    return out;
  }

 private:
  void AddNumber(std::string_view name, const Bearers& bearers,
                 const std::vector<double>& numbers) {
    double sum = 0, count = 0;
    size_t k = 0;
    for (const auto& [text, places] : bearers) {
      sum += numbers[k++] * static_cast<double>(places.size());
      count += static_cast<double>(places.size());
    }
    std::vector<double> column(members_.size(), sum / count);
    k = 0;
    for (const auto& [text, places] : bearers) {
      for (const uint32_t i : places) column[i] = numbers[k];
      ++k;
    }
    columns_.emplace_back(std::string(name), std::move(column));
  }

  void AddValues(const std::string& prefix, const Bearers& bearers, size_t min_members,
                 size_t max_values) {
    std::vector<std::pair<size_t, std::string_view>> frequent;
    for (const auto& [text, places] : bearers) {
      if (places.size() >= min_members) frequent.emplace_back(places.size(), text);
    }
    std::stable_sort(frequent.begin(), frequent.end(),
                     [](const auto& a, const auto& b) { return a.first > b.first; });
    frequent.resize(std::min(frequent.size(), max_values));
    for (const auto& [count, text] : frequent) {
      std::vector<double> column(members_.size(), 0);
      for (const uint32_t i : bearers.at(text)) column[i] = 1;
      columns_.emplace_back(absl::StrCat(prefix, AbslView(text)), std::move(column));
    }
  }

  const CommunityView& view_;
  const CommunityGraph& c_;
  absl::Span<const MemberId> members_;
  std::vector<std::pair<std::string, std::vector<double>>> columns_;
};

}  // namespace

MemberFeatures BuildMemberFeatures(const CommunityView& view, absl::Span<const MemberId> members,
                                   absl::Span<const Time> before, size_t min_members,
                                   size_t max_values) {
  FeatureBuilder builder(view, members);
  builder.AddAttributes(before, min_members, max_values);
  builder.AddHistory(before);
  return builder.Take();
}

}  // namespace pullgraph
