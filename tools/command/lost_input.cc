// SPDX-License-Identifier: Apache-2.0
#include "tools/command/lost_input.h"

#include <signal.h>
#include <unistd.h>

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

}  // namespace

void TellOfLostInput() {
  struct sigaction action {};
  action.sa_sigaction = OnBusError;
  action.sa_flags = SA_SIGINFO;
  ::sigaction(SIGBUS, &action, nullptr);
}

}  // namespace pullgraph::tools
