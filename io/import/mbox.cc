// SPDX-License-Identifier: Apache-2.0
#include "io/import/mbox.h"

#include <filesystem>
#include <optional>
#include <system_error>
#include <utility>

#include "absl/time/clock.h"
#include "io/import/mail_archive.h"
#include "io/import/mbox_reader.h"
#include "io/import/status_macros.h"

namespace pullgraph {
namespace {

constexpr size_t kFilesToTry = 100;

std::string FileName(const std::string& path) {
  return std::filesystem::path(path).filename().string();
}

class MboxImporter {
 public:
  explicit MboxImporter(const MessageOptions& options)
      : run_(options.run),
        latest_(absl::ToUnixMicros(absl::Now()) + kMicrosPerDay),
        community_(options) {}

  // `from` and `to`: the part of all progress that this file is.
  absl::Status Read(ByteSource source, double from, double to) {
    MboxReader reader(std::move(source), run_);
    const std::string file = FileName(reader.name());
    for (uint64_t mails = 0;; ++mails) {
      PG_ASSIGN(head, reader.Next());
      if (!head) return absl::OkStatus();
      archive_.Add(*head, file, latest_, community_.report());
      if (mails % 1024 == 0) ReportProgress(run_, from + (to - from) * reader.fraction());
    }
  }

  absl::StatusOr<ImportResult> Build(const std::string& name) && {
    PG_RETURN_IF_ERROR(archive_.MoveTo(community_));
    community_.NameIfUnnamed(name);
    return std::move(community_).Build();
  }

  ImportReport& report() { return community_.report(); }

 private:
  const RunControl* run_;
  Time latest_;
  MessageCommunity community_;
  MailArchive archive_;
};

// A file that cannot be read is none.
bool IsMbox(ByteSource& source) {
  const auto head = source.Peek();
  return head.ok() && LooksLikeMbox(*head);
}

}  // namespace

bool LooksLikeMbox(std::string_view head) {
  auto source = ByteSource::FromMemory(head, "");
  if (!source.ok()) return false;
  const auto mail = MboxReader(*std::move(source), nullptr).Next();
  return mail.ok() && mail->has_value();
}

bool LooksLikeMbox(const InputFolder& folder) {
  size_t tried = 0;
  for (const std::string& name : folder.Names()) {
    if (++tried > kFilesToTry) return false;
    auto source = folder.OpenFile(name);
    if (source.ok() && *source && IsMbox(**source)) return true;
  }
  return false;
}

absl::StatusOr<ImportResult> ImportMboxFrom(ByteSource source, const MessageOptions& options) {
  MboxImporter importer(options);
  const std::string name = FileName(source.name());
  PG_RETURN_IF_ERROR(importer.Read(std::move(source), 0, 0.9));
  return std::move(importer).Build(name);
}

absl::StatusOr<ImportResult> ImportMboxFolder(const InputFolder& folder,
                                              const MessageOptions& options) {
  MboxImporter importer(options);
  const auto all = static_cast<double>(folder.Names().size());
  size_t archives = 0, seen = 0;
  PG_RETURN_IF_ERROR(folder.ForEachFile(
      [](std::string_view) { return true; },
      [&](const std::string& name, ByteSource source) {
        const auto before = static_cast<double>(seen++);
        if (!IsMbox(source)) {
          importer.report().Note("files that are no archives of mails, left out", name);
          return absl::OkStatus();
        }
        ++archives;
        return importer.Read(std::move(source), 0.9 * before / all, 0.9 * (before + 1) / all);
      }));
  if (archives == 0) {
    return absl::DataLossError(folder.path() +
                               ": no archive of mails in this folder\n"
                               "name a folder of files in the format mbox, or one such file");
  }
  return std::move(importer).Build(folder.BaseName());
}

absl::StatusOr<ImportResult> ImportMbox(const std::string& path,
                                        const MessageOptions& options) {
  std::error_code error;
  if (std::filesystem::is_directory(path, error)) {
    PG_ASSIGN(folder, InputFolder::Open(path));
    return ImportMboxFolder(folder, options);
  }
  PG_ASSIGN(source, ByteSource::Open(path, options.run));
  return ImportMboxFrom(std::move(source), options);
}

}  // namespace pullgraph
