// SPDX-License-Identifier: Apache-2.0
// Collects the first fault of a community; internal to graph/.
#ifndef PULLGRAPH_GRAPH_FAULT_FINDER_H_
#define PULLGRAPH_GRAPH_FAULT_FINDER_H_

#include <cstdint>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "graph/columns.h"
#include "graph/community_graph.h"
#include "graph/number_range.h"

namespace pullgraph {

// After the first fault every further check is a no-op.
class FaultFinder {
 public:
  explicit FaultFinder(const CommunityParts& parts) : p_(parts) {}

  bool ok() const { return status_.ok(); }
  const absl::Status& status() const { return status_; }
  const CommunityParts& parts() const { return p_; }

  template <class... Pieces>
  void Fail(const char* entity, size_t row, const char* field, const Pieces&... pieces) {
    if (status_.ok()) {
      status_ = absl::InvalidArgumentError(
          absl::StrCat(entity, " ", row, ": ", field, " ", pieces...));
    }
  }

  void Length(const char* entity, const char* field, size_t size, size_t expected) {
    if (size != expected) {
      Fail(entity, size, field, "has ", size, " rows, expected ", expected);
    }
  }

  // Calls check(row, value) on each row of a column that is not all default.
  template <class T, class Check>
  void Each(const char* entity, const char* field, const Column<T>& column, size_t expected,
            Check check) {
    Length(entity, field, column.size(), expected);
    for (size_t i = 0; i < column.values().size() && status_.ok(); ++i) {
      check(i, column.values()[i]);
    }
  }
  template <class T, class Check>
  void Each(const char* entity, const char* field, const Ragged<T>& lists, size_t expected,
            Check check) {
    Length(entity, field, lists.size(), expected);
    if (lists.is_default()) return;
    for (size_t i = 0; i < lists.size() && status_.ok(); ++i) {
      for (const T& value : lists[i]) check(i, value);
    }
  }

  void String(const char* entity, const char* field, const Column<StringId>& column, size_t n) {
    Each(entity, field, column, n, [&](size_t i, StringId v) { StringRef(entity, i, field, v); });
  }
  void StringRef(const char* entity, size_t i, const char* field, StringId v) {
    Below(entity, i, field, v, p_.strings.size());
  }
  void Below(const char* entity, size_t i, const char* field, uint32_t v, size_t bound) {
    if (v >= bound) Fail(entity, i, field, "is ", v, ", expected an id below ", bound);
  }
  void Moment(const char* entity, size_t i, const char* field, Time t) {
    if (!IsStorable(t)) Fail(entity, i, field, "lies outside the years 1 to 9999");
  }
  void Moments(const char* entity, const char* field, const Column<Time>& column, size_t n) {
    Each(entity, field, column, n, [&](size_t i, Time t) { Moment(entity, i, field, t); });
  }
  void InRange(const char* entity, size_t i, const char* field, double v, const NumberRange& range) {
    if (!range.Holds(v)) Fail(entity, i, field, "is ", v, ", expected ", range.expected);
  }

 private:
  const CommunityParts& p_;
  absl::Status status_;
};

// Signals, touches and ties, when entities are known to be sound.
void CheckTies(FaultFinder& find);
void CheckSignals(FaultFinder& find);
void CheckTouches(FaultFinder& find);

}  // namespace pullgraph

#endif  // PULLGRAPH_GRAPH_FAULT_FINDER_H_
