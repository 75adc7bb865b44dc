// SPDX-License-Identifier: Apache-2.0
#include "io/output_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <utility>

#include "absl/strings/str_cat.h"
#include "io/mapped_file.h"
#include "io/partial_name.h"

namespace pullgraph {
namespace {

constexpr size_t kBufferBytes = size_t{1} << 18;

std::string FolderOf(const std::string& path) {
  const size_t slash = path.rfind('/');
  return slash == std::string::npos ? "." : path.substr(0, slash + 1);
}

// Files made by mkostemp are private; a new output gets what any file gets.
mode_t UsualMode() {
  const mode_t mask = ::umask(0);
  ::umask(mask);
  return 0666 & ~mask;
}

}  // namespace

absl::StatusOr<OutputFile> OutputFile::Create(const std::string& path) {
  OutputFile out;
  out.path_ = path;
  if (path == "-") {
    out.fd_ = ::dup(STDOUT_FILENO);
    if (out.fd_ < 0) return FileError(errno, "standard output", "cannot open");
    return out;
  }
  struct stat info {};
  const bool exists = ::stat(path.c_str(), &info) == 0;
  if (exists && S_ISDIR(info.st_mode)) return FileError(EISDIR, path, "cannot write");
  if (exists && !S_ISREG(info.st_mode)) {
    out.fd_ = ::open(path.c_str(), O_WRONLY | O_CLOEXEC);
    if (out.fd_ < 0) return FileError(errno, path, "cannot write");
    return out;
  }
  if (exists && ::access(path.c_str(), W_OK) != 0) return FileError(errno, path, "cannot write");
  out.is_whole_or_absent_ = true;
  RemoveLeftBehind(path);
#ifdef O_TMPFILE
  // Without a name: whatever ends us, nothing is left behind.
  out.fd_ = ::open(FolderOf(path).c_str(), O_TMPFILE | O_WRONLY | O_CLOEXEC, 0600);
#endif
  if (out.fd_ < 0) {  // Some file systems know no such files.
    absl::StatusOr<HeldPartial> held = MakePartialFile(path);
    if (!held.ok()) return held.status();
    out.fd_ = held->fd;
    out.temporary_ = std::move(held->name);
  }
  if (::fchmod(out.fd_, exists ? info.st_mode & 07777 : UsualMode()) != 0) {
    return FileError(errno, path, "cannot set the mode");
  }
  return out;
}

OutputFile::OutputFile(OutputFile&& other) noexcept
    : fd_(std::exchange(other.fd_, -1)),
      path_(std::move(other.path_)),
      temporary_(std::exchange(other.temporary_, std::string())),
      is_whole_or_absent_(other.is_whole_or_absent_),
      buffer_(std::move(other.buffer_)) {}

OutputFile::~OutputFile() {
  if (fd_ >= 0) ::close(fd_);
  if (!temporary_.empty()) ::unlink(temporary_.c_str());
}

absl::Status OutputFile::Append(std::string_view data) {
  buffer_.append(data);
  return buffer_.size() >= kBufferBytes ? Flush() : absl::OkStatus();
}

absl::Status OutputFile::Flush() {
  std::string_view rest = buffer_;
  while (!rest.empty()) {
    const ssize_t written = ::write(fd_, rest.data(), rest.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0 && errno == EPIPE) return absl::AbortedError("the reader has gone");
    if (written < 0) {
      return FileError(errno, path_ == "-" ? "standard output" : path_, "cannot write");
    }
    rest.remove_prefix(static_cast<size_t>(written));
  }
  buffer_.clear();
  return absl::OkStatus();
}

// Gives an unnamed file a name beside its path.
absl::Status OutputFile::Link() {
  const std::string self = absl::StrCat("/proc/self/fd/", fd_);
  HoldPartial(fd_);
  for (int i = 0;; ++i) {
    std::string name = PartialName(path_, absl::StrCat(::getpid(), ".", i));
    if (::linkat(AT_FDCWD, self.c_str(), AT_FDCWD, name.c_str(), AT_SYMLINK_FOLLOW) == 0) {
      temporary_ = std::move(name);
      return absl::OkStatus();
    }
    if (errno != EEXIST) return FileError(errno, path_, "cannot write");
  }
}

absl::Status OutputFile::Commit() {
  if (absl::Status s = Flush(); !s.ok()) return s;
  if (is_whole_or_absent_ && ::fsync(fd_) != 0) return FileError(errno, path_, "cannot write");
  if (is_whole_or_absent_ && temporary_.empty()) {
    if (absl::Status s = Link(); !s.ok()) return s;
  }
  const int held = is_whole_or_absent_ ? ::dup(fd_) : -1;  // The lock, until the name is gone.
  const int fd = std::exchange(fd_, -1);
  const bool closed = ::close(fd) == 0;
  if (closed && !is_whole_or_absent_) return absl::OkStatus();
  const bool renamed = closed && ::rename(temporary_.c_str(), path_.c_str()) == 0;
  const int error = errno;
  if (held >= 0) ::close(held);
  if (!renamed) return FileError(error, path_, closed ? "cannot replace" : "cannot write");
  temporary_.clear();
  // Makes the rename itself durable; not every file system can, so best effort.
  const int folder = ::open(FolderOf(path_).c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (folder >= 0) {
    ::fsync(folder);
    ::close(folder);
  }
  return absl::OkStatus();
}

}  // namespace pullgraph
