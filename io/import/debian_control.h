// SPDX-License-Identifier: Apache-2.0
// Paragraphs of a Debian control file; internal to io/import/.
#ifndef PULLGRAPH_IO_IMPORT_DEBIAN_CONTROL_H_
#define PULLGRAPH_IO_IMPORT_DEBIAN_CONTROL_H_

#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "graph/run_control.h"
#include "io/byte_source.h"
#include "io/import/place.h"

namespace pullgraph {

// The fields that are of use.
enum class ControlField : uint8_t {
  kPackage, kSource, kMaintainer, kUploaders, kSection, kTag, kDescription, kHomepage,
  kDepends, kPreDepends, kBuildDepends, kBuildDependsIndep, kBuildDependsArch, kBinary
};
inline constexpr size_t kNumControlFields = 14;

struct ControlParagraph {
  std::array<std::string, kNumControlFields> values;  // Lines joined; "" = absent.
  Place place;                                        // Of its first line.
  const std::string& operator[](ControlField f) const { return values[static_cast<size_t>(f)]; }
  // Sources name the binaries they build.
  bool is_source() const { return !(*this)[ControlField::kBinary].empty(); }
};

// Calls `on_paragraph` for each paragraph. ERRORS: DataLoss with the place for a line
// that is neither a field nor goes on with one, for a field of over 16 MiB and for
// invalid UTF-8 in fields of use; those of the source and of `on_paragraph`; Cancelled.
absl::Status ReadControl(ByteSource source,
                         absl::FunctionRef<absl::Status(const ControlParagraph&)> on_paragraph,
                         const RunControl* run);

// A person or team of `Name <address>, "Last, First" <address>`.
struct ControlPerson {
  std::string id;    // The address in lower case; the name if there is none.
  std::string name;
};
std::vector<ControlPerson> ParsePeople(std::string_view text);

// The package names of `a (>= 1), b:any | c [amd64] <!nocheck>`: the first of each
// alternative.
std::vector<std::string_view> ParseRelations(std::string_view text);

}  // namespace pullgraph

#endif  // PULLGRAPH_IO_IMPORT_DEBIAN_CONTROL_H_
