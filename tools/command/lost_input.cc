// SPDX-License-Identifier: Apache-2.0
#include "tools/command/lost_input.h"

#include <signal.h>
#include <unistd.h>

#include <cstdlib>
#include <exception>
#include <new>

#include "tools/command/session.h"

namespace pullgraph::tools {
namespace {

// May do what a signal handler may.
void OnBusError(int signal, siginfo_t* info, void* /*context*/) {
  if (info->si_code != BUS_ADRERR) {  // No page behind the end of a file.
    ::signal(signal, SIG_DFL);
    ::raise(signal);
    return;
  }
  constexpr char kText[] =
      "\npullgraph: the input was cut short by somebody else while it was read\n"
      "  try: again, once it is written as a whole\n";
  [[maybe_unused]] const ssize_t written = ::write(STDERR_FILENO, kText, sizeof(kText) - 1);
  ::_exit(kBadInput);
}

// Takes no memory.
[[noreturn]] void OnNoMemory() {
  constexpr char kText[] =
      "\npullgraph: out of memory\n"
      "  try: a machine or a limit with more memory, or a smaller input\n";
  [[maybe_unused]] const ssize_t written = ::write(STDERR_FILENO, kText, sizeof(kText) - 1);
  ::_exit(kLimit);
}

void OnTerminate() {
  if (std::current_exception() != nullptr) {
    try {
      throw;
    } catch (const std::bad_alloc&) {
      OnNoMemory();
    } catch (...) {  // A fault of ours: as it would be without us.
    }
  }
  std::abort();
}

}  // namespace

void TellOfNoMemory() {
  std::set_new_handler(OnNoMemory);
  std::set_terminate(OnTerminate);
}

void TellOfLostInput() {
  struct sigaction action {};
  action.sa_sigaction = OnBusError;
  action.sa_flags = SA_SIGINFO;
  ::sigaction(SIGBUS, &action, nullptr);
}

}  // namespace pullgraph::tools
