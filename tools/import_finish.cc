// SPDX-License-Identifier: Apache-2.0
#include "tools/import_finish.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "io/community_file.h"
#include "io/output_file.h"
#include "tools/command/host.h"
#include "tools/options.h"

namespace pullgraph::tools {

void PrintReport(const ImportReport& report) {
  for (const auto& [what, count] : report.counts()) {
    SayAside(absl::StrFormat("%10d  %s\n", count, what));
  }
  for (const ImportNote& note : report.notes()) {
    if (note.count == 0) {  // Of no rows: a sentence.
      SayAside(absl::StrCat("note: ", note.what, "\n"));
      continue;
    }
    SayAside(absl::StrCat("note: ", note.what, ": ", note.count, note.example.empty() ? "" : ", first at ",
                          note.example, "\n"));
  }
}

void NoteWhatIsMissing(const CommunityGraph& c, ImportReport& report) {
  if (c.num_members() == 0) {
    report.Note("nobody is in it", "", 0);
    return;
  }
  if (c.num_ties() == 0) {
    report.Note("no ties: nobody can introduce anybody, and there are no clusters", "", 0);
  }
  if (c.memberships().size() == 0) {
    report.Note("nobody is said to be a customer: rank, convert and edges need it; bring in memberships too, or "
                "give a rule such as --customer 'purchase>=1'", "", 0);
  }
}

absl::Status WriteTo(const std::string& output, const CommunityGraph& community, bool compact,
                     const RunControl& run) {
  absl::StatusOr<OutputFile> out = OutputFile::Create(output);
  if (!out.ok()) return out.status();
  const auto append = [&](std::string_view bytes) { return out->Append(bytes); };
  absl::Status s =
      WriteCommunity(community, append, {.compact_arcs = compact, .run = &run});
  if (s.ok()) s = CheckCancelled(&run);
  return s.ok() ? out->Commit() : s;
}

void DeclareWeight(Options& o, GraphWeight& weight) {
  o.Choice<GraphWeight>("--weight", weight,
                        {{"auto", GraphWeight::kAuto},
                         {"count", GraphWeight::kCount},
                         {"strength", GraphWeight::kStrength},
                         {"distance", GraphWeight::kDistance},
                         {"ignore", GraphWeight::kIgnore}},
                        "What weights of a graph's edges mean; auto: counts if all are whole, "
                        "strengths if all are in (0, 1]");
}

Option& DeclareTiesFrom(Options& o, std::vector<std::string>& words) {
  return o.Texts("--ties-from", words, "WHAT",
                 "Ties those who share it: same-event, same-thread, same-resource or same-organization; "
                 "may be repeated");
}

absl::Status ParseTiesFrom(const std::vector<std::string>& words, TogethernessOptions& options) {
  for (const std::string& word : words) {
    const absl::StatusOr<Togetherness> through = ParseTogetherness(word);
    if (!through.ok()) {
      return absl::InvalidArgumentError(absl::StrCat("--ties-from: ", through.status().message()));
    }
    options.through.push_back(*through);
  }
  return absl::OkStatus();
}

void DeclareCustomer(Options& o, std::string& rule) {
  o.Text("--customer", rule, "RULE",
         "Who is a customer: KIND>=NUMBER of signals, tag=WORD or ATTRIBUTE=VALUE, joined by 'and' and 'or'");
}

void DeclareEmployers(Options& o, bool& employers) {
  o.Flag("--employers", employers,
         "Takes the domain of a mail address, a mail provider's apart, for an employer since the first act: "
         "attribute organisation");
}

void DeclareAliases(Options& o, std::string& path) {
  o.File("--aliases", path, "Table of accounts and whose they are: columns alias and person, as identities writes them");
}

void DeclareMadeFile(Options& o, MadeFile& made) {
  o.File("-o,--output", made.output, "Community file to write; - is standard output").required = true;
  o.Flag("--compact", made.compact, "Store ties as gaps: a third of the size, slower to read");
}

int FinishMade(Session& session, const MadeFile& made, const absl::StatusOr<ImportResult>& result) {
  if (!result.ok()) return FailCompute(result.status());
  const RunControl writing =
      PartOf(session.run(), absl::StrCat("writing ", made.output).c_str(), 0.9, 1);
  if (absl::Status w = WriteTo(made.output, result->community, made.compact, writing); !w.ok()) {
    return FailInput(w);
  }
  if (!session.quiet) PrintReport(result->report);
  return kDone;
}

}  // namespace pullgraph::tools
