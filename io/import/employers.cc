// SPDX-License-Identifier: Apache-2.0
#include "io/import/employers.h"

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "algorithms/identity/mail_address.h"
#include "graph/string_table.h"
#include "io/import/rebuild.h"
#include "io/import/status_macros.h"

namespace pullgraph {
namespace {

// The domain, if it is an employer's; else empty.
std::string EmployerIn(std::string_view address) {
  const std::string folded = absl::AsciiStrToLower(absl::StripAsciiWhitespace(AbslView(address)));
  if (!IsMailAddress(folded)) return "";
  const size_t at = folded.find('@');
  std::string domain = folded.substr(at + 1);
  // Given out by a platform to keep addresses private: 1815+ada@users.noreply.github.com.
  if (domain.find("noreply") != std::string::npos) return "";
  return IsSharedBox(folded.substr(0, at)) || IsMailProvider(domain) ? "" : domain;
}

std::string EmployerOf(const v1::Member& m) {
  // Behind the source that an import may put before it.
  const std::string_view id = m.id();
  std::string found = EmployerIn(id.substr(id.find(':') == std::string_view::npos ? 0 : id.find(':') + 1));
  for (const char* name : {"email", "e-mail", "mail"}) {
    const auto it = m.attributes().find(name);
    if (found.empty() && it != m.attributes().end()) found = EmployerIn(it->second);
  }
  return found;
}

bool HasEmployer(const v1::Member& m) {
  return m.attributes().contains(kOrganizationAttribute) ||
         std::any_of(m.dated_attributes().begin(), m.dated_attributes().end(),
                     [](const v1::DatedAttribute& a) { return a.name() == kOrganizationAttribute; });
}

// When each was first there; absent: nobody knows.
std::vector<Time> FirstActs(const CommunityGraph& c) {
  std::vector<Time> first(c.num_members(), Time::Max());
  const auto note = [&](MemberId m, Time at) {
    if (!m.is_none() && at.is_present()) first[m.value()] = std::min(first[m.value()], at);
  };
  for (uint32_t m = 0; m < c.num_members(); ++m) note(MemberId(m), c.members().joined_at[m]);
  const SignalColumns& s = c.signals();
  for (size_t i = 0; i < s.size(); ++i) {
    note(s.member[i], s.at[i]);
    note(s.answered_by[i], s.answered_at[i]);
  }
  const TieGraph& graph = c.graph();
  for (Node u = 0; u < graph.num_nodes(); ++u) {
    for (ArcIndex arc = graph.OutBegin(u); arc < graph.OutEnd(u); ++arc) {
      note(MemberId(u), c.ties().first_at[arc]);
      note(MemberId(graph.Target(arc)), c.ties().first_at[arc]);
    }
  }
  for (Time& t : first) t = t == Time::Max() ? Time() : t;
  return first;
}

}  // namespace

absl::StatusOr<ImportResult> AddEmployers(const CommunityGraph& community, const RunControl* run) {
  const std::vector<Time> first = FirstActs(community);
  uint64_t members = 0;
  uint32_t row_of = 0;  // Members come in order.
  PG_ASSIGN(result, RebuildCommunity(
                        community,
                        [&](v1::Row& row) {
                          if (!row.has_member()) return true;
                          v1::Member& m = *row.mutable_member();
                          const Time since = first[row_of++];
                          const std::string employer = EmployerOf(m);
                          if (employer.empty() || m.role() == v1::MEMBER_ROLE_BOT || HasEmployer(m)) return true;
                          ++members;
                          if (!since.is_present()) {
                            (*m.mutable_attributes())[kOrganizationAttribute] = employer;
                            return true;
                          }
                          v1::DatedAttribute* a = m.add_dated_attributes();
                          a->set_name(kOrganizationAttribute);
                          a->set_value(employer);
                          a->set_valid_from(since.micros());
                          return true;
                        },
                        run));
  result.report = ImportReport();
  result.report.Count("members with an employer's address", members);
  return result;
}

}  // namespace pullgraph
