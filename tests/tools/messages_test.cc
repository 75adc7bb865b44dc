// SPDX-License-Identifier: Apache-2.0
// What the command says of a usage that is wrong: the cause names the option and what it
// was given, the second line is the mend.
#include <string>

#include "tests/tools/command_fixture.h"

namespace pullgraph::messages_test {
namespace {

using ::testing::HasSubstr;
using testing::Outcome;

class Messages : public testing::Command {
 protected:
  // On c.pull: exit code 2, nothing on standard output, these two lines on the other.
  void Expect(const std::string& verb, const std::string& rest, const std::string& cause,
              const std::string& mend) const {
    const Outcome bad = Run(verb + " " + File("c.pull") + " " + rest);
    EXPECT_EQ(bad.code, 2) << rest;
    EXPECT_EQ(bad.out, "") << rest;
    EXPECT_EQ(bad.err, "pullgraph: " + cause + "\n  try: " + mend + "\n") << rest;
  }
};

TEST_F(Messages, OfValues) {
  Expect("rank", "--goal pulls --learner tree", "--learner: 'tree' is none of logistic, trees, auto",
         "--learner trees");
  Expect("access", "--k 0", "--k: 0 is out of range", "give a whole number from 1 to 10000");
  Expect("rank", "--horizon -3", "--horizon: -3 is out of range", "give a number above 0");
  Expect("rank", "--horizon nan", "--horizon: 'nan' is not a number", "give a number above 0");
  Expect("rank", "--seed -5", "--seed: -5 is out of range",
         "give a whole number of at least 0");
  Expect("rank", "--limit 1 --limit 2", "--limit takes a value: NUMBER, once",
         "pullgraph help rank");
  Expect("rank", "--limit 1e3", "--limit: '1e3' is not a whole number",
         "give a whole number from 1 to 2000000000");
  Expect("rank", "--market nonsense", "--market: there is no market 'nonsense'",
         "one of customers");
  const Outcome time = Run("rank " + File("c.pull") + " --as-of yesterday");
  EXPECT_THAT(time.err, HasSubstr("--as-of: 'yesterday' is not a time"));
  EXPECT_THAT(time.err, HasSubstr("\n  try: "));
}

TEST_F(Messages, OfModes) {
  Expect("access", "--reach --k 3", "--k has no effect together with --reach",
         "leave out one of them");
  Expect("access", "--since 2018-01-01", "--since has an effect only together with --temporal",
         "add --temporal, or leave it out");
  Expect("access", "--reach --brokers", "--reach and --brokers ask two different questions",
         "one of them at a time");
  Expect("leverage", "--budget 3 --reach 4",
         "--budget and --reach ask two different questions", "one of them at a time");
  Expect("leverage", "--costs fee", "--costs has an effect only together with --budget",
         "add --budget, or leave it out");
}

TEST_F(Messages, OfWords) {
  Expect("rank", "--limt 3", "rank has no option --limt", "--limit");
  Expect("rank", "x", "'x' is one word too many", "pullgraph help rank");
  Expect("rank", "--wide=3", "--wide takes no value", "--wide");
  const Outcome all = Run("reference all");
  EXPECT_EQ(all.code, 2);
  EXPECT_EQ(all.err, "pullgraph: reference all writes a folder\n  try: -o FOLDER\n");
}

// A terminal gets no bytes; a pipe and a file do.
TEST_F(Messages, OfBytesForATerminal) {
  EXPECT_EQ(Run("info " + File("c.pull") + " --format pb").code, 0);
  if (std::system("script --version > /dev/null 2>&1") != 0) GTEST_SKIP() << "no `script`";
  const std::string line = "script -qec '" + std::string(PULLGRAPH_BINARY) + " info " +
                           File("c.pull") + " --format pb' /dev/null > " + File("seen") +
                           " 2>&1 < /dev/null";
  const int status = std::system(line.c_str());
  ASSERT_TRUE(WIFEXITED(status));
  EXPECT_EQ(WEXITSTATUS(status), 2);
  const std::string seen = testing::ReadAll(File("seen"));
  EXPECT_THAT(seen, HasSubstr("--format pb writes bytes that are not for a terminal"));
  EXPECT_THAT(seen, HasSubstr("try: -o FILE, a pipe, or --format json"));
}

}  // namespace
}  // namespace pullgraph::messages_test
