// SPDX-License-Identifier: Apache-2.0
#include "tools/needs_absence.h"

#include "absl/strings/str_cat.h"
#include "algorithms/lean/absence.h"
#include "graph/string_table.h"
#include "io/answer/figures.h"
#include "pullgraph/v1/needs.pb.h"

namespace pullgraph::tools {

using figures::CountOf;
using figures::Short;

absl::StatusOr<Answer> AnswerAbsence(Session& session, double window_days) {
  AbsenceOptions options;
  options.window_days = window_days;
  const absl::StatusOr<Absence> absence = FindAbsence(session.view(), options);
  if (absl::IsFailedPrecondition(absence.status())) {
    return absl::FailedPreconditionError(
        absl::StrCat(absence.status().message(), "\n--window, to look further back"));
  }
  if (!absence.ok()) return absence.status();
  const CommunityGraph& c = session.community();
  Answer answer;
  answer.Of<v1::Carrier>();
  answer.title = absl::StrCat(CountOf(absence->factor, "person carries", "people carry"), " half of the ",
                              CountOf(absence->answers, "answer", "answers"), " of the last ",
                              Short(window_days), " days, of ",
                              CountOf(absence->answerers, "who answered", "who answered"));
  for (const Carrier& carrier : absence->carriers) {
    if (!session.HasRoom(answer)) break;
    v1::Carrier& row = answer.Add<v1::Carrier>();
    row.set_rank(static_cast<uint32_t>(answer.rows.size()));
    SetRef(c, carrier.member, row, "member");
    row.set_answers(carrier.answers);
    row.set_share(carrier.share);
    row.set_so_far(carrier.so_far);
    row.set_only_answer(carrier.only_answer);
    for (const TopicId t : carrier.topics) row.add_topics(std::string(c.TopicKey(t)));
  }
  answer.Note(absl::StrCat("Absence factor ", absence->factor,
                           ": so few people would have to stay away for half of the answers to be "
                           "missing."));
  return answer;
}

}  // namespace pullgraph::tools
