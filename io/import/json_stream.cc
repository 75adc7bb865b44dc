// SPDX-License-Identifier: Apache-2.0
#include "io/import/json_stream.h"

#include <algorithm>
#include <cstring>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "graph/parallel.h"
#include "graph/string_table.h"
#include "io/import/line_blocks.h"
#include "io/import/status_macros.h"

namespace pullgraph {
namespace {

constexpr size_t kHead = size_t{64} << 10;
constexpr size_t kBatch = size_t{4} << 20;
constexpr std::string_view kBlanks = " \t\r\n";
constexpr std::string_view kByteOrderMark = "\xef\xbb\xbf";

bool IsBlankText(std::string_view text) {
  return text.find_first_not_of(kBlanks) == std::string_view::npos;
}

bool ClosesWhatItOpens(std::string_view line) {
  int64_t depth = 0;
  bool in_text = false;
  for (size_t i = 0; i < line.size(); ++i) {
    const char c = line[i];
    if (in_text && c == '\\') ++i;
    if (c == '"') in_text = !in_text;
    if (in_text) continue;
    if (c == '{' || c == '[') ++depth;
    if (c == '}' || c == ']') --depth;
  }
  return depth <= 0 && !in_text;
}

class JsonReading {
 public:
  JsonReading(ByteSource source, const RunControl* run, ImportReport& report, JsonUse use,
              std::string begin)
      : source_(std::move(source)),
        name_(source_.name()),
        run_(run),
        report_(report),
        use_(use),
        carry_(std::move(begin)) {}

  absl::Status Read();

 private:
  absl::Status Lines(std::string_view text);
  absl::Status Line(std::string_view text);
  absl::Status Whole();
  absl::Status Stream();
  absl::Status Fill(std::string& text);
  absl::Status TooLong() const;
  // Null if it is left out.
  absl::StatusOr<JsonValue> Parse(std::string_view text, const Place& place);

  ByteSource source_;
  std::string name_;
  const RunControl* run_;
  ImportReport& report_;
  JsonUse use_;
  JsonParser parser_;
  std::string carry_;  // What of the input came before the piece at hand.
  uint64_t line_ = 0;  // Lines that lie behind.
};

absl::Status JsonReading::TooLong() const {
  return BadInput({name_, line_ + 1},
                  absl::StrCat("a line of more than ", LineBlocks::kMaxLine, " bytes"),
                  "one event or message stands on one line: check the file");
}

absl::StatusOr<JsonValue> JsonReading::Parse(std::string_view text, const Place& place) {
  auto value = parser_.Parse(text, place);
  if (absl::IsOutOfRange(value.status())) {
    report_.Note("JSON with a number or text that cannot be represented, left out",
                 ToString({place.file, place.line}));
    return JsonValue();
  }
  return value;
}

absl::Status JsonReading::Line(std::string_view text) {
  ++line_;
  if (text.size() > LineBlocks::kMaxLine) return TooLong();
  if (IsBlankText(text)) return absl::OkStatus();
  PG_ASSIGN(value, Parse(text, {name_, line_, 1}));
  return value ? use_(value, {name_, line_}) : absl::OkStatus();
}

// All lines of `text` that end in it; the rest is carried on.
absl::Status JsonReading::Lines(std::string_view text) {
  if (!carry_.empty()) {
    const size_t end = text.find('\n');
    carry_.append(text.substr(0, end));
    if (carry_.size() > LineBlocks::kMaxLine) return TooLong();
    if (end == std::string_view::npos) return absl::OkStatus();
    PG_RETURN_IF_ERROR(Line(carry_));
    carry_.clear();
    text.remove_prefix(end + 1);
  }
  for (size_t end = 0; (end = text.find('\n')) != std::string_view::npos;) {
    PG_RETURN_IF_ERROR(Line(text.substr(0, end)));
    text.remove_prefix(end + 1);
  }
  carry_.assign(text);
  return absl::OkStatus();
}

// Some more of the input, empty at its end.
absl::Status JsonReading::Fill(std::string& text) {
  text.clear();
  while (text.size() < kBatch) {
    PG_ASSIGN(piece, source_.Next());
    if (piece.empty()) break;
    text.append(piece);
  }
  return absl::OkStatus();
}

// What is to come is decompressed while what is there is read.
absl::Status JsonReading::Stream() {
  std::string now = std::move(carry_);
  std::string next;
  carry_.clear();
  while (!now.empty()) {
    PG_RETURN_IF_ERROR(CheckCancelled(run_));
    ReportProgress(run_, source_.fraction());
    PG_RETURN_IF_ERROR(
        ParallelForStatus(ThreadsOf(run_), 2, 1, [&](int64_t begin, int64_t end) {
          absl::Status status;
          for (int64_t i = begin; i < end && status.ok(); ++i) {
            status = i == 0 ? Lines(now) : Fill(next);
          }
          return status;
        }));
    now.swap(next);
  }
  return carry_.empty() ? absl::OkStatus() : Line(carry_);
}

absl::Status JsonReading::Whole() {
  while (true) {
    PG_RETURN_IF_ERROR(CheckCancelled(run_));
    PG_ASSIGN(piece, source_.Next());
    if (piece.empty()) break;
    carry_.append(piece);
  }
  PG_ASSIGN(value, Parse(carry_, {name_, 1, 1}));
  if (!value.is_array()) return value ? use_(value, {name_}) : absl::OkStatus();
  absl::Status status;
  uint64_t seen = 0;
  value.ForEach([&](const JsonValue& element) {
    if (++seen % 4096 == 0) status.Update(CheckCancelled(run_));
    if (status.ok()) status = use_(element, {name_});
  });
  return status;
}

absl::Status JsonReading::Read() {
  // Enough to see what it is: the first line, or that it is none.
  while (IsBlankText(carry_) ||
         carry_.find('\n', carry_.find_first_not_of(kBlanks)) == std::string::npos) {
    PG_ASSIGN(piece, source_.Next());
    if (piece.empty()) break;
    carry_.append(piece);
    if (carry_.size() > LineBlocks::kMaxLine) break;
  }
  if (absl::StartsWith(carry_, AbslView(kByteOrderMark))) carry_.erase(0, 3);
  if (IsBlankText(carry_))
    return carry_.size() > LineBlocks::kMaxLine ? TooLong() : absl::OkStatus();
  const std::string_view line = FirstJsonLine(carry_);
  const bool spans_lines =
      line.front() == '[' || (line.front() == '{' && !ClosesWhatItOpens(line));
  return spans_lines ? Whole() : Stream();
}

bool SaysJson(std::string_view name) {
  for (const std::string_view ending : {".gz", ".zst", ".lz4"}) {
    if (name.size() > ending.size() && name.substr(name.size() - ending.size()) == ending) {
      name.remove_suffix(ending.size());
    }
  }
  const size_t dot = name.rfind('.');
  const std::string_view ending = dot == std::string_view::npos ? "" : name.substr(dot);
  return ending == ".json" || ending == ".jsonl" || ending == ".ndjson";
}

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

// Cuts off the front of `text` as one number without its zeros, or one character.
std::string_view TakeUnit(std::string_view& text) {
  size_t size = 1;
  if (IsDigit(text.front())) {
    while (text.size() > 1 && text.front() == '0' && IsDigit(text[1])) text.remove_prefix(1);
    while (size < text.size() && IsDigit(text[size])) ++size;
  }
  const std::string_view unit = text.substr(0, size);
  text.remove_prefix(size);
  return unit;
}

bool BeforeInNumbers(const std::string& left, const std::string& right) {
  std::string_view a = left;
  std::string_view b = right;
  while (!a.empty() && !b.empty()) {
    const std::string_view x = TakeUnit(a);
    const std::string_view y = TakeUnit(b);
    if (IsDigit(x.front()) && IsDigit(y.front()) && x.size() != y.size()) {
      return x.size() < y.size();
    }
    if (x != y) return x < y;
  }
  return a.empty() != b.empty() ? a.empty() : left < right;
}

}  // namespace

absl::Status ReadJson(ByteSource source, const RunControl* run, ImportReport& report,
                      JsonUse use, std::string begin) {
  return JsonReading(std::move(source), run, report, use, std::move(begin)).Read();
}

std::vector<std::string> JsonFiles(const InputFolder& folder) {
  std::vector<std::string> names = folder.Names();
  std::erase_if(names, [](const std::string& name) { return !SaysJson(name); });
  std::sort(names.begin(), names.end(), BeforeInNumbers);
  return names;
}

absl::Status ReadJsonFolder(const InputFolder& folder, const RunControl* run,
                            ImportReport& report, JsonUse use) {
  const std::vector<std::string> names = JsonFiles(folder);
  if (names.empty()) {
    return absl::FailedPreconditionError(
        absl::StrCat(folder.path(), ": no file in it ends in .json, .jsonl or .ndjson"));
  }
  for (const std::string& name : folder.Names()) {
    if (!SaysJson(name)) report.Note("files that are not JSON by name, left out", name);
  }
  for (size_t i = 0; i < names.size(); ++i) {
    const double total = static_cast<double>(names.size());
    RunControl part = PartOf(run, names[i].c_str(), static_cast<double>(i) / total,
                             static_cast<double>(i + 1) / total);
    PG_ASSIGN(source, folder.OpenFile(names[i]));
    if (source) PG_RETURN_IF_ERROR(ReadJson(*std::move(source), &part, report, use));
  }
  return absl::OkStatus();
}

std::optional<std::string> HeadOfFirstJson(const InputFolder& folder) {
  const std::vector<std::string> names = JsonFiles(folder);
  if (names.empty()) return std::nullopt;
  auto source = folder.OpenFile(names.front());
  if (!source.ok() || !*source) return std::nullopt;
  std::string head;
  while (head.size() < kHead) {
    const auto piece = (*source)->Next();
    if (!piece.ok() || piece->empty()) break;
    head.append(piece->substr(0, kHead - head.size()));
  }
  return head;
}

bool HasJsonName(std::string_view head, std::string_view name) {
  const std::string quoted = absl::StrCat("\"", AbslView(name), "\"");
  for (size_t at = head.find(quoted); at != std::string_view::npos;
       at = head.find(quoted, at + 1)) {
    const size_t next = head.find_first_not_of(kBlanks, at + quoted.size());
    if (next != std::string_view::npos && head[next] == ':') return true;
  }
  return false;
}

std::string_view FirstJsonLine(std::string_view head) {
  if (head.substr(0, 3) == kByteOrderMark) head.remove_prefix(3);
  head.remove_prefix(std::min(head.find_first_not_of(kBlanks), head.size()));
  return head.substr(0, head.find('\n'));
}

}  // namespace pullgraph
