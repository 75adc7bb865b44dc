// SPDX-License-Identifier: Apache-2.0
// The manual pages, completion and lists, from what the verbs declare: they cannot say
// anything else than --help.
#include <filesystem>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "tools/command/help.h"

namespace pullgraph::tools::verb_reference {
namespace {

struct ReferenceSettings {
  std::string what = "man";
  std::string folder;
};

// One file below the folder of `all`.
int WriteBelow(Session& session, const std::string& folder, const std::string& path,
               const std::string& text) {
  std::error_code error;
  const std::filesystem::path file = std::filesystem::path(folder) / path;
  std::filesystem::create_directories(file.parent_path(), error);
  if (error) {
    return FailInput(absl::UnavailableError(
        absl::StrCat("cannot make ", file.parent_path().string(), ": ", error.message(),
                     "\na folder that you may write to")));
  }
  session.output = file.string();
  return session.WriteText(text);
}

// Manual pages and completion as an installation has them.
int WriteAll(Session& session, std::string folder) {
  int code = WriteBelow(session, folder, "man/man1/pullgraph.1", CommandManual());
  for (const Verb* verb : AllVerbs()) {
    const std::string name = absl::StrReplaceAll(verb->about.name, {{" ", "-"}});
    if (code != kDone) return code;
    code = WriteBelow(session, folder, absl::StrCat("man/man1/pullgraph-", name, ".1"),
                      VerbManual(*verb));
  }
  const std::pair<const char*, std::string> shells[] = {
      {"completions/pullgraph.bash", BashCompletion()},
      {"completions/_pullgraph", ZshCompletion()},
      {"completions/pullgraph.fish", FishCompletion()}};
  for (const auto& [name, text] : shells) {
    if (code != kDone) return code;
    code = WriteBelow(session, folder, name, text);
  }
  return code;
}

int Run(Session& session, ReferenceSettings& settings) {
  if (settings.what == "all") {
    if (session.output == "-") {
      return FailCompute(absl::InvalidArgumentError("reference all writes a folder\n-o FOLDER"));
    }
    return WriteAll(session, session.output);
  }
  if (settings.what == "bash") return session.WriteText(BashCompletion());
  if (settings.what == "zsh") return session.WriteText(ZshCompletion());
  if (settings.what == "fish") return session.WriteText(FishCompletion());
  if (settings.what == "options") return session.WriteText(OptionList());
  if (settings.what == "verbs") return session.WriteText(VerbTable());
  std::string pages = CommandManual();
  for (const Verb* verb : AllVerbs()) pages += VerbManual(*verb);
  return session.WriteText(pages);
}

void Declare(Options& o, Session& session, ReferenceSettings& s) {
  Option& what = o.Choice("WHAT", s.what, {"man", "bash", "zsh", "fish", "options", "verbs", "all"},
                          "Manual pages; completion for a shell; all options or verbs; or all of "
                          "what an installation has, into a folder");
  what.required = true;
  session.Output(o);
}

const bool kRegistered = Register<ReferenceSettings>(
    {.name = "reference",
     .group = Group::kCheck,
     .question = "Manual pages, completion for bash, zsh and fish, lists of options and verbs",
     .examples = {"pullgraph reference bash > ~/.local/share/bash-completion/completions/pullgraph",
                  "pullgraph reference all -o share"}},
    Declare, Run);

}  // namespace
}  // namespace pullgraph::tools::verb_reference
