// SPDX-License-Identifier: Apache-2.0
// Abseil 20220623 has no status matchers; these are ours.
#ifndef PULLGRAPH_TESTS_TESTING_STATUS_MATCHERS_H_
#define PULLGRAPH_TESTS_TESTING_STATUS_MATCHERS_H_

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace pullgraph::testing {

inline const absl::Status& StatusOf(const absl::Status& s) { return s; }
template <class T>
const absl::Status& StatusOf(const absl::StatusOr<T>& s) {
  return s.status();
}

// EXPECT_THAT(f(), IsOk()).
MATCHER(IsOk, "is OK") {
  *result_listener << StatusOf(arg).ToString();
  return StatusOf(arg).ok();
}

// EXPECT_THAT(f(), StatusIs(absl::StatusCode::kOutOfRange, "member 7")): the code,
// and a piece of the message.
MATCHER_P2(StatusIs, code, piece, "has that code and says that piece") {
  const absl::Status& status = StatusOf(arg);
  *result_listener << status.ToString();
  return status.code() == code &&
         std::string(status.message()).find(piece) != std::string::npos;
}

}  // namespace pullgraph::testing

#define PG_CONCAT_(a, b) a##b
#define PG_CONCAT(a, b) PG_CONCAT_(a, b)
// Moves the value out of a StatusOr, or fails the test.
#define ASSERT_OK_AND_ASSIGN(lhs, expression)                                        \
  auto PG_CONCAT(statusor_, __LINE__) = (expression);                                \
  ASSERT_TRUE(PG_CONCAT(statusor_, __LINE__).ok())                                   \
      << PG_CONCAT(statusor_, __LINE__).status().ToString();                         \
  lhs = std::move(PG_CONCAT(statusor_, __LINE__)).value()

#endif  // PULLGRAPH_TESTS_TESTING_STATUS_MATCHERS_H_
