// SPDX-License-Identifier: Apache-2.0
// The line on a terminal that tells what is being done and how far it is, and the watch
// that ends the command soon after Ctrl-C.
#ifndef PULLGRAPH_TOOLS_COMMAND_PROGRESS_H_
#define PULLGRAPH_TOOLS_COMMAND_PROGRESS_H_

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <string>
#include <thread>

namespace pullgraph::tools {

// Draws on standard error if it is a terminal, from the second second on, five times a
// second by a thread of its own: the clock moves even where the work says nothing.
class Progress {
 public:
  // `cancelled` is watched: if the work has not ended `kGrace` after it was set, the
  // process ends with code 130; unfinished output has no name by then.
  Progress(bool shown, const std::atomic<bool>& cancelled);
  ~Progress();

  void Stage(const std::string& what);
  void Report(double fraction) { fraction_.store(fraction, std::memory_order_relaxed); }
  // Takes the line away, for good: what follows is the answer.
  void Finish();
  // The same of the one that there is, if there is one.
  static void FinishAny();

 private:
  void Watch();
  void Draw(double seconds);

  const bool shown_;
  const std::atomic<bool>& cancelled_;
  const std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
  std::atomic<double> fraction_ = 0;
  std::mutex mutex_;
  std::condition_variable wake_;
  std::string stage_;
  bool drawn_ = false;
  bool hidden_ = false;
  bool done_ = false;
  std::thread thread_;
};

}  // namespace pullgraph::tools

#endif  // PULLGRAPH_TOOLS_COMMAND_PROGRESS_H_
