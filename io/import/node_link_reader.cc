// SPDX-License-Identifier: Apache-2.0
#include "io/import/node_link_reader.h"

#include <charconv>
#include <iterator>
#include <nlohmann/json.hpp>

#include "absl/strings/str_cat.h"
#include "graph/string_table.h"
#include "graph/utf8.h"
#include "io/import/status_macros.h"
#include "io/import/text_cursor.h"

namespace pullgraph {
namespace {

using Json = nlohmann::json;

constexpr size_t kMaxDepth = 64;
constexpr size_t kMaxItem = size_t{16} << 20;

// The bytes of a TextCursor, for nlohmann's parser.
class ByteIterator {
 public:
  using difference_type = std::ptrdiff_t;
  using value_type = char;
  using pointer = const char*;
  using reference = char;
  using iterator_category = std::input_iterator_tag;

  explicit ByteIterator(TextCursor* in) : in_(in) {}
  char operator*() const { return static_cast<char>(in_->Peek()); }
  ByteIterator& operator++() {
    in_->Advance();
    return *this;
  }
  bool operator==(const ByteIterator& other) const { return AtEnd() == other.AtEnd(); }
  bool operator!=(const ByteIterator& other) const { return !(*this == other); }

 private:
  bool AtEnd() const { return in_ == nullptr || in_->Peek() < 0; }
  TextCursor* in_;
};

class NodeLinkSax : public nlohmann::json_sax<Json> {
 public:
  NodeLinkSax(TextCursor& in, absl::FunctionRef<absl::Status(const JsonItem&)> take,
              const RunControl* run)
      : in_(in), take_(take), run_(run) {}

  bool null() override { return Keep(absl::OkStatus()); }
  bool boolean(bool v) override { return Scalar({v ? "true" : "false", false}); }
  bool number_integer(number_integer_t v) override { return Scalar({absl::StrCat(v), v >= 0}); }
  bool number_unsigned(number_unsigned_t v) override { return Scalar({absl::StrCat(v), true}); }
  bool number_float(number_float_t v, const string_t&) override {
    char text[64];
    const auto end = std::to_chars(text, text + sizeof(text), v).ptr;
    return Scalar({std::string(text, end), false});
  }
  bool string(string_t& v) override { return Scalar({std::move(v), false}); }
  bool binary(binary_t&) override { return false; }
  bool start_object(std::size_t) override;
  bool end_object() override;
  bool start_array(std::size_t) override;
  bool end_array() override { return Close(); }
  bool key(string_t& v) override {
    key_ = std::move(v);
    return true;
  }
  bool parse_error(std::size_t, const std::string&, const Json::exception& error) override;

  const absl::Status& status() const { return status_; }
  bool saw_lists() const { return saw_lists_; }

 private:
  bool Keep(absl::Status status) {
    if (status_.ok()) status_ = std::move(status);
    return status_.ok();
  }
  bool Open(bool object);
  bool Close();
  bool Scalar(JsonScalar value);
  // The depth at which the fields of an item stand: {"nodes": [{.
  bool InItem() const { return depth_ == 3 && in_list_; }

  TextCursor& in_;
  absl::FunctionRef<absl::Status(const JsonItem&)> take_;
  const RunControl* run_;
  absl::Status status_;
  size_t depth_ = 0;
  bool in_list_ = false;   // Of nodes or links.
  bool in_graph_ = false;  // "graph": {.
  bool saw_lists_ = false;
  size_t item_bytes_ = 0;
  uint64_t items_ = 0;
  std::string key_;
  JsonItem item_;
};

bool NodeLinkSax::parse_error(std::size_t, const std::string& token, const Json::exception& error) {
  if (!in_.status().ok()) return Keep(in_.status());
  const bool range = dynamic_cast<const Json::out_of_range*>(&error) != nullptr;
  return Keep(BadInput(in_.Here(),
                       range ? absl::StrCat("the number '", Printable(token), "' is too large")
                       : in_.at_end() ? std::string("the JSON ends too early")
                                      : absl::StrCat("not JSON at '", Printable(token), "'"),
                       "fetch or write the file again"));
}

bool NodeLinkSax::Open(bool object) {
  if (++depth_ > kMaxDepth) return Keep(BadInput(in_.Here(), "nested too deeply"));
  if (depth_ == 1 && !object) {
    return Keep(BadInput(in_.Here(), "a list, expected an object with nodes and links",
                         "check that this is a graph in JSON"));
  }
  if (depth_ == 2) {
    in_list_ = !object && (key_ == "nodes" || key_ == "links" || key_ == "edges");
    in_graph_ = object && key_ == "graph";
    saw_lists_ = saw_lists_ || in_list_;
    item_.kind = key_ == "nodes" ? JsonItem::Kind::kNode : JsonItem::Kind::kLink;
  }
  if (depth_ == 3 && in_list_ && !object) {
    return Keep(BadInput(in_.Here(), "a list among nodes or links, expected objects",
                         "check that this is a graph in JSON"));
  }
  if (depth_ == 4 && in_list_) ++item_.nested;
  return true;
}

bool NodeLinkSax::start_object(std::size_t) {
  if (!Open(true)) return false;
  if (!InItem()) return true;
  item_.fields.clear();
  item_.nested = 0;
  item_.place = in_.Here();
  item_bytes_ = 0;
  return true;
}

bool NodeLinkSax::start_array(std::size_t) { return Open(false); }

bool NodeLinkSax::Close() {
  --depth_;
  if (depth_ == 1) in_list_ = in_graph_ = false;
  return true;
}

bool NodeLinkSax::end_object() {
  if (InItem()) {
    if (++items_ % 4096 == 0) {
      if (!Keep(CheckCancelled(run_))) return false;
      ReportProgress(run_, 0.5 * in_.fraction());
    }
    if (!Keep(take_(item_))) return false;
  }
  return Close();
}

bool NodeLinkSax::Scalar(JsonScalar value) {
  if (depth_ == 0) {
    return Keep(BadInput(in_.Here(), "expected an object with nodes and links",
                         "check that this is a graph in JSON"));
  }
  if (depth_ == 2 && in_list_) {
    return Keep(BadInput(in_.Here(), absl::StrCat("'", Printable(value.text), "' among nodes or links, expected objects"),
                         "check that this is a graph in JSON"));
  }
  const bool directed = depth_ == 1 && key_ == "directed";
  const bool name = depth_ == 2 && in_graph_ && key_ == "name";
  if (directed || name) {
    JsonItem item;
    item.kind = directed ? JsonItem::Kind::kDirected : JsonItem::Kind::kName;
    item.fields.emplace_back(key_, std::move(value));
    item.place = in_.Here();
    return Keep(take_(item));
  }
  if (!InItem()) return true;
  item_bytes_ += key_.size() + value.text.size();
  if (item_bytes_ > kMaxItem) return Keep(BadInput(item_.place, "an object of more than 16 MiB"));
  item_.fields.emplace_back(key_, std::move(value));
  return true;
}

}  // namespace

absl::Status ReadNodeLink(ByteSource source, absl::FunctionRef<absl::Status(const JsonItem&)> take,
                          const RunControl* run) {
  TextCursor in(std::move(source));
  if (in.Peek() == 0xEF && in.rest().substr(0, 3) == "\xEF\xBB\xBF") in.Ignore(3);
  NodeLinkSax sax(in, take, run);
  const bool whole = Json::sax_parse(ByteIterator(&in), ByteIterator(nullptr), &sax);
  PG_RETURN_IF_ERROR(in.status());
  PG_RETURN_IF_ERROR(sax.status());
  if (!whole) return BadInput(in.Here(), "not JSON", "fetch or write the file again");
  if (sax.saw_lists()) return absl::OkStatus();
  return BadInput({in.file()}, "neither 'nodes' nor 'links' in it", "check that this is a graph in JSON");
}

}  // namespace pullgraph
