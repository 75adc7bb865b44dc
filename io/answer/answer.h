// SPDX-License-Identifier: Apache-2.0
// What a verb answers: rows of one message type, with what people read around them.
#ifndef PULLGRAPH_IO_ANSWER_ANSWER_H_
#define PULLGRAPH_IO_ANSWER_ANSWER_H_

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "graph/ids.h"

namespace google::protobuf {
class Descriptor;
class Message;
}  // namespace google::protobuf

namespace pullgraph {

class CommunityGraph;
class CommunityView;

using google::protobuf::Message;

// The rows are answers of the schema (io/proto), filled by the function that the verb has
// for that. How they are shown follows from the column options of their fields.
class Answer {
 public:
  Answer();
  Answer(Answer&&) noexcept;
  Answer& operator=(Answer&&) noexcept;
  ~Answer();

  // The type of the rows, for a table that has none.
  template <class Row>
  void Of() {
    type = Row::descriptor();
  }
  // Appends a row and returns it.
  template <class Row>
  Row& Add() {
    type = Row::descriptor();
    auto row = std::make_unique<Row>();
    Row& added = *row;
    rows.push_back(std::move(row));
    return added;
  }
  template <class Row>
  Row& Add(Row row) {
    return Add<Row>() = std::move(row);
  }
  // A row of another type that JSON and protobuf have after the others: what title and
  // notes say.
  template <class Row>
  void Summarize(Row row) {
    summary = std::make_unique<Row>(std::move(row));
  }
  // The place that the next row will have.
  uint32_t NextRank() const { return static_cast<uint32_t>(rows.size() + 1); }
  // A line below the table, unless it is empty.
  void Note(std::string line) {
    if (!line.empty()) notes.push_back(std::move(line));
  }

  const google::protobuf::Descriptor* type = nullptr;
  std::string title;  // Above the table.
  std::vector<std::unique_ptr<Message>> rows;
  std::unique_ptr<Message> summary;
  std::vector<std::string> notes;
  // What came out besides the rows, for the manifest: name and value.
  std::vector<std::pair<std::string, std::string>> findings;
  // Each row is shown whole, as a page of its own, instead of in a table.
  bool whole = false;
  // False if history does not bear out what is said: with --strict the command says so to
  // programs.
  bool borne_out = true;
};

// Sets the id of a member, resource or topic in the text field `field` of `row`, and what
// people call it in `field`_name where there is such a field. An id that is none leaves
// both empty. COST: a look-up of two fields by name.
template <class Id>
void SetRef(const CommunityGraph& community, Id id, Message& row, const char* field);

// The same for the repeated fields `field` and `names`: adds one.
template <class Id>
void AddRef(const CommunityGraph& community, Id id, Message& row, const char* field,
            const char* names);

// The ids of `members` into the repeated field `ids`, what people call them into `names`,
// and the ties behind each step into `ties` (null: no such field).
void SetWay(const CommunityView& view, const std::vector<MemberId>& members, Message& row,
            const char* ids, const char* names, const char* ties = nullptr);

}  // namespace pullgraph

#endif  // PULLGRAPH_IO_ANSWER_ANSWER_H_
