// SPDX-License-Identifier: Apache-2.0
// What the command says of itself, from what the verbs declare: help, manual pages,
// completion for three shells, lists of columns and options.
#ifndef PULLGRAPH_TOOLS_COMMAND_HELP_H_
#define PULLGRAPH_TOOLS_COMMAND_HELP_H_

#include <string>

#include "tools/command/verb.h"

namespace pullgraph::tools {

// Verbs by the question they answer.
std::string CommandHelp();
// One verb: an example, its options, the exit codes. The verb "import" lists its formats.
std::string HelpText(const Verb& verb, const Options& options);
std::string FamilyHelp(const std::string& family);
// True if there are verbs "family ...".
bool IsFamily(const std::string& family);

// "bring in", "look", ...
std::string GroupName(Group group);

// The columns of CSV (and their headers in tables) of all that a verb answers.
std::string ColumnList(const Verb& verb);

// roff of pullgraph(1), and of pullgraph-VERB(1).
std::string CommandManual();
std::string VerbManual(const Verb& verb);

std::string BashCompletion();
std::string ZshCompletion();
std::string FishCompletion();

// One line an option, tab-separated: verb, option, value, words, modes; for programs and
// for the test that every option has an effect.
std::string OptionList();

// A Markdown table of verbs and the questions they answer.
std::string VerbTable();

// Options of a verb, as it declares them to a session of its own.
Options DeclaredOptions(const Verb& verb);

}  // namespace pullgraph::tools

#endif  // PULLGRAPH_TOOLS_COMMAND_HELP_H_
