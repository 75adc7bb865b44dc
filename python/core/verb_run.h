// SPDX-License-Identifier: Apache-2.0
// A verb run for a program that keeps its community in memory: in a thread of its own, so
// that the caller can be asked meanwhile whether to go on.
#ifndef PULLGRAPH_PYTHON_CORE_VERB_RUN_H_
#define PULLGRAPH_PYTHON_CORE_VERB_RUN_H_

#include <atomic>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "io/answer/answer.h"
#include "python/core/typed_columns.h"
#include "tools/command/host.h"
#include "tools/command/verb.h"

namespace pullgraph::python {

// A community, and the file it came from ("" for none).
struct LoadedCommunity {
  std::shared_ptr<const CommunityGraph> graph;
  FileFingerprint fingerprint;
  std::string path;
};

// An answer that outlives its run.
struct Table {
  Answer answer;
  std::string manifest;  // Serialized pullgraph.v1.RunManifest.
  std::shared_ptr<const std::vector<TypedColumn>> columns;
};

struct Outcome {
  int code = 0;
  std::string cause, mend;            // Of what went wrong.
  std::string notes;                  // What the command says on standard error.
  std::string text;                   // What it writes on standard output.
  std::shared_ptr<Table> table;
};

// Work in a thread of its own.
class Work : public tools::Host {
 public:
  explicit Work(LoadedCommunity community) : community_(std::move(community)) {}
  ~Work() override;

  // Starts `work`, which gives the exit code.
  void Start(std::function<int(Work&)> work);
  // Waits for the end, but not much longer than a twentieth of a second; true at the end.
  bool Wait();
  double fraction() const { return fraction_; }
  std::string stage();
  // After the end.
  Outcome& outcome() { return outcome_; }

  std::shared_ptr<const CommunityGraph> community() const override { return community_.graph; }
  FileFingerprint fingerprint() const override { return community_.fingerprint; }
  void Failed(const absl::Status& status) override;
  void Said(std::string_view text) override { outcome_.notes += text; }
  void Answered(Answer answer, const v1::RunManifest& manifest) override;
  void Wrote(std::string_view text) override { outcome_.text += text; }
  void Staged(const char* what) override;
  void Progressed(double fraction) override { fraction_ = fraction; }

 private:
  LoadedCommunity community_;
  Outcome outcome_;
  std::atomic<double> fraction_ = 0;
  std::mutex mutex_;
  std::condition_variable end_;
  std::string stage_;
  bool ended_ = false;
  std::thread thread_;
};

}  // namespace pullgraph::python

#endif  // PULLGRAPH_PYTHON_CORE_VERB_RUN_H_
