// SPDX-License-Identifier: Apache-2.0
// From contacts, attendees and a mailing to a list with introductions, in two commands.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <map>
#include <set>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "nlohmann/json.hpp"
#include "tests/tools/command_fixture.h"

namespace pullgraph::import_people_test {
namespace {

using ::testing::HasSubstr;

class ImportPeople : public testing::Command {
 protected:
  // 600 contacts, 120 of them customers; 60 meet-ups of ten; a letter to every other one.
  void Write() const {
    std::ofstream contacts(File("hubspot.csv")), visits(File("eventbrite.csv")), letter(File("spring.csv"));
    contacts << "Record ID,First Name,Last Name,Email,Create Date,Lifecycle Stage,Associated Company\n";
    visits << "Order #,Order Date,First Name,Last Name,Email,Ticket Type,Attendee #,Attendee Status,Event Name\n";
    letter << "Email Address,First Name,Last Name,Opens,Clicks\n";
    for (int i = 0; i < 600; ++i) {
      contacts << i << ",Ann" << i << ",\"L, jr\",P" << i << "@Ex.org,2024-0" << 1 + i % 9 << "-1" << i % 9
               << " 10:30," << (i % 5 == 0 ? "Customer" : i % 5 == 1 ? "" : "lead") << ",\n";
      const int event = i / 10;
      visits << i << ",2025-0" << 1 + event % 9 << "-01 10:00:00,Ann" << i << ",L,p" << i
             << "@ex.org,Free," << i << ",Checked In,Meetup " << event << "\n";
      // The last of each meet-up goes to the next one as well.
      if (i % 10 == 9) {
        visits << i << ",2025-0" << 1 + event % 9 << "-01 10:00:00,Ann" << i << ",L,p" << i << "@ex.org,Free," << i
               << ",Checked In,Meetup " << (event + 1) % 60 << "\n";
      }
      if (i % 2 == 0) letter << "p" << i << "@ex.org,Ann" << i << ",L," << i % 3 << "," << (i % 3 == 2 ? 1 : 0) << "\n";
    }
  }
};

TEST_F(ImportPeople, ToAListWithIntroductions) {
  Write();
  const auto made = Run(absl::StrCat("import ", File("hubspot.csv"), " ", File("eventbrite.csv"), " ",
                                     File("spring.csv"), " --ties-from same-event -o ", File("c.pull")));
  ASSERT_EQ(made.code, 0) << made.err;
  EXPECT_THAT(made.err, HasSubstr("hubspot.csv: contacts of HubSpot"));
  EXPECT_THAT(made.err, HasSubstr("eventbrite.csv: attendees of Eventbrite"));
  // 60 meet-ups of eleven: 55 pairs each.
  EXPECT_THAT(made.err, HasSubstr("      3300  ties of those who were together\n"));
  std::map<std::string, int> rows;
  std::set<std::string> customers;
  const std::string all = Run("cat " + File("c.pull")).out;
  for (const absl::string_view line : absl::StrSplit(all, '\n', absl::SkipEmpty())) {
    const auto row = nlohmann::json::parse(line);
    ++rows[row.begin().key()];
    if (row.contains("membership") && row["membership"]["status"] == "MARKET_STATUS_CUSTOMER") {
      customers.insert(row["membership"]["member"].get<std::string>());
    }
  }
  EXPECT_EQ(rows["member"], 600);
  EXPECT_EQ(rows["resource"], 60);
  EXPECT_EQ(rows["tie"], 3300);
  EXPECT_EQ(rows["touch"], 300);
  EXPECT_EQ(customers.size(), 120U);
  const auto list = Run("rank " + File("c.pull") + " --limit 10 --format json");
  ASSERT_EQ(list.code, 0) << list.err;
  int listed = 0;
  const auto answer = nlohmann::json::parse(list.out);
  for (const auto& result : answer["results"]) {
    if (!result.contains("prospect")) continue;
    const auto& prospect = result["prospect"];
    ++listed;
    ASSERT_FALSE(prospect["through"].empty()) << prospect;
    EXPECT_EQ(customers.count(prospect["member"].get<std::string>()), 0U) << prospect;
    EXPECT_EQ(customers.count(prospect["through"][0].get<std::string>()), 1U) << prospect;
  }
  EXPECT_EQ(listed, 10) << list.out.substr(0, 2000);
}

}  // namespace
}  // namespace pullgraph::import_people_test
