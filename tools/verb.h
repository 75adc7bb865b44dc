// SPDX-License-Identifier: Apache-2.0
// What every verb of the command shares. A verb is one file: Add<Verb>(app, session)
// declares its options and, when it was asked for, runs. To add a verb, declare its
// Add function at the end of this file and call it in main.cc.
#ifndef PULLGRAPH_TOOLS_VERB_H_
#define PULLGRAPH_TOOLS_VERB_H_

#include <CLI/CLI.hpp>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "graph/community_view.h"
#include "graph/random.h"
#include "graph/run_control.h"
#include "io/community_file.h"
#include "pullgraph/v1/results.pb.h"

namespace pullgraph::tools {

enum ExitCode : int {
  kDone = 0,
  kNegative = 1,      // `validate` found faults.
  kBadUsage = 2,
  kBadInput = 3,
  kIoError = 4,
  kLimit = 5,         // A limit or memory.
  kInterrupted = 130,
  kEstimated = -1,    // Inside the command only: told what it would take, which is done.
};

// One line of cause and one of mend on standard error.
void PrintFailure(const absl::Status& status);

// Exit code of an error that came up while reading or writing, or while computing.
ExitCode CodeOfInput(const absl::Status& status);
ExitCode CodeOfCompute(const absl::Status& status);

// Prints the failure and returns its code.
int FailInput(const absl::Status& status);
int FailCompute(const absl::Status& status);

// Options that mean the same on every verb, and the run they steer.
class Session {
 public:
  Session();

  // Declares FILE, --as-of, --market and what AddCommon declares.
  void AddInput(CLI::App& verb);
  // Declares --threads, --seed, --quiet.
  void AddCommon(CLI::App& verb);
  // Declares --format, -o/--output and --limit.
  void AddResult(CLI::App& verb, int default_limit);

  // Declares --limit alone.
  void AddLimit(CLI::App& verb, int default_limit);

  // Reads FILE and cuts it at --as-of. On error prints it and returns its code; with
  // --estimate prints that and returns kEstimated.
  int Load();
  const CommunityGraph& community() const { return *community_; }
  CommunityView view() const { return CommunityView(*community_, as_of_); }
  // --market as an id; NotFound names those that exist.
  absl::StatusOr<MarketId> market() const;

  const RunControl* run() const { return &run_; }
  const RunControl& StartRun(const std::string& what);

  // The manifest of this run; verbs add parameters.
  v1::RunManifest Manifest(const std::string& verb,
                           std::vector<std::pair<std::string, std::string>> parameters) const;

  uint64_t seed = kDefaultSeed;
  int limit = 20;
  bool quiet = false;
  std::string file;
  std::string format = "table";
  std::string output = "-";

 private:
  RunControl run_;
  std::vector<const CLI::App*> verbs_;  // Those with FILE.
  bool estimate_ = false;
  std::string as_of_text_;
  std::string market_text_;
  Time as_of_ = Time::Max();
  FileFingerprint fingerprint_;
  std::unique_ptr<CommunityGraph> community_;
};

// What a verb does once its options are parsed; returns the exit code.
using Action = std::function<int()>;
// Makes `action` run when `verb` was asked for. The last one set wins.
void SetAction(CLI::App& verb, Action action);
// Runs what was asked for.
int RunAction();

void AddImport(CLI::App& app, Session& session);
void AddCat(CLI::App& app, Session& session);
void AddInfo(CLI::App& app, Session& session);
void AddExport(CLI::App& app, Session& session);
void AddValidate(CLI::App& app, Session& session);
void AddGenerate(CLI::App& app, Session& session);
void AddAccess(CLI::App& app, Session& session);
void AddAchieve(CLI::App& app, Session& session);
void AddAttract(CLI::App& app, Session& session);
void AddEdges(CLI::App& app, Session& session);
void AddRank(CLI::App& app, Session& session);
void AddBacktest(CLI::App& app, Session& session);
void AddReport(CLI::App& app, Session& session);
void AddWaste(CLI::App& app, Session& session);
void AddPace(CLI::App& app, Session& session);
void AddTrajectory(CLI::App& app, Session& session);
void AddCompare(CLI::App& app, Session& session);
// After all others: it tells of them.
void AddReference(CLI::App& app, Session& session);
void AddNeeds(CLI::App& app, Session& session);
void AddLeverage(CLI::App& app, Session& session);

}  // namespace pullgraph::tools

#endif  // PULLGRAPH_TOOLS_VERB_H_
