// SPDX-License-Identifier: Apache-2.0
#include "tools/result_writer.h"

#include <google/protobuf/io/coded_stream.h>
#include <google/protobuf/io/zero_copy_stream_impl_lite.h>
#include <google/protobuf/util/delimited_message_util.h>
#include <google/protobuf/util/json_util.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "io/output_file.h"

namespace pullgraph::tools {
namespace {

// Cells are cut so that a table stays readable; the last column has more room.
constexpr size_t kMaxTextWidth = 40;
constexpr size_t kMaxLastWidth = 72;

// Columns a code point takes on a terminal, roughly: marks none, East Asian wide
// characters and emoji two.
size_t WidthOf(uint32_t c) {
  if (c >= 0x0300 && c <= 0x036F) return 0;
  if (c == 0x200D || (c >= 0xFE00 && c <= 0xFE0F)) return 0;
  const bool wide = (c >= 0x1100 && c <= 0x115F) || (c >= 0x2E80 && c <= 0xA4CF) ||
                    (c >= 0xAC00 && c <= 0xD7A3) || (c >= 0xF900 && c <= 0xFAFF) ||
                    (c >= 0xFE30 && c <= 0xFE6F) || (c >= 0xFF00 && c <= 0xFF60) ||
                    (c >= 0x1F300 && c <= 0x1FAFF);
  return wide ? 2 : 1;
}

// Calls visit(bytes, width) for each character of valid UTF-8.
template <class Visit>
void ForEachCharacter(std::string_view s, Visit visit) {
  for (size_t i = 0; i < s.size();) {
    const auto a = static_cast<unsigned char>(s[i]);
    const size_t length = a >= 0xF0 ? 4 : a >= 0xE0 ? 3 : a >= 0xC0 ? 2 : 1;
    uint32_t c = length == 1 ? a : a & (0xFFU >> (length + 1));
    for (size_t k = 1; k < length && i + k < s.size(); ++k) {
      c = (c << 6) | (static_cast<unsigned char>(s[i + k]) & 0x3FU);
    }
    visit(s.substr(i, length), WidthOf(c));
    i += length;
  }
}

size_t Width(std::string_view s) {
  size_t width = 0;
  ForEachCharacter(s, [&](std::string_view, size_t w) { width += w; });
  return width;
}

// At most `most` columns of `s`, with an ellipsis where it is cut; control
// characters become blanks.
std::string Fit(std::string_view s, size_t most) {
  const bool cut = Width(s) > most;
  const size_t room = cut ? most - 1 : most;
  std::string out;
  size_t used = 0;
  bool full = false;
  ForEachCharacter(s, [&](std::string_view c, size_t w) {
    full = full || used + w > room;
    if (full) return;
    out += static_cast<unsigned char>(c[0]) < 0x20 || c[0] == 0x7F ? std::string(" ")
                                                                  : std::string(c);
    used += w;
  });
  return cut ? out + "…" : out;
}

std::string Pad(const std::string& s, size_t width, bool right) {
  const std::string blanks(width - std::min(width, Width(s)), ' ');
  return right ? blanks + s : s + blanks;
}

bool WantsColour() {
  return ::isatty(STDOUT_FILENO) != 0 && std::getenv("NO_COLOR") == nullptr;
}

std::string TableText(const Session& session, const ResultTable& table) {
  std::vector<std::vector<Cell>> cells;
  std::vector<size_t> widths;
  for (const ResultColumn& column : table.columns) widths.push_back(Width(column.header));
  for (const v1::Result& row : table.rows) {
    std::vector<Cell>& line = cells.emplace_back();
    for (size_t k = 0; k < table.columns.size(); ++k) {
      line.push_back(table.columns[k].cell(row));
      const bool last = k + 1 == table.columns.size();
      line.back().text = Fit(line.back().text, last ? kMaxLastWidth : kMaxTextWidth);
      widths[k] = std::max(widths[k], Width(line.back().text));
    }
  }
  const bool colour = session.output == "-" && WantsColour();
  std::string out = table.title.empty() ? "" : table.title + "\n\n";
  if (colour) out += "\033[1m";
  for (size_t k = 0; k < table.columns.size(); ++k) {
    const bool right = !cells.empty() && cells[0][k].is_number;
    out += (k == 0 ? "" : "  ") + Pad(table.columns[k].header, widths[k], right);
  }
  out += colour ? "\033[0m\n" : "\n";
  for (const std::vector<Cell>& line : cells) {
    std::string text;
    for (size_t k = 0; k < line.size(); ++k) {
      text += (k == 0 ? "" : "  ") + Pad(line[k].text, widths[k], line[k].is_number);
    }
    text.resize(text.find_last_not_of(' ') + 1);
    out += text + "\n";
  }
  if (!table.notes.empty()) out += "\n";
  for (const std::string& note : table.notes) out += note + "\n";
  return out;
}

std::string CsvCell(const std::string& s) {
  if (s.find_first_of(",\"\r\n") == std::string::npos) return s;
  std::string out = "\"";
  for (const char c : s) {
    if (c == '"') out += '"';
    out += c;
  }
  return out + "\"";
}

std::string CsvText(const ResultTable& table) {
  std::string out;
  for (size_t k = 0; k < table.columns.size(); ++k) {
    out += (k == 0 ? "" : ",") + CsvCell(table.columns[k].header);
  }
  out += "\n";
  for (const v1::Result& row : table.rows) {
    for (size_t k = 0; k < table.columns.size(); ++k) {
      out += (k == 0 ? "" : ",") + CsvCell(table.columns[k].cell(row).raw);
    }
    out += "\n";
  }
  return out;
}

absl::Status AppendJson(const google::protobuf::Message& message, std::string& out) {
  google::protobuf::util::JsonPrintOptions options;
  options.preserve_proto_field_names = true;
  options.always_print_primitive_fields = false;
  std::string text;
  const auto status = google::protobuf::util::MessageToJsonString(message, &text, options);
  if (!status.ok()) return absl::InternalError(status.ToString());
  out += text;
  return absl::OkStatus();
}

v1::RunManifest ManifestOf(const ResultTable& table) {
  v1::RunManifest manifest = table.manifest;
  manifest.set_results(table.rows.size());
  return manifest;
}

absl::StatusOr<std::string> JsonText(const ResultTable& table) {
  std::string out = "{\"manifest\":";
  if (absl::Status s = AppendJson(ManifestOf(table), out); !s.ok()) return s;
  out += ",\n\"results\":[";
  for (size_t i = 0; i < table.rows.size(); ++i) {
    out += i == 0 ? "\n" : ",\n";
    if (absl::Status s = AppendJson(table.rows[i], out); !s.ok()) return s;
  }
  return out + "\n]}\n";
}

std::string PbText(const ResultTable& table) {
  std::string out;
  google::protobuf::io::StringOutputStream stream(&out);
  v1::Result manifest;
  *manifest.mutable_manifest() = ManifestOf(table);
  google::protobuf::util::SerializeDelimitedToZeroCopyStream(manifest, &stream);
  for (const v1::Result& row : table.rows) {
    google::protobuf::util::SerializeDelimitedToZeroCopyStream(row, &stream);
  }
  return out;
}

absl::Status WriteText(const Session& session, std::string_view text) {
  absl::StatusOr<OutputFile> out = OutputFile::Create(session.output);
  if (!out.ok()) return out.status();
  absl::Status s = out->Append(text);
  if (s.ok()) s = out->Commit();
  return s;
}

}  // namespace

Cell Cell::Count(uint64_t v) {
  const std::string digits = absl::StrCat(v);
  std::string grouped;
  for (size_t i = 0; i < digits.size(); ++i) {
    if (i > 0 && (digits.size() - i) % 3 == 0) grouped += ',';
    grouped += digits[i];
  }
  return {grouped, digits, true};
}

Cell Cell::Number(double v, int digits) {
  return {absl::StrFormat("%.*f", digits, v), absl::StrFormat("%.9g", v), true};
}

Cell Cell::Percent(double p) {
  const int digits = p >= 0.1 || p == 0 ? 0 : p >= 0.01 ? 1 : p >= 0.001 ? 2 : 3;
  return {absl::StrFormat("%.*f %%", digits, 100 * p), absl::StrFormat("%.9g", p), true};
}

absl::Status WriteResult(const Session& session, const ResultTable& table) {
  absl::StatusOr<std::string> text;
  if (session.format == "csv") {
    text = CsvText(table);
  } else if (session.format == "json") {
    text = JsonText(table);
  } else if (session.format == "pb") {
    text = PbText(table);
  } else {
    text = TableText(session, table);
  }
  if (!text.ok()) return text.status();
  return WriteText(session, *text);
}

int FinishResult(const Session& session, const ResultTable& table) {
  const absl::Status s = WriteResult(session, table);
  return s.ok() ? kDone : FailInput(s);
}

int FinishText(const Session& session, std::string_view text) {
  const absl::Status s = WriteText(session, text);
  return s.ok() ? kDone : FailInput(s);
}

}  // namespace pullgraph::tools
