// SPDX-License-Identifier: Apache-2.0
// Runs `pullgraph access` as its users do.
#include <fstream>
#include <string>
#include <vector>

#include "tests/testing/tiny_community.h"
#include "tests/tools/command_fixture.h"

namespace pullgraph::access_command_test {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using testing::Outcome;
using testing::TinyCsvFiles;

class AccessCommand : public testing::Command {
 protected:
  void SetUp() override {
    Command::SetUp();
    std::filesystem::create_directory(File("tiny"));
    for (const auto& [name, text] : TinyCsvFiles()) {
      std::ofstream(File("tiny/" + name), std::ios::binary) << text;
    }
    ASSERT_EQ(Run("import csv " + File("tiny") + " -q -o " + File("tiny.pull")).code, 0);
  }

  // On the tiny community, as one table.
  std::string Tiny(const std::string& flags) const {
    const Outcome outcome = Run("access " + File("tiny.pull") + " " + flags);
    EXPECT_EQ(outcome.code, 0) << flags << outcome.err;
    EXPECT_EQ(outcome.err, "") << flags;
    return outcome.out;
  }
  std::string TinyCsv(const std::string& flags) const { return Tiny(flags + " --format csv"); }

  // The two lines of a failure.
  void ExpectFailure(const std::string& flags, int code, const std::string& cause) const {
    const Outcome outcome = Run("access " + File("tiny.pull") + " " + flags);
    EXPECT_EQ(outcome.code, code) << flags;
    EXPECT_EQ(outcome.out, "") << flags;
    EXPECT_THAT(outcome.err, HasSubstr(cause)) << flags;
    EXPECT_THAT(outcome.err, HasSubstr("pullgraph: ")) << flags;
  }
};

TEST_F(AccessCommand, PathsAndReach) {
  EXPECT_THAT(Tiny(""), HasSubstr("Introductions from 1 customer: 2 members within reach"));
  EXPECT_THAT(TinyCsv("--to 7"), HasSubstr("ada > acme > 7"));
  EXPECT_THAT(Tiny("--to 7 --k 3"), HasSubstr("1 path to 7"));
  EXPECT_THAT(Tiny("--from -1"), HasSubstr("Introductions from -1: 0 members"));
  EXPECT_THAT(Tiny("--reach"), HasSubstr("ACME"));
}

TEST_F(AccessCommand, Brokers) {
  const std::string csv = TinyCsv("--brokers");
  // acme is between ada and 7, in both directions: 2 of 12 pairs.
  EXPECT_THAT(csv, HasSubstr("1,acme,ACME,2,0.166666"));
  EXPECT_THAT(csv, Not(HasSubstr("ada")));
  EXPECT_THAT(Tiny("--brokers"), HasSubstr("1 of 4 members is on a shortest way"));
  EXPECT_THAT(Tiny("--brokers"), HasSubstr("exact"));
  EXPECT_THAT(TinyCsv("--brokers --to ada"), HasSubstr(",ada,"));
}

TEST_F(AccessCommand, Closeness) {
  const std::string csv = TinyCsv("--closeness --within 2");
  EXPECT_THAT(csv, HasSubstr("rank,member,member_name,closeness,within\n"));
  EXPECT_THAT(csv, HasSubstr("1,acme,ACME,0.66666"));
  EXPECT_THAT(csv, HasSubstr("0.5,1; 2\n"));
  EXPECT_THAT(csv, Not(HasSubstr("-1")));  // Near nobody.
  EXPECT_THAT(TinyCsv("--closeness --to -1"), HasSubstr("4,-1,-1,0,0; 0; 0\n"));
}

TEST_F(AccessCommand, ChainsOfDatedExchanges) {
  EXPECT_THAT(TinyCsv("--temporal earliest-arrival"),
              HasSubstr("2018-05-02T00:00:00Z,2018-05-02T00:00:00Z,0,1,ada > acme"));
  EXPECT_THAT(TinyCsv("--temporal latest-departure --to acme"),
              HasSubstr("2018-05-03T10:00:00Z"));
  EXPECT_THAT(TinyCsv("--temporal fastest --contact-duration 12h"),
              HasSubstr("2018-05-02T00:00:00Z,2018-05-02T12:00:00Z,0.5,1,"));
  EXPECT_THAT(TinyCsv("--temporal earliest-arrival --since 2018-05-02T12:00:00"),
              HasSubstr("2018-05-03T10:00:00Z"));
  EXPECT_THAT(Tiny("--temporal fewest-hops --until 2018-05-01"), HasSubstr("No chain"));
  // The tie to 7 is not dated; that from ada leads one way unless asked for.
  EXPECT_THAT(Tiny("--temporal fewest-hops --to 7"), HasSubstr("0 found"));
  EXPECT_THAT(Tiny("--temporal fewest-hops --from acme"), HasSubstr("0 found"));
  EXPECT_THAT(Tiny("--temporal fastest --to ada"),
              HasSubstr("ada is where the chains start."));
  EXPECT_THAT(TinyCsv("--temporal fewest-hops --from acme --both-ways"),
              HasSubstr("acme > ada"));
}

TEST_F(AccessCommand, TradeOff) {
  EXPECT_THAT(
      TinyCsv("--trade-off --to acme"),
      HasSubstr("1,ada,acme,ACME,1,0.4344609390825227,58.583333333333336,ada > acme,"));
  EXPECT_THAT(Tiny("--trade-off --to acme"), HasSubstr("1 path that no other beats"));
  EXPECT_THAT(TinyCsv("--trade-off --to 7"),
              HasSubstr("0.10861523343340876,,ada > acme > 7,"));  // Undated.
  EXPECT_THAT(Tiny("--trade-off --to -1"), HasSubstr("0 paths that no other beats"));
}

TEST_F(AccessCommand, Plan) {
  const std::string csv = TinyCsv("--plan --targets acme,7,-1,ada");
  EXPECT_THAT(
      csv, HasSubstr("1,acme,ACME,ada,\"Ada \"\"the first\"\", Countess\",planned,0.43446"));
  EXPECT_THAT(csv, HasSubstr("2,7,Stefan,acme,ACME,planned,0.10861"));
  EXPECT_THAT(csv, HasSubstr("Stefan\",2; 1,1\n"));  // One request to acme.
  EXPECT_THAT(csv, HasSubstr("4,-1,-1,,,out of reach,,"));
  EXPECT_THAT(csv, HasSubstr("Countess\",,,direct,1,ada,"));
  // Nobody asks for an introduction to whom they know.
  EXPECT_THAT(TinyCsv("--plan --from ada --targets acme"), HasSubstr("acme,ACME,,,direct,"));
  EXPECT_THAT(Tiny("--plan --targets 7 --asks-per-broker 0"), HasSubstr("1 no capacity left"));
  EXPECT_THAT(Tiny("--plan --targets 7 --asks acme=0"), HasSubstr("0 of 1 planned"));
  EXPECT_THAT(Tiny("--plan --targets 7 --asks-per-broker 0 --asks acme=1"),
              HasSubstr("1 of 1 planned"));
  std::ofstream(File("who")) << "7\r\nacme\n\n7\n";
  EXPECT_THAT(Tiny("--plan --targets " + File("who")), HasSubstr("2 of 2 planned"));
  EXPECT_THAT(Tiny("--plan --limit 1 --targets " + File("who")),
              HasSubstr("1 of 2 targets shown"));
  const Outcome piped =
      Run("access " + File("tiny.pull") + " --plan --targets - < " + File("who"));
  EXPECT_THAT(piped.out, HasSubstr("2 of 2 planned")) << piped.err;
}

// Every flag goes with the questions that the verb says, and with no other.
TEST_F(AccessCommand, FlagsOfOtherQuestionsAreRefused) {
  for (const char* rest :
       {" --brokers --max-hops 3", " --closeness --from m1", " --k 3",
        " --temporal fastest --probabilities learned", " --since 2018-01-01",
        " --reach --within 2", " --asks-per-broker 2", " --epsilon .1"}) {
    const Outcome refused = Run("access " + File("c.pull") + rest);
    EXPECT_EQ(refused.code, 2) << rest;
    EXPECT_EQ(refused.out, "") << rest;
  }
  EXPECT_THAT(Run("access " + File("c.pull") + " --brokers --max-hops 3").err,
              HasSubstr("--max-hops has no effect together with --brokers"));
  EXPECT_THAT(Run("access " + File("c.pull") + " --since 2018-01-01").err,
              HasSubstr("--since has an effect only together with --temporal"));
}

TEST_F(AccessCommand, LearnedProbabilitiesAreOthers) {
  const Outcome ties = Run("access " + File("c.pull") + " --limit 3");
  const Outcome learned =
      Run("access " + File("c.pull") + " --limit 3 --probabilities learned");
  EXPECT_EQ(learned.code, 0) << learned.err;
  EXPECT_NE(learned.out, ties.out);
  const Outcome trust =
      Run("access " + File("c.pull") + " --limit 3 --probabilities learned --tie-worth 1e9");
  EXPECT_EQ(trust.out, ties.out);
  for (const char* rest : {"", " --reach", " --plan --targets m1,m2"}) {
    EXPECT_EQ(Run("access " + File("c.pull") + rest + " --probabilities learned").code, 0)
        << rest;
  }
}

TEST_F(AccessCommand, BadUsageIsTwo) {
  ExpectFailure("--to nobody", 2, "--to: there is no member 'nobody'");
  ExpectFailure("--from nobody", 2, "--from: there is no member 'nobody'");
  ExpectFailure("--reach --plan", 2, "--reach and --plan ask two different questions");
  ExpectFailure("--trade-off", 2, "--trade-off is about the paths to one member");
  ExpectFailure("--temporal soon", 2, "soon");
  ExpectFailure("--temporal latest-departure", 2, "needs a member to arrive at");
  ExpectFailure("--temporal fastest --since x", 2, "--since: ");
  ExpectFailure("--temporal fastest --until x", 2, "--until: ");
  ExpectFailure("--temporal fastest --contact-duration x", 2, "--contact-duration: ");
  ExpectFailure("--plan", 2, "--plan needs those to be introduced to");
  ExpectFailure("--plan --targets ,", 2, "--targets names nobody");
  ExpectFailure("--plan --targets nobody", 2, "--targets: there is no member 'nobody'");
  ExpectFailure("--plan --to 7 --targets 7", 2, "--to has no effect together with --plan");
  ExpectFailure("--targets 7", 2, "--targets has an effect only together with --plan");
  ExpectFailure("--plan --targets 7 --asks acme", 2, "--asks: 'acme' is no count");
  ExpectFailure("--plan --targets 7 --asks nobody=1", 2, "--asks: there is no member");
  ExpectFailure("--plan --targets 7 --asks-per-broker -1", 2,
                "--asks-per-broker: -1 is out of range");
  ExpectFailure("--brokers --epsilon 3", 2, "--epsilon: 3 is out of range");
  ExpectFailure("--closeness --within 65", 2, "--within: 65 is out of range");
  ExpectFailure("--as-of 2018-01-01", 3, "nobody is a customer");
}

// Figures of igraph 0.10 for the graph without directions, and of one pass in Python
// over the messages in order of time.
TEST_F(AccessCommand, FiguresOfCollegeMessages) {
  const std::string data =
      std::string(PULLGRAPH_SOURCE_DIR) + "/../shared/data/collegemsg/CollegeMsg.txt.gz";
  if (!std::filesystem::exists(data)) GTEST_SKIP() << "absent: " << data;
  ASSERT_EQ(
      Run("import edges " + data + " --directed --time-column 3 -q -o " + File("m")).code, 0);
  const auto access = [&](const std::string& flags) {
    return Run("access " + File("m") + " --format csv --limit 1 " + flags).out;
  };
  EXPECT_THAT(access("--brokers"), HasSubstr("1,9,9,241,0.06458110691148895,"));
  EXPECT_THAT(access("--closeness"), HasSubstr("1,105,105,0.5230066736916051,227; "));
  EXPECT_THAT(access("--from 1 --to 1800 --temporal latest-departure"),
              HasSubstr(",2004-08-16T08:51:21Z,"));
  const Outcome all =
      Run("access " + File("m") + " --from 1 --temporal earliest-arrival --limit 1");
  EXPECT_THAT(all.out, HasSubstr("from 1 to everyone: 1,729 found"));
}

TEST_F(AccessCommand, TheSameForAnyNumberOfThreads) {
  const std::string list = Run("access " + File("c.pull") + " --format csv --limit 40").out;
  std::string targets, one;
  std::istringstream lines(list);
  for (std::string line; std::getline(lines, line);) {
    // rank,source,target,...
    const size_t from = line.find(',', line.find(',') + 1) + 1;
    one = line.substr(from, line.find(',', from) - from);
    if (one != "target") targets += one + "\n";
  }
  std::ofstream(File("targets")) << targets;
  const std::vector<std::string> modes = {
      "",
      "--to " + one + " --k 5",
      "--probabilities learned",
      "--reach --epsilon 0.05",
      "--brokers",
      "--closeness",
      "--temporal fastest",
      "--temporal latest-departure --to " + one,
      "--trade-off --to " + one,
      "--plan --asks-per-broker 1 --targets " + File("targets")};
  for (const std::string& mode : modes) {
    for (const std::string format : {"table", "csv", "json", "pb"}) {
      const std::string line =
          "access " + File("c.pull") + " " + mode + " --format " + format + " --threads ";
      const Outcome single = Run(line + "1");
      EXPECT_EQ(single.code, 0) << line << single.err;
      EXPECT_GT(single.out.size(), 60U) << line;
      for (const std::string threads : {"2", "7"}) {
        EXPECT_EQ(Run(line + threads).out, single.out) << line;
      }
    }
  }
}

}  // namespace
}  // namespace pullgraph::access_command_test
