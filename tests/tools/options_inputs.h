// SPDX-License-Identifier: Apache-2.0
// The files that the commands of options_cases.h read, all below the current folder.
#ifndef PULLGRAPH_TESTS_TOOLS_OPTIONS_INPUTS_H_
#define PULLGRAPH_TESTS_TOOLS_OPTIONS_INPUTS_H_

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include <sqlite3.h>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "tests/tools/command_fixture.h"

namespace pullgraph::testing {

using Cells = std::vector<std::string>;

// Runs `pullgraph <arguments>` in the current folder. Without a shell, which would take as
// long as many of the commands: words are cut at blanks, '' is an empty one.
inline Outcome Spawn(const std::string& arguments) {
  Cells words = {PULLGRAPH_BINARY};
  for (const absl::string_view word : absl::StrSplit(arguments, ' ', absl::SkipEmpty())) {
    const bool quoted = word.size() > 1 && word.front() == '\'' && word.back() == '\'';
    words.emplace_back(quoted ? word.substr(1, word.size() - 2) : word);
  }
  std::vector<char*> argv;
  for (std::string& word : words) argv.push_back(word.data());
  argv.push_back(nullptr);
  posix_spawn_file_actions_t files;
  ::posix_spawn_file_actions_init(&files);
  constexpr int kWrite = O_WRONLY | O_CREAT | O_TRUNC;
  ::posix_spawn_file_actions_addopen(&files, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
  ::posix_spawn_file_actions_addopen(&files, STDOUT_FILENO, "out", kWrite, 0600);
  ::posix_spawn_file_actions_addopen(&files, STDERR_FILENO, "err", kWrite, 0600);
  pid_t child = 0;
  int status = -1;
  const bool started =
      ::posix_spawn(&child, PULLGRAPH_BINARY, &files, nullptr, argv.data(), environ) == 0;
  ::posix_spawn_file_actions_destroy(&files);
  if (!started || ::waitpid(child, &status, 0) != child || !WIFEXITED(status)) return {};
  return {WEXITSTATUS(status), ReadAll("out"), ReadAll("err")};
}

inline void Write(const std::string& path, const std::string& text) {
  if (const auto folder = std::filesystem::path(path).parent_path(); !folder.empty()) {
    std::filesystem::create_directories(folder);
  }
  std::ofstream(path) << text;
}

// Passes each row of a table to `edit` with its number, 0 for the names of the columns.
template <class Edit>
void EditTable(const std::string& path, Edit edit) {
  const Cells lines = absl::StrSplit(ReadAll(path), '\n', absl::SkipEmpty());
  std::string out;
  for (size_t i = 0; i < lines.size(); ++i) {
    Cells cells = absl::StrSplit(lines[i], ',');
    edit(i, cells);
    out += absl::StrJoin(cells, ",") + "\n";
  }
  Write(path, out);
}

// Opt-outs, attributes, staff, a bot, a second market, directed ties, costs, opened
// mails, content of all kinds, signals without a date: what some options are about.
inline void Enrich(const std::string& folder) {
  EditTable(folder + "/members.csv", [](size_t i, Cells& c) {
    c.push_back(i == 0 ? "price" : std::to_string(1 + i % 5));
    c.push_back(i == 0 ? "village" : "v" + std::to_string(i % 4));
    if (i == 0) return;
    if (i % 3 == 1) c[5] = "post";
    if (i % 31 == 5) c[5] = "*";
    if (i == 10 || i == 11) c[3] = i == 10 ? "staff" : "bot";
  });
  EditTable(folder + "/markets.csv", [](size_t i, Cells& c) {
    if (i == 1) c.back() += "\npartners,Partners";
  });
  EditTable(folder + "/memberships.csv", [](size_t i, Cells& c) {
    if (i % 6 == 1) c.back() += "\npartners," + c[1] + ",customer," + c[3] + ",";
  });
  EditTable(folder + "/resources.csv", [](size_t i, Cells& c) {
    if (i > 0 && i % 5 == 1) c[2] = "answer";
    if (i > 0 && i % 3 == 1) c[5] = "0.3";
  });
  EditTable(folder + "/ties.csv", [](size_t i, Cells& c) {
    if (i % 2 == 1) c[2] = "answered", c[3] = "yes";
  });
  EditTable(folder + "/signals.csv", [](size_t i, Cells& c) {
    if (i % 90 == 1 && c[3] != "ask") c[4].clear();
  });
  EditTable(folder + "/touches.csv", [](size_t i, Cells& c) {
    if (i == 0 || c[8] == "true" || c[8] == "yes") return;
    if (i % 8 == 1 && c[6] == "sent") c[6] = "opened";
    if (i % 9 == 2) c[5].clear();
    if (i % 3 == 1) c[3] = "post";
  });
}

// Gives a community with planted customers a second market, and a rank that knows who
// became one.
inline void AddMarketAndRank(const std::string& folder) {
  const std::string memberships = ReadAll(folder + "/memberships.csv");
  EditTable(folder + "/members.csv", [&](size_t i, Cells& c) {
    const bool became = memberships.find("," + c[0] + ",customer") != std::string::npos;
    c.push_back(i == 0 ? "rank" : became ? "gold" : "none");
  });
  EditTable(folder + "/markets.csv", [](size_t i, Cells& c) {
    if (i == 1) c.back() += "\npartners,Partners";
  });
  // Every other who became a customer is a partner, too.
  EditTable(folder + "/memberships.csv", [](size_t i, Cells& c) {
    if (i % 2 == 1 && c[2] == "customer") {
      c.back() += "\npartners," + c[1] + ",customer," + c[3] + ",";
    }
  });
}

// A keyring, and dumps of a site.
inline void MakeDumps() {
  // It stands in for gpg, which would take long to make keys.
  Write("keys", "");
  Write("bin/gpg", R"(#!/bin/sh
echo "pub:-:4096:1:AAAAAAAAAAAAAAAA:1300000000:::-:::scESC:"
echo "uid:-::::1300000000::X::Ann <ann@example.org>:"
echo "sig:::1:BBBBBBBBBBBBBBBB:1500000000::::Bob:10x:"
echo "pub:-:4096:1:BBBBBBBBBBBBBBBB:1300000000:::-:::scESC:"
echo "uid:-::::1300000000::X::Bob <bob@example.org>:"
)");
  std::filesystem::permissions("bin/gpg", std::filesystem::perms::owner_all);
  for (const std::string folder : {"dump", "dump2"}) {
    Write(folder + "/Users.xml",
          "<users><row Id=\"1\" DisplayName=\"Ann\" CreationDate=\"2018-01-01T00:00:00\"/>"
          "<row Id=\"2\" DisplayName=\"Bob\" CreationDate=\"2018-01-01T00:00:00\"/></users>");
    Write(folder + "/Tags.xml", "<tags><row Id=\"1\" TagName=\"gates\" Count=\"1\"/></tags>");
    Write(folder + "/Posts.xml",
          "<posts><row Id=\"1\" PostTypeId=\"1\" CreationDate=\"2018-02-01T10:00:00\" "
          "OwnerUserId=\"1\" Title=\"Why?\" Tags=\"&lt;gates&gt;\"/>" +
              std::string(folder == "dump" ? "" : "<!-- ") +
              "<row Id=\"3\" PostTypeId=\"2\" ParentId=\"1\" CreationDate=\"2018-02-02T09:00:00\" "
              "OwnerUserId=\"2\"/>" + (folder == "dump" ? "" : " -->") + "</posts>");
  }
}

// Databases, and mappings for them.
inline void MakeDatabases() {
  const auto query = [](const char* table, const char* text, const char* columns) {
    return absl::StrCat("{\"table\": \"", table, "\", \"query\": \"", text, "\", \"columns\": {", columns, "}}");
  };
  const std::string people = query("members", "select * from people", "\"id\": \"id\"");
  const std::string topics = query("topics", "select 't1' as id", "\"id\": \"id\"");
  const std::string markets = query("markets", "select 'customers' as id", "\"id\": \"id\"");
  const std::string resources = query("resources", "select 'r' as id, 't1' as topics",
                                      "\"id\": \"id\", \"topics\": \"topics\"");
  Write("shop.json", absl::StrCat("{\"tables\": [", topics, ",", markets, ",", resources, ",", people, ",",
                                  query("ties", "select * from pairs", "\"from\": \"a\", \"to\": \"b\""), "]}"));
  Write("few.json", absl::StrCat("{\"tables\": [", people, "]}"));
  for (const std::string name : {"shop", "other", "gaps"}) {
    sqlite3* db = nullptr;
    ASSERT_EQ(sqlite3_open((name + ".db").c_str(), &db), SQLITE_OK);
    const std::string fill = absl::StrCat(
        "create table people(id); create table pairs(a, b);insert into people values('ann'),('bob')",
        name == "other" ? ",('cyd')" : "", ";insert into pairs values('ann','", name == "gaps" ? "eve" : "bob", "')");
    ASSERT_EQ(sqlite3_exec(db, fill.c_str(), nullptr, nullptr, nullptr), SQLITE_OK);
    sqlite3_close(db);
  }
}

// Hours of GitHub.
inline void MakeHours() {
  const auto star = [](const char* id, const char* who, const char* where) {
    return absl::StrCat("{\"id\":\"", id, "\",\"type\":\"WatchEvent\",\"actor\":{\"id\":", id,
                        ",\"login\":\"", who, "\"},\"repo\":{\"id\":7", id, ",\"name\":\"", where,
                        "\"},\"payload\":{},\"created_at\":\"2024-01-02T00:00:00Z\"}\n");
  };
  Write("hour.json", star("1", "ann", "acme/anvil"));
  const std::string reply =
      "{\"id\":\"3\",\"type\":\"IssueCommentEvent\",\"actor\":{\"id\":2,\"login\":\"bob\"},"
      "\"repo\":{\"id\":71,\"name\":\"acme/anvil\"},\"payload\":{\"action\":\"created\",\"issue\":"
      "{\"number\":12,\"user\":{\"login\":\"ann\",\"id\":1},\"created_at\":\"2024-01-01T00:00:00Z\"},"
      "\"comment\":{\"id\":5,\"created_at\":\"2024-01-03T00:00:00Z\"}},"
      "\"created_at\":\"2024-01-03T00:00:00Z\"}\n";
  Write("hours.json", reply + star("1", "ann", "acme/anvil") + star("2", "bob", "other/thing"));
}

// What the importers read.
inline void MakeImports() {
  MakeDatabases();
  MakeHours();
  Write("gaps/members.csv", "id\na\n");
  Write("gaps/ties.csv", "from,to\na,b\n");
  Write("names.json", R"({"tables": [{"table": "members", "file": "members.csv",
                                      "columns": {"id": "id", "display_name": "village"}}]})");
  Write("meetups/members.csv", "id,company\na,x\nb,X\nc,y\nd,y\ne,z\nf,w\n");
  Write("meetups/signals.csv", "member,object,kind,at\na,e1,attend,2025-01-01\nb,e1,attend,2025-01-02\n"
                               "a,e2,attend,2025-03-01\nc,e2,attend,2025-03-01\nd,e2,attend,2025-03-02\n");
  Write("days.txt", "2 3 2018-01-01\n1 2 2018-01-01\n");
  Write("star.txt", "me hub 2018-01-01 9 0.9\nhub x 2018-01-01 9 0.9\n"
                    "hub y 2018-01-01 9 0.9\nhub z 2018-01-01 9 0.9\n");
  Write("ties.txt", "1 2 2018-01-01 3 0.5\n2 3 2018-01-02 4 0.25\n3 4 2018-01-03 5 0.125\n");
  Write("a.gml", "graph [ node [ id 1 ] node [ id 2 ] edge [ source 1 target 2 ] ]\n");
  Write("b.gml", "graph [ node [ id 1 ] node [ id 3 ] edge [ source 1 target 3 ] ]\n");
  Write("weights.gml", "graph [ node [ id 1 ] node [ id 2 ] edge [ source 1 target 2 weight 2.5 ] ]\n");
  Write("a.rows", "{\"community\":{\"name\":\"a\"}}\n{\"member\":{\"id\":\"m\"}}\n"
                  "{\"member\":{\"id\":\"k\"}}\n"
                  "{\"market\":{\"id\":\"ours\"}}\n"
                  "{\"resource\":{\"id\":\"r\",\"kind\":\"RESOURCE_KIND_EVENT\"}}\n"
                  "{\"tie\":{\"from\":\"m\",\"to\":\"k\",\"kind\":\"TIE_KIND_KNOWS\"}}\n");
  Write("b.rows", "{\"community\":{\"name\":\"a\"}}\n{\"member\":{\"id\":\"n\"}}\n");
  const std::string packages =
      "Package: foo\nBinary: foo\nMaintainer: Ann <ann@example.org>\n"
      "Uploaders: Bob <bob@example.org>, "
      "Cy <cy@example.org>\nDescription: a library\n\n"
      "Package: bar\nBinary: bar\nMaintainer: Bob <bob@example.org>\nBuild-Depends: foo\n"
      "Description: a tool\n";
  Write("lists/a_Sources", packages);
  Write("fewer/a_Sources", packages);
  Write("lists/b_Sources", "Package: baz\nBinary: baz\nMaintainer: Dan <dan@example.org>\n"
                           "Build-Depends: foo\n");
  // x can answer; who leads there depends on the market. Nobody leads to the others.
  Write("islands/members.csv", "id,offers\na,\nb,\nx,t:0.9\nz,\np,\nq,\nr,\n");
  Write("islands/topics.csv", "id\nt\n");
  Write("islands/ties.csv", "from,to,at\na,x,2025-01-01\nb,x,2025-01-01\na,b,2025-01-01\n"
                            "p,q,2025-01-01\nq,r,2025-01-01\np,r,2025-01-01\n");
  Write("islands/memberships.csv", "market,member,status\ncustomers,a,customer\n"
                                   "partners,b,customer\n");
  Write("islands/signals.csv", "member,object_kind,object,kind,at,answered_at\n"
                               "z,topic,t,ask,2025-01-02,2025-01-20\n");
  // b and d are nearest to a; e and f, somewhat farther, are near each other.
  Write("team/members.csv", "id,offers\na,t1:1\nb,t2:0.5\nd,t3:0.5\ne,t2:1\nf,t3:1\n");
  Write("team/ties.csv", "from,to,strength\na,b,0.4\na,d,0.4\na,e,0.35\ne,f,0.95\n");
  Write("bots.txt", "x-bot 2\n2 3\n");
  Write("mails.txt", "ann@acme.example bob@acme.example 2018-01-01\ncyd@umbra.example dan@web.de 2018-01-02\n"
                     "ann@acme.example cyd@umbra.example 2018-01-03\n");
  Write("gone.txt", "# Asked to be left out.\nm4\nnobody\n");
  Write("aliases.csv", "alias,person\n4,1\nm9,m3\n");
  Write("accounts/members.csv", "id,display_name,joined_at\nada@x.org,Ada Lovelace,2025-01-01\n"
                                "ada@y.org,Ada Lovelace,2025-01-01\nbobbyz@x.org,,2025-09-01\nbobbyz,,2025-01-01\n");
  MakeDumps();
}

// Members in a ring, each tied to four: it can be cut into clusters in many ways, and each
// seed finds another.
inline void MakeRing() {
  std::string members = "id,joined_at\n", ties = "from,to\n";
  std::string touches = "member,campaign,channel,sent_at\n", signals = "member,object,kind,at\n";
  constexpr int kMembers = 120;
  for (int i = 0; i < kMembers; ++i) {
    const std::string id = "m" + std::to_string(i);
    members += id + ",2025-01-01\n";
    for (const int step : {1, 2}) {
      ties += id + ",m" + std::to_string((i + step) % kMembers) + "\n";
    }
    if ((i * i * i / 7 + i * i) % 5 < 2) {  // Some, more of them here, fewer there.
      touches += id + ",spring,email,2025-01-" + std::to_string(10 + i * i % 19) + "\n";
    }
    for (int k = 0; k < 12; ++k) {
      signals += id + ",r,view,2025-01-" + std::to_string(10 + (i * i + 5 * k) % 19) + "T" +
                 std::to_string(10 + (i + k) % 12) + ":" + std::to_string(10 + i * k % 49) + "\n";
    }
  }
  Write("ring/members.csv", members);
  Write("ring/ties.csv", ties);
  Write("ring/touches.csv", touches);
  Write("ring/signals.csv", signals);
}

// A mailing that moves those of plan "a" alone; and lists to compare.
inline void MakeMailing() {
  std::string members = "id,plan,village\n", ties = "from,to\n";
  std::string touches = "member,campaign,channel,sent_at,outcome,holdout,cost\n";
  std::string signals = "member,object,kind,at\n";
  for (int i = 0; i < 2000; ++i) {
    const std::string id = "c" + std::to_string(i);
    const bool a = i % 4 < 2, mailed = i % 2 == 1;
    const bool came = i % 10 < (a && mailed ? 6 : 3);
    members += id + (a ? ",a,v" : ",b,v") + std::to_string(i % 3) + "\n";
    ties += id + ",c" + std::to_string((i * 7 + 1) % 2000) + "\n";
    touches += id + ",spring," + (i % 8 < 4 ? "post" : "email") + ",2025-03-01," +
               (!mailed ? (i == 0 ? "clicked" : "")  // Those held out have outcomes, too.
                : i % 5 == 0 ? "opened" : "sent") + (mailed ? ",no," : ",yes,") +
               (i % 3 == 0 ? "" : "0.5") + "\n";
    if (came) signals += id + ",r,view,2025-03-0" + std::to_string(2 + i % 7) + "\n";
  }
  signals += "c0,r,view,2025-05-01\n";
  Write("mail/members.csv", members);
  Write("mail/ties.csv", ties);
  Write("mail/touches.csv", touches);
  Write("mail/signals.csv", signals);
}

}  // namespace pullgraph::testing

#endif  // PULLGRAPH_TESTS_TOOLS_OPTIONS_INPUTS_H_
