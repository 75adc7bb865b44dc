// SPDX-License-Identifier: Apache-2.0
#include <memory>
#include <string>

#include "absl/strings/str_cat.h"
#include "algorithms/kernels/generators.h"
#include "graph/community_builder.h"
#include "io/generate_community.h"
#include "io/output_file.h"
#include "tools/verb.h"

namespace pullgraph::tools {
namespace {

struct GenerateVerb {
  GenerateOptions community;
  KroneckerOptions kronecker;
  UniformOptions uniform;
  std::string output;
  bool compact = false;
};

int Write(const Session& session, const GenerateVerb& verb,
          const absl::StatusOr<CommunityGraph>& community) {
  if (!community.ok()) return FailCompute(community.status());
  absl::StatusOr<OutputFile> out = OutputFile::Create(verb.output);
  if (!out.ok()) return FailInput(out.status());
  WriteCommunityOptions options;
  options.compact_arcs = verb.compact;
  options.run = session.run();
  const auto append = [&](std::string_view bytes) { return out->Append(bytes); };
  absl::Status s = WriteCommunity(*community, append, options);
  if (s.ok()) s = out->Commit();
  return s.ok() ? kDone : FailInput(s);
}

// A community of members 0..n-1 and nothing but the ties of `graph`.
absl::StatusOr<CommunityGraph> Bare(const absl::StatusOr<TieGraph>& graph, const char* name,
                                    const RunControl* run) {
  if (!graph.ok()) return graph.status();
  CommunityBuilder builder(name, "pullgraph generate");
  for (Node u = 0; u < graph->num_nodes(); ++u) {
    const absl::StatusOr<MemberId> member = builder.Member(absl::StrCat(u));
    if (!member.ok()) return member.status();
  }
  std::vector<std::pair<Node, Node>> ties;
  ties.reserve(graph->num_arcs() / 2);
  for (Node u = 0; u < graph->num_nodes(); ++u) {
    for (const Node v : graph->OutNeighbors(u)) {
      if (u <= v) ties.emplace_back(u, v);
    }
  }
  absl::Status s = builder.AddPlainTies(std::move(ties), /*directed=*/false);
  if (!s.ok()) return s;
  return std::move(builder).Build(run);
}

CLI::App* AddKind(CLI::App& generate, Session& session, GenerateVerb& verb,
                  const std::string& name, const std::string& about) {
  CLI::App* kind = generate.add_subcommand(name, about);
  kind->add_option("-o,--output", verb.output, "Community file to write; - is standard output")
      ->required();
  kind->add_flag("--compact", verb.compact, "Store ties as gaps");
  session.AddCommon(*kind);
  return kind;
}

void AddCommunity(CLI::App& generate, Session& session, const std::shared_ptr<GenerateVerb>& verb) {
  CLI::App* kind = AddKind(generate, session, *verb, "community",
                           "Members, topics, resources, ties and signals, with planted clusters, "
                           "influence and attraction\n\n"
                           "  pullgraph generate community --members 1000 -o g.pull");
  GenerateOptions& o = verb->community;
  kind->add_option("--members", o.members, "Members")->capture_default_str();
  kind->add_option("--ties", o.ties, "Ties, before equal ones are folded")->capture_default_str();
  kind->add_option("--signals", o.signals, "Pull signals")->capture_default_str();
  kind->add_option("--resources", o.resources, "Resources")->capture_default_str();
  kind->add_option("--topics", o.topics, "Topics")->capture_default_str();
  kind->add_option("--clusters", o.clusters, "Planted clusters")->capture_default_str();
  kind->add_option("--days", o.days, "Days of history")->capture_default_str();
  kind->add_option("--mixing", o.mixing, "Share of ties that leave their cluster")
      ->capture_default_str();
  kind->add_option("--influence", o.influence, "Share of signals that follow a tied member")
      ->capture_default_str();
  kind->add_option("--attraction", o.attraction, "Share of signals that follow the topics")
      ->capture_default_str();
  kind->add_option("--excitation", o.excitation,
                   "Pulls that each pull brings about, 0 to below 1; 0: evenly spread")
      ->capture_default_str();
  kind->add_option("--excitation-half-life", o.excitation_half_life_hours,
                   "Hours within which half of them follow")
      ->capture_default_str();
  kind->add_option("--asks", o.asks, "Questions, besides the signals")->capture_default_str();
  kind->add_option("--answer-median", o.answer_median_days,
                   "Days by which half of the questions are answered")
      ->capture_default_str();
  kind->add_option("--offers", o.offers, "Share of members with an offer and a need")
      ->capture_default_str();
  kind->add_option("--touches", o.touches, "Mails, a fifth of them held out")
      ->capture_default_str();
  kind->add_option("--uplift", o.uplift, "Pulls that a mail brings about, in every other cluster")
      ->capture_default_str();
  SetAction(*kind, [&session, verb] {
    verb->community.seed = session.seed;
    verb->community.run = &session.StartRun("generate");
    return Write(session, *verb, GenerateCommunity(verb->community));
  });
}

void AddGraphs(CLI::App& generate, Session& session, const std::shared_ptr<GenerateVerb>& verb) {
  CLI::App* kronecker = AddKind(generate, session, *verb, "kronecker",
                                "Ties alone: a Kronecker graph with the parameters of Graph500\n\n"
                                "  pullgraph generate kronecker --scale 16 -o k.pull");
  kronecker->add_option("--scale", verb->kronecker.scale, "2^scale members")
      ->check(CLI::Range(0, 31))
      ->capture_default_str();
  kronecker->add_option("--edge-factor", verb->kronecker.edge_factor, "Ties a member, drawn")
      ->check(CLI::Range(0, 1024))
      ->capture_default_str();
  SetAction(*kronecker, [&session, verb] {
    verb->kronecker.seed = session.seed;
    verb->kronecker.run = session.run();
    return Write(session, *verb, Bare(KroneckerGraph(verb->kronecker), "kronecker", session.run()));
  });
  CLI::App* uniform = AddKind(generate, session, *verb, "uniform",
                              "Ties alone: every tie joins two members at random\n\n"
                              "  pullgraph generate uniform --members 10000 -o u.pull");
  uniform->add_option("--members", verb->uniform.num_nodes, "Members")
      ->check(CLI::Range(1U, 4'000'000'000U))
      ->capture_default_str();
  uniform->add_option("--ties", verb->uniform.num_arcs, "Ties, drawn")->capture_default_str();
  SetAction(*uniform, [&session, verb] {
    verb->uniform.seed = session.seed;
    verb->uniform.run = session.run();
    return Write(session, *verb, Bare(UniformGraph(verb->uniform), "uniform", session.run()));
  });
}

}  // namespace

void AddGenerate(CLI::App& app, Session& session) {
  CLI::App* generate = app.add_subcommand(
      "generate", "A synthetic community of any size, for trials and benchmarks\n\n"
                  "  pullgraph generate community --members 1000 -o g.pull");
  generate->require_subcommand(1);
  const auto verb = std::make_shared<GenerateVerb>();
  AddCommunity(*generate, session, verb);
  AddGraphs(*generate, session, verb);
}

}  // namespace pullgraph::tools
