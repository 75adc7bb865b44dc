// SPDX-License-Identifier: Apache-2.0
// A program that runs verbs inside itself, such as the Python module.
#ifndef PULLGRAPH_TOOLS_COMMAND_HOST_H_
#define PULLGRAPH_TOOLS_COMMAND_HOST_H_

#include <atomic>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "graph/community_graph.h"
#include "io/answer/answer.h"
#include "io/community_file.h"

namespace pullgraph::v1 {
class RunManifest;
}

namespace pullgraph::tools {

struct Verb;

// Takes what the command would print. All but `cancelled` is called by the thread that runs
// the verb.
class Host {
 public:
  virtual ~Host() = default;

  // What stands for FILE, and what is known of the file it came from; null: FILE is read.
  virtual std::shared_ptr<const CommunityGraph> community() const { return nullptr; }
  virtual FileFingerprint fingerprint() const { return {}; }

  // What went wrong; on a second line of the message, what to do.
  virtual void Failed(const absl::Status& status) = 0;
  // What the command says on standard error.
  virtual void Said(std::string_view text) = 0;
  // `manifest` is without what the answer found: CompleteManifest adds that.
  virtual void Answered(Answer answer, const v1::RunManifest& manifest) = 0;
  // What the command writes on standard output.
  virtual void Wrote(std::string_view text) = 0;

  virtual void Staged(const char* what) = 0;
  // The part of the work that is done, in [0, 1].
  virtual void Progressed(double fraction) = 0;
  // Set from any thread to have the verb end soon.
  const std::atomic<bool>& cancelled() const { return cancelled_; }
  void Cancel() { cancelled_ = true; }

 private:
  std::atomic<bool> cancelled_ = false;
};

// The host of the verb that this thread runs; null in the command.
Host* CurrentHost();

// As RunVerb, with settings of its own and everything said to `host`; the exit code. Verbs
// may run in several threads at once.
int RunVerbFor(Host& host, const Verb& verb, const std::vector<std::string>& words);

// On standard error, or to the host.
void SayAside(std::string_view text);

}  // namespace pullgraph::tools

#endif  // PULLGRAPH_TOOLS_COMMAND_HOST_H_
