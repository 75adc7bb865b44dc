// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "io/report/page.h"
#include "io/report/plot.h"
#include "io/report/section.h"
#include "tests/testing/page_facts.h"

namespace pullgraph::report::report_plot_test {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

TEST(Scale, IsLinearOrLogarithmic) {
  const Scale linear = {10, 20, false};
  EXPECT_DOUBLE_EQ(linear(15), 0.5);
  EXPECT_DOUBLE_EQ(linear(25), 1.5);
  const Scale log = {0.01, 1, true};
  EXPECT_DOUBLE_EQ(log(0.1), 0.5);
  EXPECT_DOUBLE_EQ(log(0), 0);
  EXPECT_DOUBLE_EQ((Scale{1, 1, false})(1), 0);  // No extent, no division by it.
}

TEST(Coordinate, IsShort) {
  EXPECT_EQ(Coordinate(12.5), "12.5");
  EXPECT_EQ(Coordinate(-0.001), "0");
  EXPECT_EQ(Coordinate(1.0 / 3), "0.33");
  EXPECT_EQ(Coordinate(100), "100");
}

TEST(IntervalRow, Golden) {
  const std::vector<Tick> ticks = {{0, "0"}, {10, "10"}};
  EXPECT_EQ(IntervalRow({5, 2, 9}, ticks, ScaleOf(ticks), "5 & more"),
            "<svg class=\"row\" width=\"100%\" height=\"20\" role=\"img\"><title>5 &amp; "
            "more</title>"
            "<line class=\"grid\" x1=\"0%\" x2=\"0%\" y1=\"0\" y2=\"20\"/>"
            "<line class=\"grid\" x1=\"100%\" x2=\"100%\" y1=\"0\" y2=\"20\"/>"
            "<line x1=\"20%\" x2=\"90%\" y1=\"10\" y2=\"10\" class=\"whisker\"/>"
            "<circle class=\"dot\" cx=\"50%\" cy=\"10\" r=\"4\"/></svg>");
}

TEST(IntervalRow, MarksWhatLiesOutside) {
  const std::vector<Tick> ticks = {{-1, "-1"}, {0, "0"}, {1, "1"}};
  const std::string row = IntervalRow({0, -3, 3}, ticks, ScaleOf(ticks), "");
  EXPECT_THAT(row, HasSubstr("\xE2\x80\xBA"));
  EXPECT_THAT(row, HasSubstr("\xE2\x80\xB9"));
  EXPECT_THAT(row, HasSubstr("x1=\"0%\" x2=\"100%\" y1=\"10\""));
  EXPECT_THAT(row, HasSubstr("<line class=\"axis\" x1=\"50%\""));  // Zero, inside.
  const std::string inside = IntervalRow({0, -1, 1}, ticks, ScaleOf(ticks), "");
  EXPECT_THAT(inside, Not(HasSubstr("\xE2\x80\xBA")));
}

TEST(BarRow, ReachesFromZero) {
  const std::vector<Tick> ticks = {{-1, "-1"}, {1, "1"}};
  EXPECT_THAT(BarRow({0.5, 0, 1}, ticks, ScaleOf(ticks), ""),
              HasSubstr("x=\"50%\" width=\"25%\""));
  EXPECT_THAT(BarRow({-0.5, -1, 0}, ticks, ScaleOf(ticks), ""),
              HasSubstr("x=\"25%\" width=\"25%\""));
}

TEST(Plot, IsNamedDescribedAndEscaped) {
  Plot plot({"p", "A < B", "\"d\"", 100, 40, ""});
  const std::vector<Tick> ticks = NumberTicks(0, 1, 3);
  plot.VerticalAxis(ticks, ScaleOf(ticks), "y & z");
  plot.HorizontalAxis(ticks, ScaleOf(ticks), "x");
  plot.Dot({0.5, 0.25}, 3, "dot", "<t>");
  plot.Callout({0.5, 0.25}, 10, 0, true, "<1>");
  const std::vector<Point> line = {{0, 0}, {1, 1}};
  plot.Path(line, "curve");
  const std::string svg = std::move(plot).Finish();
  const auto facts = testing::PageReader::Read(svg);
  EXPECT_EQ(facts.error, "");
  EXPECT_EQ(facts.plots_without_name, 0);
  EXPECT_THAT(facts.text, HasSubstr("A < B"));
  EXPECT_THAT(facts.text, HasSubstr("y & z. \"d\""));
  EXPECT_THAT(
      svg, HasSubstr("<circle class=\"dot\" cx=\"50%\" cy=\"75\" r=\"3\"><title>&lt;t&gt;"));
  EXPECT_THAT(svg, HasSubstr("d=\"M0 100L1000 0\""));
}

TEST(Table, Golden) {
  Table table("Some <caption>", {{"#", "n"}, {"who", ""}});
  table.Row({"1", "<b>Ada</b>"});
  EXPECT_EQ(
      std::move(table).Finish(),
      "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Some "
      "&lt;caption&gt;\"><table><caption>Some &lt;caption&gt;</caption><thead><tr>"
      "<th scope=\"col\" class=\"n\">#</th><th scope=\"col\">who</th></tr></thead><tbody>\n"
      "<tr><td class=\"n\">1</td><th scope=\"row\"><b>Ada</b></th></tr>\n"
      "</tbody></table></div>\n");
}

TEST(Page, IsWholeAndBriefsWhatIsThere) {
  const std::vector<Section> sections = {{"a", "First", "Says this.", "<p>body</p>"},
                                         LeftOut("b", "Second", "Nothing <there>.")};
  const std::string page = RenderPage({"</title><script>x</script>", "sub"}, sections);
  EXPECT_EQ(testing::FaultOfPage(page), "");
  EXPECT_THAT(page, HasSubstr("<a href=\"#a\">First</a>. Says this."));
  EXPECT_THAT(page, Not(HasSubstr("href=\"#b\"")));
  EXPECT_THAT(page, HasSubstr("Nothing &lt;there&gt;."));
  EXPECT_THAT(page, HasSubstr("default-src 'none'"));
  EXPECT_THAT(page, HasSubstr("prefers-color-scheme:dark"));
  EXPECT_THAT(page, HasSubstr("@media print"));
  EXPECT_THAT(page, Not(HasSubstr("http://www.w3.org/2000")));
  EXPECT_THAT(page, Not(HasSubstr("url(")));
}

TEST(Page, FaultsAreSeen) {
  EXPECT_NE(testing::FaultOfPage("<html><h1>x</h2></html>"), "");
  EXPECT_NE(testing::FaultOfPage("<html><h1>x</h1><script/></html>"), "");
  EXPECT_NE(testing::FaultOfPage("<html><h1>x</h1><p id=\"a\"/><p id=\"a\"/></html>"), "");
  EXPECT_NE(testing::FaultOfPage("<html><h1>x</h1><a href=\"https://x\">y</a></html>"), "");
  EXPECT_NE(testing::FaultOfPage("<html><h1>x</h1><a href=\"#y\">y</a></html>"), "");
  EXPECT_NE(testing::FaultOfPage("<html><h1>x</h1><th>y</th></html>"), "");
  EXPECT_NE(testing::FaultOfPage("<html><h1>x</h1><p onclick=\"y\"/></html>"), "");
  EXPECT_NE(testing::FaultOfPage("<html><h1>x</h1><svg role=\"img\"><g/></svg></html>"), "");
  EXPECT_EQ(testing::FaultOfPage("<html><h1 id=\"x\">x</h1><a href=\"#x\">y</a></html>"), "");
}

}  // namespace
}  // namespace pullgraph::report::report_plot_test
