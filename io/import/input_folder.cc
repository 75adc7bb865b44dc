// SPDX-License-Identifier: Apache-2.0
#include "io/import/input_folder.h"

#include <filesystem>
#include <system_error>
#include <utility>

#include "absl/strings/str_cat.h"
#include "io/import/status_macros.h"
#include "io/mapped_file.h"

namespace pullgraph {
namespace {

constexpr const char* kEndings[] = {"", ".gz", ".zst"};
constexpr int kMaxDepth = 8;
constexpr size_t kMaxFiles = 1'000'000;

}  // namespace

absl::StatusOr<InputFolder> InputFolder::Open(const std::string& directory) {
  InputFolder folder;
  folder.path_ = directory;
  while (folder.path_.size() > 1 && folder.path_.back() == '/') folder.path_.pop_back();
  std::error_code error;
  if (std::filesystem::exists(directory, error) &&
      !std::filesystem::is_directory(directory, error)) {
    return absl::FailedPreconditionError(
        absl::StrCat(directory,
                     ": is a file, expected a directory\nname the directory that "
                     "holds the tables"));
  }
  std::filesystem::directory_iterator it(directory, error);
  for (; !error && it != std::filesystem::directory_iterator(); it.increment(error)) {
    folder.files_[it->path().filename().string()] = "";
  }
  if (error) return FileError(error.value(), directory, "cannot list");
  return folder;
}

absl::StatusOr<InputFolder> InputFolder::OpenTree(const std::string& directory) {
  PG_ASSIGN(folder, Open(directory));
  folder.files_.clear();
  std::error_code error;
  std::filesystem::recursive_directory_iterator it(folder.path_, error);
  for (; !error && it != std::filesystem::recursive_directory_iterator();
       it.increment(error)) {
    if (it->is_directory(error)) {
      if (it.depth() + 1 > kMaxDepth) it.disable_recursion_pending();
      continue;
    }
    folder.files_[it->path().lexically_relative(folder.path_).string()] = "";
    if (folder.files_.size() > kMaxFiles) {
      return absl::FailedPreconditionError(
          absl::StrCat(directory, ": more than ", kMaxFiles, " files\nname a smaller folder"));
    }
  }
  if (error) return FileError(error.value(), directory, "cannot list");
  return folder;
}

InputFolder InputFolder::FromMemory(std::map<std::string, std::string> files) {
  InputFolder folder;
  folder.files_ = std::move(files);
  folder.in_memory_ = true;
  return folder;
}

bool InputFolder::Has(const std::string& name) const {
  for (const char* ending : kEndings) {
    if (files_.count(name + ending) != 0) return true;
  }
  return false;
}

std::vector<std::string> InputFolder::Names() const {
  std::vector<std::string> names;
  for (const auto& [name, content] : files_) names.push_back(name);
  return names;
}

absl::StatusOr<std::optional<ByteSource>> InputFolder::OpenFile(
    const std::string& name) const {
  for (const char* ending : kEndings) {
    const auto it = files_.find(name + ending);
    if (it == files_.end()) continue;
    auto source = in_memory_ ? ByteSource::FromMemory(it->second, it->first)
                             : ByteSource::Open(absl::StrCat(path_, "/", it->first));
    if (!source.ok()) return source.status();
    return std::optional<ByteSource>(*std::move(source));
  }
  return std::optional<ByteSource>();
}

std::string InputFolder::BaseName() const {
  if (in_memory_) return "";
  std::error_code error;
  const auto whole = std::filesystem::weakly_canonical(path_, error);
  return error ? path_ : whole.filename().string();
}

}  // namespace pullgraph
