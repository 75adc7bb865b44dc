// SPDX-License-Identifier: Apache-2.0
#include "graph/string_table.h"

#include <algorithm>

namespace pullgraph {
IdKey::IdKey(std::string_view text) : text_(text) {
  const bool negative = !text.empty() && text[0] == '-';
  const std::string_view digits = negative ? text.substr(1) : text;
  if (digits.empty() || digits.size() > 18) return;
  if (digits[0] == '0' && text.size() > 1) return;
  int64_t value = 0;
  for (const char c : digits) {
    if (c < '0' || c > '9') return;
    value = value * 10 + (c - '0');
  }
  value_ = negative ? -value : value;
  is_integer_ = true;
}

std::strong_ordering CompareIds(std::string_view a, std::string_view b) {
  return IdKey(a) <=> IdKey(b);
}

std::optional<uint32_t> StringTable::FindSorted(std::string_view s) const {
  const IdKey key(s);
  size_t low = 0;
  size_t high = size();
  while (low < high) {  // Invariant: everything below `low` is < s, from `high` >= s.
    const size_t middle = low + (high - low) / 2;
    if (IdKey((*this)[middle]) < key) {
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
    const size_t size = std::max(std::clamp(bytes_, kFirstChunk, kLargestChunk), s.size());
    chunks_.emplace_back().reserve(size);
    bytes_ += size;
  }
  Vector<char>& chunk = chunks_.back();
  const size_t start = chunk.size();
  chunk.insert(chunk.end(), s.begin(), s.end());
  return std::string_view(chunk.data() + start, s.size());
}

}  // namespace pullgraph
