// SPDX-License-Identifier: Apache-2.0
// The columns of an answer, read off its message type.
#ifndef PULLGRAPH_IO_ANSWER_COLUMNS_H_
#define PULLGRAPH_IO_ANSWER_COLUMNS_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "pullgraph/v1/column.pb.h"

namespace google::protobuf {
class Descriptor;
class FieldDescriptor;
class Message;
}  // namespace google::protobuf

namespace pullgraph {

using google::protobuf::Message;

// One column: a field of the message, or of a message inside it, in the order of their
// declaration.
struct AnswerColumn {
  std::string name;    // In CSV: field names joined by '_'.
  std::string header;  // In tables, the unit included.
  std::string about;
  v1::Role role = v1::ROLE_UNSPECIFIED;
  v1::Narrow narrow = v1::NARROW_UNSPECIFIED;
  bool has_own_header = false;
  // From the row to the field; all but the last are single messages.
  std::vector<const google::protobuf::FieldDescriptor*> path;
  int of = -1;    // Index of the column that this one names or bounds.
  int name_at = -1, low_at = -1, high_at = -1;  // And back.
};

// All fields of `type` but those of role DETAIL and lists of messages. Messages inside are
// opened: `demand` of {value, low, high} gives demand, demand_low and demand_high.
std::vector<AnswerColumn> ColumnsOf(const google::protobuf::Descriptor& type);

// The message that holds the last field of the column's path; null if the value is absent.
const Message* HolderOf(const Message& row, const AnswerColumn& column);

// The value as programs read it: plain numbers of full precision, true or false, times
// as ISO-8601, lists joined by "; ", a way by " > ". Absent: "".
std::string RawValue(const Message& row, const AnswerColumn& column);

// The value as people read it, without its interval or id. Absent: "".
std::string ShownValue(const Message& row, const AnswerColumn& column);

// As a number; nothing if it is absent or no number.
std::optional<double> NumberValue(const Message& row, const AnswerColumn& column);

// What stands in the cell of column `at`: a name with its id, an estimate with its interval
// (unless `bare`).
std::string CellText(const Message& row, const std::vector<AnswerColumn>& columns, size_t at,
                     bool bare = false);

// True if it stands in the cell of another column: a name beside its id, the ends of an
// interval that have no header of their own.
bool IsMerged(const AnswerColumn& column);

// Whether people read it as a number (flush right).
bool IsNumber(const AnswerColumn& column);

}  // namespace pullgraph

#endif  // PULLGRAPH_IO_ANSWER_COLUMNS_H_
