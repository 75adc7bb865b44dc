// SPDX-License-Identifier: Apache-2.0
// One run of the command: what the options that all verbs share say, and the community.
#ifndef PULLGRAPH_TOOLS_COMMAND_SESSION_H_
#define PULLGRAPH_TOOLS_COMMAND_SESSION_H_

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "graph/community_view.h"
#include "graph/random.h"
#include "graph/run_control.h"
#include "io/answer/answer.h"
#include "io/community_file.h"
#include "tools/command/causes.h"

namespace pullgraph::v1 {
class RunManifest;
}

namespace pullgraph::tools {

class Host;
struct Option;
class Options;
class Progress;
struct Verb;

// One line of cause and one of mend on standard error.
void PrintFailure(const absl::Status& status);

// Prints what came up while reading or writing, or while computing; its exit code.
int FailInput(const absl::Status& status);
int FailCompute(const absl::Status& status);

class Session {
 public:
  // With `host`, all that is said goes to it, and signals are left as they are.
  explicit Session(Host* host = nullptr);
  ~Session();

  // Declare what a verb honours, in the modes of Options::In.
  void Input(Options& o);               // FILE, --as-of, --estimate, and Common.
  void File(Options& o);                // FILE and Common.
  void Common(Options& o);              // --threads, --quiet.
  void Result(Options& o, int default_limit);  // --limit and Formats.
  void Formats(Options& o);             // --format, --wide, --output.
  void Output(Options& o);              // --output.
  void Limit(Options& o, int default_limit);
  Option& Market(Options& o);
  void Seed(Options& o);
  void Strict(Options& o);

  // Reads FILE, cuts it at --as-of and looks --market up. On error prints it and returns
  // its code; with --estimate prints that and returns kEstimated.
  int Load();
  const CommunityGraph& community() const { return *community_; }
  CommunityView view() const { return CommunityView(*community_, as_of_); }
  // --market; none if it was not given.
  MarketId market() const { return market_; }
  const FileFingerprint& fingerprint() const { return fingerprint_; }

  // Threads, cancelling and progress; never null.
  const RunControl* run() const { return &run_; }
  // Names what is being done, for the progress line.
  void Stage(const std::string& what);

  // Members and so on by id, or by name if that is unique; `flag` names the option.
  // ERRORS: NotFound with the nearest, InvalidArgument if several bear the name.
  absl::StatusOr<MemberId> FindMember(const std::string& flag, const std::string& text) const;
  absl::StatusOr<ResourceId> FindResource(const std::string& flag, const std::string& text) const;
  absl::StatusOr<TopicId> FindTopic(const std::string& flag, const std::string& text) const;

  // True while the answer has room for another row under --limit.
  bool HasRoom(const Answer& answer) const {
    return answer.rows.size() < static_cast<size_t>(limit);
  }

  // A text on standard error, unless --quiet; the progress line goes first.
  void Say(const std::string& text);

  // How the answer came about; options of the verb as parameters.
  v1::RunManifest Manifest() const;

  // Write to --output, the first as --format says; the exit code.
  int Write(Answer answer);
  int WriteText(std::string_view text);

  void Begin(const Verb& verb, const Options& options);

  uint64_t seed = kDefaultSeed;
  int limit = 20;
  bool quiet = false;
  bool wide = false;
  bool strict = false;
  std::string file;
  std::string format = "table";
  std::string output = "-";

 private:
  std::string FormatByName() const;

  absl::Status ReadInput();

  Host* host_ = nullptr;
  RunControl run_;
  std::unique_ptr<Progress> progress_;
  const Verb* verb_ = nullptr;
  const Options* options_ = nullptr;
  bool estimate_ = false;
  std::string as_of_text_;
  std::string market_text_;
  Time as_of_ = Time::Max();
  MarketId market_ = MarketId::None();
  FileFingerprint fingerprint_;
  std::shared_ptr<const CommunityGraph> community_;
};

}  // namespace pullgraph::tools

#endif  // PULLGRAPH_TOOLS_COMMAND_SESSION_H_
