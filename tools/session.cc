// SPDX-License-Identifier: Apache-2.0
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <csignal>
#include <cstdio>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "graph/parallel.h"
#include "graph/string_table.h"
#include "tools/estimate.h"
#include "tools/verb.h"

namespace pullgraph::tools {
namespace {

std::atomic<bool> interrupted = false;
static_assert(std::atomic<bool>::is_always_lock_free);  // Or a handler may not set it.

// The first asks the work to stop; the second does not ask.
extern "C" void OnInterrupt(int) {
  if (interrupted.exchange(true)) ::_exit(kInterrupted);
}

Action& CurrentAction() {
  static Action action;
  return action;
}

// Draws a bar with the time left once work has lasted for a second.
class ProgressBar {
 public:
  explicit ProgressBar(std::string what) : what_(std::move(what)), start_(Clock::now()) {}
  ~ProgressBar() {
    if (drawn_) std::fputs("\r\033[K", stderr);
  }
  void operator()(double fraction) {
    const double seconds = std::chrono::duration<double>(Clock::now() - start_).count();
    if (seconds < 1 || fraction <= 0) return;
    constexpr int kWidth = 24;
    const int filled = static_cast<int>(fraction * kWidth);
    std::string bar(static_cast<size_t>(filled), '#');
    bar.resize(kWidth, '.');
    std::fprintf(stderr, "\r%s [%s] %3.0f %%, %.0f s left\033[K", what_.c_str(), bar.c_str(),
                 100 * fraction, seconds * (1 - fraction) / fraction);
    std::fflush(stderr);
    drawn_ = true;
  }

 private:
  using Clock = std::chrono::steady_clock;
  std::string what_;
  Clock::time_point start_;
  bool drawn_ = false;
};

}  // namespace

void SetAction(CLI::App& verb, Action action) {
  verb.callback([action = std::move(action)] { CurrentAction() = action; });
}

int RunAction() {
  const int code = CurrentAction() ? CurrentAction()() : kBadUsage;
  return code == kEstimated ? kDone : code;
}

void PrintFailure(const absl::Status& status) {
  const std::string message(status.message());
  const size_t line = message.find('\n');
  std::fprintf(stderr, "pullgraph: %s\n", message.substr(0, line).c_str());
  if (line != std::string::npos) {
    std::fprintf(stderr, "  try: %s\n", message.substr(line + 1).c_str());
  }
}

ExitCode CodeOfInput(const absl::Status& status) {
  switch (status.code()) {
    case absl::StatusCode::kNotFound:
    case absl::StatusCode::kPermissionDenied:
    case absl::StatusCode::kAlreadyExists:
    case absl::StatusCode::kFailedPrecondition:
    case absl::StatusCode::kUnavailable:
      return kIoError;
    case absl::StatusCode::kResourceExhausted:
      return kLimit;
    case absl::StatusCode::kCancelled:
      return kInterrupted;
    case absl::StatusCode::kAborted:  // The reader of our output has gone.
      return kDone;
    default:
      return kBadInput;
  }
}

ExitCode CodeOfCompute(const absl::Status& status) {
  switch (status.code()) {
    case absl::StatusCode::kInvalidArgument:
    case absl::StatusCode::kOutOfRange:
    case absl::StatusCode::kNotFound:
      return kBadUsage;
    case absl::StatusCode::kFailedPrecondition:
      return kBadInput;
    default:
      return CodeOfInput(status);
  }
}

int FailInput(const absl::Status& status) {
  if (status.code() != absl::StatusCode::kAborted) PrintFailure(status);
  return CodeOfInput(status);
}

int FailCompute(const absl::Status& status) {
  if (status.code() != absl::StatusCode::kAborted) PrintFailure(status);
  return CodeOfCompute(status);
}

Session::Session() {
  run_.threads = HardwareThreads();
  run_.cancelled = &interrupted;
  struct sigaction action {};
  action.sa_handler = OnInterrupt;
  ::sigaction(SIGINT, &action, nullptr);
  ::sigaction(SIGTERM, &action, nullptr);
  ::signal(SIGPIPE, SIG_IGN);  // A write tells of it.
}

void Session::AddCommon(CLI::App& verb) {
  verb.add_option("--threads", run_.threads, "Workers; the output is the same for any number")
      ->check(CLI::Range(1, 256))
      ->capture_default_str();
  verb.add_option("--seed", seed, "Seed of everything random")->capture_default_str();
  verb.add_flag("-q,--quiet", quiet, "No progress and no notes on standard error");
}

void Session::AddInput(CLI::App& verb) {
  verb.add_option("FILE", file, "Community file, or - for standard input")->required();
  verb.add_option("--as-of", as_of_text_,
                  "Use only what was known before this time (2018-07-01, 2018-07-01T12:00:00Z)");
  verbs_.push_back(&verb);
  verb.add_flag("--estimate", estimate_, "Only tells what time and memory it would take");
  verb.add_option("--market", market_text_, "Market whose customers count; default: any");
  AddCommon(verb);
}

void Session::AddResult(CLI::App& verb, int default_limit) {
  verb.add_option("--format", format, "table, csv, json or pb")
      ->check(CLI::IsMember({"table", "csv", "json", "pb"}))
      ->capture_default_str();
  verb.add_option("-o,--output", output, "File to write, whole or not at all; - is standard output")
      ->capture_default_str();
  AddLimit(verb, default_limit);
}

void Session::AddLimit(CLI::App& verb, int default_limit) {
  verb.add_option_function<int>(
          "--limit", [this](int value) { limit = value; },
          absl::StrCat("Rows at most (default ", default_limit, ")"))
      ->check(CLI::Range(1, 2'000'000'000));
  // The default belongs to the verb that runs, not to the one declared last.
  verb.preparse_callback([this, default_limit](size_t) { limit = default_limit; });
}

int Session::Load() {
  if (!as_of_text_.empty()) {
    const absl::StatusOr<Time> time = ParseTime(as_of_text_);
    if (!time.ok()) {
      PrintFailure(absl::Status(time.status().code(),
                                absl::StrCat("--as-of: ", time.status().message())));
      return kBadUsage;
    }
    as_of_ = *time;
  }
  absl::StatusOr<CommunityGraph> community = ReadCommunityFile(file, &run_, &fingerprint_);
  if (!community.ok()) return FailInput(community.status());
  community_ = std::make_unique<CommunityGraph>(*std::move(community));
  if (!estimate_) return kDone;
  for (const CLI::App* verb : verbs_) {
    if (verb->parsed()) std::fputs(EstimateText(verb->get_name(), *community_).c_str(), stdout);
  }
  return kEstimated;
}

absl::StatusOr<MarketId> Session::market() const {
  if (market_text_.empty()) return MarketId::None();
  if (const auto id = community_->FindMarket(market_text_)) return *id;
  std::vector<std::string> known;
  for (uint32_t i = 0; i < std::min<uint32_t>(10, community_->num_markets()); ++i) {
    known.emplace_back(community_->markets().id[i]);
  }
  return absl::NotFoundError(absl::StrCat(
      "--market: there is no market '", market_text_, "'\n",
      known.empty() ? std::string("import memberships first")
                    : absl::StrCat("use one of ", absl::StrJoin(known, ", "))));
}

const RunControl& Session::StartRun(const std::string& what) {
  if (!quiet && ::isatty(STDERR_FILENO) != 0) {
    auto bar = std::make_shared<ProgressBar>(what);
    run_.progress = [bar](double fraction) { (*bar)(fraction); };
  }
  return run_;
}

v1::RunManifest Session::Manifest(
    const std::string& verb, std::vector<std::pair<std::string, std::string>> parameters) const {
  v1::RunManifest manifest;
  manifest.set_program("pullgraph");
  manifest.set_version(PULLGRAPH_VERSION);
  manifest.set_verb(verb);
  manifest.set_input(file);
  manifest.set_input_bytes(fingerprint_.bytes);
  manifest.set_input_crc32c(fingerprint_.crc32c);
  manifest.set_seed(seed);
  if (as_of_ != Time::Max()) manifest.set_as_of(as_of_.micros());
  for (auto& [name, value] : parameters) {
    v1::Parameter* parameter = manifest.add_parameters();
    parameter->set_name(std::move(name));
    parameter->set_value(std::move(value));
  }
  return manifest;
}

}  // namespace pullgraph::tools
