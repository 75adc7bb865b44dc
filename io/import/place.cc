// SPDX-License-Identifier: Apache-2.0
#include "io/import/place.h"

#include <algorithm>
#include <cctype>
#include <numeric>

#include "absl/strings/str_cat.h"
#include "graph/string_table.h"
#include "graph/utf8.h"

namespace pullgraph {
namespace {

size_t EditDistance(std::string_view a, std::string_view b) {
  std::vector<size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), size_t{0});
  for (size_t i = 1; i <= a.size(); ++i) {
    size_t diagonal = row[0]++;
    for (size_t j = 1; j <= b.size(); ++j) {
      const bool same = std::tolower(static_cast<unsigned char>(a[i - 1])) ==
                        std::tolower(static_cast<unsigned char>(b[j - 1]));
      const size_t next = std::min({row[j] + 1, row[j - 1] + 1, diagonal + (same ? 0 : 1)});
      diagonal = row[j];
      row[j] = next;
    }
  }
  return row[b.size()];
}

}  // namespace

std::string ToString(const Place& place) {
  std::string text(place.file);
  if (place.line > 0) absl::StrAppend(&text, ":", place.line);
  if (place.line > 0 && place.column > 0) absl::StrAppend(&text, ":", place.column);
  return text;
}

absl::Status BadInput(const Place& place, std::string_view cause, std::string_view mend) {
  return absl::DataLossError(absl::StrCat(ToString(place), ": ", AbslView(cause),
                                          mend.empty() ? "" : "\n", AbslView(mend)));
}

absl::Status BadValue(const Place& place, std::string_view field, std::string_view value,
                      std::string_view expected) {
  return BadInput(place, absl::StrCat("field '", AbslView(field), "' has '", Printable(value),
                                      "', expected ", AbslView(expected)));
}

absl::Status AtPlace(const Place& place, const absl::Status& status) {
  if (status.ok()) return status;
  if (status.code() == absl::StatusCode::kResourceExhausted ||
      status.code() == absl::StatusCode::kCancelled) {
    return status;
  }
  return BadInput(place, StdView(status.message()));
}

absl::Status CheckUtf8At(const Place& place, std::string_view text) {
  const size_t bad = FindInvalidUtf8(text);
  if (bad == std::string_view::npos) return absl::OkStatus();
  Place at = place;
  for (const char c : text.substr(0, bad)) {
    if (c == '\n') {
      ++at.line;
      at.column = 1;
    } else {
      ++at.column;
    }
  }
  return BadInput(at, absl::StrCat("'", Printable(text.substr(bad, 1)), "' is not valid UTF-8"),
                  "convert the file first, for example: iconv -f LATIN1 -t UTF-8");
}

std::string NearestWord(std::string_view word, const std::vector<std::string>& known) {
  if (word.size() > 64) return "";
  std::string best;
  size_t least = word.size() / 3 + 2;
  for (const std::string& candidate : known) {
    const size_t distance = EditDistance(word, candidate);
    if (distance < least) {
      least = distance;
      best = candidate;
    }
  }
  return best;
}

}  // namespace pullgraph
