// SPDX-License-Identifier: Apache-2.0
#include "io/export_csv.h"

#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <filesystem>
#include <map>
#include <optional>
#include <set>
#include <vector>

#include "absl/strings/str_cat.h"
#include "graph/names.h"
#include "graph/time.h"
#include "graph/utf8.h"
#include "io/community_rows.h"
#include "io/output_file.h"
#include "io/partial_name.h"
#include "pullgraph/v1/rows.pb.h"

namespace pullgraph {
namespace {

namespace fs = std::filesystem;

// The shortest text that reads back as the same number.
template <class Number>
std::string ToText(Number v) {
  char text[64];
  const auto end = std::to_chars(text, text + sizeof text, v);
  return std::string(text, end.ptr);
}

std::string TimeText(bool there, int64_t micros) { return there ? FormatTime(Time(micros)) : ""; }

// What a spreadsheet would compute, or fetch, instead of showing it.
bool IsFormula(std::string_view cell) {
  if (cell.empty() || std::string_view("=+-@\t\r").find(cell[0]) == std::string_view::npos) return false;
  double number = 0;
  const auto [end, error] = std::from_chars(cell.data(), cell.data() + cell.size(), number);
  return error != std::errc() || end != cell.data() + cell.size();
}

// What a cell of a list may not hold.
absl::Status CheckItem(const std::string& what, const std::string& item, const char* forbidden) {
  if (!item.empty() && item.find_first_of(forbidden) == std::string::npos) return absl::OkStatus();
  return absl::InvalidArgumentError(
      absl::StrCat(what, " has '", Printable(item), "': a list in a table cannot hold ",
                   item.empty() ? "an empty item" : absl::StrCat("one of ", forbidden),
                   "\nexport rows instead: pullgraph cat"));
}

template <class List>
absl::StatusOr<std::string> ListText(const std::string& what, const List& items) {
  std::string text;
  for (const std::string& item : items) {
    if (absl::Status s = CheckItem(what, item, ";"); !s.ok()) return s;
    absl::StrAppend(&text, text.empty() ? "" : ";", item);
  }
  return text;
}

std::string Quoted(const std::string& cell) {
  // Space at an end would be lost, and a '#' may be taken for a comment.
  const bool plain = cell.find_first_of(",\"\r\n") == std::string::npos &&
                     (cell.empty() || (cell.front() > ' ' && cell.back() > ' ' && cell[0] != '#'));
  if (plain) return cell;
  std::string quoted = "\"";
  for (const char c : cell) {
    if (c == '"') quoted += '"';
    quoted += c;
  }
  return quoted + '"';
}

class Exporter {
 public:
  Exporter(const CommunityGraph& community, std::string folder, const RunControl* run)
      : community_(community), folder_(std::move(folder)), run_(run) {
    std::set<std::string> names;
    for (const Attribute& a : community.members().attributes.values()) {
      if (!a.is_dated()) names.emplace(community.String(a.name));
    }
    attributes_.assign(names.begin(), names.end());
  }

  absl::StatusOr<ExportedTables> Run() {
    absl::Status s =
        ForEachRow(community_, [this](const v1::Row& row) { return Take(row); }, run_);
    for (auto& [name, file] : files_) {
      if (s.ok()) s = CheckCancelled(run_);
      if (s.ok()) s = file.Commit();
      ++result_.tables;
    }
    if (!s.ok()) return s;
    return result_;
  }

 private:
  absl::Status Write(const std::string& table, const std::vector<std::string>& header,
                     const std::vector<std::string>& cells) {
    auto file = files_.find(table);
    if (file == files_.end()) {
      auto created = OutputFile::Create(absl::StrCat(folder_, "/", table, ".csv"));
      if (!created.ok()) return created.status();
      file = files_.emplace(table, *std::move(created)).first;
      if (absl::Status s = Line(file->second, header); !s.ok()) return s;
    }
    ++result_.rows;
    result_.formulas += static_cast<uint64_t>(std::count_if(cells.begin(), cells.end(), IsFormula));
    return Line(file->second, cells);
  }

  static absl::Status Line(OutputFile& file, const std::vector<std::string>& cells) {
    std::string line;
    for (size_t i = 0; i < cells.size(); ++i) {
      absl::StrAppend(&line, i == 0 ? "" : ",", Quoted(cells[i]));
    }
    line += '\n';
    return file.Append(line);
  }

  absl::Status Take(const v1::Row& row) {
    switch (row.row_case()) {
      case v1::Row::kMember: return TakeMember(row.member());
      case v1::Row::kResource: return TakeResource(row.resource());
      case v1::Row::kTie: return TakeTie(row.tie());
      case v1::Row::kSignal: return TakeSignal(row.signal());
      case v1::Row::kTouch: return TakeTouch(row.touch());
      case v1::Row::kMarket:
        return Write("markets", {"id", "name"}, {row.market().id(), row.market().name()});
      case v1::Row::kTopic:
        return Write("topics", {"id", "name", "parent"},
                     {row.topic().id(), row.topic().name(), row.topic().parent()});
      case v1::Row::kMembership: {
        const v1::Membership& m = row.membership();
        return Write("memberships", {"market", "member", "status", "valid_from", "valid_to"},
                     {m.market(), m.member(), Word<MarketStatus>(m.status()),
                      TimeText(m.has_valid_from(), m.valid_from()),
                      TimeText(m.has_valid_to(), m.valid_to())});
      }
      default: return absl::OkStatus();  // The community itself has no table.
    }
  }

  // The enums of files and of the graph have the same numbers.
  template <class Enum>
  static std::string Word(int value) {
    return value == 0 ? "" : NameOf(static_cast<Enum>(value));
  }

  template <class List, class Get>
  static absl::StatusOr<std::string> Levels(const std::string& what, const List& items, Get get) {
    std::string text;
    for (const auto& item : items) {
      if (absl::Status s = CheckItem(what, item.topic(), ";:@"); !s.ok()) return s;
      absl::StrAppend(&text, text.empty() ? "" : ";", item.topic(), ":", get(item));
      if (item.has_since()) absl::StrAppend(&text, "@", FormatTime(Time(item.since())));
    }
    return text;
  }

  absl::Status TakeMember(const v1::Member& m) {
    std::vector<std::string> header = {"id",        "display_name", "kind",  "role", "joined_at",
                                       "opted_out", "tags",         "needs", "offers"};
    const std::string what = absl::StrCat("member '", Printable(m.id()), "'");
    const auto opted_out = ListText(what, m.opted_out());
    if (!opted_out.ok()) return opted_out.status();
    const auto tags = ListText(what, m.tags());
    if (!tags.ok()) return tags.status();
    const auto needs = Levels(what, m.needs(), [](const v1::Need& n) {
      return ToText(n.has_weight() ? n.weight() : 1.0F);
    });
    if (!needs.ok()) return needs.status();
    const auto offers = Levels(what, m.offers(), [](const v1::Offer& o) {
      return ToText(o.has_level() ? o.level() : 1.0F);
    });
    if (!offers.ok()) return offers.status();
    std::vector<std::string> cells = {m.id(), m.display_name(), Word<MemberKind>(m.kind()),
                                      Word<MemberRole>(m.role()),
                                      TimeText(m.has_joined_at(), m.joined_at()),
                                      *opted_out, *tags, *needs, *offers};
    for (const std::string& name : attributes_) {
      if (std::find(header.begin(), header.begin() + 9, name) != header.begin() + 9) {
        return absl::InvalidArgumentError(absl::StrCat(
            "attribute '", Printable(name), "' is named as a column of the table of members",
            "\nexport rows instead: pullgraph cat"));
      }
      header.push_back(name);
      const auto value = m.attributes().find(name);
      cells.push_back(value == m.attributes().end() ? "" : value->second);
    }
    if (absl::Status s = Write("members", header, cells); !s.ok()) return s;
    for (const v1::DatedAttribute& a : m.dated_attributes()) {
      absl::Status s = Write("attributes", {"member", "name", "value", "valid_from", "valid_to"},
                             {m.id(), a.name(), a.value(), TimeText(a.has_valid_from(), a.valid_from()),
                              TimeText(a.has_valid_to(), a.valid_to())});
      if (!s.ok()) return s;
    }
    return absl::OkStatus();
  }

  absl::Status TakeResource(const v1::Resource& r) {
    const auto topics = ListText(absl::StrCat("resource '", Printable(r.id()), "'"), r.topics());
    if (!topics.ok()) return topics.status();
    const auto markets =
        ListText(absl::StrCat("resource '", Printable(r.id()), "'"), r.offered_by());
    if (!markets.ok()) return markets.status();
    return Write("resources",
                 {"id", "title", "kind", "topics", "published_at", "cost", "url", "offered_by"},
                 {r.id(), r.title(), Word<ResourceKind>(r.kind()), *topics,
                  TimeText(r.has_published_at(), r.published_at()),
                  r.cost() == 0 ? "" : ToText(r.cost()), r.url(), *markets});
  }

  absl::Status TakeTie(const v1::Tie& t) {
    std::string at;
    for (const int64_t time : t.at()) {
      absl::StrAppend(&at, at.empty() ? "" : ";", FormatTime(Time(time)));
    }
    const bool listed = t.at_size() > 0;  // Count and dates follow from it.
    return Write("ties", {"from", "to", "kind", "directed", "count", "first_at", "last_at", "strength", "at"},
                 {t.from(), t.to(), Word<TieKind>(t.kind()), t.directed() ? "yes" : "",
                  listed || !t.has_count() ? "" : absl::StrCat(t.count()),
                  TimeText(!listed && t.has_first_at(), t.first_at()),
                  TimeText(!listed && t.has_last_at(), t.last_at()),
                  t.has_strength() ? ToText(t.strength()) : "", at});
  }

  absl::Status TakeSignal(const v1::Signal& s) {
    const auto topics = ListText(absl::StrCat("a signal on '", Printable(s.object()), "'"), s.topics());
    if (!topics.ok()) return topics.status();
    return Write("signals", {"member", "object_kind", "object", "kind", "at", "weight", "topics",
                             "answered_at", "answered_by"},
                 {s.member(), Word<ObjectKind>(s.object_kind()), s.object(),
                  Word<SignalKind>(s.kind()), TimeText(s.has_at(), s.at()),
                  s.has_weight() ? ToText(s.weight()) : "", *topics,
                  TimeText(s.has_answered_at(), s.answered_at()), s.answered_by()});
  }

  absl::Status TakeTouch(const v1::Touch& t) {
    return Write("touches", {"member", "resource", "campaign", "channel", "sent_at", "cost",
                             "outcome", "value", "holdout"},
                 {t.member(), t.resource(), t.campaign(), t.channel(),
                  TimeText(t.has_sent_at(), t.sent_at()), t.cost() == 0 ? "" : ToText(t.cost()),
                  Word<TouchOutcome>(t.outcome()), t.value() == 0 ? "" : ToText(t.value()),
                  t.holdout() ? "yes" : ""});
  }

  const CommunityGraph& community_;
  std::string folder_;
  const RunControl* run_;
  std::vector<std::string> attributes_;
  std::map<std::string, OutputFile> files_;
  ExportedTables result_;
};

}  // namespace

absl::StatusOr<ExportedTables> ExportCsv(const CommunityGraph& community,
                                         const std::string& folder, const RunControl* run) {
  std::error_code error;
  if (fs::exists(folder, error)) {
    return absl::AlreadyExistsError(
        absl::StrCat(folder, " is there already\nname a folder that is not"));
  }
  fs::path target(folder);
  if (target.filename().empty()) target = target.parent_path();
  RemoveLeftBehind(folder);
  const absl::StatusOr<HeldPartial> held = MakePartialFolder(folder);
  if (!held.ok()) {
    return absl::NotFoundError(absl::StrCat(folder, " cannot be made\nis the folder above there, "
                                            "and may it be written?"));
  }
  const std::string& temporary = held->name;
  absl::StatusOr<ExportedTables> result = Exporter(community, temporary, run).Run();
  if (result.ok() && IsCancelled(run)) result = CheckCancelled(run);
  if (result.ok()) {
    fs::permissions(temporary, fs::perms::owner_all | fs::perms::group_read |
                                   fs::perms::group_exec | fs::perms::others_read |
                                   fs::perms::others_exec, error);
    fs::rename(temporary, target, error);
    if (error) result = absl::UnavailableError(absl::StrCat(folder, ": ", error.message()));
  }
  if (!result.ok()) fs::remove_all(temporary, error);
  ::close(held->fd);
  return result;
}

}  // namespace pullgraph
