// SPDX-License-Identifier: Apache-2.0
#include "io/partial_name.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <climits>
#include <cstdlib>
#include <filesystem>
#include <string_view>
#include <system_error>

#include "absl/strings/str_cat.h"
#include "io/mapped_file.h"

namespace pullgraph {
namespace {

namespace fs = std::filesystem;

constexpr char kMark[] = ".partial-";
constexpr size_t kTail = 6;
constexpr size_t kLongestTail = 32;

// The part of PartialName() that all tails share.
std::string Stem(const std::string& path) {
  fs::path target(path);
  if (target.filename().empty()) target = target.parent_path();
  std::string name = target.filename().string();
  const size_t most = NAME_MAX - (sizeof kMark - 1) - kLongestTail;
  if (name.size() > most) name.resize(most);
  return (target.parent_path() / absl::StrCat(name, kMark)).string();
}

// Ours, and locked by nobody: locked by us then. What `fd` is may have got its whole name
// meanwhile, and another file the partial one.
bool IsLeftBehind(int fd, const char* name) {
  struct stat info {}, named {};
  return ::fstat(fd, &info) == 0 && (S_ISREG(info.st_mode) || S_ISDIR(info.st_mode)) &&
         info.st_uid == ::geteuid() && ::flock(fd, LOCK_EX | LOCK_NB) == 0 &&
         ::lstat(name, &named) == 0 && named.st_dev == info.st_dev && named.st_ino == info.st_ino;
}

template <class Make>
absl::StatusOr<HeldPartial> MakeHeld(const std::string& path, Make&& make) {
  HeldPartial out;
  do {
    if (out.fd >= 0) ::close(out.fd);
    out.name = absl::StrCat(Stem(path), std::string(kTail, 'X'));
    out.fd = make(out.name.data());
    if (out.fd < 0) return FileError(errno, path, "cannot write");
  } while (!HoldPartial(out.fd));
  return out;
}

}  // namespace

std::string PartialName(const std::string& path, const std::string& tail) {
  return absl::StrCat(Stem(path), tail.substr(0, kLongestTail));
}

bool HoldPartial(int fd) {
  struct stat info {};
  return ::flock(fd, LOCK_EX | LOCK_NB) != 0 || ::fstat(fd, &info) != 0 || info.st_nlink > 0;
}

void RemoveLeftBehind(const std::string& path) {
  const fs::path stem = Stem(path);
  const std::string start = stem.filename().string();
  std::error_code error;
  const fs::path folder = stem.has_parent_path() ? stem.parent_path() : fs::path(".");
  for (fs::directory_iterator it(folder, error), end; !error && it != end; it.increment(error)) {
    const std::string name = it->path().filename().string();
    if (name.size() <= start.size() || std::string_view(name).substr(0, start.size()) != start) continue;
    const int fd = ::open(it->path().c_str(), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
    if (fd < 0) continue;
    std::error_code ignored;  // Best effort.
    if (IsLeftBehind(fd, it->path().c_str())) fs::remove_all(it->path(), ignored);
    ::close(fd);
  }
}

absl::StatusOr<HeldPartial> MakePartialFile(const std::string& path) {
  return MakeHeld(path, [](char* name) { return ::mkostemp(name, O_CLOEXEC); });
}

absl::StatusOr<HeldPartial> MakePartialFolder(const std::string& path) {
  return MakeHeld(path, [](char* name) {
    return ::mkdtemp(name) == nullptr ? -1 : ::open(name, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  });
}

}  // namespace pullgraph
