// SPDX-License-Identifier: Apache-2.0
// Completion for bash, zsh and fish: verbs, options, and the values that they take.
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "tools/command/help.h"

namespace pullgraph::tools {
namespace {

// First words of verbs, each once, and what may follow "import" and its like.
std::vector<std::string> FirstWords() {
  std::vector<std::string> words = {"help"};
  for (const Verb* verb : AllVerbs()) {
    const std::string first = std::string(verb->about.name).substr(0, std::string(verb->about.name).find(' '));
    if (words.back() != first) words.push_back(first);
  }
  return words;
}

std::vector<std::string> Kinds(const std::string& family) {
  std::vector<std::string> kinds;
  for (const Verb* verb : AllVerbs()) {
    if (std::string(verb->about.name).rfind(family + " ", 0) == 0) {
      kinds.push_back(std::string(verb->about.name).substr(family.size() + 1));
    }
  }
  return kinds;
}

std::string OptionNames(const Options& options) {
  std::vector<std::string> names;
  for (const Option& o : options.all()) {
    if (!o.is_positional()) names.push_back(o.name);
  }
  names.push_back("--help");
  return absl::StrJoin(names, " ");
}

// In single quotes of a shell.
std::string Quoted(const std::string& text) {
  return absl::StrCat("'", absl::StrReplaceAll(text, {{"'", "'\\''"}}), "'");
}

}  // namespace

std::string BashCompletion() {
  std::string options, values;
  for (const Verb* verb : AllVerbs()) {
    const Options declared = DeclaredOptions(*verb);
    absl::StrAppend(&options, "    ", Quoted(verb->about.name), ") options=\"",
                    OptionNames(declared), "\" ;;\n");
    for (const Option& o : declared.all()) {
      if (o.words.empty()) continue;
      absl::StrAppend(&values, "    ", Quoted(absl::StrCat(verb->about.name, " ", o.name)),
                      ") words=\"", absl::StrJoin(o.words, " "), "\" ;;\n");
    }
  }
  std::string families;
  for (const std::string& first : FirstWords()) {
    if (!IsFamily(first)) continue;
    absl::StrAppend(&families, "    ", first, ") kinds=\"", absl::StrJoin(Kinds(first), " "),
                    "\" ;;\n");
  }
  return absl::StrCat(
      "# bash completion for pullgraph\n"
      "_pullgraph() {\n"
      "  local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD - 1]}\n"
      "  local verb=${COMP_WORDS[1]} kinds= options= words=\n"
      "  if ((COMP_CWORD == 1)); then\n"
      "    COMPREPLY=($(compgen -W \"", absl::StrJoin(FirstWords(), " "),
      " --help --version\" -- \"$word\"))\n"
      "    return\n"
      "  fi\n"
      "  case \"$verb\" in\n", families,
      "    help) COMPREPLY=($(compgen -W \"", absl::StrJoin(FirstWords(), " "),
      "\" -- \"$word\")); return ;;\n"
      "  esac\n"
      "  if [[ -n $kinds ]]; then\n"
      "    if ((COMP_CWORD == 2)); then\n"
      "      COMPREPLY=($(compgen -W \"$kinds\" -- \"$word\"))\n"
      "      return\n"
      "    fi\n"
      "    verb+=\" ${COMP_WORDS[2]}\"\n"
      "  fi\n"
      "  case \"$verb $before\" in\n", values,
      "  esac\n"
      "  if [[ -n $words ]]; then\n"
      "    COMPREPLY=($(compgen -W \"$words\" -- \"$word\"))\n"
      "    return\n"
      "  fi\n"
      "  case \"$verb\" in\n", options,
      "  esac\n"
      "  if [[ $word == -* ]]; then\n"
      "    COMPREPLY=($(compgen -W \"$options\" -- \"$word\"))\n"
      "  else\n"
      "    COMPREPLY=($(compgen -f -- \"$word\"))\n"
      "  fi\n"
      "}\n"
      "complete -o filenames -F _pullgraph pullgraph\n");
}

namespace {

// What _arguments is told of an option, quoted.
std::string ZshSpec(const Option& o, const std::string& about, const std::string& action) {
  if (o.is_positional()) {
    return Quoted(absl::StrCat(":", absl::AsciiStrToLower(o.name), ":_files"));
  }
  const std::string rest = absl::StrCat(
      "[", about, "]", o.is_flag() ? "" : absl::StrCat(":", absl::AsciiStrToLower(o.value), ":", action));
  const std::string many = o.repeated ? "*" : "";
  if (o.short_name.empty()) return Quoted(absl::StrCat(many, o.name, rest));
  // Either name will do, and where one is given the other is no longer offered.
  const std::string before =
      o.repeated ? many : absl::StrCat("(", o.short_name, " ", o.name, ")");
  return absl::StrCat(Quoted(before), "{", o.short_name, ",", o.name, "}", Quoted(rest));
}

}  // namespace

std::string ZshCompletion() {
  std::string cases;
  for (const Verb* verb : AllVerbs()) {
    const Options declared = DeclaredOptions(*verb);
    absl::StrAppend(&cases, "    ", Quoted(verb->about.name), ")\n      _arguments -s");
    for (const Option& o : declared.all()) {
      const std::string about =
          absl::StrReplaceAll(o.about, {{"[", "("}, {"]", ")"}, {":", ","}, {"'", ""}});
      const std::string action = !o.words.empty() ? absl::StrCat("(", absl::StrJoin(o.words, " "), ")")
                                 : o.wants == Wants::kFile   ? std::string("_files")
                                 : o.wants == Wants::kFolder ? std::string("_files -/")
                                                             : std::string(" ");
      absl::StrAppend(&cases, " \\\n        ", ZshSpec(o, about, action));
    }
    absl::StrAppend(&cases, "\n      ;;\n");
  }
  std::string families;
  for (const std::string& first : FirstWords()) {
    if (!IsFamily(first)) continue;
    absl::StrAppend(&families, "    ", first, ")\n      if (( CURRENT == 3 )); then compadd -- ",
                    absl::StrJoin(Kinds(first), " "),
                    "; return; fi\n      verb=\"$verb $words[3]\"; skip=2 ;;\n");
  }
  return absl::StrCat(
      "#compdef pullgraph\n"
      "_pullgraph() {\n"
      "  if (( CURRENT == 2 )); then compadd -- ", absl::StrJoin(FirstWords(), " "),
      " --help --version; return; fi\n"
      "  local verb=$words[2] skip=1\n"
      "  case $verb in\n"
      "    help) compadd -- ", absl::StrJoin(FirstWords(), " "), "; return ;;\n", families,
      "  esac\n"
      "  shift $skip words\n"
      "  (( CURRENT -= skip ))\n"
      "  case $verb in\n", cases,
      "  esac\n"
      "}\n"
      "if [[ $funcstack[1] = _pullgraph ]]; then _pullgraph \"$@\"; else compdef _pullgraph pullgraph; fi\n");
}

std::string FishCompletion() {
  std::string out =
      "# fish completion for pullgraph\n"
      "function __pullgraph_is\n"
      "  set -l words (commandline -opc)\n"
      "  test (count $words) -gt (count $argv); or return 1\n"
      "  for i in (seq (count $argv))\n"
      "    test $words[(math $i + 1)] = $argv[$i]; or return 1\n"
      "  end\n"
      "end\n"
      "function __pullgraph_at\n"
      "  test (count (commandline -opc)) -eq $argv[1]\n"
      "end\n";
  absl::StrAppend(&out, "complete -c pullgraph -n '__pullgraph_at 1' -f -a ",
                  Quoted(absl::StrJoin(FirstWords(), " ")), "\n",
                  "complete -c pullgraph -n '__pullgraph_is help' -f -a ",
                  Quoted(absl::StrJoin(FirstWords(), " ")), "\n");
  for (const std::string& first : FirstWords()) {
    if (!IsFamily(first)) continue;
    absl::StrAppend(&out, "complete -c pullgraph -n '__pullgraph_is ", first,
                    "; and __pullgraph_at 2' -f -a ", Quoted(absl::StrJoin(Kinds(first), " ")), "\n");
  }
  for (const Verb* verb : AllVerbs()) {
    const Options declared = DeclaredOptions(*verb);
    for (const Option& o : declared.all()) {
      if (o.is_positional()) continue;
      absl::StrAppend(&out, "complete -c pullgraph -n '__pullgraph_is ", verb->about.name, "' -l ",
                      o.name.substr(2));
      if (!o.short_name.empty()) absl::StrAppend(&out, " -s ", o.short_name.substr(1));
      if (!o.is_flag()) absl::StrAppend(&out, o.wants == Wants::kFile ? " -r -F" : " -x");
      if (!o.words.empty()) absl::StrAppend(&out, " -a ", Quoted(absl::StrJoin(o.words, " ")));
      absl::StrAppend(&out, " -d ", Quoted(o.about), "\n");
    }
  }
  return out;
}

}  // namespace pullgraph::tools
