// SPDX-License-Identifier: Apache-2.0
// Real files in graph formats, recognised by content.
#include <gtest/gtest.h>

#include <filesystem>
#include <string>
#include <tuple>

#include "absl/strings/str_cat.h"
#include "io/import/source_formats.h"
#include "tests/testing/status_matchers.h"

namespace pullgraph {
namespace {

std::string Real(const std::string& file) {
  return absl::StrCat(PULLGRAPH_SOURCE_DIR, "/../shared/data/exports/graph/", file);
}

// Every real file: members and ties as an independent reader counts them.
TEST(ImportGraph, RealFiles) {
  const std::tuple<const char*, const char*, uint32_t, uint64_t> cases[] = {
      {"test.graphml", "graphml", 6, 7},
      {"TinyGraphML_Weighted_Dir_N3.graphml", "graphml", 3, 3},
      {"dynamicTest2.gexf", "gexf", 50, 64},
      {"links.net", "pajek", 4, 7},
      {"Padgett_Florentine_Families.paj", "pajek", 16, 54},
      {"chesapeake.mtx", "matrix-market", 39, 170},
      {"jazz.graph", "metis", 198, 2742}};
  for (const auto& [file, format, members, ties] : cases) {
    if (!std::filesystem::exists(Real(file))) GTEST_SKIP() << "no " << Real(file);
    ASSERT_OK_AND_ASSIGN(const ImportSource source, ImportSource::Open(Real(file)));
    const SourceFormat* found = RecogniseSource(source);
    ASSERT_NE(found, nullptr) << file;
    EXPECT_STREQ(found->name, format) << file;
    ASSERT_OK_AND_ASSIGN(const ImportResult result, found->read(source));
    EXPECT_EQ(result.community.num_members(), members) << file;
    EXPECT_EQ(result.community.num_ties(), ties) << file;
  }
}

}  // namespace
}  // namespace pullgraph
