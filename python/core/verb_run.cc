// SPDX-License-Identifier: Apache-2.0
#include "python/core/verb_run.h"

#include <chrono>
#include <csignal>
#include <exception>
#include <new>
#include <utility>

#include "pullgraph/v1/manifest.pb.h"

namespace pullgraph::python {

Work::~Work() {
  if (!thread_.joinable()) return;
  Cancel();
  thread_.join();
}

void Work::Start(std::function<int(Work&)> work) {
  // Signals belong to the interpreter's thread.
  sigset_t all, before;
  ::sigfillset(&all);
  ::pthread_sigmask(SIG_BLOCK, &all, &before);
  thread_ = std::thread([this, work = std::move(work)] {
    int code = tools::kLimit;
    try {
      code = work(*this);
    } catch (const std::bad_alloc&) {
      Failed(absl::ResourceExhaustedError("out of memory\na machine with more memory, or a smaller input"));
    } catch (const std::exception& error) {
      Failed(absl::InternalError(std::string("internal error: ") + error.what() + "\nreport it with the call"));
    }
    const std::lock_guard<std::mutex> lock(mutex_);
    outcome_.code = code;
    ended_ = true;
    end_.notify_all();
  });
  ::pthread_sigmask(SIG_SETMASK, &before, nullptr);
}

bool Work::Wait() {
  constexpr std::chrono::milliseconds kBeat(50);
  std::unique_lock<std::mutex> lock(mutex_);
  return end_.wait_for(lock, kBeat, [this] { return ended_; });
}

std::string Work::stage() {
  const std::lock_guard<std::mutex> lock(mutex_);
  return stage_;
}

void Work::Staged(const char* what) {
  const std::lock_guard<std::mutex> lock(mutex_);
  stage_ = what;
}

// The first counts: others follow from it.
void Work::Failed(const absl::Status& status) {
  if (!outcome_.cause.empty()) return;
  const std::string message(status.message());
  const size_t line = message.find('\n');
  outcome_.cause = message.substr(0, line);
  if (line != std::string::npos) outcome_.mend = message.substr(line + 1);
}

void Work::Answered(Answer answer, const v1::RunManifest& manifest) {
  auto table = std::make_shared<Table>();
  table->columns = std::make_shared<const std::vector<TypedColumn>>(TypedColumnsOf(answer));
  table->answer = std::move(answer);
  table->manifest = manifest.SerializeAsString();
  outcome_.table = std::move(table);
}

}  // namespace pullgraph::python
