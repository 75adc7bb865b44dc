// SPDX-License-Identifier: Apache-2.0
#include <cmath>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "algorithms/kernels/generators.h"
#include "graph/community_builder.h"
#include "io/answer/figures.h"
#include "io/generate_community.h"
#include "io/output_file.h"
#include "tools/command/verb.h"

namespace pullgraph::tools::verb_generate {
namespace {

// What no machine of today holds is refused: members, topics, resources; and ties, signals
// and the like, of which 32 bits must be able to number all.
constexpr double kMostMembers = 1e9;
constexpr double kMostRows = 4e9;
constexpr int kMostScale = 29;  // 2^29 members.
// That Graph500 draws at scale 28.
constexpr uint64_t kMostDrawn = uint64_t{1} << 32;

// What every kind takes, and what its own generator does.
template <class GeneratorOptions>
struct Generate {
  std::string output;
  bool compact = false;
  GeneratorOptions generator;
};

template <class GeneratorOptions>
void DeclareGenerate(Options& o, Session& session, Generate<GeneratorOptions>& s) {
  o.File("-o,--output", s.output, "Community file to write; - is standard output").required = true;
  o.Flag("--compact", s.compact, "Store ties as gaps: a third of the size, slower to read");
  session.Seed(o);
  session.Common(o);
}

// Makes a community by `make`, and writes it.
template <class GeneratorOptions, class Make>
int Finish(Session& session, Generate<GeneratorOptions>& s, Make make) {
  constexpr double kMaking = 0.9;
  const RunControl making = PartOf(session.run(), "generating", 0, kMaking);
  s.generator.seed = session.seed;
  s.generator.run = &making;
  const absl::StatusOr<CommunityGraph> community = make();
  if (!community.ok()) return FailCompute(community.status());
  const RunControl writing =
      PartOf(session.run(), absl::StrCat("writing ", s.output).c_str(), kMaking, 1);
  absl::StatusOr<OutputFile> out = OutputFile::Create(s.output);
  if (!out.ok()) return FailInput(out.status());
  absl::Status written =
      WriteCommunity(*community, [&](std::string_view bytes) { return out->Append(bytes); },
                     {.compact_arcs = s.compact, .run = &writing});
  if (written.ok()) written = CheckCancelled(&writing);
  if (written.ok()) written = out->Commit();
  return written.ok() ? kDone : FailInput(written);
}

// A community of members 0..n-1 and nothing but the ties of `graph`.
absl::StatusOr<CommunityGraph> Bare(const absl::StatusOr<TieGraph>& graph, const char* name,
                                    const RunControl* run) {
  if (!graph.ok()) return graph.status();
  constexpr Node kBeat = 1 << 16;  // Members between two looks at `run`.
  CommunityBuilder builder(name, "pullgraph generate");
  for (Node u = 0; u < graph->num_nodes(); ++u) {
    if (u % kBeat == 0 && IsCancelled(run)) return CheckCancelled(run);
    const absl::StatusOr<MemberId> member = builder.Member(absl::StrCat(u));
    if (!member.ok()) return member.status();
  }
  std::vector<std::pair<Node, Node>> ties;
  ties.reserve(graph->num_arcs() / 2);
  for (Node u = 0; u < graph->num_nodes(); ++u) {
    if (u % kBeat == 0 && IsCancelled(run)) return CheckCancelled(run);
    for (const Node v : graph->OutNeighbors(u)) {
      if (u <= v) ties.emplace_back(u, v);
    }
  }
  absl::Status s = builder.AddPlainTies(std::move(ties), /*directed=*/false);
  if (!s.ok()) return s;
  return std::move(builder).Build(run);
}

struct CommunitySettings : Generate<GenerateOptions> {
  std::string truth;
};

void DeclareCommunity(Options& o, Session& session, CommunitySettings& s) {
  DeclareGenerate(o, session, s);
  GenerateOptions& g = s.generator;
  const Range share = Between(0, 1);
  o.Num("--members", g.members, Between(1, kMostMembers), "Members");
  o.Num("--ties", g.ties, Between(0, kMostRows), "Ties, before equal ones are folded");
  o.Num("--signals", g.signals, Between(0, kMostRows), "Pull signals");
  o.Num("--resources", g.resources, Between(1, kMostMembers), "Resources");
  o.Num("--topics", g.topics, Between(1, kMostMembers), "Topics");
  o.Num("--clusters", g.clusters, Between(1, kMostMembers), "Planted clusters");
  o.Num("--days", g.days, Between(1, 36'500), "Days of history");
  o.Num("--mixing", g.mixing, share, "Share of ties that leave their cluster");
  o.Num("--influence", g.influence, share, "Share of signals that follow a tied member");
  o.Num("--attraction", g.attraction, share, "Share of signals that follow the topics");
  // At 1 it would never end, and is refused by the generator.
  o.Num("--excitation", g.excitation, share,
        "Pulls that each pull brings about, 0 to below 1; 0: evenly spread");
  o.Num("--excitation-half-life", g.excitation_half_life_hours, MoreThan(0),
        "Hours within which half of them follow")
      .Needs("--excitation", "");
  o.Num("--asks", g.asks, Between(0, kMostRows), "Questions, besides the signals");
  o.Num("--answer-median", g.answer_median_days, MoreThan(0),
        "Days by which half of the questions are answered")
      .Needs("--asks", "");
  o.Num("--offers", g.offers, share, "Share of members with an offer and a need");
  o.Num("--touches", g.touches, Between(0, kMostRows), "Mails, a fifth of them held out");
  o.Num("--uplift", g.uplift, Between(0, 0.95),
        "Pulls that a mail brings about, in every other cluster")
      .Needs("--touches", "");
  o.Num("--conversions", g.conversions, Between(0, 0.99),
        "Mean probability that a prospect becomes a customer within 30 days; 0: who is a "
        "customer is so from the day they join");
  o.Num("--contrast", g.contrast, Between(0, 99),
        "How much prospects differ in it, by what they do, whom they know and their cluster; "
        "0: not at all")
      .Needs("--conversions", "");
  o.File("--truth", s.truth,
         "CSV file to write: each prospect's probability for the 30 days after the history")
      .Needs("--conversions", "");
}

absl::Status WriteTruth(const std::string& path, const std::vector<double>& truth) {
  absl::StatusOr<OutputFile> out = OutputFile::Create(path);
  if (!out.ok()) return out.status();
  std::string text = "member,probability\n";
  for (size_t m = 0; m < truth.size(); ++m) {
    if (!std::isnan(truth[m])) absl::StrAppend(&text, "m", m, ",", truth[m], "\n");
  }
  if (absl::Status s = out->Append(text); !s.ok()) return s;
  return out->Commit();
}

int RunCommunity(Session& session, CommunitySettings& s) {
  std::vector<double> truth;
  const int code = Finish(session, s, [&] { return GenerateCommunity(s.generator, &truth); });
  if (code != kDone || s.truth.empty()) return code;
  const absl::Status written = WriteTruth(s.truth, truth);
  return written.ok() ? kDone : FailInput(written);
}

using KroneckerSettings = Generate<KroneckerOptions>;

void DeclareKronecker(Options& o, Session& session, KroneckerSettings& s) {
  DeclareGenerate(o, session, s);
  o.Num("--scale", s.generator.scale, Between(0, kMostScale), "2^scale members");
  o.Num("--edge-factor", s.generator.edge_factor, Between(0, 1024), "Ties a member, drawn");
}

int RunKronecker(Session& session, KroneckerSettings& s) {
  const uint64_t drawn = static_cast<uint64_t>(s.generator.edge_factor) << s.generator.scale;
  if (drawn > kMostDrawn) {
    return FailCompute(absl::InvalidArgumentError(absl::StrCat(
        "--scale ", s.generator.scale, " and --edge-factor ", s.generator.edge_factor, " draw ",
        figures::Grouped(drawn), " ties, of at most ", figures::Grouped(kMostDrawn),
        "\nless of one of them")));
  }
  return Finish(session, s, [&] {
    return Bare(KroneckerGraph(s.generator), "kronecker", s.generator.run);
  });
}

using UniformSettings = Generate<UniformOptions>;

void DeclareUniform(Options& o, Session& session, UniformSettings& s) {
  DeclareGenerate(o, session, s);
  o.Num("--members", s.generator.num_nodes, Between(1, kMostMembers), "Members");
  o.Num("--ties", s.generator.num_arcs, Between(0, kMostRows), "Ties, drawn");
}

int RunUniform(Session& session, UniformSettings& s) {
  return Finish(session, s,
                [&] { return Bare(UniformGraph(s.generator), "uniform", s.generator.run); });
}

const bool kRegistered[] = {
    Register<CommunitySettings>(
        {.name = "generate community",
         .group = Group::kBringIn,
         .question = "Makes up members, topics, resources, ties and signals, with planted "
                     "clusters, influence and attraction",
         .examples = {"pullgraph generate community --members 1000 -o g.pull"}},
        DeclareCommunity, RunCommunity),
    Register<KroneckerSettings>(
        {.name = "generate kronecker",
         .group = Group::kBringIn,
         .question = "Makes up ties alone: a Kronecker graph with the parameters of Graph500",
         .examples = {"pullgraph generate kronecker --scale 16 -o k.pull"}},
        DeclareKronecker, RunKronecker),
    Register<UniformSettings>(
        {.name = "generate uniform",
         .group = Group::kBringIn,
         .question = "Makes up ties alone: every tie joins two members at random",
         .examples = {"pullgraph generate uniform --members 10000 -o u.pull"}},
        DeclareUniform, RunUniform),
};

}  // namespace
}  // namespace pullgraph::tools::verb_generate
