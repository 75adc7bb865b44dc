// SPDX-License-Identifier: Apache-2.0
// Who signed whose key, from gpg's machine-readable listing.
#include <unistd.h>

#include <charconv>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <map>
#include <memory>
#include <tuple>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "io/import/debian_archive.h"
#include "io/import/line_blocks.h"
#include "io/import/status_macros.h"
#include "io/partial_name.h"

namespace pullgraph {
namespace {

constexpr size_t kMaxListing = size_t{256} << 20;

std::string AddressOf(absl::string_view user_id) {
  const auto open = user_id.rfind('<');
  const auto close = user_id.rfind('>');
  if (open == absl::string_view::npos || close == absl::string_view::npos || close < open) {
    return "";
  }
  return absl::AsciiStrToLower(user_id.substr(open + 1, close - open - 1));
}

struct RawSignature {
  uint64_t signer, signee;
  Time at;
  auto Key() const { return std::tie(signer, signee); }
};

// A directory of its own for gpg, which otherwise writes into the user's.
class ScratchHome {
 public:
  ScratchHome() {
    RemoveLeftBehind(kPath);
    if (auto held = MakePartialFolder(kPath); held.ok()) held_ = *std::move(held);
  }
  ~ScratchHome() {
    std::error_code ignored;
    if (!path().empty()) std::filesystem::remove_all(path(), ignored);
    if (held_.fd >= 0) ::close(held_.fd);
  }
  ScratchHome(const ScratchHome&) = delete;
  ScratchHome& operator=(const ScratchHome&) = delete;
  const std::string& path() const { return held_.name; }

 private:
  static constexpr char kPath[] = "/tmp/pullgraph-gpg";
  HeldPartial held_;
};

}  // namespace

absl::Status ReadKeySignatures(ByteSource listing, DebianArchive& archive) {
  LineBlocks blocks(std::move(listing));
  absl::flat_hash_map<uint64_t, std::string> owner;  // Key -> address in the archive.
  std::vector<RawSignature> signatures;
  uint64_t key = 0;
  while (true) {
    PG_ASSIGN(block, blocks.Next());
    if (block.empty()) break;
    for (const absl::string_view line : absl::StrSplit(AbslView(block), '\n')) {
      const std::vector<absl::string_view> f = absl::StrSplit(line, ':');
      if (f.size() < 10) continue;
      const auto hex = [&](absl::string_view text) {
        uint64_t value = 0;
        std::from_chars(text.data(), text.data() + text.size(), value, 16);
        return value;
      };
      if (f[0] == "pub") key = hex(f[4]);
      if (f[0] == "uid" && key != 0) {
        std::string address = AddressOf(f[9]);
        if (archive.people_ids.Find(address)) owner.try_emplace(key, std::move(address));
      }
      if (f[0] == "sig" && key != 0 && hex(f[4]) != key) {
        const auto at = ParseTime(StdView(f[5]));
        signatures.push_back({hex(f[4]), key, at.ok() ? *at : Time::Absent()});
      }
    }
  }
  // A key signs each user id of another: one signature is enough, the first of all.
  std::map<std::tuple<uint64_t, uint64_t>, Time> first;
  for (const RawSignature& s : signatures) {
    if (!owner.contains(s.signer) || !owner.contains(s.signee)) continue;
    const auto [it, fresh] = first.try_emplace(s.Key(), s.at);
    if (!fresh && s.at.is_present()) {
      it->second = it->second.is_present() ? std::min(it->second, s.at) : s.at;
    }
  }
  for (const auto& [ends, at] : first) {
    archive.signatures.push_back({owner[std::get<0>(ends)], owner[std::get<1>(ends)], at});
  }
  return absl::OkStatus();
}

absl::Status ReadKeyring(const std::string& keyring, DebianArchive& archive,
                         ImportReport& report) {
  if (keyring.empty()) return absl::OkStatus();
  if (keyring.find_first_of("'\\\n") != std::string::npos) {
    return absl::InvalidArgumentError("keyring: a path with quotes or backslashes");
  }
  std::error_code error;
  if (!std::filesystem::exists(keyring, error)) {
    report.Note("no key signatures: install debian-keyring for them", keyring);
    return absl::OkStatus();
  }
  const ScratchHome home;
  const std::string command =
      absl::StrCat("gpg --batch --no-options --no-auto-check-trustdb --homedir '", home.path(),
                   "' --no-default-keyring --keyring '", keyring,
                   "' --with-colons --fast-list-mode --list-sigs 2>/dev/null");
  const std::unique_ptr<FILE, int (*)(FILE*)> pipe(::popen(command.c_str(), "re"), &::pclose);
  std::string listing;
  char piece[1 << 16];
  while (pipe != nullptr && listing.size() < kMaxListing) {
    const size_t got = std::fread(piece, 1, sizeof(piece), pipe.get());
    if (got == 0) break;
    listing.append(piece, got);
  }
  if (listing.empty()) {
    report.Note("no key signatures: gpg is not there or could not read the keyring", keyring);
    return absl::OkStatus();
  }
  PG_ASSIGN(source, ByteSource::FromMemory(listing, keyring));
  PG_RETURN_IF_ERROR(ReadKeySignatures(std::move(source), archive));
  report.Count("key signatures", archive.signatures.size());
  return absl::OkStatus();
}

}  // namespace pullgraph
