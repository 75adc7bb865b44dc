// SPDX-License-Identifier: Apache-2.0
#ifndef PULLGRAPH_TOOLS_COMMAND_LOST_INPUT_H_
#define PULLGRAPH_TOOLS_COMMAND_LOST_INPUT_H_

namespace pullgraph::tools {

// From now on the program ends with a sentence and the code of bad input where a file that it
// reads is cut short by somebody else: the system tells of it by SIGBUS. What it was writing has
// no name yet, so nothing is left.
void TellOfLostInput();

// From now on the program ends at once, with a sentence and the code of a limit, where memory is
// refused: some libraries (hash tables of Abseil among them) do not survive to pass it on. What is
// being written has no name yet.
void TellOfNoMemory();

}  // namespace pullgraph::tools

#endif  // PULLGRAPH_TOOLS_COMMAND_LOST_INPUT_H_
