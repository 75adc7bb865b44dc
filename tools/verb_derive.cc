// SPDX-License-Identifier: Apache-2.0
#include <string>
#include <vector>

#include "io/import/togetherness.h"
#include "tools/command/verb.h"
#include "tools/import_finish.h"

namespace pullgraph::tools::verb_derive {
namespace {

struct DeriveSettings {
  TogethernessOptions options;
  std::vector<std::string> through;
  MadeFile made;
};

int Derive(Session& session, DeriveSettings& s) {
  if (absl::Status p = ParseTiesFrom(s.through, s.options); !p.ok()) return FailCompute(p);
  if (const int code = session.Load(); code != kDone) return code;
  session.Stage("deriving ties");
  s.options.run = session.run();
  return FinishMade(session, s.made, DeriveTies(session.community(), s.options));
}

void Declare(Options& o, Session& session, DeriveSettings& s) {
  session.File(o);
  DeclareMadeFile(o, s.made);
  DeclareTiesFrom(o, s.through).required = true;
  o.Num("--largest", s.options.largest, Between(2, 1000),
        "What more members share ties nobody, and neither does what over half of all share");
  o.Num("--strength", s.options.strength, Positive(1),
        "Probability that an introduction passes between two who share one undated thing alone");
}

const bool kRegistered = Register<DeriveSettings>(
    {.name = "derive",
     .group = Group::kBringIn,
     .question = "Adds ties between those who were together: at events, in threads, at work",
     .examples = {"pullgraph derive c.pull --ties-from same-event -o tied.pull"}},
    Declare, Derive);

}  // namespace
}  // namespace pullgraph::tools::verb_derive
