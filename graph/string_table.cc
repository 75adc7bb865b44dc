// SPDX-License-Identifier: Apache-2.0
#include "graph/string_table.h"

#include <algorithm>
#include <charconv>

namespace pullgraph {
namespace {

std::optional<int64_t> CanonicalInteger(std::string_view s) {
  const std::string_view digits = !s.empty() && s[0] == '-' ? s.substr(1) : s;
  if (digits.empty() || digits.size() > 18) return std::nullopt;
  if (digits[0] == '0' && s.size() > 1) return std::nullopt;
  int64_t value = 0;
  const auto [p, ec] = std::from_chars(s.data(), s.data() + s.size(), value);
  if (ec != std::errc() || p != s.data() + s.size()) return std::nullopt;
  return value;
}

}  // namespace

std::strong_ordering CompareIds(std::string_view a, std::string_view b) {
  const auto x = CanonicalInteger(a);
  const auto y = CanonicalInteger(b);
  if (x && y) return *x <=> *y;
  if (x || y) return x ? std::strong_ordering::less : std::strong_ordering::greater;
  return a <=> b;
}

std::optional<uint32_t> StringTable::FindSorted(std::string_view s) const {
  size_t low = 0;
  size_t high = size();
  while (low < high) {  // Invariant: everything below `low` is < s, from `high` >= s.
    const size_t middle = low + (high - low) / 2;
    if (CompareIds((*this)[middle], s) < 0) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  if (low == size() || (*this)[low] != s) return std::nullopt;
  return static_cast<uint32_t>(low);
}

uint32_t StringInterner::Intern(std::string_view s) {
  const auto found = index_.find(AbslView(s));
  if (found != index_.end()) return found->second;
  const auto id = static_cast<uint32_t>(views_.size());
  const absl::string_view stored = AbslView(Store(s));
  views_.push_back(stored);
  index_.emplace(stored, id);
  return id;
}

std::optional<uint32_t> StringInterner::Find(std::string_view s) const {
  const auto found = index_.find(AbslView(s));
  if (found == index_.end()) return std::nullopt;
  return found->second;
}

std::string_view StringInterner::Store(std::string_view s) {
  if (chunks_.empty() || chunks_.back().capacity() - chunks_.back().size() < s.size()) {
    chunks_.emplace_back().reserve(std::max(kChunkBytes, s.size()));
  }
  std::vector<char>& chunk = chunks_.back();
  const size_t start = chunk.size();
  chunk.insert(chunk.end(), s.begin(), s.end());
  return std::string_view(chunk.data() + start, s.size());
}

}  // namespace pullgraph
