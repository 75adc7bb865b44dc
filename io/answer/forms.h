// SPDX-License-Identifier: Apache-2.0
// An answer for programs: CSV, JSON, protobuf.
#ifndef PULLGRAPH_IO_ANSWER_FORMS_H_
#define PULLGRAPH_IO_ANSWER_FORMS_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "io/answer/answer.h"

namespace pullgraph::v1 {
class RunManifest;
}

namespace pullgraph {

// The rows that a table for programs has, and their type: those of the answer, or the elements
// of a list inside them if its type says so (Table.rows). Valid as long as the answer is.
std::vector<const Message*> TableRows(const Answer& answer, const google::protobuf::Descriptor** type);

// One line a row after a line of names; every column of ColumnsOf, in that order, of
// the rows of TableRows.
std::string RenderCsv(const Answer& answer);

// {"manifest": {...}, "results": [{"opportunity": {...}}, ...]}: fields by their name in
// the schema, zeros written, absent values null, times as ISO-8601, numbers as numbers.
std::string RenderJson(const Answer& answer, const v1::RunManifest& manifest);

// Varint-delimited pullgraph.v1.Result messages, the manifest first.
std::string RenderPb(const Answer& answer, const v1::RunManifest& manifest);

// `message` as JSON on one line, appended; as RenderJson has it, but what is absent, zero
// or empty is left out unless `all`.
void AppendJson(const Message& message, bool all, std::string& out);

// The manifest with what the answer found, and the number of its rows.
v1::RunManifest CompleteManifest(const Answer& answer, v1::RunManifest manifest);

}  // namespace pullgraph

#endif  // PULLGRAPH_IO_ANSWER_FORMS_H_
