// SPDX-License-Identifier: Apache-2.0
// The same rows from files, from SQLite and from a real PostgreSQL make the same community.
#include "io/import/sql.h"

#include <gtest/gtest.h>
#include <sqlite3.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "tests/testing/status_matchers.h"

namespace pullgraph::import_sql_test {
namespace {

using testing::StatusIs;

constexpr char kMapping[] = R"({"tables": [
  {"table": "members", CONTACTS,
   "columns": {"id": {"column": "email", "lower": true}, "display_name": "name", "joined_at": "created"},
   "attributes": ["note"]},
  {"table": "memberships", CONTACTS,
   "columns": {"market": {"text": "customers"}, "member": {"column": "email", "lower": true},
               "status": {"column": "stage", "values": {"customer": "customer"}, "otherwise": "prospect"}}},
  {"table": "resources", VISITS, "distinct": true,
   "columns": {"id": "event", "kind": {"text": "event"}}},
  {"table": "signals", VISITS,
   "columns": {"member": {"column": "email", "lower": true}, "object_kind": {"text": "resource"},
               "object": "event", "kind": {"text": "attend"}, "at": "at"}}]})";

std::string MappingWith(const std::string& contacts, const std::string& visits) {
  return absl::StrReplaceAll(kMapping, {{"CONTACTS", contacts}, {"VISITS", visits}});
}

const std::string& Queries() {
  static const std::string text = MappingWith(
      "\"query\": \"select * from contacts order by email; \"",
      "\"query\": \"select email, event, at from visits order by at, email -- all\"");
  return text;
}

class ImportSqlTest : public ::testing::Test {
 protected:
  void SetUp() override {
    folder_ = (std::filesystem::temp_directory_path() / "pullgraph-sql-XXXXXX").string();
    ASSERT_NE(mkdtemp(folder_.data()), nullptr);
    std::string contacts, visits;
    sql_ = "create table contacts(email text, name text, created text, stage text, note text);"
           "create table visits(email text, event text, at text);";
    for (int i = 100; i < 700; ++i) {
      const std::string email = absl::StrCat("M", i, "@Example.org");
      const std::string name = absl::StrCat("Ann \"", i, "\", ö\nB");
      const std::string day = absl::StrCat("2024-0", 1 + i % 9, "-1", i % 7, " 10:00:00");
      const std::string stage = i % 5 == 0 ? "customer" : i % 3 == 0 ? "" : "lead";
      absl::StrAppend(&contacts, email, ",\"", absl::StrReplaceAll(name, {{"\"", "\"\""}}), "\",", day,
                      ",", stage, ",\n");
      absl::StrAppend(&sql_, "insert into contacts values('", email, "','", name, "','", day, "',",
                      stage.empty() ? "null" : absl::StrCat("'", stage, "'"), ",null);");
      const std::string at = absl::StrCat("2025-01-01T00:", 10 + i % 40, ":00.", i, "Z");
      absl::StrAppend(&sql_, "insert into visits values('", email, "','e", i % 4, "','", at, "');");
    }
    // As the query orders them.
    std::vector<std::string> rows;
    for (int i = 100; i < 700; ++i) {
      rows.push_back(absl::StrCat("2025-01-01T00:", 10 + i % 40, ":00.", i, "Z M", i));
    }
    std::sort(rows.begin(), rows.end());
    for (const std::string& row : rows) {
      const int i = std::atoi(row.c_str() + row.size() - 3);
      absl::StrAppend(&visits, "M", i, "@Example.org,e", i % 4, ",", row.substr(0, row.find(' ')), "\n");
    }
    Write("contacts.csv", "email,name,created,stage,note\n" + contacts);
    Write("visits.csv", "email,event,at\n" + visits);
    Write("fill.sql", sql_);
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  std::string File(const std::string& name) const { return folder_ + "/" + name; }
  void Write(const std::string& name, const std::string& text) const {
    std::ofstream(File(name), std::ios::binary) << text;
  }
  std::string Database() const {
    sqlite3* db = nullptr;
    EXPECT_EQ(sqlite3_open(File("shop.db").c_str(), &db), SQLITE_OK);
    EXPECT_EQ(sqlite3_exec(db, ("begin;" + sql_ + "commit").c_str(), nullptr, nullptr, nullptr), SQLITE_OK);
    sqlite3_close(db);
    return File("shop.db");
  }
  static absl::StatusOr<ImportResult> Import(const std::string& database, const std::string& mapping) {
    const absl::StatusOr<CsvMapping> parsed = ParseCsvMapping(mapping, "m.json");
    if (!parsed.ok()) return parsed.status();
    CsvOptions options;
    options.name = "shop";
    return ImportSql(database, *parsed, options);
  }
  absl::StatusOr<ImportResult> FromFiles() const {
    const absl::StatusOr<CsvMapping> parsed = ParseCsvMapping(
        MappingWith("\"file\": \"contacts.csv\"", "\"file\": \"visits.csv\""), "m.json");
    if (!parsed.ok()) return parsed.status();
    CsvOptions options;
    options.name = "shop";
    return ImportMappedCsv(folder_, *parsed, options);
  }

  std::string folder_, sql_;
};

TEST_F(ImportSqlTest, SqliteGivesWhatFilesGive) {
  ASSERT_OK_AND_ASSIGN(const ImportResult files, FromFiles());
  ASSERT_OK_AND_ASSIGN(const ImportResult database, Import(Database(), Queries()));
  EXPECT_EQ(files.community.num_members(), 600);
  EXPECT_EQ(files.community.signals().size(), 600);
  EXPECT_EQ(files.community.memberships().size(), 600);
  EXPECT_TRUE(files.community == database.community);
}

TEST_F(ImportSqlTest, ColumnsMayBeCalledAsTheFields) {
  ASSERT_OK_AND_ASSIGN(const CsvMapping mapping, MappingOfQueries(
      {"memberships=select 'customers' as market, email as member, 'customer' as status from contacts "
       "where stage = 'customer'", "members=select email as id, stage from contacts;"}));
  ASSERT_OK_AND_ASSIGN(const ImportResult r, ImportSql(Database(), mapping));
  EXPECT_EQ(r.community.num_members(), 600);
  EXPECT_EQ(r.community.memberships().size(), 120);
  for (const char* bad : {"people=select 1", "members", "members=;", "=select 1"}) {
    EXPECT_THAT(MappingOfQueries({bad}), StatusIs(absl::StatusCode::kInvalidArgument, "no TABLE=SELECT")) << bad;
  }
}

// A server that ends with its scope.
class PostgresServer {
 public:
  // In a folder that holds fill.sql.
  explicit PostgresServer(std::string folder) : folder_(std::move(folder)), code_(Script("start")) {}
  ~PostgresServer() {
    if (code_ == 0) {
      EXPECT_EQ(Script("stop"), 0);
    }
  }
  // 0: it runs; 77: there is none here.
  int code() const { return code_; }

 private:
  int Script(const char* what) const {
    const int status = std::system(absl::StrCat("bash '", PULLGRAPH_SOURCE_DIR, "/tests/io/import_sql.sh' '",
                                                folder_, "' ", what).c_str());
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  }

  std::string folder_;
  int code_;
};

TEST_F(ImportSqlTest, PostgresGivesWhatFilesGive) {
  std::filesystem::permissions(folder_, std::filesystem::perms::all);
  const PostgresServer server(folder_);
  if (server.code() == 77) GTEST_SKIP() << "NO POSTGRESQL: apt-get install postgresql";
  ASSERT_EQ(server.code(), 0);
  const std::string address = absl::StrCat("postgresql://forum@/postgres?host=", folder_);
  ASSERT_OK_AND_ASSIGN(const ImportResult files, FromFiles());
  ASSERT_OK_AND_ASSIGN(const ImportResult database, Import(address, Queries()));
  EXPECT_EQ(database.community.num_members(), 600);
  EXPECT_TRUE(files.community == database.community);

  const auto topics = [](const char* query) {
    return absl::StrCat("{\"tables\":[{\"table\":\"topics\",\"query\":\"", query, "\",\"columns\":{\"id\":\"id\"}}]}");
  };
  EXPECT_THAT(Import(address, topics("select 1 / (1000 - g) as id from generate_series(1, 1000) g")),
              StatusIs(absl::StatusCode::kInvalidArgument, "division by zero"));
  EXPECT_FALSE(Import(address, topics("select 'a' as id) to stdout; delete from visits; copy (select 'b' as id")).ok());
  EXPECT_THAT(Import(address, topics("delete from visits returning email as id")),
              StatusIs(absl::StatusCode::kInvalidArgument, "query for topics: ERROR:"));
  EXPECT_THAT(Import(address + "&port=1", Queries()),
              StatusIs(absl::StatusCode::kUnavailable, "psql with the same address shows more"));
  ASSERT_OK_AND_ASSIGN(const ImportResult again, Import(address, Queries()));
  EXPECT_TRUE(again.community == database.community);  // Nothing was written.
}

TEST_F(ImportSqlTest, RefusesWhatItCannotReadOrWouldWrite) {
  const std::string database = Database();
  const auto topics = [](const char* query) {
    return absl::StrCat("{\"tables\":[{\"table\":\"topics\",\"query\":\"", query, "\",\"columns\":{\"id\":\"id\"}}]}");
  };
  const std::pair<const char*, const char*> bad[] = {
      {"selec", "query for topics: near"},
      {"select 1; drop table visits", "expected one SELECT"},
      {"delete from visits returning email as id", "returns no rows, or writes"},
      {"pragma user_version = 7", "returns no rows, or writes"},
      {"select email from nowhere", "no such table: nowhere"}};
  for (const auto& [query, message] : bad) {
    EXPECT_THAT(Import(database, topics(query)), StatusIs(absl::StatusCode::kInvalidArgument, message)) << query;
  }
  EXPECT_THAT(Import(database, topics("select email from visits")), StatusIs(absl::StatusCode::kDataLoss, "'id'"));
  EXPECT_THAT(Import(File("none.db"), topics("select 1 as id")), StatusIs(absl::StatusCode::kNotFound, "not there"));
  EXPECT_THAT(Import(File("visits.csv"), topics("select 1 as id")),
              StatusIs(absl::StatusCode::kDataLoss, "name a file of SQLite"));
  EXPECT_THAT(Import(database, R"({"tables":[{"table":"topics","columns":{"id":"id"}}]})"),
              StatusIs(absl::StatusCode::kDataLoss, "table 'topics' has no 'query'"));
  EXPECT_THAT(Import(database, R"({"tables":[{"table":"topics","file":"x","query":"y","columns":{"id":"id"}}]})"),
              StatusIs(absl::StatusCode::kDataLoss, "excludes"));
  ASSERT_OK_AND_ASSIGN(const ImportResult whole, Import(database, Queries()));
  EXPECT_EQ(whole.community.signals().size(), 600);  // Nothing was written.
  std::filesystem::resize_file(database, std::filesystem::file_size(database) / 2);
  EXPECT_FALSE(Import(database, Queries()).ok());
}

}  // namespace
}  // namespace pullgraph::import_sql_test
