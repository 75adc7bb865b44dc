// SPDX-License-Identifier: Apache-2.0
// Addresses, ids and dates of mails.
#include "io/import/mail_header.h"

#include <algorithm>
#include <array>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_replace.h"
#include "graph/string_table.h"
#include "io/import/text_encoding.h"

namespace pullgraph {
namespace {

constexpr size_t kMaxAddress = 320;  // 64 before the '@', 255 after it.
constexpr size_t kMaxId = 998;       // The longest line of a mail.

std::string_view Trim(std::string_view text) {
  return StdView(absl::StripAsciiWhitespace(AbslView(text)));
}

// "ann@x.org" in lower case from "Ann@X.org" or "Ann at X.org"; "" if it is neither.
std::string AddressOf(std::string_view text) {
  std::string out = absl::StrReplaceAll(RepairUtf8(Trim(text)), {{" at ", "@"}});
  const size_t at = out.find('@');
  const bool is_address = at != std::string::npos && at > 0 && at + 1 < out.size() &&
                          out.find('@', at + 1) == std::string::npos &&
                          out.size() <= kMaxAddress &&
                          std::none_of(out.begin(), out.end(), [](char c) {
                            const auto u = static_cast<unsigned char>(c);
                            return u <= 0x20 || u == 0x7F || c == '<' || c == '>' ||
                                   c == '"' || c == ',' || c == ';';
                          });
  if (!is_address) return "";
  absl::AsciiStrToLower(&out);
  return out;
}

// One mailbox, taken apart as it is read.
struct Mailbox {
  std::string words, address, comment;
  bool has_address = false;
  bool empty() const { return words.empty() && !has_address && comment.empty(); }
};

std::string_view WithoutQuotes(std::string_view text) {
  text = Trim(text);
  while (text.size() >= 2 && (text.front() == '\'' || text.front() == '"') &&
         text.back() == text.front()) {
    text = Trim(text.substr(1, text.size() - 2));
  }
  return text;
}

void Finish(Mailbox& box, std::vector<MailAddress>& out) {
  MailAddress person;
  person.id = AddressOf(box.has_address ? std::string_view(box.address) : box.words);
  person.name = DecodeMailText(
      WithoutQuotes(box.has_address ? std::string_view(box.words) : box.comment));
  if (absl::EqualsIgnoreCase(person.name, person.id) ||
      person.name.find('@') != std::string::npos) {
    person.name.clear();
  }
  if (!person.id.empty()) out.push_back(std::move(person));
  box = Mailbox();
}

// Reads the quoted text, comment or address that begins at text[i], and goes past it.
std::string ReadEnclosed(std::string_view text, size_t& i) {
  const char open = text[i];
  const char close = open == '(' ? ')' : open == '<' ? '>' : '"';
  std::string out;
  int depth = 1;  // Of comments, which nest.
  for (++i; i < text.size(); ++i) {
    if (text[i] == '\\' && i + 1 < text.size()) {
      out.push_back(text[++i]);
      continue;
    }
    if (open == '(' && text[i] == '(') ++depth;
    if (text[i] == close && --depth == 0) {
      ++i;
      break;
    }
    out.push_back(text[i]);
  }
  return out;
}

struct NamedZone {
  std::string_view name;
  int minutes;
};

constexpr NamedZone kZones[] = {{"EDT", -240}, {"EST", -300}, {"CDT", -300}, {"CST", -360},
                                {"MDT", -360}, {"MST", -420}, {"PDT", -420}, {"PST", -480},
                                {"CET", 60},   {"CEST", 120}, {"BST", 60},   {"JST", 540}};
constexpr std::string_view kMonths = "janfebmaraprmayjunjulaugsepoctnovdec";
constexpr std::array<std::string_view, 7> kDays = {
    "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"};

bool IsDay(const std::string& word) {
  return word.size() >= 3 &&
         std::any_of(kDays.begin(), kDays.end(),
                     [&](std::string_view day) { return day.substr(0, word.size()) == word; });
}

// 1 to 12, or 0.
int MonthOf(const std::string& word) {
  if (word.size() < 3) return 0;
  const size_t at = kMonths.find(std::string_view(word).substr(0, 3));
  return at == std::string_view::npos || at % 3 != 0 ? 0 : static_cast<int>(at / 3) + 1;
}

struct MailDate {
  int day = 0, month = 0, year = -1;
  int hour = -1, minute = 0, second = 0;
  int zone = 0;  // Minutes east.
};

// Takes one word of a date in; false if it does not belong there.
bool TakeWord(const std::string& word, MailDate& date) {
  int number = 0;
  const bool is_number = absl::SimpleAtoi(word, &number);
  if ((word[0] == '+' || word[0] == '-') && is_number && word.size() == 5) {
    const int size = std::abs(number);
    if (size / 100 > 14 || size % 100 > 59) return false;
    date.zone = (number < 0 ? -1 : 1) * (size / 100 * 60 + size % 100);
    return true;
  }
  if (word.find(':') != std::string::npos) {
    if (date.hour >= 0) return false;
    std::string padded = word;  // "2:03" is "02:03".
    if (word.size() > 1 && word[1] == ':') padded.insert(padded.begin(), '0');
    if ((padded.size() != 5 && padded.size() != 8) || padded[2] != ':') return false;
    if (padded.size() == 8 &&
        (padded[5] != ':' || !absl::SimpleAtoi(padded.substr(6), &date.second))) {
      return false;
    }
    return absl::SimpleAtoi(padded.substr(0, 2), &date.hour) &&
           absl::SimpleAtoi(padded.substr(3, 2), &date.minute) && date.second >= 0 &&
           date.minute >= 0;
  }
  if (is_number) {
    if (number < 0 || number > 9999) return false;
    if (date.day == 0 && word.size() <= 2) {
      date.day = number;
      return number > 0;
    }
    if (date.year >= 0) return false;
    // Two digits are of this century up to 49, three count from 1900.
    date.year = word.size() >= 4 ? number : number < 50 ? 2000 + number : 1900 + number;
    return true;
  }
  if (const int month = MonthOf(word); month > 0 && date.month == 0) {
    date.month = month;
    return true;
  }
  for (const NamedZone& zone : kZones) {
    if (absl::EqualsIgnoreCase(AbslView(zone.name), word)) date.zone = zone.minutes;
  }
  return date.hour >= 0;  // Behind the time, a zone that nobody knows is UTC.
}

}  // namespace

std::vector<MailAddress> ParseMailAddresses(std::string_view text) {
  std::vector<MailAddress> out;
  Mailbox box;
  for (size_t i = 0; i < text.size();) {
    switch (text[i]) {
      case '"':
        box.words += ReadEnclosed(text, i);
        break;
      case '(':
        box.comment = ReadEnclosed(text, i);
        break;
      case '<':
        box.address = ReadEnclosed(text, i);
        box.has_address = true;
        break;
      case ':':  // The name of a group ends.
        box = Mailbox();
        ++i;
        break;
      case ',':
      case ';':
        Finish(box, out);
        ++i;
        break;
      default:
        box.words.push_back(text[i++]);
    }
  }
  if (!box.empty()) Finish(box, out);
  return out;
}

std::vector<std::string> ParseMailIds(std::string_view text) {
  std::vector<std::string> ids;
  const auto add = [&](std::string_view id) {
    id = Trim(id);
    if (!id.empty() && id.size() <= kMaxId) ids.push_back(RepairUtf8(id));
  };
  size_t at = 0;
  while ((at = text.find('<', at)) != std::string_view::npos) {
    const size_t end = text.find('>', at);
    if (end == std::string_view::npos) break;
    add(text.substr(at + 1, end - at - 1));
    at = end + 1;
  }
  if (ids.empty() && text.find('<') == std::string_view::npos) {
    text = Trim(text);
    add(text.substr(0, text.find_first_of(" \t\r\n")));
  }
  return ids;
}

Time ParseMailDate(std::string_view text) {
  if (text.size() > 200) return Time();
  MailDate date;
  std::string word;
  bool is_first = true;
  int comment = 0;
  for (size_t i = 0; i <= text.size(); ++i) {
    const char c = i < text.size() ? text[i] : ' ';
    comment += c == '(' ? 1 : 0;
    const bool ends =
        c == ' ' || c == '\t' || c == ',' || c == '\r' || c == '\n' || comment > 0;
    if (c == ')' && comment > 0) --comment;
    if (!ends) {
      word.push_back(absl::ascii_tolower(static_cast<unsigned char>(c)));
      continue;
    }
    if (word.empty()) continue;
    if (!(is_first && IsDay(word)) && !TakeWord(word, date)) return Time();
    is_first = false;
    word.clear();
  }
  if (date.day == 0 || date.month == 0 || date.year < 1 || date.hour < 0) return Time();
  date.second = std::min(date.second, 59);  // Leap seconds.
  const auto time =
      ParseTime(absl::StrFormat("%04d-%02d-%02dT%02d:%02d:%02d", date.year, date.month,
                                date.day, date.hour, date.minute, date.second));
  if (!time.ok()) return Time();
  return AddMicros(*time, -date.zone * 60 * kMicrosPerSecond);
}

}  // namespace pullgraph
