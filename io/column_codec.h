// SPDX-License-Identifier: Apache-2.0
// Columns to repeated fields and back; internal to io/.
#ifndef PULLGRAPH_IO_COLUMN_CODEC_H_
#define PULLGRAPH_IO_COLUMN_CODEC_H_

#include <google/protobuf/repeated_field.h>

#include <cstdint>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "graph/columns.h"
#include "pullgraph/v1/blocks.pb.h"

namespace pullgraph {

template <class T>
using Repeated = google::protobuf::RepeatedField<T>;

// How a value stands in a repeated field.
template <class Id>
uint32_t IdPlusOne(Id id) {
  return id.is_none() ? 0 : id.value() + 1;
}
template <class Id>
Id FromPlusOne(uint32_t v) {
  return v == 0 ? Id::None() : Id(v - 1);
}

// Writes times as differences; one per run of times that belong together.
class TimeEncoder {
 public:
  explicit TimeEncoder(Repeated<int64_t>* out) : out_(out) {}
  void Add(Time t) {
    const auto now = static_cast<uint64_t>(t.micros());
    out_->Add(static_cast<int64_t>(now - previous_));
    previous_ = now;
  }

 private:
  Repeated<int64_t>* out_;
  uint64_t previous_ = 0;
};

class TimeDecoder {
 public:
  Time Next(int64_t difference) {
    previous_ += static_cast<uint64_t>(difference);
    return Time(static_cast<int64_t>(previous_));
  }

 private:
  uint64_t previous_ = 0;
};

// Rows [begin, end) of a column, or nothing if all rows hold the default.
template <class T, class Wire, class Convert>
void PutColumn(const Column<T>& column, size_t begin, size_t end, Repeated<Wire>* out,
               Convert convert) {
  if (column.is_default()) return;
  out->Reserve(static_cast<int>(end - begin));
  for (size_t i = begin; i < end; ++i) out->Add(convert(column[i]));
}
inline void PutTimes(const Column<Time>& column, size_t begin, size_t end,
                     Repeated<int64_t>* out) {
  if (column.is_default()) return;
  TimeEncoder encoder(out);
  for (size_t i = begin; i < end; ++i) encoder.Add(column[i]);
}
// Lengths of the lists of rows [begin, end), and put(value) for each value.
template <class T, class Put>
void PutLists(const Ragged<T>& lists, size_t begin, size_t end, Repeated<uint32_t>* lengths,
              Put put) {
  if (lists.is_default()) return;
  for (size_t i = begin; i < end; ++i) {
    lengths->Add(static_cast<uint32_t>(lists[i].size()));
    for (const T& value : lists[i]) put(value);
  }
}
inline void PutStrings(const StringTable& table, size_t begin, size_t end,
                       v1::StringColumn* out) {
  for (size_t i = begin; i < end; ++i) {
    const std::string_view s = table[i];
    out->mutable_text()->append(s);
    out->add_length(static_cast<uint32_t>(s.size()));
  }
}

// Takes the columns of one block apart; the first fault stays.
class BlockDecoder {
 public:
  BlockDecoder(const char* entity, size_t rows) : entity_(entity), rows_(rows) {}

  template <class T, class Wire, class Convert>
  void Take(const char* field, const Repeated<Wire>& wire, Column<T>& out, Convert convert) {
    if (!HasRows(field, wire.size())) return out.AppendDefaults(status_.ok() ? rows_ : 0);
    for (const Wire v : wire) out.Append(convert(v));
  }
  template <class T, class Wire, class Convert>
  void Take(const char* field, const Repeated<Wire>& wire, std::vector<T>& out,
            Convert convert) {
    if (!HasRows(field, wire.size())) {
      if (rows_ != 0) Fail(field, "is missing");
      return;
    }
    for (const Wire v : wire) out.push_back(convert(v));
  }
  void TakeTimes(const char* field, const Repeated<int64_t>& wire, Column<Time>& out) {
    TimeDecoder decoder;
    Take(field, wire, out, [&](int64_t v) { return decoder.Next(v); });
  }
  void TakeTimes(const char* field, const Repeated<int64_t>& wire, std::vector<Time>& out) {
    TimeDecoder decoder;
    Take(field, wire, out, [&](int64_t v) { return decoder.Next(v); });
  }
  // Lists whose values are made by make(k), k in [0, values).
  template <class T, class Make>
  void TakeLists(const char* field, const Repeated<uint32_t>& lengths, int values, Ragged<T>& out,
                 Make make) {
    if (!HasRows(field, lengths.size())) {
      if (values != 0) Fail(field, "has values but no lengths");
      return out.AppendDefaults(status_.ok() ? rows_ : 0);
    }
    uint64_t total = 0;
    for (const uint32_t length : lengths) total += length;
    if (total != static_cast<uint64_t>(values)) {
      return Fail(field, absl::StrCat("has ", values, " values, but lengths that add up to ", total));
    }
    int k = 0;
    std::vector<T> list;
    for (const uint32_t length : lengths) {
      list.clear();
      for (uint32_t i = 0; i < length; ++i) list.push_back(make(k++));
      out.Append(list);
    }
  }
  void TakeStrings(const char* field, const v1::StringColumn& wire, StringTable& out) {
    uint64_t total = 0;
    for (const uint32_t length : wire.length()) total += length;
    if (total != wire.text().size()) {
      return Fail(field, absl::StrCat("has ", wire.text().size(),
                                      " bytes, but lengths that add up to ", total));
    }
    out.Reserve(out.size() + static_cast<size_t>(wire.length_size()),
                out.blob().size() + wire.text().size());
    size_t at = 0;
    for (const uint32_t length : wire.length()) {
      out.Append(std::string_view(wire.text()).substr(at, length));
      at += length;
    }
  }
  // Checks that two runs of values of one list belong together.
  void Same(const char* field, int a, int b) {
    if (a != b) Fail(field, absl::StrCat("has ", a, " values, expected ", b));
  }
  const absl::Status& status() const { return status_; }

 private:
  bool HasRows(const char* field, int size) {
    if (static_cast<size_t>(size) == rows_) return size != 0;
    if (size != 0) Fail(field, absl::StrCat("has ", size, " rows, expected ", rows_));
    return false;
  }
  void Fail(const char* field, absl::string_view why) {
    if (status_.ok()) status_ = absl::InvalidArgumentError(absl::StrCat(entity_, " ", field, " ", why));
  }

  const char* entity_;
  size_t rows_;
  absl::Status status_;
};

}  // namespace pullgraph

#endif  // PULLGRAPH_IO_COLUMN_CODEC_H_
