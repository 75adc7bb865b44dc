// SPDX-License-Identifier: Apache-2.0
#include "tools/options.h"

#include <algorithm>
#include <charconv>
#include <cmath>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

namespace pullgraph::tools {
namespace {

size_t EditDistance(const std::string& a, const std::string& b) {
  std::vector<std::vector<size_t>> d(a.size() + 1, std::vector<size_t>(b.size() + 1));
  for (size_t i = 0; i <= a.size(); ++i) d[i][0] = i;
  for (size_t j = 0; j <= b.size(); ++j) d[0][j] = j;
  for (size_t i = 1; i <= a.size(); ++i) {
    for (size_t j = 1; j <= b.size(); ++j) {
      const size_t change = d[i - 1][j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
      d[i][j] = std::min({d[i - 1][j] + 1, d[i][j - 1] + 1, change});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
        d[i][j] = std::min(d[i][j], d[i - 2][j - 2] + 1);
      }
    }
  }
  return d[a.size()][b.size()];
}

}  // namespace

std::string Nearest(const std::string& word, const std::vector<std::string>& known) {
  std::string best;
  size_t best_distance = 3;  // More is no likeness.
  for (const std::string& candidate : known) {
    const size_t distance = EditDistance(word, candidate);
    if (distance < best_distance && distance < word.size()) {
      best_distance = distance;
      best = candidate;
    }
  }
  return best;
}

std::string NumberText(double number) {
  char digits[64];
  const auto end = std::to_chars(digits, digits + sizeof digits, number);
  return std::string(digits, end.ptr);
}

std::string RangeText(bool whole, Range range) {
  std::string text = whole ? "a whole number" : "a number";
  const auto limit = [&](double v) {
    return whole && std::abs(v) < 1e18 ? absl::StrCat(static_cast<int64_t>(v)) : NumberText(v);
  };
  // What every number of its type keeps to need not be said.
  const bool has_high = range.high < 9e15 && range.high != std::numeric_limits<int>::max() &&
                        range.high != std::numeric_limits<uint32_t>::max();
  if (std::isfinite(range.low)) {
    absl::StrAppend(&text, range.above ? " above " : has_high ? " from " : " of at least ",
                    limit(range.low));
  }
  if (has_high) {
    absl::StrAppend(&text, range.above || !std::isfinite(range.low) ? ", at most " : " to ",
                    limit(range.high));
  }
  return text;
}

absl::Status ParseNumber(const std::string& text, bool whole, Range range, double& number,
                         uint64_t& exact) {
  const char* begin = text.data() + (text.size() > 1 && text[0] == '+' ? 1 : 0);
  const char* end = text.data() + text.size();
  const auto real = std::from_chars(begin, end, number);
  bool good = real.ec == std::errc() && real.ptr == end && std::isfinite(number);
  if (good && whole) {
    int64_t negative = 0;
    const auto plain = std::from_chars(begin, end, exact);
    const auto minus = std::from_chars(begin, end, negative);
    good = (plain.ec == std::errc() && plain.ptr == end) ||
           (minus.ec == std::errc() && minus.ptr == end);
  }
  if (!good) {
    return absl::InvalidArgumentError(absl::StrCat(
        "'", text, "' is not ", whole ? "a whole number" : "a number", "\ngive ",
        RangeText(whole, range)));
  }
  if (number < range.low || number > range.high || (range.above && number == range.low)) {
    return absl::InvalidArgumentError(
        absl::StrCat(text, " is out of range\ngive ", RangeText(whole, range)));
  }
  return absl::OkStatus();
}

namespace {

// Sets up `o` for a number that is always there.
template <class Number>
Option& BindNumber(Option& o, Number& number, Range range) {
  constexpr bool kWhole = std::is_integral_v<Number>;
  if constexpr (kWhole) {
    range.low = std::max(range.low, static_cast<double>(std::numeric_limits<Number>::min()));
    range.high = std::min(range.high, static_cast<double>(std::numeric_limits<Number>::max()));
  }
  o.set = [&number, range](const std::string& text) {
    double value = 0;
    uint64_t exact = 0;
    absl::Status s = ParseNumber(text, kWhole, range, value, exact);
    if (!s.ok()) return s;
    if constexpr (kWhole) {
      number = value < 0 ? static_cast<Number>(value) : static_cast<Number>(exact);
    } else {
      number = static_cast<Number>(value);
    }
    return s;
  };
  o.get = [&number] {
    if constexpr (kWhole) return std::to_string(number);
    return NumberText(static_cast<double>(number));
  };
  o.default_text = o.get();
  return o;
}

template <class Number>
Option& BindNumber(Option& o, std::optional<Number>& number, Range range) {
  o.set = [&number, range](const std::string& text) {
    double value = 0;
    uint64_t exact = 0;
    absl::Status s = ParseNumber(text, std::is_integral_v<Number>, range, value, exact);
    if (s.ok()) number = static_cast<Number>(value);
    return s;
  };
  o.get = [&number] {
    return number ? NumberText(static_cast<double>(*number)) : std::string();
  };
  return o;
}

}  // namespace

Option& Options::Num(const std::string& name, int& number, Range range,
                     const std::string& about) {
  return BindNumber(Declare(name, "NUMBER", about), number, range);
}
Option& Options::Num(const std::string& name, uint32_t& number, Range range,
                     const std::string& about) {
  return BindNumber(Declare(name, "NUMBER", about), number, range);
}
Option& Options::Num(const std::string& name, int64_t& number, Range range,
                     const std::string& about) {
  return BindNumber(Declare(name, "NUMBER", about), number, range);
}
Option& Options::Num(const std::string& name, uint64_t& number, Range range,
                     const std::string& about) {
  return BindNumber(Declare(name, "NUMBER", about), number, range);
}
Option& Options::Num(const std::string& name, float& number, Range range,
                     const std::string& about) {
  return BindNumber(Declare(name, "NUMBER", about), number, range);
}
Option& Options::Num(const std::string& name, double& number, Range range,
                     const std::string& about) {
  return BindNumber(Declare(name, "NUMBER", about), number, range);
}
Option& Options::Num(const std::string& name, std::optional<int>& number, Range range,
                     const std::string& about) {
  return BindNumber(Declare(name, "NUMBER", about), number, range);
}
Option& Options::Num(const std::string& name, std::optional<uint32_t>& number, Range range,
                     const std::string& about) {
  return BindNumber(Declare(name, "NUMBER", about), number, range);
}
Option& Options::Num(const std::string& name, std::optional<double>& number, Range range,
                     const std::string& about) {
  return BindNumber(Declare(name, "NUMBER", about), number, range);
}

Option::Option() = default;
Option::~Option() = default;
Options::Options() = default;
Options::Options(Options&&) noexcept = default;
Options::~Options() = default;

bool Option::MakesMode() const {
  return is_mode && given && (words.empty() || get() != default_text);
}

bool Option::HonouredIn(const std::string& mode) const {
  return modes.empty() || name == mode ||
         std::find(modes.begin(), modes.end(), mode) != modes.end();
}

Option& Options::Declare(const std::string& name, const std::string& value,
                         const std::string& about) {
  Option& o = options_.emplace_back();
  const size_t comma = name.find(',');
  o.name = comma == std::string::npos ? name : name.substr(comma + 1);
  if (comma != std::string::npos) o.short_name = name.substr(0, comma);
  o.value = value;
  o.about = about;
  o.modes = modes_;
  if (value.empty()) o.wants = Wants::kNothing;
  return o;
}

Option& Options::Flag(const std::string& name, bool& on, const std::string& about) {
  Option& o = Declare(name, "", about);
  o.set = [&on](const std::string&) {
    on = true;
    return absl::OkStatus();
  };
  o.get = [&on] { return std::string(on ? "true" : "false"); };
  return o;
}

Option& Options::Mode(const std::string& name, bool& on, const std::string& about) {
  return MakeMode(Flag(name, on, about));
}

Option& Options::MakeMode(Option& option) {
  option.is_mode = true;
  option.modes = {option.name};
  return option;
}

Option& Options::Text(const std::string& name, std::string& text, const std::string& value,
                      const std::string& about) {
  Option& o = Declare(name, value, about);
  o.set = [&text](const std::string& given) {
    text = given;
    return absl::OkStatus();
  };
  o.get = [&text] { return text; };
  o.default_text = text;
  return o;
}

Option& Options::File(const std::string& name, std::string& path, const std::string& about) {
  Option& o = Text(name, path, "FILE", about);
  o.wants = Wants::kFile;
  return o;
}

Option& Options::Texts(const std::string& name, std::vector<std::string>& texts,
                       const std::string& value, const std::string& about) {
  Option& o = Declare(name, value, about);
  o.repeated = true;
  o.set = [&texts](const std::string& given) {
    texts.push_back(given);
    return absl::OkStatus();
  };
  o.get = [&texts] { return absl::StrJoin(texts, ","); };
  return o;
}

Option& Options::Choice(const std::string& name, std::string& chosen,
                        const std::vector<std::string>& words, const std::string& about) {
  Option& o = Text(name, chosen, "WORD", about);
  o.words = words;
  return o;
}

const Option* Options::Find(const std::string& name) const {
  for (const Option& o : options_) {
    if (o.name == name || (!name.empty() && o.short_name == name)) return &o;
  }
  return nullptr;
}

std::string Options::mode() const {
  for (const Option& o : options_) {
    if (o.MakesMode()) return o.name;
  }
  return kPlain;
}

}  // namespace pullgraph::tools
