// SPDX-License-Identifier: Apache-2.0
#ifndef PULLGRAPH_IO_IMPORT_DEBIAN_H_
#define PULLGRAPH_IO_IMPORT_DEBIAN_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "graph/run_control.h"
#include "io/byte_source.h"
#include "io/import/import_result.h"

namespace pullgraph {

struct DebianOptions {
  std::string name = "debian";         // Of the community.
  std::string producer = "pullgraph";  // Written into the community.
  // Where apt keeps its indexes; all *_Packages* and *_Sources* there are read.
  std::string lists_directory = "/var/lib/apt/lists";
  // Indexes to read instead ("-" is standard input); empty = those of lists_directory.
  std::vector<std::string> files;
  // A source or binary package: who builds on it is a customer, everyone else a
  // prospect, its own maintainers are staff. "" = there is no market.
  std::string product;
  std::string market = "customers";  // Id of the market.
  // Packages with more people than this tie nobody; >= 2. Keeps ties below
  // max_team^2 / 2 a package.
  int max_team = 50;
  // Key signatures become ties where this file and gpg are there. "" = do not look.
  std::string keyring = "/usr/share/keyrings/debian-keyring.gpg";
  const RunControl* run = nullptr;  // Progress and cancellation.
};

// Reads the package indexes of a Debian or Ubuntu machine. Nothing is changed on it,
// and nothing leaves it.
//
// Returns a community in which
//   - maintainers and uploaders are members under their e-mail address in lower case;
//     teams and mailing lists are organizations;
//   - source packages are resources (kind package) with the short description as title
//     and the section and debtags as topics;
//   - who maintains a package together is tied (`collaborates`, undirected, count =
//     packages shared); who signed another's key is tied to them (`vouches`, dated);
//   - whoever's packages need another source package, to run or to build, pulls on it:
//     signal `use`, undated, weight = number of their packages that need it.
//
// COST: one pass over the indexes; memory is that of the packages and their relations.
// ERRORS: NotFound if there is no index; DataLoss with file:line:column for a line that
// is no field, a paragraph without Package, invalid UTF-8; InvalidArgument for an
// unknown product (with the nearest) or a bad option; I/O errors of ByteSource;
// Cancelled.
absl::StatusOr<ImportResult> ImportDebian(const DebianOptions& options = {});

// The same for indexes that are open already; `files`, `lists_directory` and `keyring`
// of the options play no part.
absl::StatusOr<ImportResult> ImportDebianFrom(std::vector<ByteSource> indexes,
                                              const DebianOptions& options = {});

}  // namespace pullgraph

#endif  // PULLGRAPH_IO_IMPORT_DEBIAN_H_
