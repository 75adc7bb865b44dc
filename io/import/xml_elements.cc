// SPDX-License-Identifier: Apache-2.0
#include "io/import/xml_elements.h"

#include <expat.h>

#include <algorithm>
#include <memory>
#include <string>
#include <utility>

#include "absl/strings/ascii.h"

namespace pullgraph {
namespace {

constexpr int64_t kMaxTag = int64_t{16} << 20;
constexpr size_t kMaxText = size_t{1} << 20;
constexpr int kMaxLevels = 64;

struct WalkState {
  XML_Parser parser;
  std::string file;
  ImportReport& report;
  XmlElementUse& use;
  absl::Status status;
  int depth = 0;
  std::string text;
  bool too_long = false;

  Place Now() const {
    return {file, XML_GetCurrentLineNumber(parser), XML_GetCurrentColumnNumber(parser) + 1};
  }
  void Check(absl::Status s) {
    if (s.ok() || !status.ok()) return;
    status = std::move(s);
    XML_StopParser(parser, XML_FALSE);
  }
};

void XMLCALL OnBegin(void* user, const XML_Char* name, const XML_Char** attributes) {
  auto& state = *static_cast<WalkState*>(user);
  if (!state.status.ok()) return;
  state.text.clear();
  state.too_long = false;
  if (++state.depth > kMaxLevels) {
    return state.Check(BadInput(state.Now(), "elements are nested too deeply"));
  }
  state.Check(state.use.Start(name, XmlRow(attributes, state.Now())));
}

void XMLCALL OnFinish(void* user, const XML_Char* name) {
  auto& state = *static_cast<WalkState*>(user);
  if (!state.status.ok()) return;
  --state.depth;
  if (state.too_long) {
    state.report.Note("texts of more than 1 MiB left out", ToString(state.Now()));
    state.text.clear();
  }
  state.Check(state.use.End(name, state.text, state.Now()));
  state.text.clear();
  state.too_long = false;
}

void XMLCALL OnText(void* user, const XML_Char* text, int size) {
  auto& state = *static_cast<WalkState*>(user);
  if (state.text.size() + static_cast<size_t>(size) > kMaxText) state.too_long = true;
  if (!state.too_long) state.text.append(text, static_cast<size_t>(size));
}

// Entities are how a few bytes become gigabytes; no format of graphs needs them.
void XMLCALL OnDeclaration(void* user, const XML_Char*, int, const XML_Char*, int,
                           const XML_Char*, const XML_Char*, const XML_Char*, const XML_Char*) {
  auto& state = *static_cast<WalkState*>(user);
  state.Check(BadInput(state.Now(), "an entity declaration, which no graph needs",
                       "remove it from the file"));
}

absl::Status Parse(WalkState& state, std::string_view piece, bool last) {
  const XML_Status result =
      XML_Parse(state.parser, piece.data(), static_cast<int>(piece.size()), last ? 1 : 0);
  if (!state.status.ok()) return state.status;
  if (result == XML_STATUS_OK) return absl::OkStatus();
  return BadInput(state.Now(), XML_ErrorString(XML_GetErrorCode(state.parser)),
                  "the file is damaged or cut off: fetch it again");
}

}  // namespace

absl::Status ReadXmlElements(ByteSource source, const RunControl* run, ImportReport& report,
                             XmlElementUse& use) {
  constexpr size_t kFeed = size_t{1} << 18;
  const std::unique_ptr<XML_ParserStruct, decltype(&XML_ParserFree)> parser(
      XML_ParserCreate(nullptr), &XML_ParserFree);
  if (parser == nullptr) return absl::ResourceExhaustedError("no memory for expat");
  WalkState state = {parser.get(), source.name(), report, use, absl::OkStatus()};
  XML_SetUserData(parser.get(), &state);
  XML_SetElementHandler(parser.get(), &OnBegin, &OnFinish);
  XML_SetCharacterDataHandler(parser.get(), &OnText);
  XML_SetEntityDeclHandler(parser.get(), &OnDeclaration);
  int64_t fed = 0;
  while (true) {
    auto piece = source.Next();
    if (!piece.ok()) return piece.status();
    if (piece->empty()) return Parse(state, "", true);
    for (size_t at = 0; at < piece->size(); at += kFeed) {
      if (absl::Status s = CheckCancelled(run); !s.ok()) return s;
      const std::string_view part = piece->substr(at, kFeed);
      if (absl::Status s = Parse(state, part, false); !s.ok()) return s;
      fed += static_cast<int64_t>(part.size());
      if (fed - std::max<int64_t>(XML_GetCurrentByteIndex(state.parser), 0) > kMaxTag) {
        return BadInput(state.Now(), "a tag of more than 16 MiB");
      }
    }
    ReportProgress(run, 0.5 * source.fraction());
  }
}

std::string_view XmlRootOf(std::string_view head) {
  if (head.substr(0, 3) == "\xEF\xBB\xBF") head.remove_prefix(3);
  while (true) {
    const size_t begin = head.find_first_not_of(" \t\r\n");
    if (begin == std::string_view::npos || head[begin] != '<') return {};
    head.remove_prefix(begin);
    const bool comment = head.substr(0, 4) == "<!--";
    if (!comment && head.size() > 1 && head[1] != '?' && head[1] != '!') break;
    const std::string_view close = comment ? "-->" : head.substr(0, 2) == "<?" ? "?>" : ">";
    const size_t end = head.find(close);
    if (end == std::string_view::npos) return {};
    head.remove_prefix(end + close.size());
  }
  const size_t end = head.find_first_of(" \t\r\n/>");
  return end == std::string_view::npos ? std::string_view() : head.substr(1, end - 1);
}

}  // namespace pullgraph
