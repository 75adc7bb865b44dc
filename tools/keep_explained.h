// SPDX-License-Identifier: Apache-2.0
#ifndef PULLGRAPH_TOOLS_KEEP_EXPLAINED_H_
#define PULLGRAPH_TOOLS_KEEP_EXPLAINED_H_

#include <algorithm>
#include <string>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "io/answer/answer.h"
#include "tools/command/session.h"

namespace pullgraph::tools {

// Leaves the rows that --explain names, whole: by place, or of a member by id or name. Of a
// member who is not on the list, `why_not` tells the reason.
template <class Row>
absl::Status KeepExplained(const Session& session, const std::string& wanted, Answer& answer,
                           absl::FunctionRef<std::string(MemberId)> why_not) {
  const auto row = [](const auto& r) { return static_cast<const Row*>(r.get()); };
  const auto keep = [&](auto is) {
    if (std::none_of(answer.rows.begin(), answer.rows.end(), is)) return false;
    std::erase_if(answer.rows, [&](const auto& r) { return !is(r); });
    return true;
  };
  // A place wins over a member of that name.
  if (keep([&](const auto& r) { return wanted == absl::StrCat(row(r)->rank()); }) ||
      keep([&](const auto& r) { return wanted == row(r)->member(); }) ||
      keep([&](const auto& r) { return wanted == row(r)->member_name(); })) {
    answer.whole = true;
    answer.title.clear();
    answer.notes.clear();
    return absl::OkStatus();
  }
  if (const absl::StatusOr<MemberId> member = session.FindMember("--explain", wanted); member.ok()) {
    return absl::NotFoundError(absl::StrCat("--explain: '", wanted, "' is not on the list: ", why_not(*member),
                                            "\n", "a higher --limit, or one of the list"));
  }
  return absl::NotFoundError(absl::StrCat(
      "--explain: '", wanted, "' is neither a place nor a member on the list\n",
      "a higher --limit, or one of the list"));
}

}  // namespace pullgraph::tools

#endif  // PULLGRAPH_TOOLS_KEEP_EXPLAINED_H_
