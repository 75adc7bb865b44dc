// SPDX-License-Identifier: Apache-2.0
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "io/byte_source.h"
#include "io/import/csv_reader.h"
#include "io/import/pseudonyms.h"
#include "io/output_file.h"
#include "tools/command/verb.h"
#include "tools/import_finish.h"

namespace pullgraph::tools::verb_anonymise {
namespace {

constexpr size_t kKeyBytes = 32;

struct AnonymiseSettings {
  AnonymiseOptions anonymise;
  std::string key_file;
  std::string table;
  std::string undo;
  MadeFile made;
};

absl::Status Failed(const std::string& path, const char* what) {
  return absl::UnavailableError(absl::StrCat(path, ": ", what, ": ", std::strerror(errno),
                                             "\ncheck the path and whether it may be written"));
}

// A new key, in a file that only its owner reads.
absl::StatusOr<std::string> MakeKey(const std::string& path) {
  std::string key(kKeyBytes, '\0');
  const int random = ::open("/dev/urandom", O_RDONLY | O_CLOEXEC);
  if (random < 0) return Failed("/dev/urandom", "cannot open");
  const ssize_t got = ::read(random, key.data(), key.size());
  ::close(random);
  if (got != static_cast<ssize_t>(key.size())) return Failed("/dev/urandom", "cannot read");
  const std::string text = absl::BytesToHexString(key) + "\n";
  const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (file < 0) return Failed(path, "cannot make it");
  const bool written = ::write(file, text.data(), text.size()) == static_cast<ssize_t>(text.size());
  if (::close(file) != 0 || !written) return Failed(path, "cannot write");
  return std::string(absl::StripAsciiWhitespace(text));
}

absl::StatusOr<std::string> ReadOrMakeKey(const std::string& path) {
  if (::access(path.c_str(), F_OK) != 0) return MakeKey(path);
  absl::StatusOr<ByteSource> source = ByteSource::Open(path);
  if (!source.ok()) return source.status();
  const absl::StatusOr<std::string_view> bytes = source->Next();
  if (!bytes.ok()) return bytes.status();
  return std::string(absl::StripAsciiWhitespace(std::string(*bytes)));
}

std::string Quoted(const std::string& text) {
  std::string out = "\"";
  for (const char c : text) absl::StrAppend(&out, c == '"' ? "\"\"" : std::string(1, c));
  return out + "\"";
}

// For its owner alone: it undoes the rest.
absl::Status WriteTable(const std::string& path,
                        const std::vector<std::pair<std::string, std::string>>& names) {
  const mode_t before = ::umask(0077);
  absl::StatusOr<OutputFile> out = OutputFile::Create(path);
  ::umask(before);
  if (!out.ok()) return out.status();
  absl::Status s = out->Append("pseudonym,id\n");
  for (const auto& [name, id] : names) s.Update(out->Append(absl::StrCat(name, ",", Quoted(id), "\n")));
  return s.ok() ? out->Commit() : s;
}

absl::StatusOr<std::vector<std::pair<std::string, std::string>>> ReadTable(const std::string& path) {
  absl::StatusOr<ByteSource> source = ByteSource::Open(path);
  if (!source.ok()) return source.status();
  CsvReader reader(*std::move(source));
  std::vector<std::pair<std::string, std::string>> names;
  for (bool header = true;; header = false) {
    const absl::StatusOr<bool> more = reader.Next();
    if (!more.ok()) return more.status();
    if (!*more) return names;
    if (reader.cells().size() != 2 || reader.cells()[0].text.empty()) {
      return absl::DataLossError(absl::StrCat(path, ": a row that is not pseudonym,id\n",
                                              "give what anonymise --table wrote"));
    }
    if (!header) names.emplace_back(reader.cells()[0].text, reader.cells()[1].text);
  }
}

int Undo(Session& session, const AnonymiseSettings& s) {
  const auto names = ReadTable(s.undo);
  if (!names.ok()) return FailInput(names.status());
  return FinishMade(session, s.made, RestoreIds(session.community(), *names, session.run()));
}

int Anonymise(Session& session, AnonymiseSettings& s) {
  if (s.undo.empty() && s.key_file.empty()) {
    return FailCompute(absl::InvalidArgumentError(
        "pseudonyms need a key, so that nobody else can make them\n--key FILE; it is made if it is not there"));
  }
  if (const int code = session.Load(); code != kDone) return code;
  session.Stage("renaming");
  if (!s.undo.empty()) return Undo(session, s);
  const absl::StatusOr<std::string> key = ReadOrMakeKey(s.key_file);
  if (!key.ok()) return FailInput(key.status());
  s.anonymise.key = *key;
  s.anonymise.run = session.run();
  absl::StatusOr<Anonymised> made = AnonymiseCommunity(session.community(), s.anonymise);
  if (!made.ok()) return FailCompute(made.status());
  if (!s.table.empty()) {
    if (absl::Status t = WriteTable(s.table, made->names); !t.ok()) return FailInput(t);
  }
  return FinishMade(session, s.made, std::move(made->result));
}

void Declare(Options& o, Session& session, AnonymiseSettings& s) {
  session.File(o);
  DeclareMadeFile(o, s.made);
  Options::MakeMode(o.File("--undo", s.undo, "Puts the ids back, by what --table wrote"));
  o.In({kPlain});
  o.File("--key", s.key_file, "Secret that pseudonyms are made with; made if it is not there");
  o.File("--table", s.table, "Writes which pseudonym is whose, as CSV: keep it apart");
  o.Num("--coarsen", s.anonymise.coarse_days, AtLeast(0), "Cut times down to so many days; 0 leaves them");
  o.Texts("--keep", s.anonymise.keep_attributes, "NAME", "Attribute that is kept; may be repeated");
  o.Flag("--keep-tags", s.anonymise.keep_tags, "Tags are kept");
  o.Flag("--keep-topics", s.anonymise.keep_topics, "Ids and names of topics and campaigns are kept");
  o.Flag("--keep-order", s.anonymise.keep_order,
         "Pseudonyms in the order of the ids: the same figures to the last digit, but who knows all "
         "ids can tell who is who");
}

const bool kRegistered = Register<AnonymiseSettings>(
    {.name = "anonymise",
     .group = Group::kBringIn,
     .question = "Gives members, things and topics other names, leaves out all free text, to share a community",
     .examples = {"pullgraph anonymise q.pull --key secret.txt -o shared.pull",
                  "pullgraph anonymise shared.pull --undo names.csv -o back.pull"}},
    Declare, Anonymise);

}  // namespace
}  // namespace pullgraph::tools::verb_anonymise
