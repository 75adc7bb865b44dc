// SPDX-License-Identifier: Apache-2.0
#include "io/import/plain_number.h"

#include <algorithm>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_replace.h"
#include "graph/string_table.h"

namespace pullgraph {
namespace {

constexpr size_t kLongest = 64;

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

// Signs and letters of a currency, in which no digit, point or comma may be.
bool IsCurrency(std::string_view s) {
  constexpr size_t kLongestCode = 4;
  return s.size() <= kLongestCode && std::all_of(s.begin(), s.end(), [](char c) {
    return c == '$' || absl::ascii_isalpha(static_cast<unsigned char>(c)) ||
           static_cast<unsigned char>(c) >= 0x80;
  });
}

// The digits of "1,234,567": groups of three behind the first. A single blank separates too.
std::optional<std::string> Ungrouped(std::string_view s, char group) {
  std::string digits;
  size_t since_group = 0;
  bool grouped = false;
  for (const char c : s) {
    if (IsDigit(c)) {
      digits.push_back(c);
      ++since_group;
      continue;
    }
    if (c != group && c != ' ' && c != '\'') return std::nullopt;
    const bool fits = grouped ? since_group == 3 : since_group >= 1 && since_group <= 3;
    if (!fits) return std::nullopt;
    grouped = true;
    since_group = 0;
  }
  if (grouped && since_group != 3) return std::nullopt;
  return digits;
}

}  // namespace

std::optional<std::string> PlainNumber(std::string_view text, char decimal) {
  if (text.size() > kLongest) return std::nullopt;
  // Blanks that do not break are blanks.
  std::string s = absl::StrReplaceAll(AbslView(text), {{"\xC2\xA0", " "}, {"\xE2\x80\xAF", " "}});
  absl::StripAsciiWhitespace(&s);
  bool negative = false;
  if (s.size() > 2 && s.front() == '(' && s.back() == ')') {
    negative = true;
    s = s.substr(1, s.size() - 2);
  }
  const auto is_number = [](char c) { return IsDigit(c) || c == '.' || c == ','; };
  const auto first = std::find_if(s.begin(), s.end(), is_number);
  const auto last = std::find_if(s.rbegin(), s.rend(), IsDigit).base();
  if (first == s.end() || last <= first) return std::nullopt;
  std::string before(s.begin(), first);
  std::string behind(last, s.end());
  for (std::string* part : {&before, &behind}) {
    if (const size_t sign = part->find_first_of("+-"); sign != std::string::npos) {
      if (negative || part == &behind) return std::nullopt;
      negative = (*part)[sign] == '-';
      part->erase(sign, 1);
    }
    absl::StripAsciiWhitespace(part);
    if (!IsCurrency(*part)) return std::nullopt;
  }
  const std::string number(first, last);
  const size_t point = std::min(number.find(decimal), number.size());
  const std::string fraction = point < number.size() ? number.substr(point + 1) : "";
  if (!std::all_of(fraction.begin(), fraction.end(), IsDigit)) return std::nullopt;
  const std::optional<std::string> whole =
      Ungrouped(std::string_view(number).substr(0, point), decimal == ',' ? '.' : ',');
  if (!whole) return std::nullopt;
  return std::string(negative ? "-" : "") + (whole->empty() ? "0" : *whole) +
         (fraction.empty() ? "" : "." + fraction);
}

}  // namespace pullgraph
