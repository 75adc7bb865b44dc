// SPDX-License-Identifier: Apache-2.0
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "io/answer/figures.h"
#include "io/report/markup.h"
#include "io/report/sections.h"

namespace pullgraph::report {
namespace {

constexpr struct {
  const char* term;
  const char* meaning;
} kTerms[] = {
    {"Pull",
     "what a member did of their own accord: viewed, asked, answered, signed up, bought."},
    {"Push, or touch", "what we began: a message sent to a member, through a channel."},
    {"Tie", "two members who were in exchange; the more and the later, the stronger."},
    {"Customer", "a member who is a customer of the market (of any, if none was named)."},
    {"Likelihood",
     "the probability that a member pulls a resource for the first time, learned from "
     "earlier pulls and calibrated on a part of history kept back."},
    {"Access",
     "the probability that a chain of introductions from a customer reaches the member."},
    {"Expected value",
     "likelihood \xC3\x97 access \xC3\x97 worth of a pull \xE2\x88\x92 cost, with its "
     "80 % interval from the uncertainty of the model."},
    {"Exposure",
     "the share of the strength of a cluster's ties that goes to customers; by chance: "
     "what ties drawn at random would give."},
    {"Penetration", "the share of a cluster's members who are customers."},
    {"T50",
     "the time by which half are done, by Kaplan and Meier's estimate, in which waits that "
     "are "
     "not over count for as long as they have lasted."},
    {"Level",
     "edge: not heard of in a window; casual; regular: active on several days; core: a "
     "regular in the midst of the exchanges."},
    {"Unmet", "asks a week that were not answered in time."},
    {"Wasted", "a push after which no pull came within the window."},
    {"Uplift",
     "the share who pulled of those touched, less that of those held out: what the push "
     "brought about."}};

std::string Limits() {
  return "<ul><li>A likelihood speaks of what was like it in the past; what never happened "
         "has none."
         "</li><li>Ties show who was in exchange, not who is willing to introduce.</li>"
         "<li>Whatever is not called uplift is what went together, not what caused it.</li>"
         "<li>Intervals hold the uncertainty of counts and weights, not that of data left out "
         "of the "
         "input.</li></ul>\n";
}

}  // namespace

Section MethodSection(const CommunityView& view, const v1::RunManifest& m) {
  Section s{"method", "How this was made", "", ""};
  s.headline = absl::StrCat(Escape(m.program()), " ", Escape(m.version()),
                            " computed all figures from ", Grouped(m.input_bytes()),
                            " bytes; the same input gives the same page.");
  Table table("Input and parameters", {{"what", ""}, {"value", ""}});
  table.Row({"input", Name(m.input(), 200)});
  table.Row({"size", Grouped(m.input_bytes()) + kNbsp + "bytes"});
  table.Row({"CRC-32C", absl::StrFormat("%08x", m.input_crc32c())});
  if (!view.community().producer().empty()) {
    table.Row({"made by", Name(view.community().producer(), 200)});
  }
  table.Row({"version", Escape(m.program() + " " + m.version())});
  table.Row({"seed", absl::StrCat(m.seed())});
  table.Row({"as of", m.has_as_of() ? FormatTime(Time(m.as_of())) : "all of history"});
  for (const v1::Parameter& p : m.parameters()) {
    table.Row({Escape(p.name()), p.value().empty() ? "any" : Name(p.value(), 100)});
  }
  s.body = std::move(table).Finish() + "<h3>What the words mean</h3>\n<dl class=\"terms\">";
  for (const auto& [term, meaning] : kTerms) {
    absl::StrAppend(&s.body, "<dt>", term, "</dt><dd>", meaning, "</dd>");
  }
  s.body += "</dl>\n<h3>What to keep in mind</h3>\n" + Limits();
  return s;
}

}  // namespace pullgraph::report
