// SPDX-License-Identifier: Apache-2.0
#include "io/import/xml_rows.h"

#include <expat.h>

#include <algorithm>
#include <charconv>
#include <memory>
#include <utility>

#include "absl/strings/str_cat.h"
#include "graph/string_table.h"

namespace pullgraph {
namespace {

constexpr int64_t kMaxElement = int64_t{16} << 20;
constexpr int kMaxDepth = 64;

struct ReaderState {
  XML_Parser parser;
  std::string file;
  absl::FunctionRef<absl::Status(const XmlRow&)> on_row;
  absl::Status status;
  int depth = 0;
};

Place PlaceNow(const ReaderState& state) {
  return {state.file, XML_GetCurrentLineNumber(state.parser),
          XML_GetCurrentColumnNumber(state.parser) + 1};
}

void Fail(ReaderState& state, absl::Status status) {
  if (state.status.ok()) state.status = std::move(status);
  XML_StopParser(state.parser, XML_FALSE);
}

void XMLCALL OnStart(void* user, const XML_Char* name, const XML_Char** attributes) {
  auto& state = *static_cast<ReaderState*>(user);
  if (!state.status.ok()) return;
  if (++state.depth > kMaxDepth) {
    return Fail(state, BadInput(PlaceNow(state), "elements are nested too deeply"));
  }
  if (state.depth != 2) return;
  if (std::string_view(name) != "row") {
    return Fail(state, BadInput(PlaceNow(state), "an element that is not <row>",
                                "name the directory of a Stack Exchange dump"));
  }
  if (absl::Status s = state.on_row(XmlRow(attributes, PlaceNow(state))); !s.ok()) {
    Fail(state, std::move(s));
  }
}

void XMLCALL OnEnd(void* user, const XML_Char*) { --static_cast<ReaderState*>(user)->depth; }

// Dumps declare no entities; only attacks do.
void XMLCALL OnEntity(void* user, const XML_Char*, int, const XML_Char*, int, const XML_Char*,
                      const XML_Char*, const XML_Char*, const XML_Char*) {
  auto& state = *static_cast<ReaderState*>(user);
  Fail(state, BadInput(PlaceNow(state), "an entity declaration, which no dump has"));
}

absl::Status FeedPiece(ReaderState& state, std::string_view piece, bool last) {
  const XML_Status result =
      XML_Parse(state.parser, piece.data(), static_cast<int>(piece.size()), last ? 1 : 0);
  if (!state.status.ok()) return state.status;
  if (result != XML_STATUS_OK) {
    return BadInput(PlaceNow(state), XML_ErrorString(XML_GetErrorCode(state.parser)),
                    "the file is damaged or cut off: fetch it again");
  }
  return absl::OkStatus();
}

absl::Status FeedAll(ReaderState& state, ByteSource& source, const XmlRowsOptions& options) {
  constexpr size_t kFeed = size_t{1} << 18;
  int64_t fed = 0;
  while (true) {
    auto piece = source.Next();
    if (!piece.ok()) return piece.status();
    if (piece->empty()) return FeedPiece(state, "", true);
    for (size_t at = 0; at < piece->size(); at += kFeed) {
      if (absl::Status s = CheckCancelled(options.run); !s.ok()) return s;
      const std::string_view part = piece->substr(at, kFeed);
      if (absl::Status s = FeedPiece(state, part, false); !s.ok()) return s;
      fed += static_cast<int64_t>(part.size());
      if (fed - std::max<int64_t>(XML_GetCurrentByteIndex(state.parser), 0) > kMaxElement) {
        return BadInput(PlaceNow(state), "an element of more than 16 MiB");
      }
    }
    ReportProgress(options.run, options.progress_from + source.fraction() *
                                    (options.progress_to - options.progress_from));
  }
}

}  // namespace

std::optional<std::string_view> XmlRow::Text(std::string_view name) const {
  for (const char* const* a = attributes_; *a != nullptr; a += 2) {
    if (name == a[0]) return std::string_view(a[1]);
  }
  return std::nullopt;
}

absl::Status XmlRow::Missing(std::string_view name) const {
  return BadInput(place_, absl::StrCat("field '", AbslView(name), "' is missing"));
}

absl::StatusOr<std::optional<int64_t>> XmlRow::Integer(std::string_view name, int64_t low,
                                                       int64_t high) const {
  const auto text = Text(name);
  if (!text) return std::optional<int64_t>();
  int64_t value = 0;
  const char* end = text->data() + text->size();
  const auto [p, ec] = std::from_chars(text->data(), end, value);
  if (ec != std::errc() || p != end || value < low || value > high) {
    return BadValue(place_, name, *text,
                    low == std::numeric_limits<int64_t>::min()
                        ? std::string("an integer")
                        : absl::StrCat("an integer in [", low, ", ", high, "]"));
  }
  return std::optional<int64_t>(value);
}

absl::StatusOr<Time> XmlRow::Moment(std::string_view name) const {
  const auto text = Text(name);
  if (!text) return Time::Absent();
  const auto time = ParseTime(*text);
  if (!time.ok()) return BadValue(place_, name, *text, "a time such as 2018-03-12T17:00:45.567");
  return *time;
}

absl::StatusOr<int64_t> XmlRow::RequiredInteger(std::string_view name) const {
  const auto value = Integer(name);
  if (!value.ok()) return value.status();
  if (!value->has_value()) return Missing(name);
  return **value;
}

absl::StatusOr<Time> XmlRow::RequiredMoment(std::string_view name) const {
  auto value = Moment(name);
  if (value.ok() && !value->is_present()) return Missing(name);
  return value;
}

absl::StatusOr<std::string_view> XmlRow::RequiredText(std::string_view name) const {
  const auto value = Text(name);
  if (!value || value->empty()) return Missing(name);
  return *value;
}

absl::Status ReadXmlRows(ByteSource source, absl::FunctionRef<absl::Status(const XmlRow&)> on_row,
                         const XmlRowsOptions& options) {
  const std::unique_ptr<XML_ParserStruct, decltype(&XML_ParserFree)> parser(
      XML_ParserCreate(nullptr), &XML_ParserFree);
  if (parser == nullptr) return absl::ResourceExhaustedError("no memory for expat");
  ReaderState state = {parser.get(), source.name(), on_row, absl::OkStatus()};
  XML_SetUserData(parser.get(), &state);
  XML_SetElementHandler(parser.get(), &OnStart, &OnEnd);
  XML_SetEntityDeclHandler(parser.get(), &OnEntity);
  return FeedAll(state, source, options);
}

}  // namespace pullgraph
