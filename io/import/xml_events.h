// SPDX-License-Identifier: Apache-2.0
// XML as a stream of events, hostile XML included; internal to io/import/.
#ifndef PULLGRAPH_IO_IMPORT_XML_EVENTS_H_
#define PULLGRAPH_IO_IMPORT_XML_EVENTS_H_

#include <optional>
#include <string_view>

#include "absl/status/status.h"
#include "graph/run_control.h"
#include "io/byte_source.h"
#include "io/import/place.h"

namespace pullgraph {

// An element that begins; valid inside the call only. Prefixes of namespaces are left off
// names: <y:NodeLabel> is NodeLabel.
class XmlElement {
 public:
  XmlElement(const char* name, const char* const* attributes, Place place);

  std::string_view name() const { return name_; }
  const Place& place() const { return place_; }
  std::optional<std::string_view> Find(std::string_view name) const;
  // The attribute, "" if there is none.
  std::string_view Text(std::string_view name) const { return Find(name).value_or(""); }

 private:
  std::string_view name_;
  const char* const* attributes_;
  Place place_;
};

class XmlHandler {
 public:
  virtual ~XmlHandler() = default;
  // `depth` is 1 for the document element.
  virtual absl::Status OnStart(const XmlElement& element, int depth) = 0;
  virtual absl::Status OnEnd(std::string_view name, int depth) = 0;
  // A piece of the text between tags.
  virtual absl::Status OnText(std::string_view) { return absl::OkStatus(); }
};

struct XmlOptions {
  // Part of the whole run that this file stands for, in [0, 1]; for progress.
  double progress_from = 0;
  double progress_to = 1;
  const RunControl* run = nullptr;
};

// Calls `handler` for all of the document, and stops at its first error.
//
// COST: O(bytes); memory is bounded by the longest tag, at most 16 MiB.
// ERRORS: DataLoss with file:line:column for what is not well-formed XML, entity
// declarations, tags over 16 MiB and elements nested more than 64 deep; those of `source`
// and of `handler`; Cancelled.
absl::Status ReadXml(ByteSource source, XmlHandler& handler, const XmlOptions& options = {});

// The name of the document element of what begins with `head`, "" if that is no XML.
std::string_view FirstElement(std::string_view head);

}  // namespace pullgraph

#endif  // PULLGRAPH_IO_IMPORT_XML_EVENTS_H_
