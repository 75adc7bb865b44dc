// SPDX-License-Identifier: Apache-2.0
// The manual page and shell completion, from the options that the verbs declare: they
// cannot say anything else than --help.
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "tools/result_writer.h"
#include "tools/verb.h"

namespace pullgraph::tools {
namespace {

std::vector<const CLI::App*> VerbsOf(const CLI::App& app) {
  std::vector<const CLI::App*> verbs;
  for (const CLI::App* verb : app.get_subcommands([](const CLI::App*) { return true; })) {
    verbs.push_back(verb);
  }
  return verbs;
}

// Text as roff takes it: no line of it is a request.
std::string Roff(const std::string& text) {
  std::string out =
      absl::StrReplaceAll(text, {{"\\", "\\e"}, {"-", "\\-"}, {"\n.", "\n\\&."}, {"\n'", "\n\\&'"}});
  if (!out.empty() && (out[0] == '.' || out[0] == '\'')) out.insert(0, "\\&");
  return out;
}

// What --help says of a verb: a line, then examples as they stand.
void AppendAbout(const std::string& about, std::string& out) {
  const size_t line = about.find('\n');
  absl::StrAppend(&out, Roff(about.substr(0, line)), "\n");
  if (line == std::string::npos) return;
  absl::StrAppend(&out, ".PP\n.nf\n", Roff(about.substr(about.find_first_not_of('\n', line))),
                  "\n.fi\n");
}

void AppendOption(const CLI::Option& option, std::string& out) {
  const bool positional = option.get_positional();
  const std::string name = option.get_name(positional, !positional);
  absl::StrAppend(&out, ".TP\n.B ", Roff(absl::StrReplaceAll(name, {{",", ", "}})));
  if (!positional && option.get_items_expected_max() > 0 && !option.get_type_name().empty()) {
    absl::StrAppend(&out, " ", Roff(option.get_type_name()));
  }
  absl::StrAppend(&out, "\n", Roff(option.get_description()));
  if (!option.get_default_str().empty()) {
    absl::StrAppend(&out, " Default: ", Roff(option.get_default_str()), ".");
  }
  absl::StrAppend(&out, "\n");
}

void AppendVerb(const std::string& path, const CLI::App& verb, std::string& out) {
  const std::string name = absl::StrCat(path, verb.get_name());
  const std::vector<const CLI::App*> formats = VerbsOf(verb);
  absl::StrAppend(&out, ".SS ", Roff(name), "\n");
  AppendAbout(verb.get_description(), out);
  if (formats.empty()) {
    for (const CLI::Option* option : verb.get_options()) AppendOption(*option, out);
  }
  for (const CLI::App* format : formats) AppendVerb(name + " ", *format, out);
}

std::string ManualPage(const CLI::App& app) {
  std::string out = absl::StrCat(".TH PULLGRAPH 1 \"\" \"pullgraph ", PULLGRAPH_VERSION,
                                 "\" \"User Commands\"\n.SH NAME\npullgraph \\- who pulls at the "
                                 "edge of a market, and through whom to reach them\n.SH SYNOPSIS\n"
                                 ".B pullgraph\n.I VERB\n.RI [ FILE | \\- ]\n.RI [ options ]\n"
                                 ".SH DESCRIPTION\n");
  AppendAbout(app.get_description(), out);
  absl::StrAppend(&out, ".SH VERBS\n");
  for (const CLI::App* verb : VerbsOf(app)) AppendVerb("", *verb, out);
  absl::StrAppend(&out,
                  ".SH EXIT STATUS\n0 done; 1 a negative answer (validate found faults); 2 bad "
                  "usage; 3 bad input; 4 input or output failed; 5 a limit or memory; 130 "
                  "interrupted.\n");
  return out;
}

// Words that may follow a verb: its options, and its formats if it has any.
std::string WordsAfter(const CLI::App& verb) {
  std::string words;
  for (const CLI::App* format : VerbsOf(verb)) absl::StrAppend(&words, format->get_name(), " ");
  for (const CLI::Option* option : verb.get_options()) {
    for (const std::string& name : option->get_lnames()) absl::StrAppend(&words, "--", name, " ");
  }
  if (!words.empty()) words.pop_back();
  return words;
}

std::string BashCompletion(const CLI::App& app) {
  std::string verbs;
  std::string cases;
  for (const CLI::App* verb : VerbsOf(app)) {
    absl::StrAppend(&verbs, verb->get_name(), " ");
    for (const CLI::App* format : VerbsOf(*verb)) {
      absl::StrAppend(&cases, "    \"", verb->get_name(), " ", format->get_name(), "\") words=\"",
                      WordsAfter(*format), "\" ;;\n");
    }
    absl::StrAppend(&cases, "    \"", verb->get_name(), " \"*) words=\"", WordsAfter(*verb),
                    "\" ;;\n");
  }
  return absl::StrCat(
      "# bash completion for pullgraph\n"
      "_pullgraph() {\n"
      "  local word=${COMP_WORDS[COMP_CWORD]} words\n"
      "  if ((COMP_CWORD == 1)); then\n"
      "    COMPREPLY=($(compgen -W \"", verbs, "--help --version\" -- \"$word\"))\n"
      "    return\n"
      "  fi\n"
      "  case \"${COMP_WORDS[1]} ${COMP_WORDS[2]}\" in\n", cases,
      "  esac\n"
      "  COMPREPLY=($(compgen -W \"$words\" -- \"$word\"))\n"
      "  [[ $word == -* ]] || COMPREPLY+=($(compgen -f -- \"$word\"))\n"
      "}\n"
      "complete -o filenames -F _pullgraph pullgraph\n");
}

}  // namespace

void AddReference(CLI::App& app, Session& session) {
  CLI::App* verb = app.add_subcommand(
      "reference", "Prints the manual page, or completion for bash\n\n"
                   "  pullgraph reference man | man -l -\n"
                   "  source <(pullgraph reference bash)");
  const auto what = std::make_shared<std::string>("man");
  verb->add_option("WHAT", *what, "man or bash")
      ->check(CLI::IsMember({"man", "bash"}))
      ->capture_default_str();
  verb->add_option("-o,--output", session.output, "File to write; - is standard output")
      ->capture_default_str();
  SetAction(*verb, [&app, &session, what] {
    return FinishText(session, *what == "man" ? ManualPage(app) : BashCompletion(app));
  });
}

}  // namespace pullgraph::tools
