// SPDX-License-Identifier: Apache-2.0
#include <google/protobuf/util/json_util.h>

#include "absl/strings/str_cat.h"
#include "io/community_rows.h"
#include "io/output_file.h"
#include "io/result_stream.h"
#include "tools/verb.h"

namespace pullgraph::tools {
namespace {

// Prints any message as a line of JSON, as far as --limit goes.
class JsonLines {
 public:
  JsonLines(OutputFile& out, int limit) : out_(out), left_(limit) {
    options_.preserve_proto_field_names = true;
  }

  absl::Status Print(const google::protobuf::Message& message) {
    if (left_ == 0) return absl::OkStatus();
    --left_;
    std::string line;
    const auto status = google::protobuf::util::MessageToJsonString(message, &line, options_);
    if (!status.ok()) return absl::InternalError(status.ToString());
    line += '\n';
    return out_.Append(line);
  }

 private:
  OutputFile& out_;
  int left_;
  google::protobuf::util::JsonPrintOptions options_;
};

// The results of an earlier run, if that is what the file holds.
absl::StatusOr<ResultStream> TryResults(const Session& session) {
  if (session.file == "-") return absl::NotFoundError("standard input can be read once");
  return ReadResults(session.file, session.run());
}

int RunResults(const Session& session, const ResultStream& results) {
  absl::StatusOr<OutputFile> out = OutputFile::Create(session.output);
  if (!out.ok()) return FailInput(out.status());
  JsonLines lines(*out, session.limit);
  v1::Result first;
  *first.mutable_manifest() = results.manifest;
  absl::Status s = lines.Print(first);
  for (size_t i = 0; i < results.rows.size() && s.ok(); ++i) s = lines.Print(results.rows[i]);
  if (s.ok()) s = out->Commit();
  return s.ok() ? kDone : FailInput(s);
}

int Run(Session& session) {
  // What holds no community may hold results; what holds neither is told of as the former.
  if (const auto results = TryResults(session); results.ok()) return RunResults(session, *results);
  if (const int code = session.Load(); code != kDone) return code;
  absl::StatusOr<OutputFile> out = OutputFile::Create(session.output);
  if (!out.ok()) return FailInput(out.status());
  JsonLines lines(*out, session.limit);
  const auto print = [&](const v1::Row& row) { return lines.Print(row); };
  absl::Status s = ForEachRow(session.community(), print);
  if (s.ok()) s = out->Commit();
  return s.ok() ? kDone : FailInput(s);
}

}  // namespace

void AddCat(CLI::App& app, Session& session) {
  CLI::App* verb = app.add_subcommand(
      "cat", "Prints a community file, or results (--format pb), as lines of JSON\n\n"
             "  pullgraph cat q.pull --limit 5\n"
             "  pullgraph cat q.pull | pullgraph import rows - -o copy.pull\n"
             "  pullgraph rank q.pull --format pb -o list.pb && pullgraph cat list.pb");
  session.AddInput(*verb);
  verb->add_option("-o,--output", session.output, "File to write; - is standard output")
      ->capture_default_str();
  session.AddLimit(*verb, 2'000'000'000);
  SetAction(*verb, [&session] { return Run(session); });
}

}  // namespace pullgraph::tools
