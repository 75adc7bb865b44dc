// SPDX-License-Identifier: Apache-2.0
#include "io/import/debian_control.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "graph/string_table.h"
#include "graph/utf8.h"
#include "io/import/line_blocks.h"
#include "io/import/status_macros.h"

namespace pullgraph {
namespace {

constexpr size_t kMaxField = size_t{16} << 20;
constexpr const char* kFieldNames[kNumControlFields] = {
    "Package", "Source", "Maintainer", "Uploaders", "Section", "Tag", "Description",
    "Homepage", "Depends", "Pre-Depends", "Build-Depends", "Build-Depends-Indep",
    "Build-Depends-Arch", "Binary"};

std::string_view Strip(std::string_view text) {
  return StdView(absl::StripAsciiWhitespace(AbslView(text)));
}

class ControlReader {
 public:
  ControlReader(std::string file,
                absl::FunctionRef<absl::Status(const ControlParagraph&)> on_paragraph)
      : file_(std::move(file)), on_paragraph_(on_paragraph) {}

  absl::Status Line(std::string_view line);
  absl::Status EndOfParagraph();

 private:
  std::string file_;
  absl::FunctionRef<absl::Status(const ControlParagraph&)> on_paragraph_;
  ControlParagraph paragraph_;
  std::string* value_ = nullptr;  // Of the field at hand; null: of no use.
  bool in_paragraph_ = false;
  uint64_t line_ = 0;
};

absl::Status ControlReader::EndOfParagraph() {
  value_ = nullptr;
  if (!in_paragraph_) return absl::OkStatus();
  in_paragraph_ = false;
  if (paragraph_[ControlField::kPackage].empty()) {
    return BadInput(paragraph_.place, "a paragraph without the field 'Package'",
                    "name a Packages or Sources index");
  }
  PG_RETURN_IF_ERROR(on_paragraph_(paragraph_));
  for (std::string& value : paragraph_.values) value.clear();
  return absl::OkStatus();
}

absl::Status ControlReader::Line(std::string_view line) {
  ++line_;
  if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
  if (Strip(line).empty()) return EndOfParagraph();
  const Place place = {file_, line_, 1};
  if (line[0] == ' ' || line[0] == '\t') {
    if (!in_paragraph_) return BadInput(place, "a line that continues no field");
    if (value_ == nullptr) return absl::OkStatus();
    PG_RETURN_IF_ERROR(CheckUtf8At(place, line));
    if (value_->size() + line.size() > kMaxField) {
      return BadInput(place, "a field of more than 16 MiB");
    }
    value_->append(" ").append(Strip(line));
    return absl::OkStatus();
  }
  if (line[0] == '#') return absl::OkStatus();
  const size_t colon = line.find(':');
  if (colon == std::string_view::npos || colon == 0) {
    return BadInput(place, absl::StrCat("'", Printable(line), "', expected 'Field: value'"),
                    "name a Packages or Sources index");
  }
  if (!in_paragraph_) paragraph_.place = place;
  in_paragraph_ = true;
  value_ = nullptr;
  const std::string_view name = line.substr(0, colon);
  for (size_t f = 0; f < kNumControlFields; ++f) {
    if (name != kFieldNames[f]) continue;
    PG_RETURN_IF_ERROR(CheckUtf8At(place, line));
    value_ = &paragraph_.values[f];
    if (!value_->empty()) {
      return BadInput(place, absl::StrCat("field '", kFieldNames[f], "' comes twice"));
    }
    value_->assign(Strip(line.substr(colon + 1)));
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status ReadControl(ByteSource source,
                         absl::FunctionRef<absl::Status(const ControlParagraph&)> on_paragraph,
                         const RunControl* run) {
  LineBlocks blocks(std::move(source));
  ControlReader reader(blocks.name(), on_paragraph);
  while (true) {
    PG_RETURN_IF_ERROR(CheckCancelled(run));
    PG_ASSIGN(block, blocks.Next());
    if (block.empty()) return reader.EndOfParagraph();
    while (!block.empty()) {
      const size_t end = std::min(block.find('\n'), block.size());
      PG_RETURN_IF_ERROR(reader.Line(block.substr(0, end)));
      block.remove_prefix(std::min(end + 1, block.size()));
    }
  }
}

std::vector<ControlPerson> ParsePeople(std::string_view text) {
  std::vector<ControlPerson> people;
  while (true) {
    while (!text.empty() && (text.front() == ' ' || text.front() == ',')) text.remove_prefix(1);
    if (text.empty()) return people;
    const size_t open = text.find('<');
    const size_t close = text.find('>', open == std::string_view::npos ? 0 : open);
    ControlPerson person;
    if (open == std::string_view::npos || close == std::string_view::npos) {
      person.name = std::string(Strip(text.substr(0, text.find(','))));
      text.remove_prefix(std::min(text.find(','), text.size()));
    } else {
      std::string_view name = Strip(text.substr(0, open));
      if (name.size() >= 2 && name.front() == '"' && name.back() == '"') {
        name = name.substr(1, name.size() - 2);
      }
      person.name = std::string(name);
      person.id = absl::AsciiStrToLower(AbslView(Strip(text.substr(open + 1, close - open - 1))));
      text.remove_prefix(close + 1);
    }
    if (person.id.empty()) person.id = person.name;
    if (!person.id.empty()) people.push_back(std::move(person));
  }
}

std::vector<std::string_view> ParseRelations(std::string_view text) {
  std::vector<std::string_view> names;
  while (!text.empty()) {
    const std::string_view item = text.substr(0, text.find(','));
    text.remove_prefix(std::min(item.size() + 1, text.size()));
    std::string_view name = Strip(item);
    name = name.substr(0, name.find_first_of(" |:([<"));
    if (!name.empty() && name[0] != '$') names.push_back(name);
  }
  return names;
}

}  // namespace pullgraph
