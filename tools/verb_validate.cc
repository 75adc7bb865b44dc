// SPDX-License-Identifier: Apache-2.0
#include "absl/strings/str_cat.h"
#include "tools/result_writer.h"
#include "tools/verb.h"

namespace pullgraph::tools {
namespace {

// Reading checks everything; a file that can't be opened is no negative answer.
int Run(Session& session) {
  FileFingerprint fingerprint;
  const absl::StatusOr<CommunityGraph> community =
      ReadCommunityFile(session.file, session.run(), &fingerprint);
  if (community.ok()) {
    return FinishText(session, absl::StrCat(session.file, ": sound, ", fingerprint.bytes,
                                            " bytes, ", community->num_members(), " members, ",
                                            community->num_ties(), " ties, ",
                                            community->signals().size(), " signals\n"));
  }
  const ExitCode code = CodeOfInput(community.status());
  if (code != kBadInput) return FailInput(community.status());
  const std::string message(community.status().message());
  const int written =
      FinishText(session, absl::StrCat(message.substr(0, message.find('\n')), "\n"));
  return written == kDone ? kNegative : written;
}

}  // namespace

void AddValidate(CLI::App& app, Session& session) {
  CLI::App* verb = app.add_subcommand(
      "validate", "Checks a community file whole; exit code 1 and the fault if it has one\n\n"
                  "  pullgraph validate q.pull");
  verb->add_option("FILE", session.file, "Community file, or - for standard input")->required();
  session.AddCommon(*verb);
  SetAction(*verb, [&session] { return Run(session); });
}

}  // namespace pullgraph::tools
