// SPDX-License-Identifier: Apache-2.0
// A community as columns: one array per field, all of one entity equally long.
#ifndef PULLGRAPH_GRAPH_COLUMNS_H_
#define PULLGRAPH_GRAPH_COLUMNS_H_

#include <cstdint>
#include <utility>
#include <vector>

#include "absl/types/span.h"
#include "graph/ids.h"
#include "graph/names.h"
#include "graph/string_table.h"
#include "graph/time.h"

namespace pullgraph {

// The values in that order: element i is values[order[i]].
template <class T>
std::vector<T> Reordered(const std::vector<T>& values, absl::Span<const uint32_t> order) {
  std::vector<T> out;
  out.reserve(order.size());
  for (const uint32_t row : order) out.push_back(values[row]);
  return out;
}

// A column in which rows that all hold the default take no memory.
template <class T>
class Column {
 public:
  explicit Column(T default_value = T()) : default_(default_value) {}

  size_t size() const { return size_; }
  T operator[](size_t i) const { return values_.empty() ? default_ : values_[i]; }
  // True if every row holds the default.
  bool is_default() const { return values_.empty(); }
  T default_value() const { return default_; }
  // The rows, or nothing if is_default().
  absl::Span<const T> values() const { return values_; }

  void Append(T value) {
    if (values_.empty() && value != default_) values_.assign(size_, default_);
    if (value != default_ || !values_.empty()) values_.push_back(value);
    ++size_;
  }
  void Set(size_t i, T value) {
    if (values_.empty() && value == default_) return;
    if (values_.empty()) values_.assign(size_, default_);
    values_[i] = value;
  }
  // `count` more rows of the default.
  void AppendDefaults(size_t count) {
    size_ += count;
    if (!values_.empty()) values_.resize(size_, default_);
  }
  // Row i becomes f(row i); f(default) is the default.
  template <class F>
  void Transform(F f) {
    for (T& value : values_) value = f(value);
  }
  // Row i becomes what row order[i] was.
  void Reorder(absl::Span<const uint32_t> order) {
    if (!values_.empty()) values_ = Reordered(values_, order);
  }
  uint64_t memory_bytes() const { return values_.capacity() * sizeof(T); }

  friend bool operator==(const Column& a, const Column& b) {
    if (a.size_ != b.size_) return false;
    for (size_t i = 0; i < a.size_; ++i) {
      if (a[i] != b[i]) return false;
    }
    return true;
  }

 private:
  T default_;
  size_t size_ = 0;
  std::vector<T> values_;
};

// A list per row; rows that are all empty take no memory.
template <class T>
class Ragged {
 public:
  size_t size() const { return size_; }
  absl::Span<const T> operator[](size_t i) const {
    if (offsets_.empty()) return {};
    return absl::Span<const T>(values_).subspan(offsets_[i], offsets_[i + 1] - offsets_[i]);
  }
  bool is_default() const { return offsets_.empty(); }
  absl::Span<const T> values() const { return values_; }

  template <class List>
  void Append(const List& list) {
    if (offsets_.empty() && !list.empty()) offsets_.assign(size_ + 1, 0);
    ++size_;
    if (offsets_.empty()) return;
    values_.insert(values_.end(), list.begin(), list.end());
    offsets_.push_back(values_.size());
  }
  void AppendDefaults(size_t count) {
    size_ += count;
    if (!offsets_.empty()) offsets_.resize(size_ + 1, values_.size());
  }
  // Calls f with each list that is not empty, to change its values.
  template <class F>
  void ForEachList(F f) {
    for (size_t i = 0; i + 1 < offsets_.size(); ++i) {
      const size_t size = offsets_[i + 1] - offsets_[i];
      if (size > 0) f(absl::Span<T>(values_.data() + offsets_[i], size));
    }
  }
  // Row i becomes what row order[i] was.
  void Reorder(absl::Span<const uint32_t> order) {
    if (offsets_.empty()) return;
    Ragged reordered;
    reordered.offsets_.reserve(offsets_.size());
    reordered.values_.reserve(values_.size());
    for (const uint32_t row : order) reordered.Append((*this)[row]);
    *this = std::move(reordered);
  }
  uint64_t memory_bytes() const {
    return values_.capacity() * sizeof(T) + offsets_.capacity() * 8;
  }

  friend bool operator==(const Ragged& a, const Ragged& b) {
    if (a.size_ != b.size_) return false;
    for (size_t i = 0; i < a.size_; ++i) {
      if (a[i] != b[i]) return false;
    }
    return true;
  }

 private:
  size_t size_ = 0;
  std::vector<uint64_t> offsets_;
  std::vector<T> values_;
};

// What a member is or has: an employer, a town. A name may have several values, each for
// [valid_from, valid_to); absent = open. See AttributesAt (attributes.h) for which one counts.
struct Attribute {
  StringId name = 0;
  Time valid_from;
  StringId value = 0;
  Time valid_to;
  // Whether anybody said since or until when; what nobody dated holds always.
  bool is_dated() const { return valid_from.is_present() || valid_to.is_present(); }
  friend auto operator<=>(const Attribute&, const Attribute&) = default;
};

// What a member lacks (weight > 0) or can give (level in (0, 1]) on a topic, and
// since when that is known; absent = always.
struct Need {
  TopicId topic;
  float weight = 1;
  Time since;
  friend auto operator<=>(const Need&, const Need&) = default;
};
struct Offer {
  TopicId topic;
  float level = 1;
  Time since;
  friend auto operator<=>(const Offer&, const Offer&) = default;
};

struct MemberColumns {
  StringTable id;  // Unique, ascending by CompareIds.
  Column<StringId> display_name;
  Column<MemberKind> kind{MemberKind::kUnspecified};
  Column<MemberRole> role{MemberRole::kCommunity};
  Column<Time> joined_at;
  Ragged<StringId> opted_out;  // Channels; "*" is all of them.
  Ragged<StringId> tags;
  Ragged<Attribute> attributes;
  Ragged<Need> needs;
  Ragged<Offer> offers;
  friend bool operator==(const MemberColumns&, const MemberColumns&) = default;
};

struct ResourceColumns {
  StringTable id;  // Unique, ascending by CompareIds.
  Column<StringId> title;
  Column<ResourceKind> kind{ResourceKind::kUnspecified};
  Ragged<TopicId> topics;
  Column<Time> published_at;
  Column<double> cost{0};  // Currency units a contact, >= 0.
  Column<StringId> url;
  Ragged<MarketId> offered_by;  // Markets whose offering it is, ascending.
  friend bool operator==(const ResourceColumns&, const ResourceColumns&) = default;
};

struct TopicColumns {
  StringTable id;  // Unique, ascending by CompareIds.
  Column<StringId> name;
  Column<TopicId> parent{TopicId::None()};
  friend bool operator==(const TopicColumns&, const TopicColumns&) = default;
};

struct MarketColumns {
  StringTable id;  // Unique, ascending by CompareIds.
  Column<StringId> name;
  friend bool operator==(const MarketColumns&, const MarketColumns&) = default;
};

// Sorted by (market, member, valid_from). The span is [valid_from, valid_to);
// an absent end is open.
struct MembershipColumns {
  std::vector<MarketId> market;
  std::vector<MemberId> member;
  std::vector<MarketStatus> status;
  std::vector<Time> valid_from;
  std::vector<Time> valid_to;
  size_t size() const { return market.size(); }
  friend bool operator==(const MembershipColumns&, const MembershipColumns&) = default;
};

// One row per arc of the TieGraph, in its order; the two arcs of an undirected
// tie hold the same. Parallel arcs are sorted by (kind, mirrored).
struct TieColumns {
  Column<TieKind> kind{TieKind::kUnspecified};
  Column<uint32_t> count{1};  // Interactions, >= 1.
  Column<Time> first_at;
  Column<Time> last_at;
  Column<float> strength{0};     // Explicit probability in (0, 1]; 0 = absent.
  Column<uint8_t> mirrored{0};   // 1: arc of an undirected tie. All 0 if the
                                 // graph is symmetric: there it goes without saying.
  Ragged<Time> at;               // Every interaction, ascending, where known.
  friend bool operator==(const TieColumns&, const TieColumns&) = default;
};

// Pull. Sorted by (at, member, kind, object_kind, object); absent times first.
struct SignalColumns {
  std::vector<MemberId> member;  // None: somebody unknown.
  std::vector<ObjectKind> object_kind;
  std::vector<uint32_t> object;  // Dense id of that kind.
  std::vector<SignalKind> kind;
  std::vector<Time> at;
  Column<float> weight{1};  // >= 0.
  Ragged<TopicId> topics;
  Column<Time> answered_at;
  Column<MemberId> answered_by{MemberId::None()};
  size_t size() const { return member.size(); }
  friend bool operator==(const SignalColumns&, const SignalColumns&) = default;
};

// Push. Sorted by (sent_at, member, resource, campaign).
struct TouchColumns {
  std::vector<MemberId> member;
  std::vector<ResourceId> resource;  // None: no resource in it.
  std::vector<Time> sent_at;
  Column<StringId> campaign;
  Column<StringId> channel;
  Column<double> cost{0};  // Currency units, >= 0.
  Column<TouchOutcome> outcome{TouchOutcome::kUnspecified};
  Column<double> value{0};  // Currency units.
  Column<uint8_t> holdout{0};  // 1: chosen not to be sent, as a control.
  size_t size() const { return member.size(); }
  friend bool operator==(const TouchColumns&, const TouchColumns&) = default;
};

}  // namespace pullgraph

#endif  // PULLGRAPH_GRAPH_COLUMNS_H_
