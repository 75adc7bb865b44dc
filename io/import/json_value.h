// SPDX-License-Identifier: Apache-2.0
// JSON read fast; internal to io/import/, and the only door to the library behind it.
#ifndef PULLGRAPH_IO_IMPORT_JSON_VALUE_H_
#define PULLGRAPH_IO_IMPORT_JSON_VALUE_H_

#include <simdjson.h>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "io/import/place.h"

namespace pullgraph {

// A value of a parsed text, or none: what is asked of none is none, so that paths into
// hostile input need no checks on the way. All text is valid UTF-8. It is small, and
// valid until its parser parses again.
class JsonValue {
 public:
  JsonValue() = default;
  explicit JsonValue(simdjson::dom::element element) : element_(element), is_there_(true) {}

  // The first member of that name, if this is an object that has one.
  JsonValue operator[](std::string_view name) const {
    simdjson::dom::object object;
    simdjson::dom::element found;
    if (!is_there_ || element_.get(object) || object.at_key(name).get(found)) return {};
    return JsonValue(found);
  }

  // None and null are both nothing.
  explicit operator bool() const { return is_there_ && !element_.is_null(); }
  bool is_object() const { return is_there_ && element_.is_object(); }
  bool is_array() const { return is_there_ && element_.is_array(); }
  bool is_text() const { return is_there_ && element_.is_string(); }
  bool is_bool() const { return is_there_ && element_.is_bool(); }
  bool is_true() const {
    bool value = false;
    return is_there_ && !element_.get(value) && value;
  }

  // The text, or "" if this is none.
  std::string_view text() const {
    std::string_view value;
    return is_there_ && !element_.get(value) ? value : std::string_view();
  }
  // The number, if it is a whole one that fits.
  std::optional<int64_t> integer() const {
    int64_t value = 0;
    if (!is_there_ || element_.get(value)) return std::nullopt;
    return value;
  }
  // The number, if it is one.
  std::optional<double> number() const {
    double value = 0;
    if (!is_there_ || element_.get(value)) return std::nullopt;
    return value;
  }
  // An id: a text as it is, a whole number in decimal; "" if it is neither.
  std::string id() const;

  // Calls use(value) for every element of an array; nothing if it is none.
  template <class Use>
  void ForEach(Use use) const {
    simdjson::dom::array array;
    if (!is_there_ || element_.get(array)) return;
    for (const simdjson::dom::element element : array) use(JsonValue(element));
  }
  // Calls use(name, value) for every member of an object.
  template <class Use>
  void ForEachMember(Use use) const {
    simdjson::dom::object object;
    if (!is_there_ || element_.get(object)) return;
    for (const auto member : object) use(member.key, JsonValue(member.value));
  }

 private:
  simdjson::dom::element element_;
  bool is_there_ = false;
};

class JsonParser {
 public:
  // Deeper input is refused.
  static constexpr size_t kMaxDepth = 64;

  JsonParser();

  // The one value of `text`, which begins at `start`. Memory is at most 16 times the
  // longest text so far.
  //
  // ERRORS: DataLoss with the place if it is not JSON, or nested too deep; OutOfRange if
  // it is JSON but holds a number or a character that cannot be represented (1e999, half
  // of a surrogate pair), which real files do.
  absl::StatusOr<JsonValue> Parse(std::string_view text, const Place& start);

 private:
  simdjson::dom::parser parser_;
};

}  // namespace pullgraph

#endif  // PULLGRAPH_IO_IMPORT_JSON_VALUE_H_
