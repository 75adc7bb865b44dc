// SPDX-License-Identifier: Apache-2.0
// `pullgraph import PATH...`: brings in whatever is there.
#include <string>

#include "absl/strings/str_cat.h"
#include "io/import/customers.h"
#include "io/import/far_dates.h"
#include "io/import/offer_rule.h"
#include "tools/command/verb.h"
#include "tools/import_finish.h"
#include "tools/import_sources.h"

namespace pullgraph::tools::verb_import_any {
namespace {

struct AnySettings : SourceSettings {
  std::string output;
  std::string customer;
  std::string offer;
  bool compact = false;
};

int RunAny(Session& session, AnySettings& s) {
  absl::StatusOr<ImportResult> result = ReadSources(session, s);
  if (!result.ok()) return FailInput(result.status());
  result->report = ImportReport();  // It has been told.
  if (!s.customer.empty()) {
    if (absl::Status c = MarkCustomers(s.customer, *result); !c.ok()) return FailCompute(c);
  }
  if (!s.offer.empty()) {
    if (absl::Status o = MarkOffering(s.offer, *result); !o.ok()) return FailCompute(o);
  }
  NoteFarDates(result->community, result->report);
  NoteWhatIsMissing(result->community, result->report);
  if (!s.dry_run) {
    const RunControl writing =
        PartOf(session.run(), absl::StrCat("writing ", s.output).c_str(), 0.9, 1);
    if (absl::Status w = WriteTo(s.output, result->community, s.compact, writing); !w.ok()) {
      return FailInput(w);
    }
  }
  if (!session.quiet) PrintReport(result->report);
  return kDone;
}

void DeclareAny(Options& o, Session& session, AnySettings& s) {
  DeclareSources(o, s);
  o.File("-o,--output", s.output, "Community file to write; - is standard output");
  o.Flag("--dry-run", s.dry_run, "Only says what each is taken for and what it makes");
  DeclareCustomer(o, s.customer);
  o.Text("--offer", s.offer, "RULE",
         "What is the market's own to offer: kind=WORD, topic=ID or resource=ID, joined by 'or'");
  o.Flag("--compact", s.compact, "Store ties as gaps: a third of the size, slower to read");
  session.Common(o);
}

int CheckAndRun(Session& session, AnySettings& s) {
  if (s.output.empty() && !s.dry_run) {
    return FailCompute(absl::InvalidArgumentError(
        "import writes a community file: which?\n-o FILE, or --dry-run"));
  }
  return RunAny(session, s);
}

const bool kRegistered = Register<AnySettings>(
    {.name = "import",
     .group = Group::kBringIn,
     .question = "Turns exports into a community file: forums, chats, mail, GitHub, git, tables, graphs",
     .examples = {"pullgraph import dump/ -o q.pull",
                  "pullgraph import forum.sql.gz slack.zip list.mbox -o all.pull",
                  "pullgraph import contacts.csv --dry-run"}},
    DeclareAny, CheckAndRun);

}  // namespace
}  // namespace pullgraph::tools::verb_import_any
