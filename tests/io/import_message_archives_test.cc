// SPDX-License-Identifier: Apache-2.0
// Exports of chats in archives, whose files lie in any order.
#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <string>
#include <vector>

#include "io/import/discord.h"
#include "io/import/mbox.h"
#include "io/import/slack.h"
#include "io/import/zulip.h"
#include "tests/testing/archives.h"
#include "tests/testing/status_matchers.h"

namespace pullgraph::import_message_archives_test {
namespace {

using testing::Pack;
using testing::PackedFile;

std::string Numbered(const char* text, int number) {
  std::string out = text;
  const std::string digits = std::to_string(number);
  for (size_t at = out.find('#'); at != std::string::npos; at = out.find('#', at)) out.replace(at, 1, digits);
  return out;
}

constexpr int kFiles = 9;

std::vector<PackedFile> SlackFiles() {
  std::vector<PackedFile> files = {
      {"users.json", R"([{"id":"U1","profile":{"real_name":"Ann"}},{"id":"U2","profile":{"real_name":"Bob"}}])"},
      {"channels.json", R"([{"id":"C1","name":"help"}])"}};
  for (int day = 1; day <= kFiles; ++day) {
    files.push_back({Numbered("help/2025-01-0#.json", day),
                     Numbered(R"([{"type":"message","user":"U1","ts":"173650000#.000","text":"a <@U2>"},
                                  {"type":"message","user":"U2","ts":"173650010#.000","thread_ts":"1736500001.000"}])",
                              day)});
  }
  return files;
}

std::vector<PackedFile> ZulipFiles() {
  std::vector<PackedFile> files = {
      {"realm.json", R"({"zerver_realm":[{"id":1,"name":"Tiny"}],
        "zerver_userprofile":[{"id":11,"full_name":"Ann"},{"id":12,"full_name":"Bob"}],
        "zerver_stream":[{"id":7,"name":"help"}],"zerver_recipient":[{"id":31,"type":2,"type_id":7}]})"}};
  for (int i = 1; i <= kFiles; ++i) {
    files.push_back({Numbered("messages-00000#.json", i),
                     Numbered(R"({"zerver_message":[{"id":10#,"sender":11,"recipient":31,"subject":"One","date_sent":157783680#},
                         {"id":11#,"sender":12,"recipient":31,"subject":"One","date_sent":157783690#}],
                         "zerver_reaction":[{"user_profile":12,"message":101}]})",
                              i)});
  }
  return files;
}

std::vector<PackedFile> DiscordFiles() {
  std::vector<PackedFile> files;
  for (int i = 1; i <= kFiles; ++i) {
    files.push_back({Numbered("c#.json", i),
                     Numbered(R"({"guild":{"id":"1","name":"G"},"channel":{"id":"2#","type":"GuildTextChat","name":"c#"},
                         "messages":[{"id":"3#","type":"Default","timestamp":"2025-01-0#T00:00:00+00:00","content":"x",
                         "author":{"id":"5","name":"ann"}},{"id":"4#","type":"Reply","timestamp":"2025-01-1#T00:00:00+00:00",
                         "content":"y","author":{"id":"6","name":"bob"},"reference":{"messageId":"3#"}}]})",
                              i)});
  }
  return files;
}

std::vector<PackedFile> MailFiles() {
  std::vector<PackedFile> files = {{"notes.txt", "No mail.\n"}};
  for (int i = 1; i <= kFiles; ++i) {
    files.push_back({Numbered("2025-#.mbox", i),
                     Numbered("From ann@x.org Wed Jan  1 00:00:0# 2025\nFrom: Ann <ann@x.org>\nSubject: s#\n"
                              "Date: Wed, 0# Jan 2025 00:00:00 +0000\nMessage-ID: <a#@x>\n\nhello\n\n"
                              "From bob@x.org Wed Jan  1 00:00:0# 2025\nFrom: Bob <bob@x.org>\nSubject: Re: s1\n"
                              "Date: Wed, 0# Jan 2025 00:01:00 +0000\nMessage-ID: <b#@x>\nIn-Reply-To: <a1@x>\n\nyes\n\n",
                              i)});
  }
  return files;
}

using Import = std::function<absl::StatusOr<ImportResult>(const InputFolder&)>;

void ExpectSameInAnyOrder(std::vector<PackedFile> files, const Import& import) {
  ASSERT_OK_AND_ASSIGN(const InputFolder ascending, InputFolder::FromArchive(Pack("gnutar", files, "gzip"), "x.tar.gz"));
  ASSERT_OK_AND_ASSIGN(const ImportResult first, import(ascending));
  EXPECT_EQ(first.community.num_members(), 2U);
  EXPECT_GT(first.community.num_ties(), 0U);
  EXPECT_GE(first.community.signals().size(), size_t{kFiles});
  std::reverse(files.begin(), files.end());
  for (const char* format : {"gnutar", "zip"}) {
    SCOPED_TRACE(format);
    ASSERT_OK_AND_ASSIGN(const InputFolder folder, InputFolder::FromArchive(Pack(format, files), "x.tar"));
    ASSERT_OK_AND_ASSIGN(const ImportResult result, import(folder));
    EXPECT_TRUE(result.community == first.community);
  }
}

TEST(MessageArchives, Slack) {
  ExpectSameInAnyOrder(SlackFiles(), [](const InputFolder& f) { return ImportSlackFolder(f, {.name = "x"}); });
}

TEST(MessageArchives, Zulip) {
  ExpectSameInAnyOrder(ZulipFiles(), [](const InputFolder& f) { return ImportZulipFolder(f, {.name = "x"}); });
}

TEST(MessageArchives, Discord) {
  ExpectSameInAnyOrder(DiscordFiles(), [](const InputFolder& f) { return ImportDiscordFolder(f, {.name = "x"}); });
}

TEST(MessageArchives, Mail) {
  ExpectSameInAnyOrder(MailFiles(), [](const InputFolder& f) { return ImportMboxFolder(f, {.name = "x"}); });
}

}  // namespace
}  // namespace pullgraph::import_message_archives_test
