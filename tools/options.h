// SPDX-License-Identifier: Apache-2.0
// The one door to options: a verb declares here what it honours. Parsing, errors in plain
// words, --help, manual pages, completion and the manifest of a result all follow from it.
// Only options_parse.cc knows the library behind it.
#ifndef PULLGRAPH_TOOLS_OPTIONS_H_
#define PULLGRAPH_TOOLS_OPTIONS_H_

#include <cstdint>
#include <deque>
#include <functional>
#include <limits>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"

namespace pullgraph::tools {

// Numbers that an option takes; both ends belong to it, unless `above`: then `low` does not.
struct Range {
  double low = -std::numeric_limits<double>::infinity();
  double high = std::numeric_limits<double>::infinity();
  bool above = false;
};
inline Range AtLeast(double low) { return {.low = low}; }
inline Range MoreThan(double low) { return {.low = low, .above = true}; }
inline Range Between(double low, double high) { return {.low = low, .high = high}; }
// More than 0, at most 1: a probability that is of use.
inline Range Positive(double high) { return {.low = 0, .high = high, .above = true}; }

// What completion offers where an option wants its value.
enum class Wants { kNothing, kText, kFile, kFolder };

// One option, as declared and as given.
struct Option {
  std::string name;         // "--limit", or "FILE" if it is known by its place.
  std::string short_name;   // "-o", or "".
  std::string about;
  std::string value;        // What it takes, as help shows it: "NUMBER", "ID"; "" for a flag.
  std::vector<std::string> words;  // The values it takes, if they are words.
  std::vector<std::string> modes;  // Modes that honour it; none: all.
  std::string default_text;
  Wants wants = Wants::kText;
  bool is_mode = false;      // Giving it asks another question: makes a mode.
  bool is_shared = false;    // Means the same on every verb; not in the manifest.
  bool required = false;
  bool repeated = false;
  bool value_may_lack = false;
  bool given = false;

  Option();
  Option(const Option&) = delete;
  Option& operator=(const Option&) = delete;
  ~Option();

  // Option and value ("" is any) without which this one has no effect; both empty: none.
  std::string needs_option, needs_value;
  std::string excludes;      // Option that leaves this one without effect.

  Option& Needs(const std::string& option, const std::string& with) {
    needs_option = option;
    needs_value = with;
    return *this;
  }

  bool is_flag() const { return value.empty(); }
  bool is_positional() const { return name[0] != '-'; }
  bool HonouredIn(const std::string& mode) const;
  // Given, and not the word that is meant where it is not.
  bool MakesMode() const;

  // Takes one value; what is wrong with it, without the option's name.
  std::function<absl::Status(const std::string&)> set;
  // The value that counts, as text.
  std::function<std::string()> get;
};

// The mode of a verb none of whose mode options is given.
inline constexpr char kPlain[] = "";

class Options {
 public:
  Options();
  Options(Options&&) noexcept;
  ~Options();

  // What is declared next is honoured in these modes only (names of mode options, kPlain);
  // everywhere, if none is named. It is refused in the others.
  void In(std::vector<std::string> modes) { modes_ = std::move(modes); }

  Option& Flag(const std::string& name, bool& on, const std::string& about);
  // A flag that asks another question. Two of them at once are refused.
  Option& Mode(const std::string& name, bool& on, const std::string& about);
  // An option with a value that does.
  static Option& MakeMode(Option& option);

  Option& Text(const std::string& name, std::string& text, const std::string& value,
               const std::string& about);
  Option& File(const std::string& name, std::string& path, const std::string& about);
  Option& Texts(const std::string& name, std::vector<std::string>& texts,
                const std::string& value, const std::string& about);

  // Whole or real numbers; NaN and infinity are never taken.
  Option& Num(const std::string& name, int& number, Range range, const std::string& about);
  Option& Num(const std::string& name, uint32_t& number, Range range, const std::string& about);
  Option& Num(const std::string& name, int64_t& number, Range range, const std::string& about);
  Option& Num(const std::string& name, uint64_t& number, Range range, const std::string& about);
  Option& Num(const std::string& name, float& number, Range range, const std::string& about);
  Option& Num(const std::string& name, double& number, Range range, const std::string& about);
  // Numbers that may be absent.
  Option& Num(const std::string& name, std::optional<int>& number, Range range,
              const std::string& about);
  Option& Num(const std::string& name, std::optional<uint32_t>& number, Range range,
              const std::string& about);
  Option& Num(const std::string& name, std::optional<double>& number, Range range,
              const std::string& about);

  // One of several words, each for a value.
  template <class Value>
  Option& Choice(const std::string& name, Value& chosen,
                 const std::vector<std::pair<std::string, Value>>& choices,
                 const std::string& about);
  Option& Choice(const std::string& name, std::string& chosen,
                 const std::vector<std::string>& words, const std::string& about);

  const std::deque<Option>& all() const { return options_; }
  std::deque<Option>& all() { return options_; }
  const Option* Find(const std::string& name) const;
  // The mode option that was given, or kPlain.
  std::string mode() const;

  // Takes the words behind the verb. ERRORS: InvalidArgument in plain words, with the mend
  // on a second line, for a word that is none of these options (the nearest is named), a
  // value out of range, an option that its mode ignores, two modes at once.
  absl::Status Parse(const std::string& verb, const std::vector<std::string>& words);

 private:
  Option& Declare(const std::string& name, const std::string& value, const std::string& about);
  absl::Status CheckModes() const;
  absl::Status CheckPairs(const Option& o) const;

  std::deque<Option> options_;  // A deque: references stay.
  std::vector<std::string> modes_;
};

// A number from text: whole if `whole`. ERRORS: InvalidArgument that says what is taken.
absl::Status ParseNumber(const std::string& text, bool whole, Range range, double& number,
                         uint64_t& exact);
// "a whole number from 1 to 256", "a number above 0".
std::string RangeText(bool whole, Range range);
std::string NumberText(double number);

// The nearest of `known` to `word` by edit distance (swaps included), or "" if none is
// near.
std::string Nearest(const std::string& word, const std::vector<std::string>& known);

template <class Value>
Option& Options::Choice(const std::string& name, Value& chosen,
                        const std::vector<std::pair<std::string, Value>>& choices,
                        const std::string& about) {
  Option& o = Declare(name, "WORD", about);
  for (const auto& choice : choices) o.words.push_back(choice.first);
  o.set = [&chosen, choices](const std::string& word) {
    for (const auto& [w, value] : choices) {
      if (w == word) chosen = value;
    }
    return absl::OkStatus();  // Parse has looked at the word.
  };
  o.get = [&chosen, choices] {
    for (const auto& [w, value] : choices) {
      if (value == chosen) return w;
    }
    return std::string();
  };
  o.default_text = o.get();
  return o;
}

}  // namespace pullgraph::tools

#endif  // PULLGRAPH_TOOLS_OPTIONS_H_
