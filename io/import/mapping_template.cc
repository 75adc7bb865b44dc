// SPDX-License-Identifier: Apache-2.0
#include "io/import/mapping_template.h"

#include <algorithm>
#include <optional>
#include <set>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "graph/string_table.h"
#include "io/byte_source.h"
#include "io/import/json_table.h"
#include "io/import/place.h"
#include "io/import/status_macros.h"
#include "io/import/table_text.h"
#include "io/import/usual_dates.h"
#include "nlohmann/json.hpp"

namespace pullgraph {
namespace {

using Json = nlohmann::ordered_json;  // In the order in which people read it.
using Words = std::vector<std::string_view>;

const Words kMail = {"email", "e-mail", "mail", "email address", "e-mail address"};
const Words kPerson = {"username", "user", "login", "member", "member id", "user id", "userid", "contact id",
                       "customer id", "person", "attendee", "participant", "id"};
const Words kName = {"name", "full name", "display name", "display_name", "member name"};
const Words kFirst = {"first name", "firstname", "given name", "vorname"};
const Words kLast = {"last name", "lastname", "surname", "family name", "nachname"};
const Words kJoined = {"joined", "joined at", "joined_at", "created", "created at", "created_at", "create date",
                       "registered", "registered at", "seit", "since", "member since", "sign up date", "signup date"};
const Words kStatus = {"status", "plan", "lifecycle stage", "stage", "customer", "subscription", "tier", "segment"};
const Words kFrom = {"from", "source", "sender", "from_id", "source_id", "author", "member_a", "person_a"};
const Words kTo = {"to", "target", "receiver", "recipient", "to_id", "target_id", "member_b", "person_b"};
const Words kThing = {"event", "event name", "course", "webinar", "session", "workshop", "product", "product name",
                      "item", "article", "page", "resource", "content", "title"};
const Words kWhen = {"date", "at", "time", "when", "timestamp", "order date", "purchased at", "attended at",
                     "event date", "viewed at", "sent at"};
const std::vector<std::string_view> kPrivate = {"phone", "mobile", "birth", "street", "address", "iban", "note",
                                                "comment", "password", "salary", "gender", "religion"};

struct TableColumn {
  std::string name;
  std::vector<std::string> cells;  // Those that are not empty.
  bool used = false;
};

// Reads cells as dates: the formats that read all of them.
const char* const kFormats[] = {"usual", "%d.%m.%Y", "%d.%m.%Y %H:%M", "%m/%d/%Y", "%m/%d/%Y %H:%M",
                                "%d/%m/%Y", "%d/%m/%Y %H:%M", "%d-%m-%Y", "%Y%m%d", "epoch", "excel"};

class Guesser {
 public:
  explicit Guesser(std::vector<TableColumn> columns) : columns_(std::move(columns)) {}

  MappingTemplate Run() {
    Json tables = Json::array();
    TableColumn *from = Find(kFrom), *to = Find(kTo);
    if (from != nullptr && to != nullptr) {
      tables.push_back(Ties(*from, *to));
    } else {
      People(tables);
    }
    MappingTemplate made;
    made.json = Json{{"tables", tables}}.dump(2) + "\n";
    made.report = std::move(report_);
    return made;
  }

 private:
  TableColumn* Find(const Words& names) {
    for (const std::string_view name : names) {
      for (TableColumn& column : columns_) {
        if (!column.used && FoldedName(column.name) == name) return &column;
      }
    }
    return nullptr;
  }

  void Say(const TableColumn& column, const std::string& what) {
    report_.Note(absl::StrCat("'", column.name, "' is taken for ", what,
                              column.cells.empty() ? "" : absl::StrCat(": ", column.cells[0])),
                 "", 0);
  }

  // The whole table has one name for what is said of it.
  static Json Text(const char* text) { return Json{{"text", text}}; }

  Json Person(TableColumn& column) {
    const bool is_mail = std::any_of(column.cells.begin(), column.cells.end(),
                                     [](const std::string& c) { return c.find('@') != std::string::npos; });
    return is_mail ? Json{{"column", column.name}, {"lower", true}} : Json(column.name);
  }

  Json Date(TableColumn& column, const std::string& what) {
    column.used = true;
    std::vector<std::string> fit;
    for (const char* format : kFormats) {
      const bool all = std::all_of(column.cells.begin(), column.cells.end(), [&](const std::string& cell) {
        return ParseTimeBy(cell, format).ok();
      });
      if (all) fit.emplace_back(format);
    }
    if (fit.empty()) {
      report_.Note(absl::StrCat("dates of '", column.name, "' are of no usual form; say which: \"date\": \"%d %m %Y\""),
                   column.cells[0], 0);
      return Json{{"column", column.name}, {"date", "%d.%m.%Y"}, {"otherwise", ""}};
    }
    Say(column, absl::StrCat("the time of ", what, fit[0] == "usual" ? "" : absl::StrCat(", as ", fit[0])));
    if (fit[0] == "usual") return column.name;
    if (fit.size() > 1) {
      report_.Note(absl::StrCat("dates of '", column.name, "' can be read by ", absl::StrJoin(fit, " and by "),
                                ": check which is meant"), "", 0);
    }
    return Json{{"column", column.name}, {"date", fit[0]}};
  }

  Json Ties(TableColumn& from, TableColumn& to) {
    from.used = to.used = true;
    Say(from, "who does it");
    Say(to, "to whom");
    Json columns = {{"from", Person(from)}, {"to", Person(to)}, {"kind", Text("messaged")}};
    if (TableColumn* when = Find(kWhen)) columns["at"] = Date(*when, "the exchange");
    if (TableColumn* count = Find({"count", "weight", "messages"})) {
      count->used = true;
      if (!columns.contains("at")) columns["count"] = Json{{"column", count->name}, {"number", true}};
    }
    return Json{{"table", "ties"}, {"columns", columns}};
  }

  // Whose columns these are: a mail address, else a name for it, else what is never twice.
  TableColumn& Who() {
    for (const Words* words : {&kMail, &kPerson}) {
      if (TableColumn* column = Find(*words)) return *column;
    }
    for (TableColumn& column : columns_) {
      const std::set<std::string> different(column.cells.begin(), column.cells.end());
      if (different.size() > 1 && different.size() == column.cells.size()) return column;
    }
    return columns_[0];
  }

  void People(Json& tables) {
    TableColumn& who = Who();
    who.used = true;
    Say(who, "who it is");
    const Json id = Person(who);
    Json member = {{"id", id}};
    TableColumn *name = Find(kName), *first = Find(kFirst), *last = Find(kLast);
    if (name != nullptr) {
      name->used = true;
      Say(*name, "the name");
      member["display_name"] = name->name;
    } else if (first != nullptr && last != nullptr) {
      first->used = last->used = true;
      Say(*first, "a part of the name");
      Say(*last, "a part of the name");
      member["display_name"] = Json{{"text", absl::StrCat("{", first->name, "} {", last->name, "}")}};
    }
    std::optional<Json> joined;
    if (TableColumn* column = Find(kJoined)) {
      joined = Date(*column, "joining");
      member["joined_at"] = *joined;
    }
    Json memberships, resources, signals;
    if (TableColumn* status = Find(kStatus)) memberships = Memberships(*status, id, joined);
    if (TableColumn* thing = Find(kThing)) Things(*thing, id, resources, signals);
    const std::vector<std::string> rest = Attributes();
    Json members = {{"table", "members"}, {"distinct", true}, {"columns", member}};
    if (!rest.empty()) members["attributes"] = rest;
    if (!resources.is_null()) tables.push_back(resources);
    tables.push_back(members);
    if (!memberships.is_null()) tables.push_back(memberships);
    if (!signals.is_null()) tables.push_back(signals);
  }

  Json Memberships(TableColumn& status, const Json& id, const std::optional<Json>& joined) {
    status.used = true;
    Json values = Json::object();
    for (const std::string& cell : status.cells) {
      if (!values.contains(cell)) values[cell] = StatusOf(FoldedName(cell));
    }
    Say(status, "who is a customer; check the words");
    Json columns = {{"market", Text("customers")}, {"member", id},
                    {"status", Json{{"column", status.name}, {"values", values}, {"otherwise", "prospect"}}}};
    if (joined) columns["valid_from"] = *joined;
    return Json{{"table", "memberships"}, {"columns", columns}};
  }

  static const char* StatusOf(const std::string& word) {
    for (const char* left : {"churn", "former", "cancel", "lost", "inactive", "expired", "ex-"}) {
      if (absl::StrContains(word, left)) return "churned";
    }
    for (const char* has : {"customer", "client", "paid", "paying", "active", "premium", "pro", "won", "yes", "true"}) {
      if (absl::StrContains(word, has)) return "customer";
    }
    return "prospect";
  }

  void Things(TableColumn& thing, const Json& id, Json& resources, Json& signals) {
    thing.used = true;
    const std::string word = FoldedName(thing.name);
    const auto has = [&](const char* part) { return absl::StrContains(word, part); };
    const bool met = has("event") || has("webinar") || has("session") || has("workshop");
    const bool bought = has("product") || has("item");
    Say(thing, met ? "an event they were at" : bought ? "what they bought" : "what they looked at");
    const char* kind = met ? "event" : has("course") ? "course" : bought ? "product" : "content";
    resources = Json{{"table", "resources"}, {"distinct", true},
                     {"columns", {{"id", thing.name}, {"title", thing.name}, {"kind", Text(kind)}}}};
    Json columns = {{"member", id}, {"object_kind", Text("resource")}, {"object", thing.name},
                    {"kind", Text(met ? "attend" : bought ? "purchase" : "view")}};
    if (TableColumn* when = Find(kWhen)) columns["at"] = Date(*when, "it");
    signals = Json{{"table", "signals"}, {"columns", columns}};
  }

  std::vector<std::string> Attributes() {
    std::vector<std::string> rest;
    for (const TableColumn& column : columns_) {
      if (column.used || column.name.empty()) continue;
      const std::string word = FoldedName(column.name);
      const bool is_private = std::any_of(kPrivate.begin(), kPrivate.end(), [&](std::string_view part) {
        return word.find(part) != std::string::npos;
      });
      if (is_private) {
        report_.Note(absl::StrCat("'", column.name, "' is left out: it is not needed"), "", 0);
      } else if (std::find(rest.begin(), rest.end(), column.name) == rest.end()) {
        rest.push_back(column.name);
      }
    }
    return rest;
  }

  std::vector<TableColumn> columns_;
  ImportReport report_;
};

}  // namespace

absl::StatusOr<MappingTemplate> TemplateForText(std::string_view head, bool is_whole, const std::string& name) {
  const std::string text = DecodedHead(head);
  const TableLayout layout = FindLayout(text, is_whole, '\0', {});
  const std::vector<TableRow> rows = HeadRows(text, is_whole, layout.delimiter);
  if (layout.header.empty() || rows.size() < layout.preamble + 2) {
    return BadInput({name}, "a line with the names of the columns and a row below it are wanted",
                    "give the table itself, as CSV");
  }
  std::vector<TableColumn> columns;
  for (size_t c = 0; c < layout.header.size(); ++c) {
    TableColumn column;
    column.name = layout.header[c];
    for (size_t r = layout.preamble + 1; r < rows.size(); ++r) {
      if (c < rows[r].size() && !rows[r][c].empty() && rows[r][c] != "NULL") column.cells.push_back(rows[r][c]);
    }
    columns.push_back(std::move(column));
  }
  return Guesser(std::move(columns)).Run();
}

namespace {

// The same of objects of JSON.
absl::StatusOr<MappingTemplate> TemplateForObjects(const std::string& path, const RunControl* run) {
  PG_ASSIGN(source, ByteSource::Open(path, run));
  JsonTable table;
  ImportReport report;
  PG_RETURN_IF_ERROR(table.Read(std::move(source), run, report));
  std::vector<TableColumn> columns;
  if (table.Next()) {
    for (const CsvCell& cell : table.cells()) columns.push_back({std::string(cell.text), {}});
  }
  constexpr int kRows = 40;
  int rows = 0;
  while (rows < kRows && table.Next()) {
    ++rows;
    for (size_t c = 0; c < columns.size() && c < table.cells().size(); ++c) {
      const std::string_view text = table.cells()[c].text;
      if (!text.empty()) columns[c].cells.emplace_back(text);
    }
  }
  if (rows == 0 || columns.empty()) return BadInput({path}, "no object with anything in it", "give a list of objects");
  return Guesser(std::move(columns)).Run();
}

}  // namespace

absl::StatusOr<MappingTemplate> TemplateFor(const std::string& path, const RunControl* run) {
  PG_ASSIGN(source, ByteSource::Open(path, run));
  constexpr size_t kHead = size_t{64} << 10;
  std::string head;
  bool is_whole = false;
  while (head.size() < kHead) {
    PG_ASSIGN(piece, source.Next());
    is_whole = piece.empty();
    if (is_whole) break;
    head.append(piece);
  }
  // What comes through a pipe cannot be read once more.
  if (path != "-" && JsonTable::LooksLikeOne(head)) return TemplateForObjects(path, run);
  return TemplateForText(head, is_whole, path);
}

}  // namespace pullgraph
