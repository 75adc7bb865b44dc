// SPDX-License-Identifier: Apache-2.0
#include "io/report/answer_table.h"

#include <google/protobuf/message.h>

#include <algorithm>
#include <limits>
#include <optional>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "io/answer/columns.h"
#include "io/report/markup.h"
#include "io/report/plot.h"
#include "io/report/section.h"

namespace pullgraph::report {
namespace {

constexpr size_t kTextLength = 160;

// Where a column of the answer stands on the page.
struct Places {
  int rank = -1;
  int drawn = -1;
  std::vector<size_t> beside;
  std::vector<size_t> texts;    // The first is the name of the row.
  std::vector<size_t> figures;  // Below it.
};

class Writer {
 public:
  Writer(const std::vector<const Message*>& rows, const AnswerTableLook& look)
      : rows_(rows), look_(look), columns_(ColumnsOf(*rows[0]->GetDescriptor())) {
    for (size_t k = 0; k < columns_.size(); ++k) Place(k);
    if (places_.drawn >= 0) SetScale();
  }

  std::string Write() {
    std::vector<Table::Head> heads;
    if (places_.rank >= 0) heads.push_back({"#", "n"});
    const size_t first = places_.texts.empty() ? 0 : places_.texts[0];
    heads.push_back({Escape(columns_[first].header), ""});
    if (places_.drawn >= 0) {
      heads.push_back({absl::StrCat(Escape(HeaderOf(places_.drawn)),
                                    scale_.log ? " (powers of ten)" : "",
                                    IntervalHead(ticks_, scale_)),
                       "w"});
    }
    for (const size_t k : places_.beside) heads.push_back({Escape(columns_[k].header), "n"});
    Table table(look_.caption, heads);
    for (const Message* row : rows_) table.Row(Cells(*row));
    return std::move(table).Finish();
  }

 private:
  const std::string& HeaderOf(int k) const { return columns_[static_cast<size_t>(k)].header; }

  void Place(size_t k) {
    const AnswerColumn& c = columns_[k];
    if (c.narrow == v1::NARROW_NEVER || IsMerged(c)) return;
    const bool any = std::any_of(rows_.begin(), rows_.end(), [&](const Message* row) {
      return !CellText(*row, columns_, k).empty();
    });
    if (!any) return;
    if (c.role == v1::ROLE_RANK) {
      places_.rank = static_cast<int>(k);
    } else if (c.name == look_.drawn) {
      places_.drawn = static_cast<int>(k);
    } else if (std::find(look_.beside.begin(), look_.beside.end(), c.name) !=
               look_.beside.end()) {
      places_.beside.push_back(k);
    } else if (IsNumber(c)) {
      places_.figures.push_back(k);
    } else {
      places_.texts.push_back(k);
    }
  }

  std::optional<Interval> Drawn(const Message& row) const {
    const AnswerColumn& c = columns_[static_cast<size_t>(places_.drawn)];
    const std::optional<double> v = NumberValue(row, c);
    if (!v) return std::nullopt;
    const auto end = [&](int k) {
      return k < 0 ? *v : NumberValue(row, columns_[static_cast<size_t>(k)]).value_or(*v);
    };
    return Interval{*v, end(c.low_at), end(c.high_at)};
  }

  // From 0; in powers of ten if most estimates would crowd there for the sake of a few.
  void SetScale() {
    std::vector<double> values;
    double least = std::numeric_limits<double>::infinity(), most = 0, lowest = 0;
    for (const Message* row : rows_) {
      const std::optional<Interval> drawn = Drawn(*row);
      if (!drawn) continue;
      values.push_back(drawn->value);
      least = std::min(least, drawn->low);
      most = std::max(most, drawn->high);
    }
    lowest = std::min(0.0, least);
    const AnswerColumn& c = columns_[static_cast<size_t>(places_.drawn)];
    const bool share = c.role == v1::ROLE_PROBABILITY || c.role == v1::ROLE_SHARE;
    const bool points = c.role == v1::ROLE_POINTS;
    const double unit = share || points ? 100 : 1;
    const char* suffix = share ? "%" : "";
    std::sort(values.begin(), values.end());
    const bool log = !values.empty() && values.back() > 8 * values[values.size() / 2] &&
                     least > 1e-6 * most && least > 0;
    ticks_ = log ? PowerTicks(least, most, 4, unit, suffix)
                 : NumberTicks(lowest, most, 4, unit, suffix);
    scale_ = ScaleOf(ticks_, log);
  }

  // A cell of numbers as HTML; its interval in small print.
  std::string Figure(const Message& row, size_t k) const {
    std::string text = Escape(CellText(row, columns_, k));
    const size_t bracket = text.find(" (");
    if (text.empty()) return "unknown";
    if (bracket == std::string::npos) return text;
    return absl::StrCat(text.substr(0, bracket), "<small>",
                        text.substr(bracket + 2, text.size() - bracket - 3), "</small>");
  }

  std::string Text(const Message& row, size_t k, size_t length) const {
    const AnswerColumn& c = columns_[k];
    if (c.name_at < 0) return ShownEscaped(CellText(row, columns_, k), length);
    const std::string name = ShownValue(row, columns_[static_cast<size_t>(c.name_at)]);
    const std::string id = ShownValue(row, c);
    if (c.role == v1::ROLE_WAY) {
      return absl::StrReplaceAll(ShownEscaped(name, length), {{" &gt; ", " \xE2\x86\x92 "}});
    }
    std::string out = Name(name.empty() ? id : name, length);
    if (name != id && !name.empty()) {
      absl::StrAppend(&out, " <small class=\"id\">", Name(id, 30), "</small>");
    }
    return out;
  }

  std::vector<std::string> Cells(const Message& row) const {
    std::vector<std::string> cells;
    if (places_.rank >= 0) cells.push_back(Figure(row, static_cast<size_t>(places_.rank)));
    std::string who;
    for (size_t i = 0; i < places_.texts.size(); ++i) {
      const size_t k = places_.texts[i];
      if (CellText(row, columns_, k).empty()) continue;
      if (i == 0) {
        who = Text(row, k, kNameLength);
      } else {
        absl::StrAppend(&who, "<small>", Escape(columns_[k].header), " <b>",
                        Text(row, k, kTextLength), "</b></small>");
      }
    }
    std::string figures;
    for (const size_t k : places_.figures) {
      const std::string text = CellText(row, columns_, k);
      if (text.empty()) continue;
      absl::StrAppend(&figures, figures.empty() ? "" : "; ", Escape(columns_[k].header), " ",
                      Escape(text));
    }
    if (!figures.empty()) absl::StrAppend(&who, "<small>", figures, "</small>");
    cells.push_back(std::move(who));
    if (places_.drawn >= 0) cells.push_back(DrawnCell(row));
    for (const size_t k : places_.beside) cells.push_back(Figure(row, k));
    return cells;
  }

  std::string DrawnCell(const Message& row) const {
    const auto k = static_cast<size_t>(places_.drawn);
    const std::optional<Interval> drawn = Drawn(row);
    if (!drawn) return "unknown";
    return absl::StrCat(Figure(row, k),
                        IntervalRow(*drawn, ticks_, scale_, CellText(row, columns_, k)));
  }

  const std::vector<const Message*>& rows_;
  const AnswerTableLook& look_;
  const std::vector<AnswerColumn> columns_;
  Places places_;
  std::vector<Tick> ticks_;
  Scale scale_;
};

}  // namespace

std::string AnswerTable(const std::vector<const Message*>& rows, const AnswerTableLook& look) {
  return rows.empty() ? "" : Writer(rows, look).Write();
}

}  // namespace pullgraph::report
