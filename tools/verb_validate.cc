// SPDX-License-Identifier: Apache-2.0
#include "absl/strings/str_cat.h"
#include "tools/command/verb.h"

namespace pullgraph::tools {
namespace {

struct ValidateSettings {};

// Of what is in the file; others are of opening or reading it.
bool IsFault(const absl::Status& status) {
  switch (status.code()) {
    case absl::StatusCode::kDataLoss:
    case absl::StatusCode::kInvalidArgument:
    case absl::StatusCode::kOutOfRange:
    case absl::StatusCode::kUnimplemented:
      return true;
    default:
      return false;
  }
}

// Reading checks everything; a file that can't be opened is no negative answer.
int Validate(Session& session, ValidateSettings&) {
  session.Stage(absl::StrCat("checking ", session.file));
  FileFingerprint fingerprint;
  const absl::StatusOr<CommunityGraph> community =
      ReadCommunityFile(session.file, session.run(), &fingerprint);
  if (community.ok()) {
    return session.WriteText(absl::StrCat(session.file, ": sound, ", fingerprint.bytes, " bytes, ",
                                          community->num_members(), " members, ",
                                          community->num_ties(), " ties, ",
                                          community->signals().size(), " signals\n"));
  }
  if (!IsFault(community.status())) return FailInput(community.status());
  const std::string message(community.status().message());
  const int written = session.WriteText(absl::StrCat(message.substr(0, message.find('\n')), "\n"));
  return written == kDone ? kNegative : written;
}

void Declare(Options& o, Session& session, ValidateSettings&) {
  session.File(o);
  session.Output(o);
}

const bool kRegistered = Register<ValidateSettings>(
    {.name = "validate",
     .group = Group::kCheck,
     .question = "Is a community file sound? Checks it whole; exit code 1 and the fault if it "
                 "has one",
     .examples = {"pullgraph validate q.pull"}},
    Declare, Validate);

}  // namespace
}  // namespace pullgraph::tools
