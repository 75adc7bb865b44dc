// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "graph/random.h"
#include "graph/utf8.h"
#include "io/answer/figures.h"
#include "io/report/section.h"
#include "io/report/markup.h"
#include "tests/testing/page_facts.h"

namespace pullgraph::report::report_markup_test {
namespace {

TEST(Markup, EscapesWhatEndsTextOrAttribute) {
  EXPECT_EQ(Escape("a < b & \"c\" > 'd'"), "a &lt; b &amp; &quot;c&quot; &gt; &#39;d&#39;");
  EXPECT_EQ(Escape("&lt;"), "&amp;lt;");
  EXPECT_EQ(Escape("K\xC3\xB6ln"), "K\xC3\xB6ln");
}

TEST(Markup, CutsAtCharactersNotBytes) {
  EXPECT_EQ(Shown("abcdef", 6), "abcdef");
  EXPECT_EQ(Shown("abcdefg", 6), "abcde\xE2\x80\xA6");
  EXPECT_EQ(Shown("\xC3\xB6\xC3\xB6\xC3\xB6\xC3\xB6", 3), "\xC3\xB6\xC3\xB6\xE2\x80\xA6");
  EXPECT_EQ(Shown(std::string(10'000, 'x')).size(), kNameLength - 1 + 3);
  EXPECT_EQ(Shown("abcd   ", 4), "abcd");  // What is folded away needs no ellipsis.
  EXPECT_EQ(Shown("ab cdef", 4), "ab\xE2\x80\xA6");
}

TEST(Markup, FoldsSpaceAndReplacesWhatIsUnfit) {
  EXPECT_EQ(Shown(" a\t\n b\xC2\xA0"
                  "c "),
            "a b c");
  EXPECT_EQ(Shown("a\x01"
                  "b"),
            "a\xEF\xBF\xBD"
            "b");
  EXPECT_EQ(Shown("\xC2\x85"), "\xEF\xBF\xBD");                      // A C1 control.
  EXPECT_EQ(Shown("\xE2\x80\xAEgpj"), "\xEF\xBF\xBDgpj");            // Right-to-left override.
  EXPECT_EQ(Shown("\xEF\xBF\xBF"), "\xEF\xBF\xBD");                  // No character of XML.
  EXPECT_EQ(Shown("\xED\xA0\x80").find('\xED'), std::string::npos);  // A lone surrogate.
  EXPECT_EQ(Shown("\xFF\xC3"), "\xEF\xBF\xBD\xEF\xBF\xBD");
  EXPECT_EQ(Shown("\xD7\xA9\xD7\x9C"), "\xD7\xA9\xD7\x9C");  // Hebrew stays.
  EXPECT_EQ(Shown("\xF0\x9F\x99\x82"), "\xF0\x9F\x99\x82");
}

TEST(Markup, NamesKeepTheirDirectionToThemselves) {
  EXPECT_EQ(Name("<b>"), "<bdi>&lt;b&gt;</bdi>");
  EXPECT_EQ(Name(" \t"), "<i>(no name)</i>");
}

TEST(Markup, AnyBytesGiveWellFormedText) {
  RandomStream random(7, 0);
  int cut = 0, whole = 0;
  for (int i = 0; i < 3000; ++i) {
    std::string text(random.Below(40), ' ');
    // Mostly bytes that mean something.
    const std::string_view kBytes("<>&\"'\x01\x80\xBF\xC2\xC3\xE2\xEF\xF0\xFF]-!a ", 20);
    for (char& c : text) c = kBytes[random.Below(kBytes.size())];
    const std::string name = Name(text, 12);
    EXPECT_TRUE(IsValidUtf8(name));
    const auto facts = testing::PageReader::Read("<p title=\"" + ShownEscaped(text, 12) +
                                                 "\">" + name + "</p>");
    EXPECT_EQ(facts.error, "") << name;
    EXPECT_LE(facts.elements.size(), 2U);
    (name.find("\xE2\x80\xA6") == std::string::npos ? whole : cut) += 1;
  }
  EXPECT_GT(cut, 100);
  EXPECT_GT(whole, 100);
}

TEST(Figures, HaveUnitsAndFewDigits) {
  EXPECT_EQ(Grouped(1234567), "1,234,567");
  EXPECT_EQ(CountOf(1, "member", "members"), "1 member");
  EXPECT_EQ(CountOf(2000, "member", "members"), "2,000 members");
  EXPECT_EQ(Short(0), "0");
  EXPECT_EQ(Short(0.010523), "0.0105");
  EXPECT_EQ(Short(12345.6), "12,346");
  EXPECT_EQ(Short(-2.5),
            "\xE2\x88\x92"
            "2.5");
  EXPECT_EQ(Fixed(-0.001, 1), "0.0");
  EXPECT_EQ(Percent(0.0324), "3.2\xC2\xA0%");
  EXPECT_EQ(figures::Percent(0.000999), "< 0.1\xC2\xA0%");
  EXPECT_EQ(Percent(0.000999), "below 0.1\xC2\xA0%");  // No HTML.
  EXPECT_EQ(Percent(1), "100\xC2\xA0%");
  EXPECT_EQ(Percent(0.998), "99.8\xC2\xA0%");
  EXPECT_EQ(figures::Percent(0.9999), "> 99.9\xC2\xA0%");  // Nearly all is not all.
  EXPECT_EQ(Percent(0), "0\xC2\xA0%");
  EXPECT_EQ(PercentRange(0.0123, 0.0456), "1.2 to 4.6\xC2\xA0%");
  EXPECT_EQ(Points(0.0452), "+4.5\xC2\xA0points");
  EXPECT_EQ(PointsRange(-0.081, 0.152),
            "\xE2\x88\x92"
            "8 to 15\xC2\xA0points");
  EXPECT_EQ(Span(0.143), "3.4\xC2\xA0hours");
  EXPECT_EQ(Span(0), "no time");
  EXPECT_EQ(Span(1e-6), "less than a second");
  EXPECT_EQ(figures::SpanWithRange(0, 0, 2.5), "no time (" + figures::SpanRange(0, 2.5) + ")");
  EXPECT_EQ(Span(400), "57\xC2\xA0weeks");
  EXPECT_EQ(SpanRange(0.115, 0.162), "2.8 to 3.9\xC2\xA0hours");
  EXPECT_EQ(Short(std::nan("")), "unknown");
}

}  // namespace
}  // namespace pullgraph::report::report_markup_test
