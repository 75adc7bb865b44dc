// SPDX-License-Identifier: Apache-2.0
#include "io/result_messages.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <string>

#include "absl/strings/str_cat.h"
#include "graph/build_introduction_graph.h"

namespace pullgraph {
namespace {

std::string Key(std::string_view s) { return std::string(s); }

void AddContributions(const PullRow& features, const PullRow& contributions,
                      google::protobuf::RepeatedPtrField<v1::Contribution>* out) {
  for (size_t f = 0; f < kNumPullFeatures; ++f) {
    v1::Contribution* c = out->Add();
    c->set_feature(FeatureName(f));
    c->set_value(features[f]);
    c->set_log_odds(contributions[f]);
  }
}

void AddReliability(const std::vector<ReliabilityBin>& bins,
                    google::protobuf::RepeatedPtrField<v1::ReliabilityBin>* out) {
  for (const ReliabilityBin& bin : bins) {
    v1::ReliabilityBin* b = out->Add();
    b->set_low(bin.low);
    b->set_high(bin.high);
    b->set_pairs(static_cast<uint64_t>(bin.count));
    b->set_predicted(bin.predicted);
    b->set_observed(bin.observed);
  }
}

v1::RankingQuality Quality(const RankingQuality& q, size_t ranking, bool interval) {
  v1::RankingQuality out;
  out.set_ranking(RankingName(ranking));
  out.set_precision_at_10(q.precision_at_10);
  out.set_ndcg_at_10(q.ndcg_at_10);
  out.set_mrr(q.mrr);
  if (interval) {
    out.set_ndcg_low(q.ndcg_low);
    out.set_ndcg_high(q.ndcg_high);
  }
  return out;
}

v1::BridgingMember ToBridge(const CommunityGraph& c, const BridgingMember& bridge) {
  v1::BridgingMember out;
  out.set_member(Key(c.MemberKey(bridge.member)));
  out.set_member_name(Key(c.MemberLabel(bridge.member)));
  out.set_customer(Key(c.MemberKey(bridge.customer)));
  out.set_customer_name(Key(c.MemberLabel(bridge.customer)));
  out.set_strength(bridge.strength);
  return out;
}

}  // namespace

v1::AccessPath ToMessage(const CommunityView& view, const IntroductionGraph& graph,
                         const AccessPath& path) {
  const CommunityGraph& c = view.community();
  v1::AccessPath out;
  if (path.members.empty()) return out;
  out.set_source(Key(c.MemberKey(path.members.front())));
  out.set_target(Key(c.MemberKey(path.members.back())));
  out.set_target_name(Key(c.MemberLabel(path.members.back())));
  out.set_probability(path.probability);
  out.set_hops(static_cast<uint32_t>(path.hops()));
  for (const MemberId m : path.members) {
    out.add_members(Key(c.MemberKey(m)));
    out.add_member_names(Key(c.MemberLabel(m)));
  }
  for (size_t i = 0; i < path.arcs.size(); ++i) {
    v1::PathStep* step = out.add_steps();
    step->set_from(Key(c.MemberKey(path.members[i])));
    step->set_to(Key(c.MemberKey(path.members[i + 1])));
    step->set_probability(graph.probability[path.arcs[i]]);
    for (const ArcIndex tie :
         EvidenceOf(view, path.members[i].value(), path.members[i + 1].value())) {
      v1::Evidence* evidence = step->add_evidence();
      evidence->set_tie(tie);
      evidence->set_kind(NameOf(c.ties().kind[tie]));
      evidence->set_count(c.ties().count[tie]);
      const Time first = c.ties().first_at[tie];
      const Time last = c.ties().last_at[tie];
      if (first.is_present()) evidence->set_first_at(first.micros());
      if (last.is_present() && view.Knows(last)) evidence->set_last_at(last.micros());
    }
  }
  return out;
}

v1::Opportunity ToMessage(const CommunityView& view, const IntroductionGraph& graph,
                          const Opportunity& o, uint32_t rank) {
  const CommunityGraph& c = view.community();
  v1::Opportunity out;
  out.set_rank(rank);
  out.set_member(Key(c.MemberKey(o.member)));
  out.set_member_name(Key(c.MemberLabel(o.member)));
  out.set_resource(Key(c.ResourceKey(o.resource)));
  out.set_resource_name(Key(c.ResourceLabel(o.resource)));
  out.set_p_attract(o.attract.p);
  out.set_p_attract_low(o.attract.low);
  out.set_p_attract_high(o.attract.high);
  out.set_p_access(o.access);
  out.set_value(o.value);
  out.set_cost(o.cost);
  out.set_leverage(o.leverage);
  if (const double factor = std::exp(kOpportunityZ * o.access_error); factor > 1) {
    out.set_p_access_low(o.access / factor);
    out.set_p_access_high(std::min(1.0, o.access * factor));
  }
  if (const double factor = std::exp(kOpportunityZ * o.leverage_error); factor > 1) {
    out.set_leverage_low(std::max(0.0, (1 + o.leverage) / factor - 1));
    out.set_leverage_high((1 + o.leverage) * factor - 1);
  }
  out.set_expected_value(o.expected_value);
  out.set_expected_value_low(o.low);
  out.set_expected_value_high(o.high);
  if (!o.path.members.empty()) *out.mutable_path() = ToMessage(view, graph, o.path);
  for (const std::string& reason : o.reasons) out.add_reasons(reason);
  AddContributions(o.features, o.contributions, out.mutable_contributions());
  out.set_counterfactual(o.counterfactual);
  return out;
}

v1::Attraction ToMessage(const CommunityView& view, const PullModel& model,
                         const Attraction& a, uint32_t rank) {
  const CommunityGraph& c = view.community();
  v1::Attraction out;
  out.set_rank(rank);
  out.set_member(Key(c.MemberKey(MemberId(a.member))));
  out.set_member_name(Key(c.MemberLabel(MemberId(a.member))));
  out.set_object(Key(c.ResourceKey(ResourceId(a.resource))));
  out.set_object_name(Key(c.ResourceLabel(ResourceId(a.resource))));
  out.set_likelihood(a.likelihood.p);
  out.set_likelihood_low(a.likelihood.low);
  out.set_likelihood_high(a.likelihood.high);
  AddContributions(a.features, model.Contributions(a.features), out.mutable_contributions());
  return out;
}

v1::Serendipity ToMessage(const CommunityView& view, const SerendipitousFind& find,
                          uint32_t rank) {
  const CommunityGraph& c = view.community();
  const MemberId member(find.attraction.member);
  const ResourceId resource(find.attraction.resource);
  v1::Serendipity out;
  out.set_rank(rank);
  out.set_member(Key(c.MemberKey(member)));
  out.set_member_name(Key(c.MemberLabel(member)));
  out.set_object(Key(c.ResourceKey(resource)));
  out.set_object_name(Key(c.ResourceLabel(resource)));
  out.set_likelihood(find.attraction.likelihood.p);
  out.set_relevance(find.relevance);
  out.set_unexpectedness(find.unexpectedness);
  out.set_serendipity(find.serendipity);
  out.set_relevant_because(find.relevant_because);
  out.set_unexpected_because(find.unexpected_because);
  return out;
}

v1::ModelReport ToMessage(const PullModel& model) {
  const PullModelReport& r = model.report();
  v1::ModelReport out;
  const bool trees = model.learner() == Learner::kBoostedTrees;
  out.set_learner(LearnerName(model.learner()));
  out.set_model(absl::StrCat(trees ? "boosted trees" : "logistic",
                             model.is_temporal() ? ", rolling origin" : ", hidden pulls"));
  const auto add = [&](const char* name, const std::optional<LearnerScore>& score) {
    if (!score) return;
    v1::LearnerScore* row = out.add_learners();
    row->set_learner(name);
    row->set_log_loss(score->log_loss);
    row->set_average_precision(score->average_precision);
  };
  add("logistic", r.logistic);
  add("trees", r.trees);
  out.set_pairs(r.pairs);
  out.set_positives(r.positives);
  out.set_auc(r.auc);
  out.set_average_precision(r.average_precision);
  out.set_brier(r.brier);
  out.set_ece(r.ece);
  AddReliability(r.reliability, out.mutable_reliability());
  out.set_auc_popularity(r.auc_popularity);
  out.set_auc_recency(r.auc_recency);
  out.set_average_precision_popularity(r.average_precision_popularity);
  out.set_average_precision_recency(r.average_precision_recency);
  for (size_t f = 0; f < kNumPullFeatures; ++f) {
    v1::Contribution* c = out.add_coefficients();
    c->set_feature(FeatureName(f));
    c->set_value(model.logistic().mean[f]);
    c->set_log_odds(model.logistic().weight[f]);
  }
  return out;
}

v1::FrontierMember ToMessage(const CommunityView& view, const FrontierMember& member,
                             uint32_t rank) {
  const CommunityGraph& c = view.community();
  v1::FrontierMember out;
  out.set_rank(rank);
  out.set_member(Key(c.MemberKey(member.member)));
  out.set_member_name(Key(c.MemberLabel(member.member)));
  out.set_score(member.score);
  out.set_customer_share(member.customer_share);
  if (!member.bridge.customer.is_none()) *out.mutable_bridge() = ToBridge(c, member.bridge);
  return out;
}

v1::EdgeCluster ToMessage(const CommunityView& view, const EdgeCluster& cluster, uint32_t rank) {
  const CommunityGraph& c = view.community();
  v1::EdgeCluster out;
  out.set_rank(rank);
  out.set_cluster(cluster.id);
  out.set_name(cluster.name);
  out.set_edge(cluster.on_front);
  out.set_members(cluster.members.size());
  out.set_customers(cluster.customers);
  if (cluster.exposure) out.set_exposure(*cluster.exposure);
  if (cluster.exposure_test) {
    out.set_exposure_expected(cluster.exposure_test->expected);
    out.set_exposure_p(cluster.exposure_test->p_value);
    out.set_exposure_q(cluster.exposure_test->q_value);
  }
  if (cluster.penetration) {
    out.set_penetration(*cluster.penetration);
    out.set_penetration_low(cluster.penetration_interval.low);
    out.set_penetration_high(cluster.penetration_interval.high);
  }
  if (cluster.growth) out.set_growth(*cluster.growth);
  if (cluster.demand) out.set_demand(*cluster.demand);
  if (cluster.demand_trend) out.set_demand_trend(*cluster.demand_trend);
  if (cluster.unmet_share) out.set_unmet_share(*cluster.unmet_share);
  out.set_conductance(cluster.conductance);
  for (const DistinctiveTopic& topic : cluster.topics) {
    v1::DistinctiveTopic* t = out.add_topics();
    t->set_topic(Key(c.TopicKey(topic.topic)));
    t->set_name(Key(c.TopicLabel(topic.topic)));
    t->set_z_score(topic.z);
  }
  for (const BridgingMember& bridge : cluster.bridges) {
    *out.add_bridges() = ToBridge(c, bridge);
  }
  for (const MemberId m : cluster.members) out.add_member_ids(Key(c.MemberKey(m)));
  return out;
}

v1::BacktestReport ToMessage(const BacktestReport& report) {
  v1::BacktestReport out;
  for (const OriginReport& origin : report.origins) {
    v1::OriginReport* o = out.add_origins();
    o->set_origin(origin.origin.micros());
    o->set_queries(origin.queries);
    o->set_pairs(origin.pairs);
    o->set_positives(origin.positives);
    for (size_t r = 0; r < kNumRankings; ++r) {
      *o->add_rankings() = Quality(origin.rankings[r], r, false);
    }
    o->set_brier(origin.brier);
    o->set_ece(origin.ece);
    o->set_learner(LearnerName(origin.learner));
  }
  for (size_t r = 0; r < kNumRankings; ++r) {
    *out.add_rankings() = Quality(report.rankings[r], r, true);
  }
  for (const double lift : report.lift_by_decile) out.add_lift_by_decile(lift);
  out.set_brier(report.brier);
  out.set_ece(report.ece);
  AddReliability(report.reliability, out.mutable_reliability());
  return out;
}

}  // namespace pullgraph
