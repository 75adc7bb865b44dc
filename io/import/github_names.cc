// SPDX-License-Identifier: Apache-2.0
#include "io/import/github_names.h"

#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "graph/string_table.h"

namespace pullgraph {
namespace {

std::string Lower(std::string_view name) { return absl::AsciiStrToLower(AbslView(name)); }

}  // namespace

uint32_t GithubNames::Add(std::optional<int64_t> number, std::string_view name, Time at) {
  const auto index = static_cast<uint32_t>(entries_.size());
  Entry entry;
  entry.name = name;
  entry.named_at = at;
  entry.key = name;
  // Somebody else had that name before; no name has a blank in it.
  if (number && by_name_.contains(Lower(name)))
    absl::StrAppend(&entry.key, " (", *number, ")");
  entries_.push_back(std::move(entry));
  has_number_.push_back(number.has_value());
  by_name_[Lower(name)] = index;
  return index;
}

uint32_t GithubNames::Find(std::optional<int64_t> number, std::string_view name, Time at) {
  if (!number) {
    const auto known = by_name_.find(Lower(name));
    return known != by_name_.end() ? known->second : Add(number, name, at);
  }
  const auto [it, fresh] = by_number_.try_emplace(*number, 0);
  if (fresh) {
    // A name without a number so far belongs to who turns out to have both.
    const auto known = by_name_.find(Lower(name));
    if (known != by_name_.end() && !has_number_[known->second]) {
      it->second = known->second;
      has_number_[known->second] = true;
    } else {
      it->second = Add(number, name, at);
    }
    return it->second;
  }
  Entry& entry = entries_[it->second];
  if (entry.name == name) return it->second;
  if (at >= entry.named_at) {
    entry.name = name;
    entry.named_at = at;
    by_name_[Lower(name)] = it->second;
  } else {
    by_name_.try_emplace(Lower(name), it->second);
  }
  return it->second;
}

std::optional<uint32_t> GithubNames::Bearer(std::string_view name) const {
  const auto known = by_name_.find(Lower(name));
  if (known == by_name_.end()) return std::nullopt;
  return known->second;
}

}  // namespace pullgraph
