// SPDX-License-Identifier: Apache-2.0
// Manual pages.
#include <google/protobuf/descriptor.h>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "tools/command/help.h"

namespace pullgraph::tools {
namespace {

// Text as roff takes it: no line of it is a request.
std::string Roff(const std::string& text) {
  std::string out =
      absl::StrReplaceAll(text, {{"\\", "\\e"}, {"-", "\\-"}, {"\n.", "\n\\&."}, {"\n'", "\n\\&'"}});
  if (!out.empty() && (out[0] == '.' || out[0] == '\'')) out.insert(0, "\\&");
  return out;
}

std::string Head(const std::string& page, const std::string& about) {
  return absl::StrCat(".TH ", absl::StrReplaceAll(page, {{"-", "\\-"}}), " 1 \"\" \"pullgraph ",
                      PULLGRAPH_VERSION, "\" \"User Commands\"\n.SH NAME\n", Roff(page), " \\- ",
                      Roff(about), "\n");
}

void AppendExamples(const std::vector<const char*>& examples, std::string& out) {
  absl::StrAppend(&out, ".SH EXAMPLES\n.nf\n");
  for (const char* example : examples) absl::StrAppend(&out, Roff(example), "\n");
  absl::StrAppend(&out, ".fi\n");
}

void AppendOption(const Option& o, std::string& out) {
  absl::StrAppend(&out, ".TP\n.B ");
  if (!o.short_name.empty()) absl::StrAppend(&out, Roff(o.short_name), ", ");
  absl::StrAppend(&out, Roff(o.name));
  if (!o.is_flag() && !o.is_positional()) absl::StrAppend(&out, " ", Roff(o.value));
  absl::StrAppend(&out, "\n", Roff(o.about), ".");
  if (!o.words.empty()) absl::StrAppend(&out, " One of ", Roff(absl::StrJoin(o.words, ", ")), ".");
  if (!o.default_text.empty()) absl::StrAppend(&out, " Default: ", Roff(o.default_text), ".");
  std::vector<std::string> modes;
  for (const std::string& m : o.modes) {
    if (m != o.name) modes.push_back(m.empty() ? "no other question" : m);
  }
  if (!modes.empty()) {
    absl::StrAppend(&out, " Honoured with ", Roff(absl::StrJoin(modes, ", ")), ".");
  }
  out += "\n";
}

constexpr char kExit[] =
    ".SH EXIT STATUS\n0 done; 1 a negative answer; 2 bad usage; 3 bad input; 4 input or output "
    "failed; 5 a limit or memory; 130 interrupted.\n";

}  // namespace

std::string CommandManual() {
  std::string out = Head("pullgraph", "who pulls at the edge of a market, and through whom to reach them");
  absl::StrAppend(&out, ".SH SYNOPSIS\n.B pullgraph\n.I VERB\n.RI [ FILE | \\- ]\n.RI [ options ]\n"
                        ".SH DESCRIPTION\nFinds who at the edge of your market pulls on you, through "
                        "whom to reach them, with what, how likely it is and what it is worth.\n");
  Group group = Group::kCheck;
  bool first = true;
  for (const Verb* verb : AllVerbs()) {
    if (first || verb->about.group != group) {
      absl::StrAppend(&out, ".SH ", Roff(GroupName(verb->about.group)), "\n");
    }
    first = false;
    group = verb->about.group;
    absl::StrAppend(&out, ".TP\n.BR pullgraph\\-",
                    Roff(absl::StrReplaceAll(verb->about.name, {{" ", "-"}})), " (1)\n",
                    Roff(verb->about.question), "\n");
  }
  return out + kExit;
}

std::string VerbManual(const Verb& verb) {
  const Options options = DeclaredOptions(verb);
  const std::string page =
      "pullgraph-" + absl::StrReplaceAll(verb.about.name, {{" ", "-"}});
  std::string question = verb.about.question;
  std::string out = Head(page, question);
  absl::StrAppend(&out, ".SH SYNOPSIS\n.B pullgraph ", Roff(verb.about.name), "\n");
  for (const Option& o : options.all()) {
    if (o.is_positional()) absl::StrAppend(&out, ".I ", Roff(o.name), "\n");
  }
  absl::StrAppend(&out, ".RI [ options ]\n");
  AppendExamples(verb.about.examples, out);
  absl::StrAppend(&out, ".SH OPTIONS\n");
  for (const Option& o : options.all()) AppendOption(o, out);
  if (!verb.answers.empty()) {
    absl::StrAppend(&out, ".SH COLUMNS\n.nf\n", Roff(ColumnList(verb)), ".fi\n");
  }
  return absl::StrCat(out, kExit, ".SH SEE ALSO\n.BR pullgraph (1)\n");
}

}  // namespace pullgraph::tools
