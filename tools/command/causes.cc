// SPDX-License-Identifier: Apache-2.0
#include "tools/command/causes.h"

namespace pullgraph::tools {
namespace {

enum Kind { kUsageKind, kFaultKind, kLackKind, kFileKind, kLimitKind, kInterruptKind, kReaderKind };

constexpr Cause kCauses[] = {
    {"usage", kBadUsage, "pullgraph help VERB says what it takes"},
    {"fault in the input", kBadInput,
     "look at that place of the input: correct it, leave it out, or fetch the whole again"},
    {"input that lacks what is asked for", kBadInput,
     "import what is missing, or ask something else: pullgraph info FILE says what there is"},
    {"file", kIoError, "check the path and what it lies on, and try again"},
    {"limit", kLimit, "a machine or a limit with more memory, or a smaller input"},
    {"interrupted", kInterrupted, ""},
    {"the reader of the output has gone", kDone, ""},
};

Kind KindOfInput(absl::StatusCode code) {
  switch (code) {
    case absl::StatusCode::kNotFound:
    case absl::StatusCode::kPermissionDenied:
    case absl::StatusCode::kAlreadyExists:
    case absl::StatusCode::kFailedPrecondition:
    case absl::StatusCode::kUnavailable: return kFileKind;
    case absl::StatusCode::kResourceExhausted: return kLimitKind;
    case absl::StatusCode::kCancelled: return kInterruptKind;
    case absl::StatusCode::kAborted: return kReaderKind;
    default: return kFaultKind;
  }
}

Kind KindOfCompute(absl::StatusCode code) {
  switch (code) {
    case absl::StatusCode::kInvalidArgument:
    case absl::StatusCode::kOutOfRange:
    case absl::StatusCode::kNotFound: return kUsageKind;
    case absl::StatusCode::kFailedPrecondition: return kLackKind;
    default: return KindOfInput(code);
  }
}

}  // namespace

absl::Span<const Cause> Causes() { return kCauses; }
const Cause& CauseOfInput(const absl::Status& status) { return kCauses[KindOfInput(status.code())]; }
const Cause& CauseOfCompute(const absl::Status& status) {
  return kCauses[KindOfCompute(status.code())];
}

std::string WhatOf(const absl::Status& status) {
  const std::string message(status.message());
  return message.substr(0, message.find('\n'));
}

std::string MendOf(const absl::Status& status, const Cause& cause) {
  const std::string message(status.message());
  const size_t line = message.find('\n');
  return line == std::string::npos ? cause.mend : message.substr(line + 1);
}

}  // namespace pullgraph::tools
