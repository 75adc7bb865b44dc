// SPDX-License-Identifier: Apache-2.0
// How a caller steers a long computation: threads, progress, cancellation.
#ifndef PULLGRAPH_GRAPH_RUN_CONTROL_H_
#define PULLGRAPH_GRAPH_RUN_CONTROL_H_

#include <algorithm>
#include <atomic>
#include <functional>

#include "absl/status/status.h"

namespace pullgraph {

struct RunControl {
  // Workers, >= 1. Performance only: results are bit-identical for any value.
  int threads = 1;
  // Called now and then with the fraction done, in [0, 1] and never falling,
  // from the calling thread. May be empty.
  std::function<void(double)> progress;
  // Called with the name of what begins ("learning from history"). May be empty.
  std::function<void(const char*)> stage;
  // Set to true from anywhere (a signal handler, say) to stop. May be null.
  const std::atomic<bool>* cancelled = nullptr;
};

// `run` may be null in all of these: one thread, no progress, no cancelling.
inline int ThreadsOf(const RunControl* run) {
  return run == nullptr ? 1 : std::max(1, run->threads);
}
inline bool IsCancelled(const RunControl* run) {
  return run != nullptr && run->cancelled != nullptr &&
         run->cancelled->load(std::memory_order_relaxed);
}
inline absl::Status CheckCancelled(const RunControl* run) {
  return IsCancelled(run) ? absl::CancelledError("interrupted") : absl::OkStatus();
}
inline void ReportProgress(const RunControl* run, double fraction) {
  if (run != nullptr && run->progress) run->progress(std::clamp(fraction, 0.0, 1.0));
}

inline void ReportStage(const RunControl* run, const char* what) {
  if (run != nullptr && run->stage) run->stage(what);
}

// A part of `run` (may be null) named `what`, whose own progress from 0 to 1 fills
// [from, to] of the whole. It must not outlive `run`.
inline RunControl PartOf(const RunControl* run, const char* what, double from, double to) {
  if (run == nullptr) return {};
  ReportStage(run, what);
  ReportProgress(run, from);
  RunControl part = *run;
  part.stage = nullptr;  // The part has its name.
  if (run->progress) {
    part.progress = [run, from, to](double fraction) {
      ReportProgress(run, from + (to - from) * fraction);
    };
  }
  return part;
}

}  // namespace pullgraph

#endif  // PULLGRAPH_GRAPH_RUN_CONTROL_H_
