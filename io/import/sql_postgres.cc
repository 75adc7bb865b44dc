// SPDX-License-Identifier: Apache-2.0
#include <libpq-fe.h>
#include <poll.h>

#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "io/import/sql_database.h"
#include "io/import/status_macros.h"

namespace pullgraph {
namespace {

constexpr size_t kPiece = size_t{256} << 10;
constexpr int kLookUp = 100;  // Milliseconds between looks at whether it is cancelled.

struct Clear {
  void operator()(PGresult* result) const { PQclear(result); }
};
using Result = std::unique_ptr<PGresult, Clear>;

// The first line of what the server says.
std::string FirstLine(const char* text) {
  const std::string_view all = text == nullptr ? "" : text;
  std::string line(all.substr(0, all.find('\n')));
  absl::StripAsciiWhitespace(&line);
  return line.empty() ? "no answer" : line;
}

class Postgres : public SqlDatabase {
 public:
  explicit Postgres(const RunControl* run) : run_(run) {}
  ~Postgres() override {
    if (busy_) Stop();
    PQfinish(connection_);
  }

  absl::Status Open(const std::string& address);
  absl::StatusOr<ByteSource> Query(const std::string& query, const std::string& name) override;

 private:
  void Stop();
  // Waits until the server has said something.
  absl::Status Wait();
  // The next result; null after the last.
  absl::StatusOr<Result> Await();
  absl::Status Do(const std::string& command);
  absl::StatusOr<std::string_view> NextPiece(const std::string& name);
  absl::Status Refusal(const std::string& name, const PGresult* result) const;
  absl::Status Lost() const {
    return absl::UnavailableError(absl::StrCat(FirstLine(PQerrorMessage(connection_)),
                                               "\nthe connection is lost: try again"));
  }

  const RunControl* run_;
  PGconn* connection_ = nullptr;
  bool busy_ = false;  // A query runs.
  std::string piece_;
};

void Postgres::Stop() {
  PGcancel* cancel = PQgetCancel(connection_);
  char why[256];
  // If that fails, the end of the connection ends the query.
  if (cancel != nullptr) (void)PQcancel(cancel, why, sizeof(why));
  PQfreeCancel(cancel);
}

absl::Status Postgres::Open(const std::string& address) {
  // What comes later counts.
  const char* const keys[] = {"connect_timeout", "fallback_application_name", "dbname", "client_encoding", nullptr};
  const char* const values[] = {"10", "pullgraph", address.c_str(), "UTF8", nullptr};
  connection_ = PQconnectdbParams(keys, values, /*expand_dbname=*/1);
  if (PQstatus(connection_) != CONNECTION_OK) {
    return absl::UnavailableError(absl::StrCat(FirstLine(PQerrorMessage(connection_)),
                                               "\npsql with the same address shows more"));
  }
  return Do("SET datestyle TO ISO; SET timezone TO 'UTC'; SET extra_float_digits TO 1; SET default_transaction_read_only TO on; "
            "BEGIN TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY");
}

absl::Status Postgres::Wait() {
  PG_RETURN_IF_ERROR(CheckCancelled(run_));
  pollfd ready = {PQsocket(connection_), POLLIN, 0};
  (void)::poll(&ready, 1, kLookUp);  // A signal ends it: looked at next time.
  return PQconsumeInput(connection_) == 1 ? absl::OkStatus() : Lost();
}

absl::StatusOr<Result> Postgres::Await() {
  while (PQisBusy(connection_) != 0) PG_RETURN_IF_ERROR(Wait());
  return Result(PQgetResult(connection_));
}

absl::Status Postgres::Refusal(const std::string& name, const PGresult* result) const {
  if (PQstatus(connection_) != CONNECTION_OK) return Lost();
  return absl::InvalidArgumentError(absl::StrCat(name, ": ", FirstLine(PQresultErrorMessage(result)),
                                                 "\ntry the query in psql: one SELECT, which only reads"));
}

absl::Status Postgres::Do(const std::string& command) {
  if (PQsendQuery(connection_, command.c_str()) == 0) return Lost();
  absl::Status status;
  while (true) {
    PG_ASSIGN(result, Await());
    if (result == nullptr) return status;
    if (PQresultStatus(result.get()) != PGRES_COMMAND_OK) status.Update(Refusal("PostgreSQL", result.get()));
  }
}

absl::StatusOr<ByteSource> Postgres::Query(const std::string& query, const std::string& name) {
  const std::string copy =
      absl::StrCat("COPY (", WithoutSemicolon(query), "\n) TO STDOUT WITH (FORMAT csv, HEADER true)");
  if (PQsendQuery(connection_, copy.c_str()) == 0) return Lost();
  busy_ = true;
  PG_ASSIGN(result, Await());
  if (result == nullptr || PQresultStatus(result.get()) != PGRES_COPY_OUT) {
    busy_ = false;
    return Refusal(name, result.get());
  }
  return ByteSource::FromPieces([this, name] { return NextPiece(name); }, name);
}

absl::StatusOr<std::string_view> Postgres::NextPiece(const std::string& name) {
  piece_.clear();
  while (busy_ && piece_.size() < kPiece) {
    char* row = nullptr;
    const int size = PQgetCopyData(connection_, &row, /*async=*/1);
    if (size > 0) {
      piece_.append(row, static_cast<size_t>(size));
      PQfreemem(row);
      continue;
    }
    if (size == -2) return Lost();
    if (size == 0) {
      PG_RETURN_IF_ERROR(Wait());
      continue;
    }
    absl::Status status;
    while (true) {
      PG_ASSIGN(result, Await());
      if (result == nullptr) break;
      if (PQresultStatus(result.get()) != PGRES_COMMAND_OK) status.Update(Refusal(name, result.get()));
    }
    busy_ = false;
    PG_RETURN_IF_ERROR(status);
  }
  return piece_;
}

}  // namespace

absl::StatusOr<std::unique_ptr<SqlDatabase>> OpenPostgres(const std::string& address,
                                                          const RunControl* run) {
  auto database = std::make_unique<Postgres>(run);
  PG_RETURN_IF_ERROR(database->Open(address));
  return std::unique_ptr<SqlDatabase>(std::move(database));
}

}  // namespace pullgraph
