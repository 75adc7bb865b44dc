// SPDX-License-Identifier: Apache-2.0
// Why a command ends without an answer: the kinds of cause, each with its exit code and with
// what to do where the one who found it knew no more than its place.
#ifndef PULLGRAPH_TOOLS_COMMAND_CAUSES_H_
#define PULLGRAPH_TOOLS_COMMAND_CAUSES_H_

#include <string>

#include "absl/status/status.h"
#include "absl/types/span.h"

namespace pullgraph::tools {

enum ExitCode : int {
  kDone = 0,
  kNegative = 1,      // `validate` found faults; --strict, and history does not bear it out.
  kBadUsage = 2,
  kBadInput = 3,
  kIoError = 4,
  kLimit = 5,         // A limit or memory.
  kInterrupted = 130,
  kEstimated = -1,    // Inside the command only: told what it would take, which is done.
};

struct Cause {
  const char* name;
  ExitCode code;
  const char* mend;  // Empty: there is nothing to be said.
};

// All there are.
absl::Span<const Cause> Causes();

// Of a status that is not OK and came up while reading or writing, or while computing.
const Cause& CauseOfInput(const absl::Status& status);
const Cause& CauseOfCompute(const absl::Status& status);

// What went wrong, without the lines on what to do.
std::string WhatOf(const absl::Status& status);
// The lines on what to do: those of the status, else that of its cause.
std::string MendOf(const absl::Status& status, const Cause& cause);

}  // namespace pullgraph::tools

#endif  // PULLGRAPH_TOOLS_COMMAND_CAUSES_H_
