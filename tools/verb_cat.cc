// SPDX-License-Identifier: Apache-2.0
#include <google/protobuf/util/json_util.h>

#include "absl/strings/str_cat.h"
#include "io/community_rows.h"
#include "io/output_file.h"
#include "tools/verb.h"

namespace pullgraph::tools {
namespace {

int Run(Session& session) {
  if (const int code = session.Load(); code != kDone) return code;
  absl::StatusOr<OutputFile> out = OutputFile::Create(session.output);
  if (!out.ok()) return FailInput(out.status());
  google::protobuf::util::JsonPrintOptions options;
  options.preserve_proto_field_names = true;
  uint64_t rows = 0;
  const auto print = [&](const v1::Row& row) -> absl::Status {
    if (rows++ >= static_cast<uint64_t>(session.limit)) return absl::OkStatus();
    std::string line;
    const auto status = google::protobuf::util::MessageToJsonString(row, &line, options);
    if (!status.ok()) return absl::InternalError(status.ToString());
    line += '\n';
    return out->Append(line);
  };
  absl::Status s = ForEachRow(session.community(), print);
  if (s.ok()) s = out->Commit();
  return s.ok() ? kDone : FailInput(s);
}

}  // namespace

void AddCat(CLI::App& app, Session& session) {
  CLI::App* verb = app.add_subcommand(
      "cat", "Prints a community file as rows of JSON (pullgraph.v1.Row), one a line\n\n"
             "  pullgraph cat q.pull --limit 5\n"
             "  pullgraph cat q.pull | pullgraph import rows - -o copy.pull");
  session.AddInput(*verb);
  verb->add_option("-o,--output", session.output, "File to write; - is standard output")
      ->capture_default_str();
  session.AddLimit(*verb, 2'000'000'000);
  SetAction(*verb, [&session] { return Run(session); });
}

}  // namespace pullgraph::tools
