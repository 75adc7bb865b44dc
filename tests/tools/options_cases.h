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

inline const std::vector<VerbCases> kBringInCases = {
    {"import csv",
     {{"plain", "tables"}},
     {{"PATH", "tables=>others"},
      {"--mapping", "names.json", "", "", "tables"},
      {"--allow-undeclared", "", "", "", "gaps", Where::kExit}}},
    {"import debian",
     {{"plain", "--index fewer/a_Sources"}},
     {{"--product", "foo"},
      {"--lists", "lists", "", "", "--lists fewer"},
      {"--index", "lists/b_Sources"},
      {"--market-id", "m", "--product foo"},
      {"--max-team", "2"},
      {"--keyring", "keys"}},
     {"--market-id m", "--lists lists"}},
    {"import edges",
     {{"plain", "ties.txt"}},
     {{"PATH", "ties.txt=>days.txt"},
      {"--directed"},
      {"--kind", "messaged"},
      {"--time-column", "3"},
      {"--count-column", "4"},
      {"--strength-column", "5"},
      {"--header", "yes"},
      {"--members", "40"}}},
    {"import gml", {{"plain", "a.gml"}}, {{"PATH", "a.gml=>b.gml"}}},
    {"import rows", {{"plain", "a.rows"}}, {{"PATH", "a.rows=>b.rows"}}},
    {"import stackexchange",
     {{"plain", "dump"}},
     {{"PATH", "dump=>dump2"},
      {"--customer", "'questions>=1'"},
      {"--market-id", "m"},
      {"--site", "https://q.example"},
      {"--staff", "2"}},
     {"--market-id m --customer ''"}},
    {"generate community",
     {{"plain", "--members 60 --ties 150 --signals 300 --resources 20"}},
     {{"--members", "70"},
      {"--ties", "120"},
      {"--signals", "200"},
      {"--resources", "30"},
      {"--topics", "3"},
      {"--clusters", "2"},
      {"--days", "90"},
      {"--mixing", ".9"},
      {"--influence", ".45"},
      {"--attraction", ".7"},
      {"--excitation", ".5"},
      {"--excitation-half-life", "90", "--excitation .5"},
      {"--asks", "20"},
      {"--answer-median", "40", "--asks 20"},
      {"--offers", ".7"},
      {"--touches", "50"},
      {"--uplift", ".9", "--touches 500"}},
     {"--excitation-half-life 9", "--answer-median 9", "--uplift .5"}},
    {"generate kronecker",
     {{"plain", "--scale 6 --edge-factor 4"}},
     {{"--scale", "7"}, {"--edge-factor", "5"}}},
    {"generate uniform",
     {{"plain", "--members 60 --ties 150"}},
     {{"--members", "70"}, {"--ties", "120"}}},
};

inline const std::vector<VerbCases> kLookCases = {
    {"info", {{"plain", "c.pull"}}, {}},
    {"cat", {{"plain", "c.pull"}}, {}},
    {"export", {{"plain", "c.pull"}}, {}},
    {"report", {{"plain", "c.pull"}}, {{"--seed", "7", "", "", "loose.pull"}}},
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
    {"edges",
     {{"plain", "c.pull"}, {"--frontier", "c.pull --frontier"}},
     {{"--seed", "7", "", "", "loose.pull"},
      {"--all", "", "--resolution 6 --min-size 3"},
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
     {{"plain", "c.pull"}},
     {{"--seed", "7", "--learner trees"},
      {"--audience", "everyone"},
      {"--max-hops", "1"},
      {"--value", "3"},
      {"--contact-cost", ".01"},
      {"--channel", "post"},
      {"--cool-down", "90"},
      {"--per-member", "3"},
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
     {{"plain", "c.pull --origins 1"},
      {"--customers", "v.pull --customers --moments 3"},
      {"--edges", "v.pull --edges --moments 3"},
      {"--contacts", "c.pull --contacts"},
      {"--events", "c.pull --events"},
      {"--needs", "c.pull --needs"},
      {"--leverage", "c.pull --leverage"},
      {"--trajectory", "c.pull --trajectory"}},
     {{"FILE", "v.pull=>w.pull", "", "--customers --edges"},
      {"--as-of", "2025-10-01", "", "--customers --edges"},
      {"--market", "partners", "", "--customers --edges"},
      {"--attributes", "", "", "--customers --edges"},
      {"--moments", "2", "", "--customers", "v.pull --customers"},
      {"--moments", "2", "", "--edges", "v.pull --edges"},
      {"--seed", "7", "", "--customers --edges"},
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
