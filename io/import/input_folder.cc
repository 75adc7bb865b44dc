// SPDX-License-Identifier: Apache-2.0
#include "io/import/input_folder.h"

#include <filesystem>
#include <new>
#include <system_error>
#include <utility>

#include "absl/strings/str_cat.h"
#include "io/import/archive.h"
#include "io/import/status_macros.h"
#include "io/mapped_file.h"

namespace pullgraph {
namespace {

namespace fs = std::filesystem;

constexpr const char* kEndings[] = {"", ".gz", ".zst", ".bz2", ".xz"};
constexpr size_t kMaxFiles = 1'000'000;
constexpr size_t kMaxNames = size_t{64} << 20;  // Bytes.
constexpr int kMaxDepth = 64;

absl::Status TooMuch(const std::string& path, std::string_view what) {
  return absl::ResourceExhaustedError(
      absl::StrCat(path, ": ", std::string(what), "\nname the part that is needed"));
}

// True if the link leads to a file within `root`, which is canonical.
bool StaysWithin(const fs::path& root, const fs::path& link) {
  std::error_code error;
  const fs::path target = fs::canonical(link, error);
  if (error == std::errc::not_enough_memory) throw std::bad_alloc();  // Not to be left out for that.
  if (error || !fs::is_regular_file(target, error) || error) return false;
  const auto [end, at] = std::mismatch(root.begin(), root.end(), target.begin(), target.end());
  return end == root.end() && at != target.end();
}

bool IsMacLeftover(std::string_view name) { return name.substr(0, 9) == "__MACOSX/"; }

}  // namespace

absl::StatusOr<InputFolder> InputFolder::Open(const std::string& path) {
  InputFolder folder;
  folder.path_ = path;
  while (folder.path_.size() > 1 && folder.path_.back() == '/') folder.path_.pop_back();
  std::error_code error;
  if (fs::is_directory(path, error)) {
    PG_RETURN_IF_ERROR(folder.ListDirectory());
    return folder;
  }
  auto map = MappedFile::Open(path);
  if (!map.ok()) return map.status();
  const std::string_view bytes = *map ? (*map)->bytes() : std::string_view();
  PG_ASSIGN(head_source, ByteSource::FromMemory(bytes, path));
  std::string head;
  while (head.size() < 512) {
    const auto piece = head_source.Next();
    if (!piece.ok() || piece->empty()) break;
    head.append(piece->substr(0, 512));
  }
  if (!LooksLikeArchive(head)) {
    return absl::FailedPreconditionError(absl::StrCat(
        path, ": is a file, expected a directory or an archive (.zip, .7z, .tar, .tar.gz and so "
              "on)\nname the directory that holds the files"));
  }
  folder.map_ = std::make_shared<const MappedFile>(*std::move(*map));
  folder.archive_ = folder.map_->bytes();
  PG_RETURN_IF_ERROR(folder.ListArchive());
  return folder;
}

InputFolder InputFolder::FromMemory(std::map<std::string, std::string> files) {
  InputFolder folder;
  for (auto& [name, content] : files) folder.files_[name].content = std::move(content);
  folder.in_memory_ = true;
  return folder;
}

absl::StatusOr<InputFolder> InputFolder::FromArchive(std::string bytes, std::string path) {
  InputFolder folder;
  folder.path_ = std::move(path);
  folder.bytes_ = std::make_shared<const std::string>(std::move(bytes));
  folder.archive_ = *folder.bytes_;
  PG_RETURN_IF_ERROR(folder.ListArchive());
  return folder;
}

absl::Status InputFolder::ListDirectory() {
  std::error_code error;
  const fs::path root = fs::canonical(path_, error);
  if (error) return FileError(error.value(), path_, "cannot list");
  fs::directory_iterator(root, error);  // Whether it may be read at all.
  if (error) return FileError(error.value(), path_, "cannot list");
  size_t bytes = 0;
  fs::recursive_directory_iterator it(root, fs::directory_options::skip_permission_denied, error);
  for (; !error && it != fs::recursive_directory_iterator(); it.increment(error)) {
    if (it.depth() > kMaxDepth) return TooMuch(path_, "folders nested more than 64 deep");
    std::error_code ignored;
    const bool link = it->is_symlink(ignored);
    if (!link && it->is_directory(ignored)) continue;
    if (link ? !StaysWithin(root, it->path()) : !it->is_regular_file(ignored)) {
      ++left_out_;
      continue;
    }
    const std::string name = it->path().lexically_relative(root).generic_string();
    bytes += name.size();
    files_[name];
    if (files_.size() > kMaxFiles) return TooMuch(path_, "more than 1,000,000 files");
    if (bytes > kMaxNames) return TooMuch(path_, "more than 64 MiB of names");
  }
  return error ? FileError(error.value(), path_, "cannot list") : absl::OkStatus();
}

absl::Status InputFolder::ListArchive() {
  is_archive_ = true;
  PG_ASSIGN(reader, ArchiveReader::Open(archive_, path_));
  size_t bytes = 0;
  while (true) {
    PG_ASSIGN(entry, reader->Next());
    if (!entry) break;
    if (entry->encrypted) {
      return absl::DataLossError(
          absl::StrCat(path_, entry->name.empty() ? "" : "/", entry->name,
                       ": is encrypted\nunpack the archive with its password, and name the "
                       "folder"));
    }
    bytes += entry->name.size();
    if (bytes > kMaxNames) return TooMuch(path_, "more than 64 MiB of names");
    if (IsMacLeftover(entry->name) || !files_.try_emplace(entry->name, File{"", entry->index}).second) {
      ++left_out_;
    }
  }
  left_out_ += reader->left_out();
  StripCommonFolder();
  return absl::OkStatus();
}

void InputFolder::StripCommonFolder() {
  if (files_.empty()) return;
  // All names between the first and the last share what these two share.
  const std::string& first = files_.begin()->first;
  const std::string& last = files_.rbegin()->first;
  const auto differ = std::mismatch(first.begin(), first.end(), last.begin(), last.end()).first;
  const size_t slash = std::string_view(first.begin(), differ).rfind('/');
  if (slash == std::string_view::npos) return;
  std::map<std::string, File> files;
  for (auto& [name, file] : files_) files.emplace(name.substr(slash + 1), std::move(file));
  files_ = std::move(files);
}

bool InputFolder::Has(const std::string& name) const {
  for (const char* ending : kEndings) {
    if (files_.count(name + ending) != 0) return true;
  }
  return false;
}

std::vector<std::string> InputFolder::Names() const {
  std::vector<std::string> names;
  for (const auto& [name, file] : files_) names.push_back(name);
  return names;
}

absl::StatusOr<ByteSource> InputFolder::OpenEntry(uint64_t entry, const std::string& name) const {
  PG_ASSIGN(opened, ArchiveReader::Open(archive_, path_));
  const std::shared_ptr<ArchiveReader> reader = std::move(opened);
  while (true) {
    PG_ASSIGN(next, reader->Next());
    if (!next || next->index > entry) break;
    if (next->index == entry) {
      return ByteSource::FromPieces([reader] { return reader->Read(); },
                                    absl::StrCat(path_, "/", name));
    }
  }
  return absl::DataLossError(absl::StrCat(path_, "/", name, ": is gone\nthe archive was altered "
                                                            "while it was read"));
}

absl::StatusOr<std::optional<ByteSource>> InputFolder::OpenFile(const std::string& name) const {
  for (const char* ending : kEndings) {
    const auto it = files_.find(name + ending);
    if (it == files_.end()) continue;
    auto source = in_memory_  ? ByteSource::FromMemory(it->second.content, it->first)
                  : is_archive_ ? OpenEntry(it->second.entry, it->first)
                                : ByteSource::Open(absl::StrCat(path_, "/", it->first));
    if (!source.ok()) return source.status();
    return std::optional<ByteSource>(*std::move(source));
  }
  return std::optional<ByteSource>();
}

absl::Status InputFolder::ForEachEntry(
    absl::FunctionRef<bool(std::string_view name)> wanted,
    absl::FunctionRef<absl::Status(const std::string& name, ByteSource source)> take) const {
  std::map<uint64_t, const std::string*> names;
  for (const auto& [name, file] : files_) {
    if (wanted(name)) names[file.entry] = &name;
  }
  PG_ASSIGN(opened, ArchiveReader::Open(archive_, path_));
  const std::shared_ptr<ArchiveReader> reader = std::move(opened);
  while (!names.empty()) {
    PG_ASSIGN(entry, reader->Next());
    if (!entry) break;
    const auto it = names.find(entry->index);
    if (it == names.end()) continue;
    // A source that is kept beyond `take` ends here, rather than reading on in the next file.
    const auto current = std::make_shared<bool>(true);
    auto source = ByteSource::FromPieces(
        [reader, current]() -> absl::StatusOr<std::string_view> {
          if (*current) return reader->Read();
          return absl::FailedPreconditionError("the archive has moved on to its next file");
        },
        absl::StrCat(path_, "/", *it->second));
    if (!source.ok()) return source.status();
    const absl::Status status = take(*it->second, *std::move(source));
    *current = false;
    if (!status.ok()) return status;
    names.erase(it);
  }
  return absl::OkStatus();
}

absl::Status InputFolder::ForEachFile(
    absl::FunctionRef<bool(std::string_view name)> wanted,
    absl::FunctionRef<absl::Status(const std::string& name, ByteSource source)> take) const {
  if (is_archive_) return ForEachEntry(wanted, take);
  for (const auto& [name, file] : files_) {
    if (!wanted(name)) continue;
    auto source = in_memory_ ? ByteSource::FromMemory(file.content, name)
                             : ByteSource::Open(absl::StrCat(path_, "/", name));
    if (!source.ok()) return source.status();
    if (absl::Status s = take(name, *std::move(source)); !s.ok()) return s;
  }
  return absl::OkStatus();
}

fs::path WholePath(const std::string& path) {
  std::error_code error;
  fs::path whole = fs::weakly_canonical(path, error);
  if (error == std::errc::not_enough_memory) throw std::bad_alloc();
  return error ? fs::path(path).lexically_normal() : whole;
}

std::string InputFolder::BaseName() const {
  if (in_memory_) return "";
  std::string name = WholePath(path_).filename().string();
  for (const char* ending : {".gz", ".bz2", ".xz", ".zst", ".lz4", ".tgz", ".tar", ".zip", ".7z"}) {
    if (!is_archive_) break;
    const std::string_view end(ending);
    if (name.size() > end.size() && name.substr(name.size() - end.size()) == end) {
      name.erase(name.size() - end.size());
    }
  }
  return name;
}

}  // namespace pullgraph
