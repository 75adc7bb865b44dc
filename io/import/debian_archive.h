// SPDX-License-Identifier: Apache-2.0
// What is kept of the indexes; internal to io/import/.
#ifndef PULLGRAPH_IO_IMPORT_DEBIAN_ARCHIVE_H_
#define PULLGRAPH_IO_IMPORT_DEBIAN_ARCHIVE_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "graph/string_table.h"
#include "io/import/debian.h"
#include "io/import/debian_control.h"

namespace pullgraph {

struct DebianPerson {
  std::string name;
  bool is_team = false;
};

struct DebianSource {
  std::string title;
  std::string url;
  bool titled_by_namesake = false;
  std::vector<uint32_t> people;   // Maintainer first; indexes into people_ids.
  std::vector<uint32_t> needs;    // Binary packages.
  std::vector<uint32_t> topics;
};

struct KeySignature {
  std::string signer;  // E-mail addresses in lower case.
  std::string signed_by_them;
  Time at;
};

struct DebianArchive {
  StringInterner people_ids, sources_ids, binaries_ids, topic_ids;
  std::vector<DebianPerson> people;
  std::vector<DebianSource> sources;
  std::vector<uint32_t> source_of;  // Of each binary; UINT32_MAX = not in the index.
  std::vector<KeySignature> signatures;
  uint64_t binary_paragraphs = 0;
  uint64_t source_paragraphs = 0;

  absl::Status AddParagraph(const ControlParagraph& paragraph);

 private:
  uint32_t Source(std::string_view name);
  uint32_t Binary(std::string_view name);
  void AddPeople(const std::string& text, DebianSource& source);
  void AddNeeds(const std::string& text, DebianSource& source);
  void AddTopics(const ControlParagraph& paragraph, DebianSource& source);
};

// Reads `gpg --with-colons --list-sigs`. Signatures among people of the archive only.
absl::Status ReadKeySignatures(ByteSource listing, DebianArchive& archive);
// Runs gpg over the keyring where both are there; says in the report if not.
absl::Status ReadKeyring(const std::string& keyring, DebianArchive& archive,
                         ImportReport& report);

absl::StatusOr<CommunityGraph> BuildFromArchive(DebianArchive archive,
                                                const DebianOptions& options,
                                                ImportReport& report);

}  // namespace pullgraph

#endif  // PULLGRAPH_IO_IMPORT_DEBIAN_ARCHIVE_H_
