// SPDX-License-Identifier: Apache-2.0
// Many short strings in one piece of memory.
#ifndef PULLGRAPH_GRAPH_STRING_TABLE_H_
#define PULLGRAPH_GRAPH_STRING_TABLE_H_

#include <compare>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/hash/hash.h"
#include "absl/strings/string_view.h"
#include "graph/huge_page_allocator.h"

namespace pullgraph {

inline absl::string_view AbslView(std::string_view s) {
  return absl::string_view(s.data(), s.size());
}
inline std::string_view StdView(absl::string_view s) {
  return std::string_view(s.data(), s.size());
}

// An external id taken apart once, to be compared many times. Views its text.
class IdKey {
 public:
  explicit IdKey(std::string_view text);
  friend std::strong_ordering operator<=>(const IdKey& a, const IdKey& b) {
    if (a.is_integer_ && b.is_integer_) return a.value_ <=> b.value_;
    if (a.is_integer_ != b.is_integer_) {
      return a.is_integer_ ? std::strong_ordering::less : std::strong_ordering::greater;
    }
    return a.text_ <=> b.text_;
  }

 private:
  std::string_view text_;
  int64_t value_ = 0;
  bool is_integer_ = false;
};

// Orders external ids as people read them: canonical decimal integers
// (optional minus, no leading zero, at most 18 digits) come first, by value;
// all others after them, by bytes.
std::strong_ordering CompareIds(std::string_view a, std::string_view b);

// An append-only array of strings: one blob and offsets. Views stay valid
// until the next Append. An absent string is the empty one.
class StringTable {
 public:
  StringTable() : offsets_(1, 0) {}

  size_t size() const { return offsets_.size() - 1; }
  std::string_view operator[](size_t i) const {
    return std::string_view(blob_).substr(offsets_[i], offsets_[i + 1] - offsets_[i]);
  }
  void Append(std::string_view s) {
    blob_.append(s);
    offsets_.push_back(blob_.size());
  }
  void Reserve(size_t count, size_t bytes) {
    offsets_.reserve(count + 1);
    blob_.reserve(bytes);
  }
  const std::string& blob() const { return blob_; }

  // Index of `s` in a table sorted by CompareIds. COST: O(log n) comparisons.
  std::optional<uint32_t> FindSorted(std::string_view s) const;

  friend bool operator==(const StringTable&, const StringTable&) = default;

 private:
  std::string blob_;
  std::vector<uint64_t> offsets_;
};

// Gives equal strings equal numbers, counted from 0 in order of arrival.
// Moves, but does not copy: its views point into its own memory.
class StringInterner {
 public:
  StringInterner() = default;
  StringInterner(StringInterner&&) noexcept = default;
  StringInterner& operator=(StringInterner&&) noexcept = default;

  // COST: O(|s|) expected.
  uint32_t Intern(std::string_view s);
  std::optional<uint32_t> Find(std::string_view s) const;
  size_t size() const { return views_.size(); }
  std::string_view operator[](size_t i) const { return StdView(views_[i]); }

 private:
  std::string_view Store(std::string_view s);

  static constexpr size_t kFirstChunk = size_t{64} << 10;  // Bytes; each is as large as all before,
  static constexpr size_t kLargestChunk = size_t{8} << 20;  // up to this.
  template <class T>
  using Vector = std::vector<T, HugePageAllocator<T>>;
  std::vector<Vector<char>> chunks_;  // Never moved, so views stay valid.
  size_t bytes_ = 0;                  // Of all chunks.
  Vector<absl::string_view> views_;
  absl::flat_hash_map<absl::string_view, uint32_t, absl::Hash<absl::string_view>,
                      std::equal_to<absl::string_view>,
                      HugePageAllocator<std::pair<const absl::string_view, uint32_t>>>
      index_;
};

}  // namespace pullgraph

#endif  // PULLGRAPH_GRAPH_STRING_TABLE_H_
