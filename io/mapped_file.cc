// SPDX-License-Identifier: Apache-2.0
#include "io/mapped_file.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <utility>

#include "absl/strings/str_cat.h"

namespace pullgraph {

absl::Status FileError(int error, const std::string& path, const char* what) {
  const std::string message = absl::StrCat(path, ": ", what, ": ", std::strerror(error));
  switch (error) {
    case ENOENT:
    case ENOTDIR:
      return absl::NotFoundError(absl::StrCat(message, "\ncheck the path, or use '-' for standard input"));
    case EACCES:
    case EPERM:
    case EROFS:
      return absl::PermissionDeniedError(absl::StrCat(message, "\ncheck the permissions of the file and its folder"));
    case EISDIR:
      return absl::FailedPreconditionError(absl::StrCat(message, "\nname a file, not a directory"));
    case ENOSPC:
    case EDQUOT:
      return absl::UnavailableError(absl::StrCat(message, "\nfree some space, or write elsewhere with -o"));
    case ENOMEM:
      return absl::ResourceExhaustedError(absl::StrCat(message, "\nfree some memory, or raise its limit (ulimit -v)"));
    case EFBIG:
      return absl::UnavailableError(absl::StrCat(message, "\nraise the limit of a file's size (ulimit -f), or write elsewhere"));
    case EMFILE:
    case ENFILE:
      return absl::UnavailableError(absl::StrCat(message, "\nraise the limit of open files (ulimit -n)"));
    case ELOOP:
      return absl::NotFoundError(absl::StrCat(message, "\na link leads back to itself: name the file itself"));
    case ENAMETOOLONG:
      return absl::NotFoundError(absl::StrCat(message, "\ngive it a shorter name"));
    case EIO:
      return absl::UnavailableError(absl::StrCat(message, "\nthe disk or the network fails: check it, and try again"));
    default:
      return absl::UnavailableError(absl::StrCat(message, "\ncheck the path and what it lies on, and try again"));
  }
}

absl::StatusOr<std::optional<MappedFile>> MappedFile::Open(const std::string& path) {
  struct stat info {};
  // A named pipe can be opened once: by who reads it.
  if (::stat(path.c_str(), &info) == 0 && S_ISFIFO(info.st_mode)) return std::optional<MappedFile>();
  const int fd = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (fd < 0) return FileError(errno, path, "cannot open");
  if (::fstat(fd, &info) != 0) {
    const int error = errno;
    ::close(fd);
    return FileError(error, path, "cannot examine");
  }
  if (S_ISDIR(info.st_mode)) {
    ::close(fd);
    return FileError(EISDIR, path, "cannot read");
  }
  if (!S_ISREG(info.st_mode) || info.st_size == 0) {
    ::close(fd);
    if (S_ISREG(info.st_mode)) return std::optional<MappedFile>(MappedFile(std::string_view()));
    return std::optional<MappedFile>();
  }
  const auto size = static_cast<size_t>(info.st_size);
  void* data = ::mmap(nullptr, size, PROT_READ, MAP_PRIVATE, fd, 0);
  const int error = errno;
  ::close(fd);
  if (data == MAP_FAILED) return FileError(error, path, "cannot map");
  ::madvise(data, size, MADV_SEQUENTIAL | MADV_WILLNEED);
  return std::optional<MappedFile>(
      MappedFile(std::string_view(static_cast<const char*>(data), size)));
}

MappedFile::MappedFile(MappedFile&& other) noexcept
    : bytes_(std::exchange(other.bytes_, std::string_view())) {}

MappedFile& MappedFile::operator=(MappedFile&& other) noexcept {
  std::swap(bytes_, other.bytes_);
  return *this;
}

MappedFile::~MappedFile() {
  if (!bytes_.empty()) ::munmap(const_cast<char*>(bytes_.data()), bytes_.size());
}

}  // namespace pullgraph
