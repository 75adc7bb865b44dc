// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <set>

#include "absl/strings/str_cat.h"
#include "algorithms/opportunity/list_change.h"
#include "graph/time.h"
#include "io/answer/figures.h"
#include "io/result_stream.h"
#include "pullgraph/v1/results.pb.h"
#include "tools/command/verb.h"

namespace pullgraph::tools::verb_compare {
namespace {

using figures::CountOf;
using figures::Short;

struct CompareSettings {
  std::string before;
  std::string after;
};

// A list as it was written, and as it is compared; row i of one is entry i of the other.
struct List {
  ResultStream stream;
  std::vector<ListedOpportunity> entries;
  bool prospects = false;  // Of members to become customers, rather than of pulls.
  bool gains = false;      // What meeting them adds is known.

  const v1::Result& Row(const ListedOpportunity* entry) const {
    return stream.rows[static_cast<size_t>(entry - entries.data())];
  }
};

// What meeting somebody adds takes the place of a likelihood, and with whatever they are met
// they are the same entry.
ListedOpportunity EntryOf(const v1::Prospect& p) {
  const double gain = p.has_with_contact() ? p.with_contact() - p.likelihood() : p.likelihood();
  // Lists of an earlier version do not say the value: then their worth does.
  const double worth = p.worth() + p.cost();
  const double value = p.value() > 0 || gain == 0 ? p.value() : worth / gain;
  const double reach = gain * value > 0 ? std::clamp(worth / (gain * value), 0.0, 1.0) : 0;
  return {p.member(), "", p.rank(), gain, reach, value, 0, p.cost()};
}

ListedOpportunity EntryOf(const v1::Opportunity& o) {
  return {o.member(), o.resource(), o.rank(), o.p_attract(), o.p_access(),
          o.value(), o.leverage(), o.cost()};
}

absl::StatusOr<List> ReadList(const std::string& path, const RunControl* run) {
  absl::StatusOr<ResultStream> stream = ReadResults(path, run);
  if (!stream.ok()) return stream.status();
  List list;
  list.stream = *std::move(stream);
  for (const v1::Result& row : list.stream.rows) {
    if (!row.has_opportunity() && !row.has_prospect()) {
      return absl::DataLossError(absl::StrCat(path, ": results of ", list.stream.manifest.verb(),
                                              ", expected those of rank\nwrite them with "
                                              "pullgraph rank FILE --format=pb -o ", path));
    }
    list.prospects |= row.has_prospect();
    list.gains |= row.prospect().has_with_contact();
    list.entries.push_back(row.has_prospect() ? EntryOf(row.prospect())
                                              : EntryOf(row.opportunity()));
  }
  return list;
}

std::string PercentText(double p) { return figures::Plain(figures::Percent(p)); }

std::string ShortText(const char* what, double before, double after) {
  return absl::StrCat(what, " ", Short(before), " -> ", Short(after));
}

std::string Why(const OpportunityChange& change, size_t before_size, size_t after_size,
                bool gain) {
  if (change.before == nullptr) return absl::StrCat("not among the ", before_size, " before");
  if (change.after == nullptr) return absl::StrCat("not among the ", after_size, " now");
  const ListedOpportunity& a = *change.before;
  const ListedOpportunity& b = *change.after;
  const OpportunityPart part = change.largest();
  if (change.effect[static_cast<size_t>(part)] == 0) return "others moved";
  switch (part) {
    case OpportunityPart::kAttract:
      return absl::StrCat(gain ? "what meeting adds " : "likelihood ", PercentText(a.p_attract), " -> ",
                          PercentText(b.p_attract));
    case OpportunityPart::kAccess:
      return absl::StrCat("access ", PercentText(a.p_access), " -> ", PercentText(b.p_access));
    case OpportunityPart::kValue:
      return ShortText("value", a.value, b.value);
    case OpportunityPart::kLeverage:
      return ShortText("leverage", a.leverage, b.leverage);
    case OpportunityPart::kCost:
      return ShortText("cost", a.cost, b.cost);
  }
  return "";
}

v1::OpportunityChange ToChange(const OpportunityChange& change, const List& before,
                               const List& after) {
  v1::OpportunityChange message;
  const v1::Result& row = change.after != nullptr ? after.Row(change.after)
                                                  : before.Row(change.before);
  const auto name = [&](const auto& listed) {
    message.set_member(listed.member());
    message.set_member_name(listed.member_name());
    message.set_resource(listed.resource());
    message.set_resource_name(listed.resource_name());
  };
  row.has_prospect() ? name(row.prospect()) : name(row.opportunity());
  if (change.before != nullptr) {
    message.set_rank_before(change.before->rank);
    message.set_expected_value_before(change.before->expected_value());
  }
  if (change.after != nullptr) {
    message.set_rank_after(change.after->rank);
    message.set_expected_value_after(change.after->expected_value());
  }
  const auto effect = [&](OpportunityPart part) {
    return change.effect[static_cast<size_t>(part)];
  };
  message.set_difference(change.difference);
  message.set_effect_of_attract(effect(OpportunityPart::kAttract));
  message.set_effect_of_access(effect(OpportunityPart::kAccess));
  message.set_effect_of_value(effect(OpportunityPart::kValue));
  message.set_effect_of_leverage(effect(OpportunityPart::kLeverage));
  message.set_effect_of_cost(effect(OpportunityPart::kCost));
  message.set_why(Why(change, before.entries.size(), after.entries.size(), after.gains));
  return message;
}

// What differs between two runs themselves, in words.
std::vector<std::string> RunDifferences(const v1::RunManifest& a, const v1::RunManifest& b) {
  std::vector<std::string> found;
  const auto note = [&](const std::string& what, const std::string& x, const std::string& y) {
    if (x != y) found.push_back(absl::StrCat(what, ": ", x, " -> ", y));
  };
  const auto as_of = [](const v1::RunManifest& m) {
    return m.has_as_of() ? FormatDate(Time(m.as_of())) : std::string("all of history");
  };
  note("version", a.version(), b.version());
  note("as of", as_of(a), as_of(b));
  note("seed", absl::StrCat(a.seed()), absl::StrCat(b.seed()));
  if (a.input_crc32c() != b.input_crc32c() || a.input_bytes() != b.input_bytes()) {
    found.push_back(absl::StrCat("input: another file (", a.input(), " -> ", b.input(), ")"));
  }
  std::set<std::string> names;
  const auto value_of = [](const v1::RunManifest& m, const std::string& name) {
    for (const v1::Parameter& p : m.parameters()) {
      if (p.name() == name) return p.value();
    }
    return std::string("not given");
  };
  for (const v1::RunManifest* m : {&a, &b}) {
    for (const v1::Parameter& p : m->parameters()) names.insert(p.name());
  }
  for (const std::string& name : names) note(name, value_of(a, name), value_of(b, name));
  return found;
}

absl::StatusOr<Answer> Compare(Session& session, const CompareSettings& settings) {
  const absl::StatusOr<List> before = ReadList(settings.before, session.run());
  if (!before.ok()) return before.status();
  const absl::StatusOr<List> after = ReadList(settings.after, session.run());
  if (!after.ok()) return after.status();
  if (before->prospects != after->prospects && !before->entries.empty() && !after->entries.empty()) {
    return absl::InvalidArgumentError(absl::StrCat(
        settings.before, " and ", settings.after, " are lists of different goals\n",
        "compare two lists of rank with the same --goal"));
  }
  const auto changes = CompareLists(before->entries, after->entries);
  if (!changes.ok()) return changes.status();
  size_t entered = 0;
  size_t left = 0;
  Answer answer;
  answer.Of<v1::OpportunityChange>();
  for (const OpportunityChange& change : *changes) {
    entered += change.before == nullptr;
    left += change.after == nullptr;
    if (session.HasRoom(answer)) answer.Add(ToChange(change, *before, *after));
  }
  answer.title = absl::StrCat(
      CountOf(before->entries.size(), "opportunity", "opportunities"), " before, ",
      figures::Grouped(after->entries.size()), " now: ", entered, " entered, ", left, " left, ",
      changes->size() - entered - left, " changed");
  for (std::string& difference :
       RunDifferences(before->stream.manifest, after->stream.manifest)) {
    answer.Note(std::move(difference));
  }
  return answer;
}

// Reads no community: what is wrong is the input's.
int Run(Session& session, CompareSettings& settings) {
  session.Stage("comparing");
  absl::StatusOr<Answer> answer = Compare(session, settings);
  return answer.ok() ? session.Write(*std::move(answer)) : FailInput(answer.status());
}

void Declare(Options& o, Session& session, CompareSettings& s) {
  o.File("BEFORE", s.before, "What rank --format=pb wrote, or -").required = true;
  o.File("AFTER", s.after, "The same, later").required = true;
  session.Common(o);
  session.Result(o, 20);
}

const bool kRegistered = Register<CompareSettings>(
    {.name = "compare",
     .group = Group::kCheck,
     .question = "What changed between two ranked lists, and why?",
     .examples = {"pullgraph rank q.pull --as-of 2018-08-01 --format=pb -o july.pb",
                  "pullgraph rank q.pull --format=pb -o now.pb", "pullgraph compare july.pb now.pb"}},
    Answers<v1::OpportunityChange>(), Declare, Run);

}  // namespace
}  // namespace pullgraph::tools::verb_compare
