// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cstdio>
#include <exception>
#include <memory>
#include <new>
#include <stdexcept>
#include <string>
#include <vector>

#include "tools/nearest.h"
#include "tools/verb.h"

namespace pullgraph::tools {
namespace {

constexpr char kAbout[] =
    "Finds who at the edge of your market pulls on you, through whom to reach them, with\n"
    "what, how likely it is and what it is worth.\n\n"
    "  pullgraph import stackexchange DUMP -o q.pull\n"
    "  pullgraph rank q.pull --limit 20";

// The verb that the arguments name, or the command itself.
const CLI::App* Addressed(const CLI::App& app) {
  const std::vector<CLI::App*> verbs = app.get_subcommands();
  return verbs.empty() ? &app : Addressed(*verbs.front());
}

int FailUsage(const CLI::App& app, const CLI::ParseError& error) {
  const CLI::App* verb = Addressed(app);
  std::string cause = error.what();
  std::replace(cause.begin(), cause.end(), '\n', ' ');
  std::fprintf(stderr, "pullgraph: %s\n", cause.c_str());
  const std::string nearest = NearestWord(*verb, cause);
  std::string path = verb->get_name();
  for (const CLI::App* p = verb->get_parent(); p != nullptr; p = p->get_parent()) {
    path = p->get_name() + " " + path;
  }
  if (!nearest.empty()) {
    std::fprintf(stderr, "  try: %s\n", nearest.c_str());
  } else {
    std::fprintf(stderr, "  try: %s --help\n", path.c_str());
  }
  return kBadUsage;
}

// In the list of verbs each takes one line; its own help opens with an example.
class OneLineFormatter : public CLI::Formatter {
 public:
  std::string make_subcommand(const CLI::App* verb) const override {
    const std::string about = verb->get_description();
    return "  " + verb->get_name() + std::string(14 - verb->get_name().size(), ' ') +
           about.substr(0, about.find('\n')) + "\n";
  }
};

// "" if the first argument is a flag or a verb.
std::string UnknownVerb(const CLI::App& app, int argc, char** argv) {
  const std::string word = argc > 1 ? argv[1] : "-";
  if (word[0] == '-') return "";
  const auto verbs = app.get_subcommands([](const CLI::App*) { return true; });
  const bool known = std::any_of(verbs.begin(), verbs.end(),
                                 [&](const CLI::App* verb) { return verb->check_name(word); });
  return known ? "" : word;
}

int Main(int argc, char** argv) {
  CLI::App app(kAbout, "pullgraph");
  app.set_version_flag("--version", std::string("pullgraph ") + PULLGRAPH_VERSION);
  app.require_subcommand(1);
  app.formatter(std::make_shared<OneLineFormatter>());
  Session session;
  AddImport(app, session);
  AddInfo(app, session);
  AddCat(app, session);
  AddExport(app, session);
  AddValidate(app, session);
  AddGenerate(app, session);
  AddAccess(app, session);
  AddAchieve(app, session);
  AddAttract(app, session);
  AddEdges(app, session);
  AddWaste(app, session);
  AddNeeds(app, session);
  AddPace(app, session);
  AddTrajectory(app, session);
  AddLeverage(app, session);
  AddRank(app, session);
  AddBacktest(app, session);
  AddReport(app, session);
  AddCompare(app, session);
  AddReference(app, session);
  if (argc <= 1) {
    std::fputs(app.help().c_str(), stderr);
    return kBadUsage;
  }
  if (const std::string word = UnknownVerb(app, argc, argv); !word.empty()) {
    const std::string nearest = NearestWord(app, word);
    std::fprintf(stderr, "pullgraph: there is no verb '%s'\n  try: %s\n", word.c_str(),
                 nearest.empty() ? "pullgraph --help" : ("pullgraph " + nearest).c_str());
    return kBadUsage;
  }
  try {
    app.parse(argc, argv);
  } catch (const CLI::CallForHelp&) {
    std::fputs(Addressed(app)->help().c_str(), stdout);
    return kDone;
  } catch (const CLI::CallForVersion& version) {
    std::printf("%s\n", version.what());
    return kDone;
  } catch (const CLI::ParseError& error) {
    return FailUsage(app, error);
  }
  return RunAction();
}

}  // namespace
}  // namespace pullgraph::tools

int main(int argc, char** argv) {
  try {
    return pullgraph::tools::Main(argc, argv);
  } catch (const std::bad_alloc&) {
    std::fputs("pullgraph: out of memory\n  try: a machine or a limit with more memory, or a smaller input\n",
               stderr);
    return pullgraph::tools::kLimit;
  } catch (const std::length_error&) {
    std::fputs("pullgraph: out of memory\n  try: a smaller input\n", stderr);
    return pullgraph::tools::kLimit;
  } catch (const std::exception& error) {
    std::fprintf(stderr, "pullgraph: internal error: %s\n  try: report it with the command you ran\n",
                 error.what());
    return pullgraph::tools::kLimit;
  }
}
