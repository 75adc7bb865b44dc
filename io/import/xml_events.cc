// SPDX-License-Identifier: Apache-2.0
#include "io/import/xml_events.h"

#include <expat.h>

#include <algorithm>
#include <memory>
#include <string>
#include <utility>

namespace pullgraph {
namespace {

constexpr int64_t kMaxTag = int64_t{16} << 20;
constexpr int kMaxDepth = 64;

std::string_view WithoutPrefix(std::string_view name) {
  return name.substr(name.rfind(':') + 1);  // npos + 1 is 0.
}

struct XmlState {
  XML_Parser parser;
  std::string file;
  XmlHandler& handler;
  absl::Status status;
  int depth = 0;
};

Place PlaceNow(const XmlState& state) {
  return {state.file, XML_GetCurrentLineNumber(state.parser),
          XML_GetCurrentColumnNumber(state.parser) + 1};
}

// expat may call on for a while after it was stopped.
void Keep(XmlState& state, absl::Status status) {
  if (status.ok() || !state.status.ok()) return;
  state.status = std::move(status);
  XML_StopParser(state.parser, XML_FALSE);
}

void XMLCALL StartElement(void* user, const XML_Char* name, const XML_Char** attributes) {
  auto& state = *static_cast<XmlState*>(user);
  if (!state.status.ok()) return;
  if (++state.depth > kMaxDepth) {
    return Keep(state, BadInput(PlaceNow(state), "elements are nested too deeply"));
  }
  Keep(state, state.handler.OnStart(XmlElement(name, attributes, PlaceNow(state)), state.depth));
}

void XMLCALL EndElement(void* user, const XML_Char* name) {
  auto& state = *static_cast<XmlState*>(user);
  if (!state.status.ok()) return;
  Keep(state, state.handler.OnEnd(WithoutPrefix(name), state.depth));
  --state.depth;
}

void XMLCALL Characters(void* user, const XML_Char* text, int size) {
  auto& state = *static_cast<XmlState*>(user);
  if (!state.status.ok()) return;
  Keep(state, state.handler.OnText({text, static_cast<size_t>(size)}));
}

// Exports declare no entities; only attacks do.
void XMLCALL EntityDeclaration(void* user, const XML_Char*, int, const XML_Char*, int,
                               const XML_Char*, const XML_Char*, const XML_Char*,
                               const XML_Char*) {
  auto& state = *static_cast<XmlState*>(user);
  Keep(state, BadInput(PlaceNow(state), "an entity declaration, which no export has"));
}

absl::Status Feed(XmlState& state, std::string_view piece, bool last) {
  const XML_Status result =
      XML_Parse(state.parser, piece.data(), static_cast<int>(piece.size()), last ? 1 : 0);
  if (!state.status.ok()) return state.status;
  if (result == XML_STATUS_OK) return absl::OkStatus();
  return BadInput(PlaceNow(state), XML_ErrorString(XML_GetErrorCode(state.parser)),
                  "the file is damaged or cut off: fetch it again");
}

}  // namespace

XmlElement::XmlElement(const char* name, const char* const* attributes, Place place)
    : name_(WithoutPrefix(name)), attributes_(attributes), place_(place) {}

std::optional<std::string_view> XmlElement::Find(std::string_view name) const {
  for (const char* const* a = attributes_; *a != nullptr; a += 2) {
    if (name == a[0]) return std::string_view(a[1]);
  }
  return std::nullopt;
}

absl::Status ReadXml(ByteSource source, XmlHandler& handler, const XmlOptions& options) {
  const std::unique_ptr<XML_ParserStruct, decltype(&XML_ParserFree)> parser(
      XML_ParserCreate(nullptr), &XML_ParserFree);
  if (parser == nullptr) return absl::ResourceExhaustedError("no memory for expat");
  XmlState state = {parser.get(), source.name(), handler, absl::OkStatus()};
  XML_SetUserData(parser.get(), &state);
  XML_SetElementHandler(parser.get(), &StartElement, &EndElement);
  XML_SetCharacterDataHandler(parser.get(), &Characters);
  XML_SetEntityDeclHandler(parser.get(), &EntityDeclaration);
  constexpr size_t kFeed = size_t{1} << 18;
  int64_t fed = 0;
  while (true) {
    auto piece = source.Next();
    if (!piece.ok()) return piece.status();
    if (piece->empty()) return Feed(state, "", true);
    for (size_t at = 0; at < piece->size(); at += kFeed) {
      if (absl::Status s = CheckCancelled(options.run); !s.ok()) return s;
      const std::string_view part = piece->substr(at, kFeed);
      if (absl::Status s = Feed(state, part, false); !s.ok()) return s;
      fed += static_cast<int64_t>(part.size());
      if (fed - std::max<int64_t>(XML_GetCurrentByteIndex(state.parser), 0) > kMaxTag) {
        return BadInput(PlaceNow(state), "an element of more than 16 MiB");
      }
    }
    ReportProgress(options.run, options.progress_from + source.fraction() *
                                    (options.progress_to - options.progress_from));
  }
}

std::string_view FirstElement(std::string_view head) {
  if (head.substr(0, 3) == "\xEF\xBB\xBF") head.remove_prefix(3);
  while (true) {
    const size_t open = head.find_first_not_of(" \t\r\n");
    if (open == std::string_view::npos || head[open] != '<') return "";
    head.remove_prefix(open + 1);
    if (head.empty() || (head[0] != '?' && head[0] != '!')) break;
    // A declaration, a comment or a document type.
    const std::string_view end = head.substr(0, 3) == "!--" ? "-->" : ">";
    const size_t close = head.find(end);
    if (close == std::string_view::npos) return "";
    head.remove_prefix(close + end.size());
  }
  const size_t end = head.find_first_of(" \t\r\n/>");
  if (end == std::string_view::npos) return "";
  return WithoutPrefix(head.substr(0, end));
}

}  // namespace pullgraph
