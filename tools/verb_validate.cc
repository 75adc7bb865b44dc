// SPDX-License-Identifier: Apache-2.0
#include "absl/strings/str_cat.h"
#include "graph/date_contradictions.h"
#include "graph/string_table.h"
#include "io/answer/figures.h"
#include "tools/command/verb.h"

namespace pullgraph::tools::verb_validate {
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

const char* Words(DateContradiction kind) {
  switch (kind) {
    case DateContradiction::kAnsweredBeforeAsked: return "answered before asked";
    case DateContradiction::kPulledBeforeJoining: return "before its member joined";
    case DateContradiction::kPulledBeforePublication: break;
  }
  return "before its resource was published";
}

// Dates that contradict each other are no fault of the file, but of what it was made from.
std::string Warnings(const CommunityGraph& c) {
  std::string text;
  for (const DateContradictions& found : FindDateContradictions(c)) {
    const MemberId member = c.signals().member[found.first];
    absl::StrAppend(&text, "warning: ", figures::CountOf(found.count, "signal is", "signals are"),
                    " dated ", Words(found.kind), "; the first: signal ", found.first, " by ",
                    member.is_none() ? "somebody unknown"
                                     : absl::StrCat("'", AbslView(c.MemberKey(member)), "'"),
                    " at ", FormatTime(c.signals().at[found.first]),
                    ". Waits leave them out.\n");
  }
  return text;
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
                                          community->signals().size(), " signals\n",
                                          Warnings(*community)));
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
}  // namespace pullgraph::tools::verb_validate
