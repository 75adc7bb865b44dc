// SPDX-License-Identifier: Apache-2.0
#include "tests/tools/command_fixture.h"

#include <algorithm>

namespace pullgraph::estimate_test {
namespace {

using ::testing::HasSubstr;
using testing::Command;
using testing::Outcome;

TEST_F(Command, EstimateTellsAndRunsNothing) {
  for (const char* verb : {"rank", "access", "attract", "edges", "achieve", "leverage", "pace",
                           "trajectory", "waste", "needs", "backtest", "report"}) {
    const Outcome out = Run(std::string(verb) + " " + File("c.pull") + " --estimate");
    EXPECT_EQ(out.code, 0) << verb << out.err;
    EXPECT_THAT(out.out, HasSubstr(std::string(verb) + ": up to "));
    EXPECT_THAT(out.out, HasSubstr("for 200 members"));
    EXPECT_EQ(std::count(out.out.begin(), out.out.end(), '\n'), 1) << out.out;
  }
  // It reads the whole file in any case: there is nothing to foretell.
  EXPECT_EQ(Run("info " + File("c.pull") + " --estimate").code, 2);
  EXPECT_EQ(Run("rank " + File("absent.pull") + " --estimate").code, 4);
}

}  // namespace
}  // namespace pullgraph::estimate_test
