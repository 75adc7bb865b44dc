// SPDX-License-Identifier: Apache-2.0
#include "io/import/alias_rows.h"

#include <algorithm>
#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "io/import/import_result.h"

namespace pullgraph {
namespace {

template <class List>
void JoinTexts(const List& from, List& into) {
  for (const std::string& text : from) {
    if (std::find(into.begin(), into.end(), text) == into.end()) *into.Add() = text;
  }
}

template <class List>
void JoinOnTopics(const List& from, List& into) {
  for (const auto& entry : from) {
    if (std::none_of(into.begin(), into.end(), [&](const auto& e) { return e.topic() == entry.topic(); })) {
      *into.Add() = entry;
    }
  }
}

std::string JoinedAccounts(const std::string& a, const std::string& b) {
  std::set<std::string> all;
  for (const std::string* list : {&a, &b}) {
    for (const auto& id : absl::StrSplit(*list, ' ', absl::SkipEmpty())) all.emplace(id);
  }
  return absl::StrJoin(all, " ");
}

class Prefixer {
 public:
  explicit Prefixer(const std::string& prefix) : prefix_(prefix) {}

  void Put(std::string* id) const {
    const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
    if (!id->empty() && std::all_of(id->begin(), id->end(), is_digit)) *id = absl::StrCat(prefix_, ":", *id);
  }
  template <class List>
  void PutAll(List* ids) const {
    for (std::string& id : *ids) Put(&id);
  }
  template <class List>
  void PutTopics(List* entries) const {
    for (auto& entry : *entries) Put(entry.mutable_topic());
  }

 private:
  const std::string& prefix_;
};

}  // namespace

void PrefixNumbers(const std::string& prefix, v1::Row& row) {
  const Prefixer p(prefix);
  if (row.has_member()) {
    p.Put(row.mutable_member()->mutable_id());
    p.PutTopics(row.mutable_member()->mutable_needs());
    p.PutTopics(row.mutable_member()->mutable_offers());
  } else if (row.has_membership()) {
    p.Put(row.mutable_membership()->mutable_member());
  } else if (row.has_resource()) {
    p.Put(row.mutable_resource()->mutable_id());
    p.PutAll(row.mutable_resource()->mutable_topics());
  } else if (row.has_topic()) {
    p.Put(row.mutable_topic()->mutable_id());
    if (row.topic().has_parent()) p.Put(row.mutable_topic()->mutable_parent());
  } else if (row.has_tie()) {
    p.Put(row.mutable_tie()->mutable_from());
    p.Put(row.mutable_tie()->mutable_to());
  } else if (row.has_signal()) {
    v1::Signal& signal = *row.mutable_signal();
    if (signal.has_member()) p.Put(signal.mutable_member());
    if (signal.has_answered_by()) p.Put(signal.mutable_answered_by());
    p.Put(signal.mutable_object());
    p.PutAll(signal.mutable_topics());
  } else if (row.has_touch()) {
    p.Put(row.mutable_touch()->mutable_member());
    if (row.touch().has_resource()) p.Put(row.mutable_touch()->mutable_resource());
  }
}

bool AliasRows::Put(std::string& id) {
  const std::string_view person = aliases_.PersonOf(id);
  if (person == id) return false;
  id = std::string(person);
  return true;
}

bool AliasRows::RenameMember(v1::Member& member) {
  const std::string account = member.id();
  if (!Put(*member.mutable_id())) return true;
  ++accounts_;
  std::string& accounts = (*member.mutable_attributes())[kAccountsAttribute];
  accounts = JoinedAccounts(accounts, account);
  aside_.push_back(std::move(member));
  return false;
}

bool AliasRows::Rename(v1::Row& row) {
  switch (row.row_case()) {
    case v1::Row::kMember: return RenameMember(*row.mutable_member());
    case v1::Row::kMembership: Put(*row.mutable_membership()->mutable_member()); return true;
    case v1::Row::kTouch: Put(*row.mutable_touch()->mutable_member()); return true;
    case v1::Row::kTie: {
      v1::Tie& tie = *row.mutable_tie();
      const bool was_self = tie.from() == tie.to();
      Put(*tie.mutable_from());
      Put(*tie.mutable_to());
      if (was_self || tie.from() != tie.to()) return true;
      ++selves_;
      return false;
    }
    case v1::Row::kSignal: {
      v1::Signal& signal = *row.mutable_signal();
      if (signal.has_member()) Put(*signal.mutable_member());
      if (signal.has_answered_by()) Put(*signal.mutable_answered_by());
      if (signal.object_kind() != v1::OBJECT_KIND_MEMBER) return true;
      const bool renamed = Put(*signal.mutable_object());
      if (!renamed || signal.object() != signal.member()) return true;
      ++selves_;
      return false;
    }
    default: return true;
  }
}

std::vector<v1::Member> AliasRows::TakeAside() {
  // In one order, whatever the parts' was.
  std::stable_sort(aside_.begin(), aside_.end(), [](const v1::Member& a, const v1::Member& b) {
    return std::pair(a.id(), a.attributes().at(kAccountsAttribute)) <
           std::pair(b.id(), b.attributes().at(kAccountsAttribute));
  });
  return std::move(aside_);
}

void AliasRows::Report(ImportReport& report) const {
  report.Count("accounts that are another's now", accounts_);
  if (selves_ > 0) report.Note("ties and signals between accounts of one person left out", "", selves_);
}

void FillFrom(const v1::Member& account, v1::Member& person) {
  if (person.display_name().empty()) person.set_display_name(account.display_name());
  if (person.kind() == v1::MEMBER_KIND_UNSPECIFIED) person.set_kind(account.kind());
  const bool is_staff = account.role() == v1::MEMBER_ROLE_STAFF && person.role() != v1::MEMBER_ROLE_BOT;
  if (person.role() == v1::MEMBER_ROLE_UNSPECIFIED || is_staff) person.set_role(account.role());
  if (account.has_joined_at() && (!person.has_joined_at() || account.joined_at() < person.joined_at())) {
    person.set_joined_at(account.joined_at());
  }
  JoinTexts(account.opted_out(), *person.mutable_opted_out());
  JoinTexts(account.tags(), *person.mutable_tags());
  JoinOnTopics(account.needs(), *person.mutable_needs());
  JoinOnTopics(account.offers(), *person.mutable_offers());
  person.mutable_dated_attributes()->MergeFrom(account.dated_attributes());  // The builder drops doubles.
  auto& attributes = *person.mutable_attributes();
  for (const auto& [name, value] : account.attributes()) {
    std::string& held = attributes[name];
    if (name == kAccountsAttribute) {
      held = JoinedAccounts(held, value);
    } else if (held.empty()) {
      held = value;
    }
  }
}

}  // namespace pullgraph
