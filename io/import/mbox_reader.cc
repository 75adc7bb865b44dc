// SPDX-License-Identifier: Apache-2.0
#include "io/import/mbox_reader.h"

#include <algorithm>

#include "absl/strings/match.h"
#include "graph/string_table.h"
#include "io/import/mail_header.h"
#include "io/import/place.h"
#include "io/import/status_macros.h"

namespace pullgraph {
namespace {

constexpr size_t kMaxField = size_t{256} << 10;
constexpr size_t kMaxFromLine = 1000;

constexpr std::string_view kFieldNames[] = {
    "From",       "Reply-To",    "To",         "Cc",      "Date",      "Subject",
    "Message-ID", "In-Reply-To", "References", "List-Id", "List-Post", "X-BeenThere"};
static_assert(std::size(kFieldNames) == static_cast<size_t>(MailField::kCount));

int FieldOf(std::string_view name) {
  for (size_t i = 0; i < std::size(kFieldNames); ++i) {
    if (absl::EqualsIgnoreCase(AbslView(name), AbslView(kFieldNames[i])))
      return static_cast<int>(i);
  }
  return -1;
}

}  // namespace

bool IsFromLine(std::string_view line) {
  if (line.substr(0, 5) != "From " || line.size() > kMaxFromLine) return false;
  for (size_t at = line.find(' '); at != std::string_view::npos; at = line.find(' ', at + 1)) {
    const std::string_view rest = line.substr(at + 1);
    static constexpr std::string_view kDays = "Mon Tue Wed Thu Fri Sat Sun";
    if (rest.size() < 16 || rest[3] != ' ' || rest[0] == ' ' ||
        kDays.find(rest.substr(0, 3)) == std::string_view::npos) {
      continue;
    }
    if (ParseMailDate(rest).is_present()) return true;
  }
  return false;
}

bool IsMailFieldLine(std::string_view line) {
  const size_t colon = line.find(':');
  if (colon == std::string_view::npos || colon == 0) return false;
  return std::all_of(line.begin(), line.begin() + static_cast<ptrdiff_t>(colon),
                     [](char c) { return c > 0x20 && c < 0x7F; });
}

absl::StatusOr<std::optional<std::string_view>> MboxReader::NextLine() {
  if (lines_.line() % 65'536 == 0) PG_RETURN_IF_ERROR(CheckCancelled(run_));
  return lines_.Next();
}

// Goes to the first field of the next head: "From " lines that are text are followed by
// text.
absl::StatusOr<bool> MboxReader::FindHead() {
  bool after_blank = true;
  while (true) {
    PG_ASSIGN(line, NextLine());
    if (!line) return false;
    if (is_after_from_ && IsMailFieldLine(*line)) {
      is_after_from_ = false;
      first_field_ = std::string(*line);
      return true;
    }
    std::string_view text = *line;
    if (lines_.line() == 1 && text.substr(0, 3) == "\xEF\xBB\xBF") text.remove_prefix(3);
    // Some archives have a second line of that kind.
    if (is_after_from_ && text.substr(0, 6) == ">From ") continue;
    is_after_from_ = after_blank && IsFromLine(text);
    if (is_after_from_) {
      from_line_ = lines_.line();
    } else if (!is_begun_ && !text.empty()) {
      return BadInput({lines_.name(), lines_.line(), 1},
                      "expected a line 'From ADDRESS DATE' that begins a mail",
                      "an archive of mails in the format mbox is read here");
    }
    is_begun_ = is_begun_ || is_after_from_;
    after_blank = text.empty();
  }
}

void MboxReader::TakeLine(std::string_view line, MailHead& head) {
  const bool continues = line[0] == ' ' || line[0] == '\t';
  if (!continues) {
    field_ = -1;
    if (!IsMailFieldLine(line)) return;
    const size_t colon = line.find(':');
    field_ = FieldOf(line.substr(0, colon));
    line.remove_prefix(colon + 1);
  }
  if (field_ < 0) return;
  std::string& value = head.fields[static_cast<size_t>(field_)];
  const auto field = static_cast<MailField>(field_);
  if (!continues && !value.empty()) {
    // Recipients may be spread over several fields; of others the first counts.
    if (field != MailField::kTo && field != MailField::kCc) {
      field_ = -1;
      return;
    }
    value.push_back(',');
  }
  const size_t room = kMaxField - std::min(value.size(), kMaxField);
  if (line.size() > room) ++head.cut_fields;
  value.append(line.substr(0, room));
}

absl::StatusOr<std::optional<MailHead>> MboxReader::Next() {
  PG_ASSIGN(found, FindHead());
  if (!found) return std::optional<MailHead>();
  MailHead head;
  head.line = from_line_;
  field_ = -1;
  TakeLine(first_field_, head);
  while (true) {
    PG_ASSIGN(line, NextLine());
    if (!line || line->empty()) break;
    if (IsFromLine(*line)) {  // The mail before has no text.
      is_after_from_ = true;
      from_line_ = lines_.line();
      break;
    }
    TakeLine(*line, head);
  }
  return std::optional<MailHead>(std::move(head));
}

}  // namespace pullgraph
