// SPDX-License-Identifier: Apache-2.0
#include "tools/command/causes.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>
#include <string>

namespace pullgraph::causes_test {
namespace {

using ::testing::AnyOf;
using tools::Cause;

TEST(Causes, EachHasACodeAndAMend) {
  std::set<std::string> names;
  for (const Cause& cause : tools::Causes()) {
    EXPECT_TRUE(names.insert(cause.name).second) << cause.name;
    EXPECT_THAT(cause.code, AnyOf(tools::kDone, tools::kBadUsage, tools::kBadInput, tools::kIoError, tools::kLimit, tools::kInterrupted));
    // Who interrupts knows what to do; who reads no more is not told.
    EXPECT_EQ(std::string(cause.mend).empty(), cause.code == tools::kInterrupted || cause.code == tools::kDone) << cause.name;
  }
  EXPECT_EQ(names.size(), 7U);
}

TEST(Causes, OfEveryStatus) {
  for (int code = 1; code <= 16; ++code) {
    const absl::Status status(static_cast<absl::StatusCode>(code), "what happened");
    for (const Cause* cause : {&tools::CauseOfInput(status), &tools::CauseOfCompute(status)}) {
      EXPECT_TRUE(cause >= tools::Causes().begin() && cause < tools::Causes().end()) << status;
      EXPECT_EQ(tools::MendOf(status, *cause), cause->mend);
      EXPECT_EQ(tools::WhatOf(status), "what happened");
    }
  }
  EXPECT_EQ(tools::CauseOfInput(absl::InvalidArgumentError("")).code, tools::kBadInput);
  EXPECT_EQ(tools::CauseOfCompute(absl::InvalidArgumentError("")).code, tools::kBadUsage);
  EXPECT_EQ(tools::CauseOfCompute(absl::DataLossError("")).code, tools::kBadInput);
  EXPECT_EQ(tools::CauseOfCompute(absl::UnavailableError("")).code, tools::kIoError);
  // That a community lacks something is no fault of its file.
  const Cause& lacks = tools::CauseOfCompute(absl::FailedPreconditionError("nothing is dated"));
  EXPECT_EQ(lacks.code, tools::kBadInput);
  EXPECT_STRNE(lacks.mend, tools::CauseOfCompute(absl::DataLossError("")).mend);
}

TEST(Causes, TheirOwnMendGoesFirst) {
  const absl::Status status = absl::NotFoundError("what\nfirst\nthen");
  EXPECT_EQ(tools::WhatOf(status), "what");
  EXPECT_EQ(tools::MendOf(status, tools::CauseOfInput(status)), "first\nthen");
}

}  // namespace
}  // namespace pullgraph::causes_test
