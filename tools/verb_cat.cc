// SPDX-License-Identifier: Apache-2.0
#include <google/protobuf/io/coded_stream.h>
#include <google/protobuf/io/zero_copy_stream_impl_lite.h>
#include <google/protobuf/util/json_util.h>

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "io/answer/forms.h"
#include "io/community_rows.h"
#include "io/output_file.h"
#include "io/result_stream.h"
#include "tools/command/verb.h"

namespace pullgraph::tools::verb_cat {
namespace {

struct CatSettings {
  std::string format = "json";
};

// Writes lines, or messages after their lengths, as far as --limit goes.
class Lines {
 public:
  Lines(OutputFile& out, int limit) : out_(out), left_(limit) {}

  bool full() const { return left_ == 0; }

  absl::Status Add(std::string line) {
    --left_;
    line += '\n';
    return out_.Append(line);
  }
  // The same bytes in each run: maps in the order of their keys.
  absl::Status AddMessage(const google::protobuf::Message& message) {
    --left_;
    std::string bytes;
    {
      google::protobuf::io::StringOutputStream stream(&bytes);
      google::protobuf::io::CodedOutputStream coded(&stream);
      coded.SetSerializationDeterministic(true);
      coded.WriteVarint32(static_cast<uint32_t>(message.ByteSizeLong()));
      message.SerializeWithCachedSizes(&coded);
    }
    return out_.Append(bytes);
  }

 private:
  OutputFile& out_;
  int left_;
};

// The results of an earlier run, if that is what the file holds.
absl::StatusOr<ResultStream> TryResults(const Session& session) {
  if (session.file == "-") return absl::NotFoundError("standard input can be read once");
  return ReadResults(session.file, session.run());
}

absl::Status PrintResults(const ResultStream& results, bool as_json, const RunControl* run, Lines& lines) {
  v1::Result first;
  *first.mutable_manifest() = results.manifest;
  const auto add = [&](const v1::Result& result) {
    if (!as_json) return lines.AddMessage(result);
    std::string line;
    AppendJson(result, /*all=*/false, line);
    return lines.Add(std::move(line));
  };
  absl::Status s = add(first);
  for (size_t i = 0; i < results.rows.size() && s.ok() && !lines.full(); ++i) {
    if (IsCancelled(run)) return CheckCancelled(run);
    s = add(results.rows[i]);
  }
  return s;
}

using google::protobuf::util::JsonPrintOptions;

absl::Status ToJson(const google::protobuf::Message& message, const JsonPrintOptions& options,
                    std::string& json) {
  const auto status = google::protobuf::util::MessageToJsonString(message, &json, options);
  return status.ok() ? absl::OkStatus() : absl::InternalError(status.ToString());
}

// A member's attributes by name: a map of protobuf has no order, and each run another.
absl::Status MemberToJson(v1::Row row, const JsonPrintOptions& options, std::string& json) {
  auto& attributes = *row.mutable_member()->mutable_attributes();
  const std::map<std::string, std::string> sorted(attributes.begin(), attributes.end());
  attributes.clear();
  if (absl::Status s = ToJson(row, options, json); !s.ok()) return s;
  std::vector<std::string> parts;
  for (const auto& [name, value] : sorted) {
    v1::Member one;
    (*one.mutable_attributes())[name] = value;
    std::string part;
    if (absl::Status s = ToJson(one, options, part); !s.ok()) return s;
    constexpr std::string_view kOpen = "{\"attributes\":{", kClose = "}}";
    parts.push_back(part.substr(kOpen.size(), part.size() - kOpen.size() - kClose.size()));
  }
  json.resize(json.size() - 2);  // Open again: the member ends in "}}".
  absl::StrAppend(&json, json.back() == '{' ? "" : ",", "\"attributes\":{",
                  absl::StrJoin(parts, ","), "}}}");
  return absl::OkStatus();
}

absl::Status PrintCommunity(const CommunityGraph& community, bool as_json, const RunControl* run,
                            Lines& lines) {
  JsonPrintOptions options;
  options.preserve_proto_field_names = true;
  const auto print = [&](const v1::Row& row) -> absl::Status {
    if (lines.full()) return absl::OutOfRangeError("--limit is reached");
    if (!as_json) return lines.AddMessage(row);
    std::string line;
    const bool sorts = row.has_member() && row.member().attributes_size() > 1;
    const absl::Status s = sorts ? MemberToJson(row, options, line) : ToJson(row, options, line);
    return s.ok() ? lines.Add(std::move(line)) : s;
  };
  const absl::Status s = ForEachRow(community, print, run);
  return absl::IsOutOfRange(s) ? absl::OkStatus() : s;
}

int Cat(Session& session, CatSettings& settings) {
  session.Stage("reading");
  // What holds no community may hold results; what holds neither is told of as the former.
  const absl::StatusOr<ResultStream> results = TryResults(session);
  if (!results.ok()) {
    if (const int code = session.Load(); code != kDone) return code;
  }
  if (session.output == "-") {
    // Nothing, but it takes the line of progress away: rows may come to the same terminal.
    if (const int code = session.WriteText(""); code != kDone) return code;
  }
  session.Stage(absl::StrCat("writing ", session.output));
  absl::StatusOr<OutputFile> out = OutputFile::Create(session.output);
  if (!out.ok()) return FailInput(out.status());
  Lines lines(*out, session.limit);
  const bool as_json = settings.format == "json";
  absl::Status s = results.ok() ? PrintResults(*results, as_json, session.run(), lines)
                                : PrintCommunity(session.community(), as_json, session.run(), lines);
  if (s.ok()) s = CheckCancelled(session.run());
  if (s.ok()) s = out->Commit();
  return s.ok() ? kDone : FailInput(s);
}

void Declare(Options& o, Session& session, CatSettings& s) {
  session.File(o);
  o.Choice("--format", s.format, {"json", "pb"}, "Lines of JSON, or protobuf messages, each after its length");
  session.Output(o);
  session.Limit(o, 2'000'000'000);
}

const bool kRegistered = Register<CatSettings>(
    {.name = "cat",
     .group = Group::kLook,
     .question = "Prints a community file, or results that were kept as pb, row by row",
     .examples = {"pullgraph cat q.pull --limit 5",
                  "pullgraph cat q.pull --format pb | pullgraph import rows - -o copy.pull",
                  "pullgraph rank q.pull --format pb -o list.pb && pullgraph cat list.pb"}},
    Declare, Cat);

}  // namespace
}  // namespace pullgraph::tools::verb_cat
