// SPDX-License-Identifier: Apache-2.0
#include "io/import/mail_archive.h"

#include <algorithm>
#include <numeric>
#include <tuple>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "graph/utf8.h"
#include "io/import/status_macros.h"

namespace pullgraph {
namespace {

// "dev.x.org" of "Developers <dev.x.org>", in lower case.
std::string BracketedId(const std::string& field) {
  const std::vector<std::string> ids = ParseMailIds(field);
  return ids.empty() ? "" : absl::AsciiStrToLower(ids[0]);
}

// A list's address as its id would be: the first dot is the '@'.
std::string AddressOfList(std::string id) {
  const size_t dot = id.find('.');
  if (dot != std::string::npos && id.find('@') == std::string::npos) id[dot] = '@';
  return id;
}

}  // namespace

void MailArchive::TakeList(const MailHead& head, Mail& mail) {
  const std::string& list_id = head[MailField::kListId];
  std::string post = BracketedId(head[MailField::kListPost]);
  const bool is_address = absl::StartsWith(post, "mailto:");
  post = is_address ? post.substr(7, post.find('?') - 7) : "";
  if (post.empty()) post = BracketedId(head[MailField::kBeenThere]);
  mail.list = BracketedId(list_id);
  if (mail.list.empty()) mail.list = post;
  if (mail.list.empty()) return;
  list_addresses_.insert(AddressOfList(mail.list));
  if (!post.empty()) list_addresses_.insert(post);
  std::string name =
      DecodeMailText(list_id.substr(0, std::min(list_id.find('<'), list_id.size())));
  while (!name.empty() && (name.back() == '"' || name.back() == ' ')) name.pop_back();
  if (!name.empty() && name.front() == '"') name.erase(0, 1);
  std::string& known = list_names_[mail.list];
  if (known.empty() && list_id.find('<') != std::string::npos) known = std::move(name);
}

void MailArchive::Add(const MailHead& head, std::string_view file, Time latest,
                      ImportReport& report) {
  Mail mail;
  const std::string where = absl::StrCat(AbslView(file), ":", head.line);
  const std::vector<std::string> ids = ParseMailIds(head[MailField::kMessageId]);
  if (ids.empty()) report.Note("mails without Message-ID, named by their place", where);
  mail.id = ids.empty() ? where : ids[0];
  if (!ids_.insert(mail.id).second) {
    report.Note("mails whose Message-ID came before, counted once", where);
    return;
  }
  if (head.cut_fields > 0)
    report.Note("fields of mails past 256 KiB, cut off", where, head.cut_fields);
  TakeList(head, mail);
  const std::vector<MailAddress> from = ParseMailAddresses(head[MailField::kFrom]);
  if (!from.empty()) mail.author = from[0];
  mail.reply_to = ParseMailAddresses(head[MailField::kReplyTo]);
  mail.recipients = ParseMailAddresses(head[MailField::kTo]);
  for (MailAddress& copy : ParseMailAddresses(head[MailField::kCc])) {
    mail.recipients.push_back(std::move(copy));
  }
  mail.at = ParseMailDate(head[MailField::kDate]);
  if (!mail.at.is_present()) {
    report.Note("mails without a date that can be read, kept undated", where);
  } else if (mail.at > latest) {
    report.Note("mails dated in the future, kept undated", where);
    mail.at = Time();
  }
  mail.subject = ParseMailSubject(DecodeMailText(head[MailField::kSubject]));
  mail.ancestors = ParseMailIds(head[MailField::kInReplyTo]);
  mail.ancestors.resize(std::min<size_t>(mail.ancestors.size(), 1));
  std::vector<std::string> references = ParseMailIds(head[MailField::kReferences]);
  std::reverse(references.begin(), references.end());
  for (std::string& id : references) mail.ancestors.push_back(std::move(id));
  mails_.push_back(std::move(mail));
}

// Where no mail names its list. One that everybody writes to, and that never writes.
void MailArchive::GuessList() {
  if (!list_addresses_.empty()) return;
  absl::flat_hash_map<std::string, size_t> mails_to;
  absl::flat_hash_set<std::string> writers;
  size_t addressed = 0;
  for (const Mail& mail : mails_) {
    writers.insert(mail.author.id);
    addressed += mail.recipients.empty() ? 0 : 1;
    absl::flat_hash_set<std::string> of_this;
    for (const MailAddress& to : mail.recipients) {
      if (of_this.insert(to.id).second) ++mails_to[to.id];
    }
  }
  for (const auto& [address, count] : mails_to) {
    if (count < 3 || count * 2 <= addressed || writers.contains(address)) continue;
    list_addresses_.insert(address);  // All such are lists; the first by name is the topic.
  }
  if (list_addresses_.empty()) return;
  const std::string list = *std::min_element(list_addresses_.begin(), list_addresses_.end());
  list_names_[list] = "";
  for (Mail& mail : mails_) mail.list = list;
}

const MailAddress* MailArchive::AuthorOf(const Mail& mail) const {
  if (!IsList(mail.author.id)) return mail.author.id.empty() ? nullptr : &mail.author;
  for (const MailAddress& person : mail.reply_to) {
    if (!IsList(person.id)) return &person;
  }
  return nullptr;
}

std::string MailArchive::ParentOf(const Mail& mail) const {
  for (const std::string& id : mail.ancestors) {
    if (id != mail.id && ids_.contains(id)) return id;
  }
  return mail.ancestors.empty() ? "" : mail.ancestors.back();
}

void MailArchive::FindParents() {
  std::vector<uint32_t> order(mails_.size());
  std::iota(order.begin(), order.end(), 0U);
  std::stable_sort(order.begin(), order.end(), [&](uint32_t a, uint32_t b) {
    const auto rank = [&](uint32_t i) {
      return std::tuple(!mails_[i].at.is_present(), mails_[i].at);
    };
    return rank(a) < rank(b);
  });
  parents_.resize(mails_.size());
  absl::flat_hash_map<std::string, uint32_t> opened;  // List and subject -> the last opener.
  for (const uint32_t i : order) {
    const Mail& mail = mails_[i];
    parents_[i] = ParentOf(mail);
    if (!parents_[i].empty() || mail.subject.key.empty()) continue;
    const std::string key = absl::StrCat(mail.list, "\n", mail.subject.key);
    if (!mail.subject.is_reply) {
      opened[key] = i;
    } else if (const auto opener = opened.find(key); opener != opened.end()) {
      parents_[i] = mails_[opener->second].id;
    }
  }
}

absl::Status MailArchive::DescribeAll(MessageCommunity& community) const {
  const auto describe = [&](const MailAddress& person) -> absl::Status {
    if (IsList(person.id)) return absl::OkStatus();
    return community.Describe({.id = person.id, .name = person.name});
  };
  for (const auto& [id, name] : list_names_) {
    PG_RETURN_IF_ERROR(community.DescribeTopic(id, name));
  }
  // What people call themselves goes before what others call them.
  for (const Mail& mail : mails_) {
    const MailAddress* author = AuthorOf(mail);
    if (author != nullptr) PG_RETURN_IF_ERROR(describe(*author));
  }
  for (const Mail& mail : mails_) {
    for (const MailAddress& person : mail.recipients) PG_RETURN_IF_ERROR(describe(person));
  }
  return absl::OkStatus();
}

absl::Status MailArchive::MoveTo(MessageCommunity& community) {
  GuessList();
  FindParents();
  PG_RETURN_IF_ERROR(DescribeAll(community));
  if (list_names_.size() == 1) {
    const auto& [id, name] = *list_names_.begin();
    community.NameIfUnnamed(name.empty() ? id : name);
  }
  for (size_t i = 0; i < mails_.size(); ++i) {
    Mail& mail = mails_[i];
    SourceMessage message;
    const MailAddress* author = AuthorOf(mail);
    if (author != nullptr) message.author = author->id;
    if (author == nullptr)
      community.report().Note("mails of somebody unknown", Printable(mail.id));
    message.id = std::move(mail.id);
    message.at = mail.at;
    message.parent = std::move(parents_[i]);
    message.kind = !message.parent.empty() || mail.subject.is_reply ? MessageKind::kReply
                   : absl::EndsWith(mail.subject.title, "?")        ? MessageKind::kAsk
                                                                    : MessageKind::kPost;
    message.title = std::move(mail.subject.title);
    message.channel = std::move(mail.list);
    for (MailAddress& to : mail.recipients) {
      if (!IsList(to.id)) message.recipients.push_back(std::move(to.id));
    }
    PG_RETURN_IF_ERROR(community.Add(message));
  }
  mails_.clear();
  return absl::OkStatus();
}

}  // namespace pullgraph
