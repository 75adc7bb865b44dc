// SPDX-License-Identifier: Apache-2.0
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "io/import/rebuild.h"
#include "tools/command/verb.h"
#include "tools/import_finish.h"

namespace pullgraph::tools::verb_select {
namespace {

struct SelectSettings {
  SelectOptions select;
  std::vector<std::string> members;
  std::string since, until, topic, kind, market;
  MadeFile made;
};

absl::Status Fill(const Session& session, SelectSettings& s) {
  SelectOptions& o = s.select;
  for (const std::string& text : s.members) {
    const absl::StatusOr<MemberId> m = session.FindMember("--member", text);
    if (!m.ok()) return m.status();
    o.members.push_back(*m);
  }
  if (!s.topic.empty()) {
    const absl::StatusOr<TopicId> topic = session.FindTopic("--topic", s.topic);
    if (!topic.ok()) return topic.status();
    o.topic = *topic;
  }
  for (const auto& [flag, text, time] : {std::tuple("--since", &s.since, &o.since),
                                         std::tuple("--until", &s.until, &o.until)}) {
    if (text->empty()) continue;
    const absl::StatusOr<Time> at = ParseWrittenTime(*text);
    if (!at.ok()) {
      return absl::InvalidArgumentError(absl::StrCat(flag, ": ", WhatOf(at.status()), "\n", flag, " 2018-07-01"));
    }
    *time = *at;
  }
  if (o.hops > 0 && o.members.empty() && s.market.empty()) {
    return absl::InvalidArgumentError(
        "--hops has an effect only together with --member or --customers-of\nadd one of them, or "
        "leave it out");
  }
  if (!s.market.empty()) {
    const auto market = session.community().FindMarket(s.market);
    if (!market) {
      return absl::NotFoundError(absl::StrCat("--customers-of: there is no market '", s.market,
                                              "'\none of those that pullgraph info FILE lists"));
    }
    o.customers_of = *market;
  }
  const absl::StatusOr<SignalKind> kind = ParseName<SignalKind>(s.kind);
  if (!kind.ok()) return absl::InvalidArgumentError(absl::StrCat("--signal: ", kind.status().message()));
  o.signal_kind = *kind;
  return absl::OkStatus();
}

int Select(Session& session, SelectSettings& s) {
  if (const int code = session.Load(); code != kDone) return code;
  if (absl::Status f = Fill(session, s); !f.ok()) return FailCompute(f);
  session.Stage("selecting");
  return FinishMade(session, s.made, SelectCommunity(session.community(), s.select, session.run()));
}

void Declare(Options& o, Session& session, SelectSettings& s) {
  session.File(o);
  DeclareMadeFile(o, s.made);
  o.Texts("--member", s.members, "MEMBER", "Keep this member, by id or name; may be repeated");
  o.Text("--customers-of", s.market, "ID", "Keep the customers of this market");
  o.Num("--hops", s.select.hops, AtLeast(0), "And those up to so many ties away from them");
  o.Text("--since", s.since, "TIME", "Only what happened then or later");
  o.Text("--until", s.until, "TIME", "Only what happened before");
  o.Text("--topic", s.topic, "TOPIC", "Only what is on this topic or below, by id or name");
  o.Text("--signal", s.kind, "KIND", "Only signals of this kind: view, ask, answer, ...");
}

const bool kRegistered = Register<SelectSettings>(
    {.name = "select",
     .group = Group::kBringIn,
     .question = "Keeps a part of a community: some members and those around them, a time, a topic",
     .examples = {"pullgraph select q.pull --since 2018-06-01 -o summer.pull",
                  "pullgraph select q.pull --member 141 --hops 2 -o around.pull"}},
    Declare, Select);

}  // namespace
}  // namespace pullgraph::tools::verb_select
