// SPDX-License-Identifier: Apache-2.0
#include "io/import/json_items.h"

#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "io/import/status_macros.h"
#include "io/import/text_cursor.h"

namespace pullgraph {
namespace {

constexpr size_t kMaxPiece = size_t{64} << 20;

bool IsJsonBlank(int c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

class ItemReader {
 public:
  ItemReader(ByteSource source, const RunControl* run, ImportReport& report, JsonItemUse use)
      : text_(std::move(source)), run_(run), report_(report), use_(use) {}

  absl::Status Read();

 private:
  int SkipBlanks() {
    while (IsJsonBlank(text_.Peek())) text_.Advance();
    return text_.Peek();
  }
  absl::Status Expected(const char* what);
  absl::Status TakeEnclosed(size_t max);
  absl::Status TakeString();
  absl::Status TakePiece();
  absl::Status Elements(const std::string& key);
  absl::Status Members();
  absl::Status Item(const std::string& key);
  absl::StatusOr<bool> GoesOn(char close);
  void Take() {
    piece_.push_back(static_cast<char>(text_.Peek()));
    text_.Advance();
  }

  TextCursor text_;
  const RunControl* run_;
  ImportReport& report_;
  JsonItemUse use_;
  JsonParser parser_;
  std::string piece_;
  uint64_t items_ = 0;
};

absl::Status ItemReader::Expected(const char* what) {
  PG_RETURN_IF_ERROR(text_.status());
  if (text_.Peek() < 0) {
    PG_RETURN_IF_ERROR(text_.status());
    return BadInput(text_.Here(), absl::StrCat("the JSON ends where ", what, " is expected"),
                    "the file is cut off: fetch it again");
  }
  return BadInput(text_.Here(), absl::StrCat("expected ", what), "check that this is JSON");
}

absl::Status ItemReader::TakeString() {
  Take();
  while (true) {
    const int c = text_.Peek();
    if (c < 0 || piece_.size() > kMaxPiece) return Expected("the end of a text");
    Take();
    if (c == '"') return absl::OkStatus();
    if (c == '\\' && text_.Peek() >= 0) Take();
  }
}

// An array or an object, up to its end. The parser sees to what is in it.
absl::Status ItemReader::TakeEnclosed(size_t max) {
  size_t depth = 0;
  do {
    const int c = text_.Peek();
    if (c < 0) return Expected("the end of a value");
    if (piece_.size() > max) {
      return BadInput(text_.Here(), absl::StrCat("a value of more than ", max, " bytes"));
    }
    if (c == '"') {
      PG_RETURN_IF_ERROR(TakeString());
      continue;
    }
    if (c == '{' || c == '[') ++depth;
    if (c == '}' || c == ']') --depth;
    Take();
  } while (depth > 0);
  return absl::OkStatus();
}

absl::Status ItemReader::TakePiece() {
  piece_.clear();
  const int first = text_.Peek();
  if (first == '{' || first == '[') return TakeEnclosed(kMaxPiece);
  if (first == '"') return TakeString();
  for (int c = first;
       c >= 0 && c != ',' && c != ']' && c != '}' && c != ':' && !IsJsonBlank(c);
       c = text_.Peek()) {
    if (piece_.size() > kMaxPiece) return Expected("the end of a value");
    Take();
  }
  return piece_.empty() ? Expected("a value") : absl::OkStatus();
}

absl::Status ItemReader::Item(const std::string& key) {
  if (++items_ % 1024 == 0) {
    PG_RETURN_IF_ERROR(CheckCancelled(run_));
    ReportProgress(run_, text_.fraction());
  }
  const Place place = text_.Here();
  PG_RETURN_IF_ERROR(TakePiece());
  PG_RETURN_IF_ERROR(text_.status());
  const auto value = parser_.Parse(piece_, place);
  if (absl::IsOutOfRange(value.status())) {
    report_.Note("JSON with a number or text that cannot be represented, left out",
                 ToString({place.file, place.line}));
    return absl::OkStatus();
  }
  if (!value.ok()) return value.status();
  return use_(key, *value, place);
}

// Past a comma (true) or the end of what is enclosed (false).
absl::StatusOr<bool> ItemReader::GoesOn(char close) {
  const int c = SkipBlanks();
  if (c != ',' && c != close) return Expected(close == ']' ? "',' or ']'" : "',' or '}'");
  text_.Advance();
  return c == ',';
}

absl::Status ItemReader::Elements(const std::string& key) {
  text_.Advance();
  if (SkipBlanks() == ']') {
    text_.Advance();
    return absl::OkStatus();
  }
  while (true) {
    SkipBlanks();
    PG_RETURN_IF_ERROR(Item(key));
    PG_ASSIGN(more, GoesOn(']'));
    if (!more) return absl::OkStatus();
  }
}

absl::Status ItemReader::Members() {
  text_.Advance();
  if (SkipBlanks() == '}') {
    text_.Advance();
    return absl::OkStatus();
  }
  while (true) {
    if (SkipBlanks() != '"') return Expected("the name of a member");
    const Place place = text_.Here();
    PG_RETURN_IF_ERROR(TakePiece());
    const auto name = parser_.Parse(piece_, place);
    if (!name.ok() && !absl::IsOutOfRange(name.status())) return name.status();
    const std::string key(name.ok() ? name->text() : "");
    if (SkipBlanks() != ':') return Expected("':'");
    text_.Advance();
    PG_RETURN_IF_ERROR(SkipBlanks() == '[' ? Elements(key) : Item(key));
    PG_ASSIGN(more, GoesOn('}'));
    if (!more) return absl::OkStatus();
  }
}

absl::Status ItemReader::Read() {
  text_.Peek();
  if (text_.rest().substr(0, 3) == "\xEF\xBB\xBF") text_.Ignore(3);
  const int first = SkipBlanks();
  if (first != '[' && first != '{') return Expected("'[' or '{'");
  PG_RETURN_IF_ERROR(first == '[' ? Elements("") : Members());
  if (SkipBlanks() >= 0) return Expected("nothing more");
  return text_.status();
}

}  // namespace

absl::Status ReadJsonItems(ByteSource source, const RunControl* run, ImportReport& report,
                           JsonItemUse use) {
  return ItemReader(std::move(source), run, report, use).Read();
}

}  // namespace pullgraph
