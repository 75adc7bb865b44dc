// SPDX-License-Identifier: Apache-2.0
// A stranger's program: builds a community, clusters it, writes and reads a file.
#include <pullgraph/algorithms/kernels/leiden.h>
#include <pullgraph/graph/community_builder.h>
#include <pullgraph/io/community_file.h>
#include <pullgraph/io/output_file.h>
#include <pullgraph/v1/rows.pb.h>

#include <cstdio>
#include <string>
#include <string_view>

namespace {

absl::StatusOr<pullgraph::CommunityGraph> TwoTriangles() {
  pullgraph::CommunityBuilder builder("client");
  const char* const ties[][2] = {{"ada", "bob"}, {"bob", "cy"},  {"cy", "ada"}, {"cy", "dee"},
                                 {"dee", "eve"}, {"eve", "fay"}, {"fay", "dee"}};
  for (const auto& [from, to] : ties) {
    pullgraph::TieRow tie;
    tie.from = *builder.Member(from);
    tie.to = *builder.Member(to);
    if (absl::Status s = builder.AddTie(tie); !s.ok()) return s;
  }
  return std::move(builder).Build();
}

absl::Status Write(const pullgraph::CommunityGraph& community, const std::string& path) {
  auto file = pullgraph::OutputFile::Create(path);
  if (!file.ok()) return file.status();
  absl::Status s = pullgraph::WriteCommunity(
      community, [&](std::string_view bytes) { return file->Append(bytes); });
  return s.ok() ? file->Commit() : s;
}

absl::Status Run(const std::string& path) {
  const auto community = TwoTriangles();
  if (!community.ok()) return community.status();
  const auto clusters = pullgraph::FindCommunities(community->graph());
  if (!clusters.ok()) return clusters.status();
  std::printf("%u clusters among %u members\n", clusters->count, community->num_members());
  if (absl::Status s = Write(*community, path); !s.ok()) return s;
  const auto again = pullgraph::ReadCommunityFile(path);
  if (!again.ok()) return again.status();
  // The library's messages are there for clients, too.
  pullgraph::v1::Row row;
  row.mutable_member()->set_id("ada");
  if (row.row_case() != pullgraph::v1::Row::kMember) return absl::InternalError("no member");
  return *again == *community ? absl::OkStatus() : absl::DataLossError("read back: not equal");
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) return 2;
  const absl::Status status = Run(argv[1]);
  if (!status.ok()) std::fprintf(stderr, "%s\n", status.ToString().c_str());
  return status.ok() ? 0 : 1;
}
