// SPDX-License-Identifier: Apache-2.0
// One small community that has everything, built by hand: what the same thing in any
// format is compared with.
#ifndef PULLGRAPH_TESTS_TESTING_TINY_COMMUNITY_H_
#define PULLGRAPH_TESTS_TESTING_TINY_COMMUNITY_H_

#include <map>
#include <string>

#include "graph/community_builder.h"
#include "graph/time.h"

namespace pullgraph::testing {

inline Time At(const char* text) { return ParseTime(text).value(); }

inline void AddTinyMembers(CommunityBuilder& b) {
  const TopicId gates = b.Topic("gates").value();
  const TopicId noise = b.Topic("noise").value();
  const TopicId physics = b.Topic("physics").value();
  (void)b.DescribeTopic(gates, {"Quantum gates", physics});
  (void)b.DescribeTopic(noise, {"Noise", TopicId::None()});
  (void)b.DescribeTopic(physics, {"", TopicId::None()});
  MemberRow ada;
  ada.display_name = "Ada \"the first\", Countess";
  ada.kind = MemberKind::kPerson;
  ada.joined_at = At("2018-03-12T17:00:45.567Z");
  ada.opted_out = {"email"};
  ada.tags = {"founder", "speaker"};
  ada.attributes = {{"city", "Köln"}};
  ada.needs = {{noise, 2.5F, Time::Absent()}};
  ada.offers = {{gates, 0.75F, At("2018-04-01")}};
  (void)b.DescribeMember(b.Member("ada").value(), ada);
  MemberRow acme;
  acme.display_name = "ACME";
  acme.kind = MemberKind::kOrganization;
  (void)b.DescribeMember(b.Member("acme").value(), acme);
  (void)b.AddAttribute({b.Member("ada").value(), "employer", "Engines", At("2018-03-12"), At("2019-01-01")});
  (void)b.AddAttribute({b.Member("ada").value(), "employer", "Babbage & Co", At("2019-01-01"), Time()});
  (void)b.AddAttribute({b.Member("acme").value(), "sector", "mills", Time(), At("2020-01-01")});
  MemberRow bot;
  bot.role = MemberRole::kBot;
  (void)b.DescribeMember(b.Member("-1").value(), bot);
  MemberRow staff;
  staff.role = MemberRole::kStaff;
  staff.display_name = "Stefan";
  (void)b.DescribeMember(b.Member("7").value(), staff);
}

inline void AddTinyEvents(CommunityBuilder& b) {
  const MemberId ada = b.Member("ada").value();
  const MemberId acme = b.Member("acme").value();
  const MemberId seven = b.Member("7").value();
  const ResourceId q1 = b.Resource("q1").value();
  const TopicId gates = b.Topic("gates").value();
  const MarketId market = b.Market("customers").value();
  (void)b.DescribeMarket(market, "Our customers");
  (void)b.DescribeResource(
      q1, {"What is a gate?\nReally", ResourceKind::kQuestion, {gates}, At("2018-05-01"), 1.5,
           "https://example.org/q1", {market}});
  (void)b.AddMembership({market, ada, MarketStatus::kCustomer, At("2018-06-01"), At("2019-06-01")});
  (void)b.AddMembership({market, acme, MarketStatus::kProspect, Time(), Time()});
  TieRow answered;
  answered.from = ada;
  answered.to = acme;
  answered.kind = TieKind::kAnswered;
  answered.directed = true;
  answered.at = {At("2018-05-02"), At("2018-05-03T10:00:00Z")};
  (void)b.AddTie(answered);
  TieRow knows;
  knows.from = acme;
  knows.to = seven;
  knows.kind = TieKind::kKnows;
  knows.strength = 0.25F;
  (void)b.AddTie(knows);
  SignalRow ask;
  ask.member = acme;
  ask.object = q1.value();
  ask.kind = SignalKind::kAsk;
  ask.at = At("2018-05-01");
  ask.topics = {gates};
  ask.answered_at = At("2018-05-02");
  ask.answered_by = ada;
  (void)b.AddSignal(ask);
  SignalRow search;
  search.object_kind = ObjectKind::kTopic;
  search.object = gates.value();
  search.kind = SignalKind::kSearch;
  search.weight = 3;
  (void)b.AddSignal(search);
  (void)b.AddTouch({ada, q1, "spring", "email", At("2018-07-01"), 0.5, TouchOutcome::kClicked,
                    12.5, false});
  (void)b.AddTouch({seven, ResourceId::None(), "spring", "email", At("2018-07-01"), 0,
                    TouchOutcome::kUnspecified, 0, true});
}

// Named "tiny", made by "pullgraph".
inline CommunityGraph TinyCommunity() {
  CommunityBuilder b("tiny", "pullgraph");
  AddTinyMembers(b);
  AddTinyEvents(b);
  return std::move(b).Build().value();
}

// The same as tables of the csv importer: quoting, CRLF, a byte order mark, columns in
// odd order and several ways to write a time included.
inline std::map<std::string, std::string> TinyCsvFiles() {
  return {
      {"topics.csv", "\xEF\xBB\xBFid,name,parent\ngates,Quantum gates,physics\nnoise,Noise,\n"
                     "physics,,\n"},
      {"resources.csv",
       "title,id,kind,topics,published_at,cost,url,offered_by\r\n"
       "\"What is a gate?\nReally\",q1,question,gates,2018-05-01,1.5,https://example.org/q1,customers\r\n"},
      {"markets.csv", "id,name\ncustomers,Our customers\n"},
      {"members.csv",
       "id,display_name,kind,role,joined_at,opted_out,tags,city,needs,offers\n"
       "ada,\"Ada \"\"the first\"\", Countess\",person,community,2018-03-12T18:00:45.567+01:00,"
       "email,founder;speaker,Köln,noise:2.5,gates:0.75@2018-04-01\n"
       "acme,ACME,organization,,,,,,,\n\n"
       "-1,,,bot,,,,,,\n7,Stefan,,staff,,,,,,"},
      {"attributes.csv", "member,name,value,valid_from,valid_to\n"
                         "ada,employer,Babbage & Co,2019-01-01,\n"
                         "acme,sector,mills,,2020-01-01\n"
                         "ada,employer,Engines,2018-03-12,2019-01-01\n"},
      {"memberships.csv", "market,member,status,valid_from,valid_to\n"
                          "customers,ada,customer,2018-06-01,2019-06-01\n"
                          "customers,acme,Prospect,,\n"},
      {"ties.csv", "from,to,kind,directed,count,strength,at\n"
                   "ada,acme,answered,true,2,,2018-05-03T10:00:00Z;2018-05-02\n"
                   "acme,7,knows,false,,0.25,\n"},
      {"signals.csv", "member,object_kind,object,kind,at,weight,topics,answered_at,answered_by\n"
                      "acme,resource,q1,ask,1525132800,,gates,2018-05-02,ada\n"
                      ",topic,gates,search,,3,,,\n"},
      {"touches.csv",
       "member,resource,campaign,channel,sent_at,cost,outcome,value,holdout\n"
       "ada,q1,spring,email,2018-07-01,0.5,clicked,12.5,no\n"
       "7,,spring,email,2018-07-01,,,,yes\n"}};
}

}  // namespace pullgraph::testing

#endif  // PULLGRAPH_TESTS_TESTING_TINY_COMMUNITY_H_
