// SPDX-License-Identifier: Apache-2.0
// The elements of any XML document, one after the other; internal to io/import/.
#ifndef PULLGRAPH_IO_IMPORT_XML_ELEMENTS_H_
#define PULLGRAPH_IO_IMPORT_XML_ELEMENTS_H_

#include <string_view>

#include "absl/status/status.h"
#include "graph/run_control.h"
#include "io/byte_source.h"
#include "io/import/import_result.h"
#include "io/import/place.h"
#include "io/import/xml_rows.h"

namespace pullgraph {

class XmlElementUse {
 public:
  virtual ~XmlElementUse() = default;
  // Names are as in the file, with their prefix: "viz:color".
  virtual absl::Status Start(std::string_view name, const XmlRow& attributes) = 0;
  // `text` is what stood between the last tag and this one.
  virtual absl::Status End(std::string_view name, std::string_view text, const Place& place) = 0;
};

// Hands all elements to `use`. A text of more than 1 MiB becomes empty, and is noted.
//
// COST: O(bytes); memory is bounded by the longest tag, at most 16 MiB.
// ERRORS: DataLoss with file:line:column for what is not well-formed XML, entity
// declarations, tags over 16 MiB, more than 64 levels; those of `source` and `use`; Cancelled.
absl::Status ReadXmlElements(ByteSource source, const RunControl* run, ImportReport& report,
                             XmlElementUse& use);

// The name of the first element of a document that begins with `head`, "" if there is none.
std::string_view XmlRootOf(std::string_view head);

}  // namespace pullgraph

#endif  // PULLGRAPH_IO_IMPORT_XML_ELEMENTS_H_
