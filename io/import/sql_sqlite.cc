// SPDX-License-Identifier: Apache-2.0
#include <sqlite3.h>

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>

#include "absl/strings/str_cat.h"
#include "io/import/sql_database.h"
#include "io/import/status_macros.h"

namespace pullgraph {
namespace {

constexpr size_t kPiece = size_t{64} << 10;

void AppendCell(std::string_view text, std::string& out) {
  if (text.find_first_of(",\"\r\n") == std::string_view::npos) {
    out.append(text);
    return;
  }
  out += '"';
  for (const char c : text) {
    if (c == '"') out += '"';
    out += c;
  }
  out += '"';
}

struct Finalize {
  void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
};

// The rows of a statement as CSV.
class Rows {
 public:
  Rows(sqlite3* db, sqlite3_stmt* statement, std::string name, const RunControl* run)
      : db_(db), statement_(statement), name_(std::move(name)), run_(run) {
    const int columns = sqlite3_column_count(statement);
    for (int c = 0; c < columns; ++c) {
      if (c > 0) text_ += ',';
      AppendCell(sqlite3_column_name(statement, c), text_);
    }
    text_ += '\n';
  }

  absl::StatusOr<std::string_view> Next() {
    if (started_) text_.clear();
    started_ = true;
    while (!done_ && text_.size() < kPiece) {
      const int step = sqlite3_step(statement_.get());
      if (step == SQLITE_DONE) done_ = true;
      if (step == SQLITE_ROW) AppendRow();
      if (step != SQLITE_DONE && step != SQLITE_ROW) return Failure(step);
    }
    return text_;
  }

 private:
  void AppendRow() {
    const int columns = sqlite3_column_count(statement_.get());
    for (int c = 0; c < columns; ++c) {
      if (c > 0) text_ += ',';
      const auto* cell = static_cast<const char*>(sqlite3_column_blob(statement_.get(), c));
      const auto size = static_cast<size_t>(sqlite3_column_bytes(statement_.get(), c));
      if (cell != nullptr) AppendCell({cell, size}, text_);
    }
    text_ += '\n';
  }
  absl::Status Failure(int code) const {
    PG_RETURN_IF_ERROR(CheckCancelled(run_));
    return absl::DataLossError(absl::StrCat(name_, ": ", sqlite3_errmsg(db_), code == SQLITE_CORRUPT
        ? "\nthe file is damaged: copy it again, or restore a backup" : "\ntry the query in sqlite3"));
  }

  sqlite3* db_;
  std::unique_ptr<sqlite3_stmt, Finalize> statement_;
  std::string name_;
  const RunControl* run_;
  std::string text_;
  bool started_ = false;
  bool done_ = false;
};

int IsCancelled(void* run) { return CheckCancelled(static_cast<const RunControl*>(run)).ok() ? 0 : 1; }

class Sqlite : public SqlDatabase {
 public:
  explicit Sqlite(std::string path, const RunControl* run) : path_(std::move(path)), run_(run) {}
  ~Sqlite() override { sqlite3_close_v2(db_); }

  absl::Status Open() {
    std::error_code error;
    if (!std::filesystem::exists(path_, error)) {
      return absl::NotFoundError(absl::StrCat(path_, ": not there\nname a file of SQLite, or an address: "
                                              "postgresql://user@host/name"));
    }
    int code = sqlite3_open_v2(path_.c_str(), &db_, SQLITE_OPEN_READONLY, nullptr);
    constexpr int kSteps = 100000;
    if (code == SQLITE_OK && run_ != nullptr) {
      sqlite3_progress_handler(db_, kSteps, IsCancelled, const_cast<RunControl*>(run_));
    }
    // One transaction; looking at the schema begins it.
    if (code == SQLITE_OK) code = sqlite3_exec(db_, "BEGIN; SELECT 1 FROM sqlite_schema", nullptr, nullptr, nullptr);
    if (code == SQLITE_OK) return absl::OkStatus();
    const std::string text = absl::StrCat(path_, ": ", db_ == nullptr ? "no memory" : sqlite3_errmsg(db_));
    if (code == SQLITE_NOTADB || code == SQLITE_CORRUPT) {
      return absl::DataLossError(absl::StrCat(text, "\nname a file of SQLite"));
    }
    return absl::UnavailableError(text);
  }

  absl::StatusOr<ByteSource> Query(const std::string& query, const std::string& name) override {
    sqlite3_stmt* statement = nullptr;
    const char* rest = nullptr;
    const std::string one = WithoutSemicolon(query);
    const int code = sqlite3_prepare_v2(db_, one.c_str(), -1, &statement, &rest);
    std::unique_ptr<sqlite3_stmt, Finalize> owner(statement);
    if (code == SQLITE_CORRUPT || code == SQLITE_NOTADB) {
      return absl::DataLossError(absl::StrCat(path_, ": ", sqlite3_errmsg(db_)));
    }
    if (code != SQLITE_OK || statement == nullptr || *rest != '\0') {
      return absl::InvalidArgumentError(absl::StrCat(
          name, ": ", code != SQLITE_OK ? sqlite3_errmsg(db_) : "expected one SELECT",
          "\ntry the query in sqlite3"));
    }
    if (sqlite3_stmt_readonly(statement) == 0 || sqlite3_column_count(statement) == 0) {
      return absl::InvalidArgumentError(absl::StrCat(name, ": returns no rows, or writes\nexpected one SELECT"));
    }
    auto reader = std::make_shared<Rows>(db_, owner.release(), name, run_);
    return ByteSource::FromPieces([reader] { return reader->Next(); }, name);
  }

 private:
  std::string path_;
  const RunControl* run_;
  sqlite3* db_ = nullptr;
};

}  // namespace

absl::StatusOr<std::unique_ptr<SqlDatabase>> OpenSqlite(const std::string& path,
                                                        const RunControl* run) {
  auto database = std::make_unique<Sqlite>(path, run);
  PG_RETURN_IF_ERROR(database->Open());
  return std::unique_ptr<SqlDatabase>(std::move(database));
}

}  // namespace pullgraph
