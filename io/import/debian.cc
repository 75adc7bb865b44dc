// SPDX-License-Identifier: Apache-2.0
#include "io/import/debian.h"

#include <algorithm>
#include <filesystem>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "io/import/debian_archive.h"
#include "io/import/status_macros.h"

namespace pullgraph {
namespace {

absl::Status CheckOptions(const DebianOptions& options) {
  if (options.max_team >= 2) return absl::OkStatus();
  return absl::InvalidArgumentError(
      absl::StrCat("max_team is ", options.max_team, ", expected at least 2"));
}

absl::StatusOr<std::vector<std::string>> IndexesIn(const std::string& directory) {
  std::vector<std::string> files;
  std::error_code error;
  std::filesystem::directory_iterator it(directory, error);
  for (; !error && it != std::filesystem::directory_iterator(); it.increment(error)) {
    const std::string name = it->path().filename().string();
    for (const char* index : {"_Packages", "_Sources"}) {
      const size_t at = name.rfind(index);
      if (at == std::string::npos) continue;
      const std::string ending = name.substr(at + std::string(index).size());
      if (ending.empty() || ending[0] == '.') files.push_back(it->path().string());
    }
  }
  if (files.empty()) {
    return absl::NotFoundError(
        absl::StrCat(directory, ": no package index of apt",
                     "\nrun apt-get update, or name Packages and Sources files"));
  }
  std::sort(files.begin(), files.end());
  return files;
}

absl::StatusOr<DebianArchive> ReadIndexes(std::vector<ByteSource> indexes,
                                          const DebianOptions& options, double share) {
  DebianArchive archive;
  double done = 0;
  for (ByteSource& index : indexes) {
    PG_RETURN_IF_ERROR(ReadControl(
        std::move(index), [&](const ControlParagraph& p) { return archive.AddParagraph(p); },
        options.run));
    done += share / static_cast<double>(indexes.size());
    ReportProgress(options.run, done);
  }
  return archive;
}

absl::StatusOr<ImportResult> Finish(DebianArchive archive, const DebianOptions& options,
                                    ImportReport report) {
  ImportResult result;
  PG_ASSIGN(community, BuildFromArchive(std::move(archive), options, report));
  ReportProgress(options.run, 1);
  result.community = std::move(community);
  result.report = std::move(report);
  return result;
}

}  // namespace

absl::StatusOr<ImportResult> ImportDebianFrom(std::vector<ByteSource> indexes,
                                              const DebianOptions& options) {
  PG_RETURN_IF_ERROR(CheckOptions(options));
  PG_ASSIGN(archive, ReadIndexes(std::move(indexes), options, 0.6));
  return Finish(std::move(archive), options, ImportReport());
}

absl::StatusOr<ImportResult> ImportDebian(const DebianOptions& options) {
  PG_RETURN_IF_ERROR(CheckOptions(options));
  std::vector<std::string> files = options.files;
  if (files.empty()) {
    PG_ASSIGN(found, IndexesIn(options.lists_directory));
    files = std::move(found);
  }
  std::vector<ByteSource> indexes;
  for (const std::string& file : files) {
    PG_ASSIGN(source, ByteSource::Open(file, options.run));
    indexes.push_back(std::move(source));
  }
  ImportReport report;
  PG_ASSIGN(archive, ReadIndexes(std::move(indexes), options, 0.5));
  PG_RETURN_IF_ERROR(ReadKeyring(options.keyring, archive, report));
  return Finish(std::move(archive), options, std::move(report));
}

}  // namespace pullgraph
