// SPDX-License-Identifier: Apache-2.0
// The numbers that a community may hold, and how people are told of them. Whatever is brought
// in, built or read from a file is held to the same.
#ifndef PULLGRAPH_GRAPH_NUMBER_RANGE_H_
#define PULLGRAPH_GRAPH_NUMBER_RANGE_H_

namespace pullgraph {

struct NumberRange {
  double low;
  double high;
  const char* expected;  // "expected ..." in a message.

  // False of what is not a number, too.
  constexpr bool Holds(double v) const { return v >= low && v <= high; }
};

// Wide enough for any currency and any scale, and narrow enough that the sum of 2^32 of them,
// its square and that square's sum are finite.
inline constexpr NumberRange kCostRange = {0, 1e15, "a number from 0 to 1e15"};
inline constexpr NumberRange kValueRange = {-1e15, 1e15, "a number from -1e15 to 1e15"};
inline constexpr NumberRange kWeightRange = {0, 1e12, "a number from 0 to 1e12"};
inline constexpr NumberRange kLevelRange = {0, 1, "one in [0, 1]"};
// 0 in a row or column: none is given.
inline constexpr NumberRange kStrengthRange = {0, 1, "a probability in (0, 1]"};
inline constexpr NumberRange kCountRange = {1, 4294967295, "an integer from 1 to 4294967295"};

}  // namespace pullgraph

#endif  // PULLGRAPH_GRAPH_NUMBER_RANGE_H_
