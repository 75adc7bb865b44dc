// SPDX-License-Identifier: Apache-2.0
// For each option of each verb, in each mode, a command that it changes. c.pull is the
// community that options_test.cc makes up, d.pull another; the other files are there too.
#ifndef PULLGRAPH_TESTS_TOOLS_OPTIONS_CASES_H_
#define PULLGRAPH_TESTS_TOOLS_OPTIONS_CASES_H_

#include <ostream>
#include <string>
#include <vector>

namespace pullgraph::testing {

// Where the effect of an option is looked for.
enum class Where {
  kResults,  // In what a program reads: results in JSON, rows of a community, a page.
  kNotes,    // In the whole table: the option counts for what is noted below it alone.
  kBytes,    // In the bytes of the file written.
  kExit,     // Without the option the command fails.
  kOther,    // In a file of its own, that the option names.
  kStrict,   // With the option alone the command ends with 1, saying the same.
  kNoFile,   // With the option nothing is written.
};

struct OptionCase {
  std::string option;
  std::string value;       // What it is given. Known by its place: "old=>new".
  std::string both;        // Words that the command has without the option as well.
  std::string modes;       // Modes that this case is for; none: all that honour the option.
  std::string instead;     // Words of the command, instead of those of its mode.
  Where where = Where::kResults;
};

// A mode of a verb ("plain": none) and the words of a command in it.
struct ModeWords {
  std::string mode;
  std::string words;
};

struct VerbCases {
  std::string verb;
  std::vector<ModeWords> modes;
  std::vector<OptionCase> cases;
  // Commands that are refused because of the option they begin with: it would have no
  // effect beside the others.
  std::vector<std::string> refused = {};
};

// Names the test.
inline void PrintTo(const VerbCases& verb, std::ostream* out) { *out << verb.verb; }

// What serves for all verbs that say nothing else.
inline const std::vector<OptionCase> kAnyVerb = {
    {"FILE", "c.pull=>d.pull"},
    {"--as-of", "2025-06-01"},
    {"--limit", "1"},
    {"--market", "partners"},
    {"--seed", "7"},
    {"--tie-half-life", "3"},
    {"--horizon", "9"},
    {"--half-life", "3"},
    {"--learner", "trees"},
    {"--name", "other", "", "", "", Where::kBytes},
    {"--compact", "", "", "", "", Where::kBytes},
};

inline const std::vector<VerbCases> kLookCases = {
    {"info", {{"plain", "c.pull"}}, {}},
    {"cat", {{"plain", "c.pull"}}, {}},
    {"export", {{"plain", "c.pull"}}, {{"--format", "graphml"}}},
    {"report",
     {{"plain", "c.pull"}, {"--explore", "c.pull --explore"}},
     {{"--seed", "7", "", "plain", "loose.pull"},
      {"--seed", "7", "", "--explore", "loose.pull --explore"},
      {"--value", "3"},
      {"--horizon", "20"},
      {"--goal", "pulls"},
      {"--channel", "post"}}},
    {"validate", {{"plain", "c.pull"}}, {}},
    {"compare",
     {{"plain", "before.pb after.pb"}},
     {{"BEFORE", "before.pb=>other.pb"}, {"AFTER", "after.pb=>other.pb"}}},
    {"reference", {{"plain", "man"}}, {{"WHAT", "man=>bash"}}},
};

inline const std::vector<VerbCases> kUnderstandCases = {
    {"access",
     {{"plain", "c.pull"},
      {"--reach", "c.pull --reach"},
      {"--brokers", "c.pull --brokers"},
      {"--closeness", "c.pull --closeness"},
      {"--trade-off", "c.pull --trade-off --to m5"},
      {"--temporal", "c.pull --temporal earliest-arrival"},
      {"--plan", "c.pull --plan --targets m5,m9,m20,m30"}},
     {{"--as-of", "2025-02-01", "--limit 500", "--temporal"},
      {"--until", "2025-02-01", "--limit 500"},
      {"--to", "m9"},
      {"--from", "m7"},
      {"--k", "3", "--to m5"},
      {"--max-hops", "1"},
      {"--probabilities", "learned"},
      {"--tie-worth", "1", "--probabilities learned"},
      {"--temporal", "fastest"},
      // What is small is told exactly.
      {"--seed", "7", "", "--brokers", "sampled.pull --brokers"},
      {"--seed", "7", "", "--closeness", "estimated.pull --closeness --limit 3"},
      {"--epsilon", ".1", "", "--brokers", "sampled.pull --brokers"},
      {"--epsilon", ".1"},
      {"--delta", ".5", "", "--brokers", "sampled.pull --brokers"},
      {"--delta", ".5"},
      {"--within", "2"},
      {"--since", "2025-06-01"},
      {"--contact-duration", "5d"},
      {"--any-order-at-once", "", "", "", "days.pull --temporal earliest-arrival --from 1"},
      {"--both-ways"},
      {"--targets", "m5,m9"},
      {"--asks-per-broker", "1", "", "", "star.pull --plan --from me --targets x,y,z"},
      {"--asks", "hub=1", "", "", "star.pull --plan --from me --targets x,y,z"}},
     {"--market partners --from m7", "--k 3", "--tie-worth 1"}},
    {"attract",
     {{"plain", "c.pull"},
      {"--report", "c.pull --report"},
      {"--serendipity", "c.pull --serendipity"},
      {"--ties", "c.pull --ties"},
      {"--links", "c.pull --links --runs 1"}},
     {{"--seed", "7", "", "--links"},
      {"--seed", "7", "", "--ties"},
      {"--seed", "7", "--learner trees"},  // The other learner draws nothing.
      {"--strict", "", "", "", "weak.pull", Where::kStrict},
      {"--per-member", "1"},
      {"--member", "m5"},
      {"--runs", "2"}}},
    {"achieve",
     {{"plain", "c.pull m0"},
      {"--team", "c.pull m0 --team"},
      {"--holes", "c.pull --holes"},
      {"--improvement", "c.pull --improvement"}},
     {{"FILE", "c.pull=>d.pull", "--needs t1,t5", "plain --team"},
      {"MEMBER", "m0=>m1", "", "plain --team"},
      {"MEMBER", "--holes=>m5 --holes", "", "--holes"},
      {"MEMBER", "--improvement=>m5 --improvement", "", "--improvement"},
      {"--team", "t1,t5"},
      {"--market", "partners", "", "plain", "", Where::kNotes},
      {"--within", "3", "", "plain", "", Where::kNotes},
      {"--within", "3"},
      {"--needs", "t1,t5"},
      {"--by-need"},
      {"--content-level", ".9"},
      {"--max-hops", "1"},
      {"--method", "tree", "", "", "g.pull --team t2,t5,t6,t7 --min-level .5"},
      {"--min-level", ".6", "", "", "team.pull --team t1,t2,t3"}},
     {"--needs t3 --team t1,t5"}},
    {"convert",
     {{"plain", "v.pull"}, {"--report", "v.pull --report"}},
     {{"FILE", "v.pull=>w.pull"},
      {"--as-of", "2025-10-01"},
      {"--market", "partners"},
      {"--member", "m3"},
      {"--strict", "", "", "plain", "weak.pull", Where::kStrict},
      {"--strict", "", "", "--report", "weak.pull --report", Where::kStrict},
      {"--horizon", "14"},
      {"--half-life", "9"},
      {"--seed", "7", "", "plain"},
      {"--seed", "7", "", "--report", "big.pull --report"},
      {"--attributes"}}},
    {"edges",
     {{"plain", "c.pull"}, {"--frontier", "c.pull --frontier"}},
     {{"--seed", "7", "", "", "loose.pull"},
      {"--all", "", "", "", "big.pull"},
      {"--pareto"},
      {"--horizon", "14", "", "", "v.pull"},
      {"--half-life", "9", "", "", "v.pull"},
      {"--attributes", "", "", "", "v.pull"},
      {"--objective", "cpm"},
      {"--resolution", "3"},
      {"--min-size", "25"},
      {"--window", "9"}}},
    {"trajectory",
     {{"plain", "c.pull"},
      {"--members", "c.pull --members"},
      {"--clusters", "c.pull --clusters"},
      {"--silent", "c.pull --silent"},
      {"--cohorts", "c.pull --cohorts"}},
     {{"--period", "year"},
      {"--seed", "7", "", "",
       "loose.pull --clusters --windows 2 --window-days 180 --min-size 3 --resolution 2 "
       "--limit 500 --seed 1"},
      {"--windows", "3"},
      {"--window-days", "9"},
      {"--regular-days", "2"},
      {"--core-number", "1"},
      {"--min-size", "12"},
      {"--overlap", ".9"},
      {"--resolution", "3"}}},
    {"leverage",
     {{"plain", "c.pull --min-sets 2000 --k 3"},
      {"--budget", "c.pull --min-sets 2000 --budget 4"},
      {"--reach", "c.pull --min-sets 2000 --reach 40"}},
     {{"--limit", "1", "", "--reach", "c.pull --min-sets 2000 --reach 90"},
      {"--market", "partners", "--candidates outside"},
      {"--budget", "6"},
      {"--reach", "60"},
      {"--k", "2"},
      {"--costs", "price"},
      {"--candidates", "outside"},
      {"--audience", "outside"},
      {"--epsilon", ".3"},
      {"--delta", ".3"},
      {"--min-sets", "30000"},
      {"--spread-check"},
      {"--model", "lt"},
      {"--probabilities", "constant"},
      {"--p", ".02", "--probabilities constant"},
      {"--direction", "against"},
      {"--learn-window", "5", "--probabilities learned"},
      {"--prior-strength", "90", "--probabilities learned"}},
     {"--market partners", "--p .2", "--learn-window 5", "--prior-strength 5",
      "--tie-half-life 5 --probabilities learned"}},
    {"pace",
     {{"plain", "c.pull"},
      {"--rhythm", "c.pull --rhythm"},
      {"--curve", "c.pull --curve --resource r5"}},
     {{"--as-of", "2025-09-01", "", "--curve"},
      {"--limit", "1", "--by weekday", "plain --rhythm"},
      {"--period", "week"},
      {"--within", "village"},
      {"--direction", "against"},
      {"--signal", "download"},
      {"--resource", "r7"},
      {"--of", "answer"},
      {"--gone-after", "20", "--of tenure"},
      {"--by-days", "2"},
      {"--seed", "7", "", "plain", "ring.pull --by cluster"},
      {"--seed", "7", "", "--rhythm", "ring.pull --rhythm --by cluster"},
      {"--by", "cluster"},
      {"--min-size", "90", "--by weekday", "plain"},
      {"--min-size", "180", "--by weekday"}},
     {"--seed 7", "--signal view --of answer", "--signal view --of tenure",
      "--of answer --resource r5", "--gone-after 9"}},
};

inline const std::vector<VerbCases> kActCases = {
    {"rank",
     {{"plain", "v.pull"}, {"--goal", "c.pull --goal pulls"}},
     {{"FILE", "v.pull=>w.pull", "", "plain"},
      {"--as-of", "2025-10-01", "", "plain"},
      {"--goal", "customers", "", "--goal"},
      {"--market", "partners", "", "plain"},
      {"--seed", "7", "", "plain"},
      {"--channel", "post", "", "plain", "c.pull"},
      {"--cool-down", "90", "", "plain", "c.pull"},
      {"--reach", "introduced"},
      {"--effect", "3"},
      {"--attributes", "", "--limit 500"},
      {"--strict", "", "", "plain", "weak.pull", Where::kStrict},
      {"--strict", "", "", "--goal", "weak.pull --goal pulls", Where::kStrict},
      {"--resource", "r1", "--limit 500"},
      {"--topic", "t1", "--limit 500"},
      {"--kind", "product", "--market partners --limit 500", "plain"},
      {"--seed", "7", "--learner trees"},
      {"--audience", "everyone"},
      {"--max-hops", "1"},
      {"--value", "3"},
      {"--contact-cost", ".001", "--limit 500", "plain"},
      {"--contact-cost", ".01"},
      {"--channel", "post"},
      {"--cool-down", "90"},
      {"--per-member", "3"},
      {"--kind", "product", "--market partners", "--goal", "v.pull --goal pulls"},
      {"--per-resource", "1"},
      {"--leverage"},
      {"--probabilities", "learned"},
      {"--budget", ".05", "--contact-cost .01"},
      {"--asks-per-broker", "1"},
      {"--explain", "2"}}},
    {"needs",
     {{"plain", "c.pull"}, {"--topic", "c.pull --topic t3"}, {"--idle", "c.pull --idle"},
      {"--absence", "c.pull --absence"}},
     {{"FILE", "c.pull=>g.pull", "", "--topic"},
      {"--window", "9"},
      {"--market", "partners", "", "plain", "islands.pull"},
      {"--market", "partners", "", "--topic", "islands.pull --topic t"},
      {"--answers-as-content", "", "--limit 500 --idle-days 1", "--idle"},
      {"--topic", "t4"},
      {"--within", "2"},
      {"--idle-days", "90"},
      {"--answers-as-content"},
      {"--channel", "post"},
      {"--max-hops", "1"}}},
    {"waste",
     {{"plain", "mail.pull"},
      {"--windows", "mail.pull --windows"},
      {"--uplift", "mail.pull --uplift"},
      {"--qini", "mail.pull --qini"},
      {"--spare", "mail.pull --spare"}},
     {{"FILE", "mail.pull=>c.pull"},
      {"--as-of", "2025-03-05"},
      {"--seed", "7", "", "plain", "ring.pull --by cluster"},
      {"--seed", "7", "", "--windows", "ring.pull --windows --by cluster"},
      {"--seed", "7", "", "--uplift", "", Where::kNotes},  // Of the model, in a note.
      {"--window", "3"},
      {"--count-opens"},
      {"--by", "channel"},
      {"--segment", "village"},
      {"--touch-cost", "3"},
      {"--min-uplift", "-50", "", "plain", "", Where::kNotes},
      {"--min-uplift", "-50"}}},
    {"backtest",
     {{"plain", "v.pull --moments 3"},
      {"--edges", "v.pull --edges --moments 3"},
      {"--pulls", "c.pull --pulls --origins 1"},
      {"--contacts", "c.pull --contacts"},
      {"--events", "c.pull --events"},
      {"--needs", "c.pull --needs"},
      {"--leverage", "c.pull --leverage"},
      {"--trajectory", "c.pull --trajectory"}},
     {{"FILE", "v.pull=>w.pull", "", "plain --edges"},
      {"--as-of", "2025-10-01", "", "plain --edges"},
      {"--market", "partners", "", "plain --edges"},
      {"--attributes", "", "", "plain --edges"},
      {"--moments", "2", "", "plain", "v.pull"},
      {"--moments", "2", "", "--edges", "v.pull --edges"},
      {"--seed", "7", "", "plain --edges"},
      {"--seed", "7", "", "--contacts"},
      {"--seed", "7", "", "--events"},
      {"--seed", "7", "", "--needs --leverage"},
      {"--recent-days", "3"},
      {"--seeds", "3"},
      {"--direction", "against"},
      {"--window-days", "9"},
      {"--seed", "7", "--learner trees"},
      {"--origins", "2"}}},
};

}  // namespace pullgraph::testing

#endif  // PULLGRAPH_TESTS_TOOLS_OPTIONS_CASES_H_
