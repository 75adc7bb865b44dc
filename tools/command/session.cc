// SPDX-License-Identifier: Apache-2.0
#include "tools/command/session.h"

#include <sys/ioctl.h>
#include <unistd.h>

#include <atomic>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "graph/parallel.h"
#include "graph/string_table.h"
#include "io/answer/forms.h"
#include "io/answer/text_table.h"
#include "io/import/source_formats.h"
#include "io/output_file.h"
#include "pullgraph/v1/manifest.pb.h"
#include "tools/options.h"
#include "tools/command/host.h"
#include "tools/command/lost_input.h"
#include "tools/command/progress.h"
#include "tools/command/verb.h"

namespace pullgraph::tools {
namespace {

std::atomic<bool> interrupted = false;
static_assert(std::atomic<bool>::is_always_lock_free);  // Or a handler may not set it.

// The first asks the work to stop; the second does not ask.
extern "C" void OnInterrupt(int) {
  if (interrupted.exchange(true)) ::_exit(kInterrupted);
}

// Columns to fit a table into: those of the terminal, of COLUMNS, or 80.
TableLook LookOf(const std::string& output, bool wide) {
  TableLook look;
  const bool terminal = output == "-" && ::isatty(STDOUT_FILENO) != 0;
  look.colour = terminal && std::getenv("NO_COLOR") == nullptr;
  if (wide) {
    look.width = kAnyWidth;
    return look;
  }
  winsize size{};
  int columns = 0;
  if (terminal && ::ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0) {
    columns = size.ws_col;
  } else if (const char* text = std::getenv("COLUMNS"); text != nullptr) {
    if (!absl::SimpleAtoi(text, &columns)) columns = 0;
  }
  constexpr int kLeast = 20;
  if (columns > 0) look.width = static_cast<size_t>(std::max(kLeast, columns));
  return look;
}

absl::Status WriteOut(const std::string& output, std::string_view text) {
  absl::StatusOr<OutputFile> out = OutputFile::Create(output);
  if (!out.ok()) return out.status();
  absl::Status s = out->Append(text);
  if (s.ok()) s = out->Commit();
  return s;
}

int Fail(const absl::Status& status, const Cause& cause) {
  if (cause.code == kDone) return kDone;
  const std::string mend = MendOf(status, cause);
  PrintFailure(absl::Status(status.code(), mend.empty() ? WhatOf(status) : absl::StrCat(WhatOf(status), "\n", mend)));
  return cause.code;
}

}  // namespace

void PrintFailure(const absl::Status& status) {
  if (Host* host = CurrentHost()) return host->Failed(status);
  Progress::FinishAny();
  const std::string message(status.message());
  const size_t line = message.find('\n');
  std::fprintf(stderr, "pullgraph: %s\n", message.substr(0, line).c_str());
  if (line != std::string::npos) {
    std::fprintf(stderr, "  try: %s\n", message.substr(line + 1).c_str());
  }
}

int FailInput(const absl::Status& status) { return Fail(status, CauseOfInput(status)); }
int FailCompute(const absl::Status& status) { return Fail(status, CauseOfCompute(status)); }

Session::Session(Host* host) : host_(host) {
  run_.threads = HardwareThreads();
  if (host_ != nullptr) {
    run_.cancelled = &host_->cancelled();
    return;
  }
  run_.cancelled = &interrupted;
  TellOfNoMemory();
  struct sigaction action {};
  action.sa_handler = OnInterrupt;
  ::sigaction(SIGINT, &action, nullptr);
  ::sigaction(SIGTERM, &action, nullptr);
  // A write tells of these.
  ::signal(SIGPIPE, SIG_IGN);
  ::signal(SIGXFSZ, SIG_IGN);
  TellOfLostInput();
}

Session::~Session() = default;

void Session::Common(Options& o) {
  Option& threads = o.Num("--threads", run_.threads, Between(1, 256),
                          "Workers; the output is the same for any number");
  threads.is_shared = true;
  threads.default_text = "as many as processors";  // So that manual pages are the same anywhere.
  o.Flag("-q,--quiet", quiet, "No progress and no notes on standard error").is_shared = true;
}

void Session::File(Options& o) {
  Option& f = o.File("FILE", file, "Community file, or - for standard input");
  f.required = f.is_shared = true;
  Common(o);
}

void Session::Input(Options& o) {
  File(o);
  o.Text("--as-of", as_of_text_, "TIME",
         "Use only what was known before this time (2018-07-01, 2018-07-01T12:00:00Z)")
      .is_shared = true;
  o.Flag("--estimate", estimate_, "Only tells what time and memory it would take").is_shared =
      true;
}

void Session::Limit(Options& o, int default_limit) {
  limit = default_limit;
  o.Num("--limit", limit, Between(1, 2'000'000'000), "Rows at most");
}

void Session::Output(Options& o) {
  Option& out = o.File("-o,--output", output, "File to write, whole or not at all; - is standard output");
  out.is_shared = true;
}

void Session::Result(Options& o, int default_limit) {
  Limit(o, default_limit);
  Formats(o);
}

void Session::Formats(Options& o) {
  o.Choice("--format", format, {"table", "csv", "json", "pb"},
           "table for people; csv, json or pb (protobuf) for programs; as the ending of --output says, unless given")
      .is_shared = true;
  o.Flag("--wide", wide, "A table as wide as it gets, instead of fitted to the terminal")
      .is_shared = true;
  Output(o);
}

Option& Session::Market(Options& o) {
  return o.Text("--market", market_text_, "ID", "Market whose customers count; all, unless it is given");
}

void Session::Seed(Options& o) {
  o.Num("--seed", seed, AtLeast(0), "Seed of everything random").is_shared = true;
}

void Session::Strict(Options& o) {
  o.Flag("--strict", strict, "Exit code 1 if history does not bear the likelihoods out");
}

void Session::Begin(const Verb& verb, const Options& options) {
  verb_ = &verb;
  options_ = &options;
  if (host_ != nullptr) {
    run_.progress = [this](double fraction) { host_->Progressed(fraction); };
    run_.stage = [this](const char* what) { host_->Staged(what); };
    return;
  }
  progress_ = std::make_unique<Progress>(!quiet && ::isatty(STDERR_FILENO) != 0, interrupted);
  run_.progress = [this](double fraction) { progress_->Report(fraction); };
  run_.stage = [this](const char* what) { progress_->Stage(what); };
}

void Session::Say(const std::string& text) {
  if (progress_ != nullptr) progress_->Finish();
  if (!quiet) SayAside(text);
}

void Session::Stage(const std::string& what) {
  if (host_ != nullptr) return host_->Staged(what.c_str());
  progress_->Stage(what);
}

absl::Status Session::ReadInput() {
  if (host_ != nullptr && host_->community() != nullptr) {
    community_ = host_->community();
    fingerprint_ = host_->fingerprint();
    return absl::OkStatus();
  }
  RunControl reading = run_;
  reading.progress = nullptr;
  absl::StatusOr<CommunityGraph> community = ReadCommunityFile(file, &reading, &fingerprint_);
  if (!community.ok()) return NotACommunity(file, community.status());
  community_ = std::make_shared<const CommunityGraph>(*std::move(community));
  return absl::OkStatus();
}

int Session::Load() {
  if (format == "pb" && output == "-" && ::isatty(STDOUT_FILENO) != 0) {
    PrintFailure(absl::InvalidArgumentError(
        "--format pb writes bytes that are not for a terminal\n-o FILE, a pipe, or --format json"));
    return kBadUsage;
  }
  if (!as_of_text_.empty()) {
    const absl::StatusOr<Time> time = ParseWrittenTime(as_of_text_);
    if (!time.ok()) {
      PrintFailure(absl::Status(time.status().code(),
                                absl::StrCat("--as-of: ", WhatOf(time.status()),
                                             "\n--as-of 2018-07-01")));
      return kBadUsage;
    }
    as_of_ = *time;
  }
  Stage("reading");
  if (absl::Status s = ReadInput(); !s.ok()) return FailInput(s);
  if (estimate_) {
    const int code = WriteText(EstimateText(verb_->about, *community_));
    return code == kDone ? kEstimated : code;
  }
  if (market_text_.empty()) return kDone;
  if (const auto id = community_->FindMarket(market_text_)) {
    market_ = *id;
    return kDone;
  }
  std::vector<std::string> known;
  for (uint32_t i = 0; i < std::min<uint32_t>(10, community_->num_markets()); ++i) {
    known.emplace_back(community_->markets().id[i]);
  }
  PrintFailure(absl::NotFoundError(absl::StrCat(
      "--market: there is no market '", market_text_, "'\n",
      known.empty() ? std::string("import memberships first")
                    : absl::StrCat("one of ", absl::StrJoin(known, ", ")))));
  return kBadUsage;
}

v1::RunManifest Session::Manifest() const {
  v1::RunManifest manifest;
  manifest.set_program("pullgraph");
  manifest.set_version(PULLGRAPH_VERSION);
  manifest.set_verb(verb_->about.name);
  manifest.set_input(file);
  manifest.set_input_bytes(fingerprint_.bytes);
  manifest.set_input_crc32c(fingerprint_.crc32c);
  manifest.set_seed(seed);
  if (as_of_ != Time::Max()) manifest.set_as_of(as_of_.micros());
  const std::string mode = options_->mode();
  for (const Option& o : options_->all()) {
    if (o.is_shared || !o.HonouredIn(mode)) continue;
    if ((o.is_mode || o.is_flag()) && !o.given) continue;
    v1::Parameter* parameter = manifest.add_parameters();
    std::string name = o.is_positional() ? o.name : o.name.substr(2);
    for (char& c : name) c = c == '-' ? '_' : c;
    parameter->set_name(std::move(name));
    parameter->set_value(o.get());
  }
  return manifest;
}

// What the name of the file asks for, where nobody says otherwise.
std::string Session::FormatByName() const {
  const Option* given = options_ == nullptr ? nullptr : options_->Find("--format");
  if (given != nullptr && given->given) return format;
  for (const char* ending : {"csv", "json", "pb"}) {
    if (absl::EndsWith(output, absl::StrCat(".", ending))) return ending;
  }
  return format;
}

int Session::Write(Answer answer) {
  if (host_ != nullptr) {
    host_->Answered(std::move(answer), Manifest());
    return kDone;
  }
  progress_->Finish();
  const std::string form = FormatByName();
  if (form == "table") return WriteText(RenderTable(answer, LookOf(output, wide)));
  if (form == "csv") return WriteText(RenderCsv(answer));
  if (form == "json") return WriteText(RenderJson(answer, Manifest()));
  return WriteText(RenderPb(answer, Manifest()));
}

int Session::WriteText(std::string_view text) {
  if (host_ != nullptr && output == "-") {
    host_->Wrote(text);
    return kDone;
  }
  if (progress_ != nullptr) progress_->Finish();
  const absl::Status s = WriteOut(output, text);
  return s.ok() ? kDone : FailInput(s);
}

}  // namespace pullgraph::tools
