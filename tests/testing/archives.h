// SPDX-License-Identifier: Apache-2.0
// Archives made in memory, honest and hostile ones.
#ifndef PULLGRAPH_TESTS_TESTING_ARCHIVES_H_
#define PULLGRAPH_TESTS_TESTING_ARCHIVES_H_

#include <archive.h>
#include <archive_entry.h>
#include <gtest/gtest.h>
#include <locale.h>
#include <sys/types.h>

#include <string>
#include <vector>

namespace pullgraph::testing {

struct PackedFile {
  std::string name;
  std::string content;
  unsigned type = AE_IFREG;
  std::string link;  // Where a link leads to.
};

// `format` is what libarchive calls it: "zip", "7zip", "gnutar", "ustar"; `filter`: "gzip",
// "bzip2", "xz", "zstd", "lz4" or "none".
inline std::string Pack(const std::string& format, const std::vector<PackedFile>& files,
                        const std::string& filter = "none", const std::string& password = "") {
  // In the locale "C", libarchive writes no names but ASCII.
  const locale_t utf8 = ::newlocale(LC_CTYPE_MASK, "C.UTF-8", locale_t{});
  const locale_t before = ::uselocale(utf8);
  std::string bytes(1 << 20, '\0');
  for (const PackedFile& f : files) bytes.resize(bytes.size() + f.content.size() + 4096);
  size_t used = 0;
  archive* a = archive_write_new();
  EXPECT_EQ(archive_write_set_format_by_name(a, format.c_str()), ARCHIVE_OK) << format;
  if (filter != "none") {
    EXPECT_EQ(archive_write_add_filter_by_name(a, filter.c_str()), ARCHIVE_OK) << filter;
  }
  archive_write_set_options(a, "hdrcharset=UTF-8");
  if (!password.empty()) {
    archive_write_set_options(a, "zip:encryption=traditional");
    archive_write_set_passphrase(a, password.c_str());
  }
  archive_write_set_bytes_in_last_block(a, 1);
  EXPECT_EQ(archive_write_open_memory(a, bytes.data(), bytes.size(), &used), ARCHIVE_OK);
  for (const PackedFile& f : files) {
    archive_entry* entry = archive_entry_new();
    archive_entry_set_pathname_utf8(entry, f.name.c_str());
    archive_entry_set_filetype(entry, f.type);
    archive_entry_set_perm(entry, 0644);
    archive_entry_set_size(entry, static_cast<la_int64_t>(f.content.size()));
    if (f.type == AE_IFLNK) archive_entry_set_symlink_utf8(entry, f.link.c_str());
    if (f.type == AE_IFREG && !f.link.empty()) archive_entry_set_hardlink_utf8(entry, f.link.c_str());
    EXPECT_GE(archive_write_header(a, entry), ARCHIVE_WARN) << archive_error_string(a);
    if (!f.content.empty()) archive_write_data(a, f.content.data(), f.content.size());
    archive_entry_free(entry);
  }
  EXPECT_EQ(archive_write_close(a), ARCHIVE_OK) << archive_error_string(a);
  archive_write_free(a);
  bytes.resize(used);
  ::uselocale(before);
  ::freelocale(utf8);
  return bytes;
}

}  // namespace pullgraph::testing

#endif  // PULLGRAPH_TESTS_TESTING_ARCHIVES_H_
