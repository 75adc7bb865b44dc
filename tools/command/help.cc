// SPDX-License-Identifier: Apache-2.0
#include "tools/command/help.h"

#include <google/protobuf/descriptor.h>

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "io/answer/columns.h"
#include "io/answer/text_width.h"

namespace pullgraph::tools {
namespace {

constexpr size_t kWidth = 80;
constexpr size_t kNameWidth = 24;

constexpr char kAbout[] =
    "Finds who at the edge of your market pulls on you, through whom to reach them,\n"
    "with what, how likely it is and what it is worth.\n";

void AppendEntry(const std::string& name, const std::string& about, size_t name_width,
                 std::string& out) {
  std::string text = absl::StrCat("  ", Pad(name, name_width));
  if (TextWidth(name) > name_width) {
    absl::StrAppend(&out, "  ", name, "\n");
    text = std::string(name_width + 2, ' ');
  }
  // The first line keeps its blanks: only what follows is wrapped.
  const std::vector<std::string> lines = Wrap(about, kWidth - name_width - 4);
  for (size_t i = 0; i < lines.size(); ++i) {
    absl::StrAppend(&out, i == 0 ? text : std::string(name_width + 2, ' '), "  ", lines[i], "\n");
  }
}

std::string AboutOption(const Option& o) {
  std::string about = o.about;
  if (!o.words.empty()) absl::StrAppend(&about, ": ", absl::StrJoin(o.words, ", "));
  if (!o.default_text.empty() && !o.is_positional() && o.default_text != "-") {
    absl::StrAppend(&about, " (", o.default_text, ")");
  }
  if (!o.needs_option.empty()) {
    absl::StrAppend(&about, "; with ", o.needs_option, o.needs_value.empty() ? "" : " ", o.needs_value);
  }
  if (o.repeated) about += "; may be given several times";
  return about;
}

std::string NameOfOption(const Option& o) {
  return absl::StrCat(o.short_name, o.short_name.empty() ? "" : ", ", o.name,
                      o.is_flag() || o.is_positional() ? "" : o.value_may_lack ? " [" : " ",
                      o.is_positional() ? "" : o.value, o.value_may_lack ? "]" : "");
}

std::string ModesText(const Option& o) {
  std::vector<std::string> with;
  bool plain = false;
  for (const std::string& m : o.modes) {
    if (m == kPlain) {
      plain = true;
    } else if (m != o.name) {
      with.push_back(m);
    }
  }
  if (with.empty()) return "";
  return absl::StrCat(plain ? "; also with " : "; only with ", absl::StrJoin(with, ", "));
}

std::string Synopsis(const Verb& verb, const Options& options) {
  std::string line = absl::StrCat("pullgraph ", verb.about.name);
  for (const Option& o : options.all()) {
    if (!o.is_positional()) continue;
    absl::StrAppend(&line, o.required ? " " : " [", o.name, o.required ? "" : "]");
  }
  return line + " [options]";
}

}  // namespace

std::string GroupName(Group group) {
  switch (group) {
    case Group::kBringIn: return "Bring in";
    case Group::kLook: return "Look";
    case Group::kUnderstand: return "Understand";
    case Group::kAct: return "Act";
    case Group::kCheck: return "Check";
  }
  return "";
}

Options DeclaredOptions(const Verb& verb) {
  static Session* const session = new Session();  // Options point into it.
  Options options;
  verb.call_declare(verb, *session, options);
  return options;
}

bool IsFamily(const std::string& family) {
  for (const Verb* verb : AllVerbs()) {
    if (std::string(verb->about.name).rfind(family + " ", 0) == 0) return true;
  }
  return false;
}

std::string CommandHelp() {
  std::string out = absl::StrCat(kAbout, "\n  pullgraph import EXPORT -o q.pull\n",
                                 "  pullgraph rank q.pull --limit 20\n");
  Group group = Group::kCheck;
  bool first = true;
  std::string family;
  for (const Verb* verb : AllVerbs()) {
    if (first || verb->about.group != group) {
      absl::StrAppend(&out, "\n", GroupName(verb->about.group), "\n");
      family.clear();
    }
    first = false;
    group = verb->about.group;
    const size_t space = std::string(verb->about.name).find(' ');
    if (space == std::string::npos) {
      AppendEntry(verb->about.name, verb->about.question, 11, out);
    } else if (std::string(verb->about.name).substr(0, space) != family) {
      family = std::string(verb->about.name).substr(0, space);
      std::vector<std::string> kinds;
      for (const Verb* v : AllVerbs()) {
        if (std::string(v->about.name).rfind(family + " ", 0) == 0) kinds.push_back(std::string(v->about.name).substr(space + 1));
      }
      AppendEntry(family, absl::StrJoin(kinds, ", "), 11, out);
    }
  }
  absl::StrAppend(&out, "\npullgraph help VERB tells all of a verb, pullgraph help VERB --columns what its\n"
                        "answers hold; pullgraph --version the version.\n");
  return out;
}

std::string FamilyHelp(const std::string& family) {
  std::string out;
  for (const Verb* verb : AllVerbs()) {
    if (std::string(verb->about.name).rfind(family + " ", 0) != 0) continue;
    absl::StrAppend(&out, out.empty() ? "" : "\n", "pullgraph ", verb->about.name, "\n");
    for (const std::string& line : Wrap(verb->about.question, kWidth - 2)) {
      absl::StrAppend(&out, "  ", line, "\n");
    }
    for (const char* example : verb->about.examples) {
      absl::StrAppend(&out, "    ", example, "\n");
    }
  }
  return absl::StrCat(out, "\npullgraph help ", family, " KIND tells all of one.\n");
}

std::string HelpText(const Verb& verb, const Options& options) {
  std::string out;
  for (const char* example : verb.about.examples) absl::StrAppend(&out, "  ", example, "\n");
  out += "\n";
  for (const std::string& line : Wrap(verb.about.question, kWidth)) absl::StrAppend(&out, line, "\n");
  absl::StrAppend(&out, "\nUsage: ", Synopsis(verb, options), "\n");
  const auto part = [&](const char* title, auto wanted) {
    bool any = false;
    for (const Option& o : options.all()) {
      if (!wanted(o)) continue;
      if (!any) absl::StrAppend(&out, "\n", title, "\n");
      any = true;
      AppendEntry(NameOfOption(o), AboutOption(o) + ModesText(o), kNameWidth, out);
    }
  };
  part("Takes", [](const Option& o) { return o.is_positional(); });
  part("Asks instead", [](const Option& o) { return o.is_mode; });
  part("Options", [](const Option& o) { return !o.is_positional() && !o.is_mode && !o.is_shared; });
  part("As on every verb", [](const Option& o) { return !o.is_positional() && o.is_shared; });
  if (!verb.answers.empty()) {
    absl::StrAppend(&out, "\nColumns: pullgraph help ", verb.about.name, " --columns\n");
  }
  return out;
}

std::string ColumnList(const Verb& verb) {
  std::string out;
  for (const google::protobuf::Descriptor* type : verb.answers) {
    const google::protobuf::Descriptor* shown = type;
    const std::string& list = type->options().GetExtension(v1::table).rows();
    if (!list.empty()) shown = type->FindFieldByName(list)->message_type();
    absl::StrAppend(&out, out.empty() ? "" : "\n", type->name(), shown == type ? "" : ", rows of ",
                    shown == type ? "" : shown->name(), "\n");
    for (const AnswerColumn& c : ColumnsOf(*shown)) {
      std::string about = c.about;
      if (c.narrow != v1::NARROW_NEVER && !IsMerged(c) && c.header != c.name) {
        absl::StrAppend(&about, about.empty() ? "" : " ", "In tables: ", c.header, ".");
      }
      AppendEntry(c.name, about, 26, out);
    }
  }
  return out;
}

std::string OptionList() {
  std::string out;
  for (const Verb* verb : AllVerbs()) {
    const Options options = DeclaredOptions(*verb);
    for (const Option& o : options.all()) {
      std::vector<std::string> modes;
      for (const std::string& m : o.modes) modes.push_back(m.empty() ? "plain" : m);
      absl::StrAppend(&out, verb->about.name, "\t", o.name, "\t", o.value, "\t",
                      absl::StrJoin(o.words, ","), "\t", absl::StrJoin(modes, ","), "\n");
    }
  }
  return out;
}

std::string VerbTable() {
  std::string out = "| verb | the question it answers |\n|---|---|\n";
  for (const Verb* verb : AllVerbs()) {
    absl::StrAppend(&out, "| `", verb->about.name, "` | ", verb->about.question, " |\n");
  }
  return out;
}

}  // namespace pullgraph::tools
