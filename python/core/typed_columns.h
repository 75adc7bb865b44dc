// SPDX-License-Identifier: Apache-2.0
// The columns of an answer as arrays, laid out as Apache Arrow lays columns out, so that
// others read them without a copy.
#ifndef PULLGRAPH_PYTHON_CORE_TYPED_COLUMNS_H_
#define PULLGRAPH_PYTHON_CORE_TYPED_COLUMNS_H_

#include <cstdint>
#include <string>
#include <vector>

#include "io/answer/answer.h"

namespace pullgraph::python {

enum class ValueKind { kText, kInt, kReal, kBool, kTime };

// `rows` values, or lists of values. What is absent has a value too: zero, or nothing.
struct TypedColumn {
  std::string name;
  std::string about;
  ValueKind kind = ValueKind::kText;
  bool is_list = false;
  int64_t rows = 0;
  int64_t absent = 0;
  std::vector<uint8_t> present;        // A bit a row, the least first; set: there.
  std::vector<int64_t> list_offsets;   // rows + 1, of lists.
  std::vector<int64_t> text_offsets;   // Of kText: values + 1.
  std::string text;
  std::vector<int64_t> ints;           // Of kInt, and of kTime: microseconds since 1970, UTC.
  std::vector<double> reals;           // Of kReal.
  std::vector<uint8_t> bools;          // Of kBool: a byte a value, 0 or 1,
  std::vector<uint8_t> bool_bits;      // and a bit a value.

  bool IsPresent(int64_t row) const {
    return (present[static_cast<size_t>(row >> 3)] >> (row & 7) & 1) != 0;
  }
  int64_t values() const { return is_list ? list_offsets.back() : rows; }
};

// All columns of ColumnsOf, over the rows of TableRows.
//
// COST: O(values).
std::vector<TypedColumn> TypedColumnsOf(const Answer& answer);

}  // namespace pullgraph::python

#endif  // PULLGRAPH_PYTHON_CORE_TYPED_COLUMNS_H_
