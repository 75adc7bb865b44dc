// SPDX-License-Identifier: Apache-2.0
#include "io/import/json_value.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "absl/strings/str_cat.h"
#include "graph/utf8.h"

namespace pullgraph {
namespace {

constexpr size_t kFirstCapacity = 1 << 16;

// Reads nothing and remembers where reading ended: the fast parser does not say where it
// stumbled, and only errors can afford to read twice.
class FaultFinder final : public nlohmann::json_sax<nlohmann::json> {
 public:
  bool null() override { return true; }
  bool boolean(bool) override { return true; }
  bool number_integer(number_integer_t) override { return true; }
  bool number_unsigned(number_unsigned_t) override { return true; }
  bool number_float(number_float_t, const string_t&) override { return true; }
  bool string(string_t&) override { return true; }
  bool binary(binary_t&) override { return true; }
  bool start_object(size_t) override { return Enter(); }
  bool key(string_t&) override { return true; }
  bool end_object() override { return --depth_ >= 0; }
  bool start_array(size_t) override { return Enter(); }
  bool end_array() override { return --depth_ >= 0; }
  bool parse_error(size_t position, const std::string&,
                   const nlohmann::detail::exception&) override {
    position_ = position;
    return false;
  }

  size_t position() const { return position_; }

 private:
  bool Enter() { return ++depth_ <= static_cast<int>(JsonParser::kMaxDepth); }

  size_t position_ = 0;
  int depth_ = 0;
};

// `start` moved over `passed`.
Place MovedOver(Place start, std::string_view passed) {
  for (const char c : passed) {
    if (c == '\n') {
      ++start.line;
      start.column = 1;
    } else {
      ++start.column;
    }
  }
  return start;
}

absl::Status NotJson(std::string_view text, const Place& start) {
  if (absl::Status s = CheckUtf8At(start, text); !s.ok()) return s;
  FaultFinder finder;
  nlohmann::json::sax_parse(text.begin(), text.end(), &finder);
  // One past the byte that does not belong, and past the end if something is missing.
  const size_t at = std::min(finder.position() > 0 ? finder.position() - 1 : 0, text.size());
  const std::string_view rest = text.substr(at);
  const Place place = MovedOver(start, text.substr(0, at));
  if (rest.find_first_not_of(" \t\r\n") == std::string_view::npos) {
    return BadInput(place, "the JSON ends too soon", "the file is cut off: fetch it again");
  }
  return BadInput(place, absl::StrCat("this is not JSON: '", Printable(rest, 20), "'"),
                  "check that the file is whole");
}

}  // namespace

std::string JsonValue::id() const {
  if (is_text()) return std::string(text());
  if (const auto value = integer()) return absl::StrCat(*value);
  uint64_t large = 0;
  return is_there_ && !element_.get(large) ? absl::StrCat(large) : std::string();
}

JsonParser::JsonParser() {
  // If memory is short, Parse() says so.
  const auto error = parser_.allocate(kFirstCapacity, kMaxDepth);
  static_cast<void>(error);
}

absl::StatusOr<JsonValue> JsonParser::Parse(std::string_view text, const Place& start) {
  if (text.empty()) return NotJson(text, start);
  simdjson::dom::element root;
  switch (parser_.parse(text.data(), text.size()).get(root)) {
    case simdjson::SUCCESS:
      return JsonValue(root);
    case simdjson::CAPACITY:
    case simdjson::MEMALLOC:
      return absl::ResourceExhaustedError(
          absl::StrCat(ToString(start), ": JSON of ", text.size(),
                       " bytes in one piece does not fit into memory"));
    case simdjson::DEPTH_ERROR:
      return BadInput(start, absl::StrCat("JSON nested deeper than ", kMaxDepth));
    case simdjson::STRING_ERROR:
    case simdjson::NUMBER_ERROR:
      return absl::OutOfRangeError(
          absl::StrCat(ToString(start), ": a number or text that cannot be represented"));
    default:
      return NotJson(text, start);
  }
}

}  // namespace pullgraph
