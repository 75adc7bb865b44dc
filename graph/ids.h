// SPDX-License-Identifier: Apache-2.0
// Dense 32-bit ids: three separate types that never convert into one another.
#ifndef PULLGRAPH_GRAPH_IDS_H_
#define PULLGRAPH_GRAPH_IDS_H_

#include <compare>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <utility>

namespace pullgraph {

// An index into the rows of one entity, in [0, count), or `None()`.
template <class Tag>
class DenseId {
 public:
  constexpr DenseId() = default;
  constexpr explicit DenseId(uint32_t value) : value_(value) {}
  static constexpr DenseId None() { return DenseId(); }

  constexpr uint32_t value() const { return value_; }
  constexpr bool is_none() const { return value_ == kNone; }
  friend constexpr auto operator<=>(DenseId, DenseId) = default;

  template <class H>
  friend H AbslHashValue(H h, DenseId id) {
    return H::combine(std::move(h), id.value_);
  }

 private:
  static constexpr uint32_t kNone = UINT32_MAX;
  uint32_t value_ = kNone;
};

using MemberId = DenseId<struct MemberTag>;
using ResourceId = DenseId<struct ResourceTag>;
using TopicId = DenseId<struct TopicTag>;
using MarketId = DenseId<struct MarketTag>;

// Index of a string in the community's pool of names; 0 is the empty string.
using StringId = uint32_t;

}  // namespace pullgraph

#endif  // PULLGRAPH_GRAPH_IDS_H_
