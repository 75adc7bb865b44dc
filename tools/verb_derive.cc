// SPDX-License-Identifier: Apache-2.0
#include <string>
#include <vector>

#include "io/import/customers.h"
#include "io/import/employers.h"
#include "io/import/togetherness.h"
#include "tools/command/verb.h"
#include "tools/import_finish.h"

namespace pullgraph::tools::verb_derive {
namespace {

struct DeriveSettings {
  TogethernessOptions options;
  std::vector<std::string> through;
  std::string customer;
  bool employers = false;
  MadeFile made;
};

int Derive(Session& session, DeriveSettings& s) {
  if (s.through.empty() && s.customer.empty() && !s.employers) {
    return FailCompute(absl::InvalidArgumentError(
        "what is to be derived?\n--ties-from WHAT, --employers, --customer RULE, or several of them"));
  }
  if (absl::Status p = ParseTiesFrom(s.through, s.options); !p.ok()) return FailCompute(p);
  if (const int code = session.Load(); code != kDone) return code;
  session.Stage("deriving");
  s.options.run = session.run();
  absl::StatusOr<ImportResult> result = ImportResult{session.community(), {}};
  if (s.employers) result = AddEmployers(session.community(), session.run());
  if (result.ok() && !s.through.empty()) {
    ImportReport before = s.employers ? std::move(result->report) : ImportReport();
    result = DeriveTies(result->community, s.options);
    if (result.ok() && s.employers && !session.quiet) PrintReport(before);
  }
  if (result.ok() && !s.customer.empty()) {
    if (absl::Status c = MarkCustomers(s.customer, *result); !c.ok()) return FailCompute(c);
  }
  return FinishMade(session, s.made, result);
}

void Declare(Options& o, Session& session, DeriveSettings& s) {
  session.File(o);
  DeclareMadeFile(o, s.made);
  DeclareTiesFrom(o, s.through);
  DeclareEmployers(o, s.employers);
  DeclareCustomer(o, s.customer);
  o.Num("--largest", s.options.largest, Between(2, 1000),
        "What more members share ties nobody, and neither does what over half of all share");
  o.Num("--strength", s.options.strength, Positive(1),
        "Probability that an introduction passes between two who share one undated thing alone");
}

const bool kRegistered = Register<DeriveSettings>(
    {.name = "derive",
     .group = Group::kBringIn,
     .question = "Adds ties between those who were together, employers by mail addresses, or who is a customer by what they did",
     .examples = {"pullgraph derive c.pull --ties-from same-event -o tied.pull",
                  "pullgraph derive c.pull --customer 'purchase>=1' -o d.pull"}},
    Declare, Derive);

}  // namespace
}  // namespace pullgraph::tools::verb_derive
