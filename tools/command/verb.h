// SPDX-License-Identifier: Apache-2.0
// What a verb is. One file says all of it: its name, group and question, the options it
// honours, what it runs, what it answers and what it costs. Help, manual pages, completion
// and --estimate derive from that. To add a verb, add a file like the others.
#ifndef PULLGRAPH_TOOLS_COMMAND_VERB_H_
#define PULLGRAPH_TOOLS_COMMAND_VERB_H_

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "io/answer/answer.h"
#include "tools/options.h"
#include "tools/command/session.h"

namespace pullgraph::tools {

// The order in which help lists the verbs.
enum class Group { kBringIn, kLook, kUnderstand, kAct, kCheck };

// Of a run with default options: about twice what it took on generated communities of
// 20,000 and 100,000 members. Rows are members, resources, arcs, signals and touches.
struct Cost {
  double seconds = 0.5;       // Of CPU time, for a million rows.
  double row_bytes = 0;       // For a row, beside those of the community.
  double model_bytes = 0;     // For each member that a model samples, of 8,000 at most.
};

struct About {
  const char* name = "";      // "rank", "import csv".
  Group group = Group::kLook;
  const char* question = "";  // What it answers, in one line.
  std::vector<const char*> examples;  // Commands; the first runs on the demo data.
  Cost cost = {};
};

// A function of a verb whatever its settings are, and what calls it with them.
using AnyFunction = void (*)();

struct Verb {
  About about;
  std::vector<const google::protobuf::Descriptor*> answers;
  std::shared_ptr<void> settings;
  std::shared_ptr<void> (*make_settings)() = nullptr;  // Others, at their defaults.
  AnyFunction declare = nullptr;
  AnyFunction run = nullptr;
  void (*call_declare)(const Verb&, Session&, Options&) = nullptr;
  int (*call_run)(const Verb&, Session&) = nullptr;  // The exit code.
};

// All verbs, by group and then in the order of the command's help.
std::vector<const Verb*> AllVerbs();
const Verb* FindVerb(const std::string& name);

// Adds a verb; the result is of no use but that a variable can be made of it.
bool AddVerb(Verb verb);

// An answer, or why there is none, as exit code; what goes before and after it.
int BeginAnswer(Session& session, const Verb& verb);
int EndAnswer(Session& session, absl::StatusOr<Answer> answer);

// The message types that a verb may answer with.
template <class... Rows>
std::vector<const google::protobuf::Descriptor*> Answers() {
  return {Rows::descriptor()...};
}

template <class Settings>
Verb Declared(About about, std::vector<const google::protobuf::Descriptor*> answers,
              void (*declare)(Options&, Session&, Settings&)) {
  Verb verb;
  verb.about = std::move(about);
  verb.answers = std::move(answers);
  verb.make_settings = []() -> std::shared_ptr<void> { return std::make_shared<Settings>(); };
  verb.settings = verb.make_settings();
  verb.declare = reinterpret_cast<AnyFunction>(declare);
  verb.call_declare = [](const Verb& v, Session& session, Options& options) {
    reinterpret_cast<void (*)(Options&, Session&, Settings&)>(v.declare)(
        options, session, *static_cast<Settings*>(v.settings.get()));
  };
  return verb;
}

// A verb that turns a community into an answer. `Settings` holds what its options set.
template <class Settings>
bool Register(About about, std::vector<const google::protobuf::Descriptor*> answers,
              void (*declare)(Options&, Session&, Settings&),
              absl::StatusOr<Answer> (*answer)(Session&, Settings&)) {
  Verb verb = Declared(std::move(about), std::move(answers), declare);
  verb.run = reinterpret_cast<AnyFunction>(answer);
  verb.call_run = [](const Verb& v, Session& session) {
    if (const int code = BeginAnswer(session, v); code != kDone) return code;
    return EndAnswer(session,
                     reinterpret_cast<absl::StatusOr<Answer> (*)(Session&, Settings&)>(v.run)(
                         session, *static_cast<Settings*>(v.settings.get())));
  };
  return AddVerb(std::move(verb));
}

// A verb that reads and writes by itself; `run` gives the exit code.
template <class Settings>
bool Register(About about, std::vector<const google::protobuf::Descriptor*> answers,
              void (*declare)(Options&, Session&, Settings&), int (*run)(Session&, Settings&)) {
  Verb verb = Declared(std::move(about), std::move(answers), declare);
  verb.run = reinterpret_cast<AnyFunction>(run);
  verb.call_run = [](const Verb& v, Session& session) {
    return reinterpret_cast<int (*)(Session&, Settings&)>(v.run)(
        session, *static_cast<Settings*>(v.settings.get()));
  };
  return AddVerb(std::move(verb));
}
template <class Settings>
bool Register(About about, void (*declare)(Options&, Session&, Settings&),
              int (*run)(Session&, Settings&)) {
  return Register<Settings>(std::move(about), Answers<>(), declare, run);
}

// Parses `words`, runs the verb.
int RunVerb(Session& session, const Verb& verb, const std::vector<std::string>& words);

// "rank: up to 76 s of CPU time and 1.9 GB of memory ...", one line.
std::string EstimateText(const About& about, const CommunityGraph& community);

}  // namespace pullgraph::tools

#endif  // PULLGRAPH_TOOLS_COMMAND_VERB_H_
