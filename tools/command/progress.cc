// SPDX-License-Identifier: Apache-2.0
#include "tools/command/progress.h"

#include <unistd.h>

#include <csignal>
#include <cstdio>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "io/answer/figures.h"

namespace pullgraph::tools {
namespace {

constexpr std::chrono::milliseconds kBeat(200);
constexpr std::chrono::milliseconds kGrace(700);
constexpr int kBar = 20;
constexpr int kInterruptedCode = 130;

std::atomic<Progress*> current = nullptr;

}  // namespace

Progress::Progress(bool shown, const std::atomic<bool>& cancelled)
    : shown_(shown), cancelled_(cancelled) {
  current = this;
  // Signals belong to the thread that works.
  sigset_t all, before;
  ::sigfillset(&all);
  ::pthread_sigmask(SIG_BLOCK, &all, &before);
  try {
    thread_ = std::thread([this] { Watch(); });
  } catch (const std::system_error&) {
    // The machine grants no more threads: nothing is shown.
  }
  ::pthread_sigmask(SIG_SETMASK, &before, nullptr);
}

Progress::~Progress() {
  Finish();
  current = nullptr;
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    done_ = true;
  }
  wake_.notify_all();
  if (thread_.joinable()) thread_.join();
}

void Progress::Stage(const std::string& what) {
  const std::lock_guard<std::mutex> lock(mutex_);
  stage_ = what;
}

void Progress::Finish() {
  const std::lock_guard<std::mutex> lock(mutex_);
  if (drawn_) std::fputs("\r\033[K", stderr);
  drawn_ = false;
  hidden_ = true;
}

void Progress::FinishAny() {
  if (Progress* progress = current.load()) progress->Finish();
}

void Progress::Watch() {
  using Clock = std::chrono::steady_clock;
  Clock::time_point cancelled_at{};
  std::unique_lock<std::mutex> lock(mutex_);
  while (!wake_.wait_for(lock, kBeat, [this] { return done_; })) {
    const Clock::time_point now = Clock::now();
    if (cancelled_.load(std::memory_order_relaxed)) {
      if (cancelled_at == Clock::time_point{}) cancelled_at = now;
      if (now - cancelled_at >= kGrace - kBeat) {
        std::fputs(drawn_ ? "\r\033[Kpullgraph: interrupted\n" : "pullgraph: interrupted\n", stderr);
        ::_exit(kInterruptedCode);
      }
    }
    const double seconds = std::chrono::duration<double>(now - start_).count();
    if (shown_ && !hidden_ && seconds >= 1) Draw(seconds);
  }
}

void Progress::Draw(double seconds) {
  const double fraction = fraction_.load(std::memory_order_relaxed);
  std::string line = absl::StrCat(stage_, " ");
  if (fraction > 0) {
    std::string bar(static_cast<size_t>(fraction * kBar), '#');
    bar.resize(kBar, '.');
    absl::StrAppendFormat(&line, "[%s] %3.0f %%, %s left", bar, 100 * fraction,
                          figures::Plain(figures::Span(seconds * (1 - fraction) / fraction / 86400)));
  } else {
    absl::StrAppendFormat(&line, "... %.0f s", seconds);
  }
  std::fprintf(stderr, "\r%s\033[K", line.c_str());
  std::fflush(stderr);
  drawn_ = true;
}

}  // namespace pullgraph::tools
