// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <map>
#include <string>

#include "absl/strings/str_cat.h"
#include "graph/names.h"
#include "graph/offering.h"
#include "graph/string_table.h"
#include "pullgraph/v1/manifest.pb.h"
#include "tools/command/verb.h"

namespace pullgraph::tools::verb_info {
namespace {

struct Nothing {};

// The last moment of history; where only beginnings are dated, the last of those.
Time Observed(const CommunityGraph& c) {
  return c.last_observed().is_present() ? c.last_observed() : c.last_time();
}

std::string Span(const CommunityGraph& c) {
  if (!c.first_time().is_present()) return ", undated";
  const Time observed = std::max(Observed(c), c.first_time());
  return absl::StrCat(", ", FormatDate(c.first_time()), " to ", FormatDate(observed),
                      observed < c.last_time()
                          ? absl::StrCat("; planned until ", FormatDate(c.last_time()))
                          : "");
}

class Summary {
 public:
  explicit Summary(const CommunityView& view) : view_(view), c_(view.community()) {}

  v1::CommunitySummary Make() {
    out_.set_name(c_.name());
    out_.set_producer(c_.producer());
    if (c_.first_time().is_present()) {
      out_.set_first_time(c_.first_time().micros());
      const Time observed = Observed(c_);
      out_.set_last_time(observed.micros());
      if (observed < c_.last_time()) out_.set_planned_until(c_.last_time().micros());
    }
    Add("members", c_.num_members());
    Customers();
    Add("resources", c_.num_resources());
    ByKind("resources: ", c_.resources().kind, c_.num_resources());
    if (const Offering offering(c_); offering.is_stated()) Add("resources offered", offering.size());
    Add("topics", c_.num_topics());
    Add("ties", c_.num_ties());
    Ties();
    Signals();
    Add("touches", c_.touches().size());
    return out_;
  }

 private:
  void Add(const std::string& what, uint64_t count) {
    v1::Count* row = out_.add_counts();
    row->set_what(what);
    row->set_count(count);
  }

  void Customers() {
    uint64_t customers = 0;
    for (const uint8_t customer : view_.Customers()) customers += customer;
    Add("customers", customers);
  }

  template <class Kind>
  void ByKind(const std::string& prefix, const Column<Kind>& kinds, size_t rows) {
    std::map<Kind, uint64_t> counts;
    for (size_t i = 0; i < rows; ++i) ++counts[kinds[i]];
    for (const auto& [kind, count] : counts) {
      if (kind != Kind::kUnspecified) Add(prefix + NameOf(kind), count);
    }
  }

  // Ties between two members, by kind; and the members' ties to themselves.
  void Ties() {
    const TieGraph& g = c_.graph();
    std::map<TieKind, uint64_t> counts;
    for (Node u = 0; u < g.num_nodes(); ++u) {
      for (ArcIndex arc = g.OutBegin(u); arc < g.OutEnd(u); ++arc) {
        // The arc from the smaller end stands for an undirected tie.
        const bool counted = !c_.IsMirrored(arc) || u <= g.Target(arc);
        if (counted) ++counts[c_.ties().kind[arc]];
      }
    }
    for (const auto& [kind, count] : counts) {
      if (kind != TieKind::kUnspecified) Add("ties: " + NameOf(kind), count);
    }
    if (g.num_loops() > 0) Add("ties to oneself", g.num_loops());
  }

  void Signals() {
    const SignalColumns& s = c_.signals();
    Add("signals", s.size());
    std::map<SignalKind, uint64_t> counts;
    uint64_t unanswered = 0;
    uint64_t accepted = 0;
    for (size_t i = 0; i < s.size(); ++i) {
      ++counts[s.kind[i]];
      unanswered += s.kind[i] == SignalKind::kAsk && !s.answered_at[i].is_present();
      accepted += s.kind[i] == SignalKind::kAnswer && s.weight[i] >= 2;
    }
    for (const auto& [kind, count] : counts) {
      if (kind != SignalKind::kUnspecified) Add("signals: " + NameOf(kind), count);
    }
    if (counts.count(SignalKind::kAsk) > 0) Add("asks unanswered", unanswered);
    if (accepted > 0) Add("answers accepted", accepted);
  }

  CommunityView view_;
  const CommunityGraph& c_;
  v1::CommunitySummary out_;
};

absl::StatusOr<Answer> Info(Session& session, Nothing&) {
  const CommunityGraph& c = session.community();
  Answer answer;
  answer.Add(Summary(session.view()).Make());
  answer.whole = true;
  answer.title = absl::StrCat(
      c.name().empty() ? "Community" : c.name(),
      c.producer().empty() ? "" : absl::StrCat(", made by ", c.producer()),
      Span(c));
  return answer;
}

void Declare(Options& o, Session& session, Nothing&) {
  session.File(o);
  session.Formats(o);
}

const bool kRegistered = Register<Nothing>(
    {.name = "info",
     .group = Group::kLook,
     .question = "What does a community file hold?",
     .examples = {"pullgraph info q.pull"}},
    Answers<v1::CommunitySummary>(), Declare, Info);

}  // namespace
}  // namespace pullgraph::tools::verb_info
