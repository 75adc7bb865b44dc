// SPDX-License-Identifier: Apache-2.0
// The two shapes of what git log prints.
#include <algorithm>
#include <optional>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "graph/string_table.h"
#include "io/import/cut_lines.h"
#include "io/import/git.h"
#include "io/import/git_commits.h"
#include "io/import/mail_header.h"
#include "io/import/place.h"
#include "io/import/status_macros.h"

namespace pullgraph {
namespace {

constexpr size_t kMaxTrailers = 10'000;  // Of one commit.

bool IsHash(std::string_view text) {
  return (text.size() == 40 || text.size() == 64) &&
         text.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

// Cuts off the first word.
std::string_view TakeFirst(std::string_view& text) {
  const size_t end = std::min(text.find(' '), text.size());
  const std::string_view word = text.substr(0, end);
  text.remove_prefix(std::min(end + 1, text.size()));
  return word;
}

int CountHashes(std::string_view text) {
  int count = 0;
  while (count < 2 && !text.empty() && IsHash(TakeFirst(text))) ++count;
  return count;
}

void AddTrailer(std::string_view line, GitCommit& commit) {
  GitTrailer trailer = ParseGitTrailer(line);
  if (trailer.kind == TieKind::kUnspecified || commit.trailers.size() >= kMaxTrailers) return;
  commit.trailers.push_back(std::move(trailer));
}

// The hash of "commit HASH PARENTS (refs)", or "".
std::string_view HashOf(std::string_view line) {
  if (TakeFirst(line) != "commit") return "";
  const std::string_view hash = TakeFirst(line);
  return IsHash(hash) ? hash : "";
}

class FormatReader {
 public:
  FormatReader(ByteSource source, const RunControl* run, GitCommunity& community)
      : lines_(std::move(source)), run_(run), community_(community) {}

  absl::Status Read() {
    while (true) {
      if (lines_.line() % 65'536 == 0) PG_RETURN_IF_ERROR(CheckCancelled(run_));
      PG_ASSIGN(line, lines_.Next());
      if (!line) return Finish();
      // Git quotes paths, so that nothing but the format writes this byte.
      if (!line->empty() && line->front() == '\0' && field_ == kFiles) {
        PG_RETURN_IF_ERROR(Finish());
        commit_.hash = std::string(line->substr(1));
        field_ = kParents;
        continue;
      }
      TakeLine(*line);
    }
  }

 private:
  enum Field { kParents, kName, kAddress, kDate, kText, kFiles };

  absl::Status Finish() {
    if (!IsHash(commit_.hash)) return absl::OkStatus();
    const absl::Status s = community_.Add(commit_);
    commit_ = GitCommit();
    return s;
  }

  void TakeLine(std::string_view line) {
    int64_t seconds = 0;
    switch (field_) {
      case kParents:
        commit_.parents = CountHashes(line);
        break;
      case kName:
        name_ = std::string(line);
        break;
      case kAddress:
        commit_.author = ParseGitPerson(name_ + " <" + std::string(line) + ">");
        break;
      case kDate:
        if (absl::SimpleAtoi(AbslView(line), &seconds) && seconds > -62'135'596'800 &&
            seconds < 253'402'300'800) {
          commit_.at = Time(seconds * kMicrosPerSecond);
        }
        break;
      case kText:
        AddTrailer(line.substr(0, line.find('\0')), commit_);
        if (line.find('\0') == std::string_view::npos) return;
        break;
      case kFiles:
        commit_.Touch(line);
        return;
    }
    field_ = static_cast<Field>(field_ + 1);
  }

  CutLines lines_;
  const RunControl* run_;
  GitCommunity& community_;
  GitCommit commit_;
  std::string name_;
  Field field_ = kFiles;
};

class TextReader {
 public:
  TextReader(ByteSource source, const RunControl* run, GitCommunity& community)
      : lines_(std::move(source)), run_(run), community_(community) {}

  absl::Status Read() {
    while (true) {
      if (lines_.line() % 65'536 == 0) {
        PG_RETURN_IF_ERROR(CheckCancelled(run_));
        ReportProgress(run_, 0.9 * lines_.fraction());
      }
      PG_ASSIGN(line, lines_.Next());
      if (!line) return Finish();
      const std::string_view hash = HashOf(*line);
      if (!hash.empty()) {
        PG_RETURN_IF_ERROR(Finish());
        commit_.hash = std::string(hash);
        commit_.parents = CountHashes(line->substr(std::min(hash.size() + 8, line->size())));
      } else if (!commit_.hash.empty()) {
        TakeLine(*line);
      } else if (!line->empty()) {
        return BadInput({lines_.name(), lines_.line(), 1}, "expected 'commit HASH'",
                        "what 'git log --raw --numstat --pretty=fuller' prints is read here, "
                        "or the repository itself");
      }
    }
  }

 private:
  absl::Status Finish() {
    if (commit_.hash.empty()) return absl::OkStatus();
    // Renames are told apart better by the raw lines.
    if (commit_.areas.empty()) commit_.areas = std::move(counted_);
    counted_.clear();
    const absl::Status s = community_.Add(commit_);
    commit_ = GitCommit();
    return s;
  }

  static bool Takes(std::string_view name, std::string_view& line) {
    if (line.substr(0, name.size()) != name) return false;
    line.remove_prefix(name.size());
    return true;
  }

  void TakeLine(std::string_view line) {
    if (Takes("    ", line)) return AddTrailer(line, commit_);
    if (Takes("Author: ", line)) {
      commit_.author = ParseGitPerson(line);
    } else if (Takes("AuthorDate: ", line) || Takes("Date: ", line)) {
      commit_.at = ParseMailDate(line);
    } else if (Takes("Merge: ", line)) {
      commit_.parents = std::max(commit_.parents, 2);
    } else if (!line.empty() && line.front() == ':') {
      AddRaw(line);
    } else if (!line.empty() &&
               (line.front() == '-' || (line.front() >= '0' && line.front() <= '9'))) {
      AddCounted(line);
    }
  }

  // ":100644 100644 e69de29 e69de29 R100<tab>from<tab>to".
  void AddRaw(std::string_view line) {
    for (size_t tab = line.find('\t'); tab != std::string_view::npos;) {
      line.remove_prefix(tab + 1);
      tab = line.find('\t');
      commit_.Touch(line.substr(0, tab));
    }
  }

  // "1<tab>0<tab>path"; renames as "{a => b}/c" or "a => b".
  void AddCounted(std::string_view line) {
    const size_t first = line.find('\t');
    const size_t second = first == std::string_view::npos ? first : line.find('\t', first + 1);
    if (second == std::string_view::npos || second + 1 >= line.size()) return;
    const std::string path(line.substr(second + 1));
    const size_t arrow = path.find(" => ");
    if (arrow == std::string::npos) {
      GitCommit::TouchInto(counted_, path);
      return;
    }
    const size_t open = path.rfind('{', arrow), close = path.find('}', arrow);
    const bool braces = open != std::string::npos && close != std::string::npos;
    const std::string before = braces ? path.substr(0, open) : "";
    const std::string after = braces ? path.substr(close + 1) : "";
    const size_t from = braces ? open + 1 : 0;
    const std::string old_path = before + path.substr(from, arrow - from) + after;
    const std::string new_path =
        before + path.substr(arrow + 4, (braces ? close : path.size()) - arrow - 4) + after;
    for (const std::string& each : {old_path, new_path}) {
      GitCommit::TouchInto(counted_, each.substr(!each.empty() && each[0] == '/' ? 1 : 0));
    }
  }

  CutLines lines_;
  const RunControl* run_;
  GitCommunity& community_;
  GitCommit commit_;
  std::set<std::string> counted_;  // Areas by the lines that count changes.
};

}  // namespace

absl::Status ReadGitFormat(ByteSource source, const RunControl* run, GitCommunity& community) {
  return FormatReader(std::move(source), run, community).Read();
}

absl::Status ReadGitText(ByteSource source, const RunControl* run, GitCommunity& community) {
  return TextReader(std::move(source), run, community).Read();
}

bool LooksLikeGitLog(std::string_view head) {
  const size_t end = head.find('\n');
  if (end == std::string_view::npos ||
      HashOf(head.substr(0, head.find('\r') == end - 1 ? end - 1 : end)).empty()) {
    return false;
  }
  const std::string_view rest = head.substr(end + 1, 4096);
  return absl::StartsWith(AbslView(rest), "Author: ") ||
         (absl::StartsWith(AbslView(rest), "Merge: ") &&
          absl::StrContains(AbslView(rest), "\nAuthor: "));
}

}  // namespace pullgraph
