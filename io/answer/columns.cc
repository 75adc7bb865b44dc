// SPDX-License-Identifier: Apache-2.0
#include "io/answer/columns.h"

#include <google/protobuf/descriptor.h>
#include <google/protobuf/message.h>

#include <charconv>
#include <cmath>
#include <limits>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "graph/string_table.h"
#include "graph/time.h"
#include "io/answer/figures.h"

namespace pullgraph {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Reflection;

constexpr double kUnknown = std::numeric_limits<double>::quiet_NaN();

std::string Words(const std::string& name) { return absl::StrReplaceAll(name, {{"_", " "}}); }

// What an opened message's first field takes over from the field that holds the message.
void Inherit(const v1::Column& outer, v1::Column& inner) {
  if (!outer.header().empty()) inner.set_header(outer.header());
  if (!outer.unit().empty()) inner.set_unit(outer.unit());
  if (!outer.about().empty()) inner.set_about(outer.about());
  if (outer.role() != v1::ROLE_UNSPECIFIED) inner.set_role(outer.role());
}

class Collector {
 public:
  void Collect(const Descriptor& type, const std::string& prefix, const v1::Column* outer) {
    const size_t begin = columns_.size();
    for (int i = 0; i < type.field_count(); ++i) {
      const FieldDescriptor* field = type.field(i);
      v1::Column options = field->options().GetExtension(v1::column);
      if (options.narrow() == v1::NARROW_DETAIL) continue;
      const bool is_message = field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE;
      if (is_message && field->is_repeated()) continue;
      path_.push_back(field);
      const std::string name = absl::StrCat(
          prefix, prefix.empty() ? "" : "_", field->name());
      if (is_message) {
        Collect(*field->message_type(), name, &options);
      } else {
        if (outer != nullptr && i == 0) Inherit(*outer, options);
        if (outer != nullptr && outer->narrow() != v1::NARROW_UNSPECIFIED &&
            options.narrow() == v1::NARROW_UNSPECIFIED) {
          options.set_narrow(outer->narrow());
        }
        Add(*field, options, field->name() == "value" && outer != nullptr ? prefix : name);
      }
      path_.pop_back();
    }
    Link(begin);
  }
  std::vector<AnswerColumn> Take() { return std::move(columns_); }

 private:
  void Add(const FieldDescriptor& field, const v1::Column& options, const std::string& name) {
    AnswerColumn& c = columns_.emplace_back();
    c.name = name;
    c.has_own_header = !options.header().empty();
    c.header = c.has_own_header ? options.header() : Words(name);
    if (!options.unit().empty()) absl::StrAppend(&c.header, ", ", options.unit());
    c.about = options.about();
    c.role = options.role();
    c.narrow = options.narrow();
    c.path = path_;
    of_.push_back(options.of());
    static_cast<void>(field);
  }
  // Finds the columns that `of` speaks of, among those of the same message.
  void Link(size_t begin) {
    for (size_t i = begin; i < columns_.size(); ++i) {
      AnswerColumn& c = columns_[i];
      if (of_[i].empty() || c.of >= 0) continue;
      for (size_t k = begin; k < columns_.size(); ++k) {
        if (k == i || columns_[k].path.size() != c.path.size() ||
            columns_[k].path.back()->name() != of_[i]) {
          continue;
        }
        c.of = static_cast<int>(k);
        const int at = static_cast<int>(i);
        if (c.role == v1::ROLE_NAME) columns_[k].name_at = at;
        if (c.role == v1::ROLE_LOW) columns_[k].low_at = at;
        if (c.role == v1::ROLE_HIGH) columns_[k].high_at = at;
      }
    }
  }

  std::vector<AnswerColumn> columns_;
  std::vector<std::string> of_;
  std::vector<const FieldDescriptor*> path_;
};

std::string Exact(double v) {
  char digits[64];
  const auto end = std::to_chars(digits, digits + sizeof digits, v);
  return std::string(digits, end.ptr);
}

bool IsText(const FieldDescriptor& field) {
  return field.cpp_type() == FieldDescriptor::CPPTYPE_STRING;
}

// Of element `i` of a list, or of the field itself (-1).
double NumberAt(const Message& m, const FieldDescriptor* field, int i) {
  const Reflection* r = m.GetReflection();
  switch (field->cpp_type()) {
    case FieldDescriptor::CPPTYPE_DOUBLE:
      return i < 0 ? r->GetDouble(m, field) : r->GetRepeatedDouble(m, field, i);
    case FieldDescriptor::CPPTYPE_FLOAT:
      return i < 0 ? r->GetFloat(m, field) : r->GetRepeatedFloat(m, field, i);
    case FieldDescriptor::CPPTYPE_UINT32:
      return i < 0 ? r->GetUInt32(m, field) : r->GetRepeatedUInt32(m, field, i);
    case FieldDescriptor::CPPTYPE_INT32:
      return i < 0 ? r->GetInt32(m, field) : r->GetRepeatedInt32(m, field, i);
    case FieldDescriptor::CPPTYPE_UINT64:
      return static_cast<double>(i < 0 ? r->GetUInt64(m, field)
                                       : r->GetRepeatedUInt64(m, field, i));
    case FieldDescriptor::CPPTYPE_INT64:
      return static_cast<double>(i < 0 ? r->GetInt64(m, field)
                                       : r->GetRepeatedInt64(m, field, i));
    default:
      return kUnknown;
  }
}

std::string TextAt(const Message& m, const FieldDescriptor* field, int i) {
  const Reflection* r = m.GetReflection();
  return i < 0 ? r->GetString(m, field) : r->GetRepeatedString(m, field, i);
}

std::string RawAt(const Message& m, const FieldDescriptor* field, v1::Role role, int i) {
  const Reflection* r = m.GetReflection();
  switch (field->cpp_type()) {
    case FieldDescriptor::CPPTYPE_STRING:
      return TextAt(m, field, i);
    case FieldDescriptor::CPPTYPE_BOOL:
      return (i < 0 ? r->GetBool(m, field) : r->GetRepeatedBool(m, field, i)) ? "true" : "false";
    case FieldDescriptor::CPPTYPE_INT64: {
      const int64_t v = i < 0 ? r->GetInt64(m, field) : r->GetRepeatedInt64(m, field, i);
      return role == v1::ROLE_TIME ? FormatTime(Time(v)) : absl::StrCat(v);
    }
    case FieldDescriptor::CPPTYPE_UINT64:
      return absl::StrCat(i < 0 ? r->GetUInt64(m, field) : r->GetRepeatedUInt64(m, field, i));
    default:
      return Exact(NumberAt(m, field, i));
  }
}

// A moment to the minute, a day without it where it is midnight.
std::string ShownTime(int64_t micros) {
  std::string text = FormatTime(Time(micros)).substr(0, 16);
  if (text.size() < 16) return text;
  text[10] = ' ';
  return text.substr(11) == "00:00" ? text.substr(0, 10) : text;
}

std::string ShownNumber(double v, v1::Role role, bool whole) {
  switch (role) {
    case v1::ROLE_PROBABILITY:
    case v1::ROLE_SHARE:
      return figures::Percent(v);
    case v1::ROLE_DAYS:
      return figures::Span(v);
    case v1::ROLE_HOURS:
      return figures::Span(v / 24);
    case v1::ROLE_POINTS:
      return figures::Points(v);
    case v1::ROLE_ID:  // A number that names something is no quantity.
      return absl::StrCat(static_cast<uint64_t>(v));
    case v1::ROLE_P_VALUE:
      return v < 0.001 ? "< 0.001" : figures::Fixed(v, 3);
    case v1::ROLE_PERCENT:
      return absl::StrCat(figures::Short(v), figures::kNbsp, "%");
    default:
      return whole && v >= 0 ? figures::Grouped(static_cast<uint64_t>(v)) : figures::Short(v);
  }
}

std::string ShownAt(const Message& m, const FieldDescriptor* field, v1::Role role, int i) {
  if (IsText(*field)) return TextAt(m, field, i);
  if (field->cpp_type() == FieldDescriptor::CPPTYPE_BOOL) {
    return RawAt(m, field, role, i) == "true" ? "yes" : "no";
  }
  if (role == v1::ROLE_TIME) {
    return ShownTime(static_cast<int64_t>(i < 0 ? m.GetReflection()->GetInt64(m, field)
                                                : m.GetReflection()->GetRepeatedInt64(m, field, i)));
  }
  const bool whole = field->cpp_type() != FieldDescriptor::CPPTYPE_DOUBLE &&
                     field->cpp_type() != FieldDescriptor::CPPTYPE_FLOAT;
  return figures::Plain(ShownNumber(NumberAt(m, field, i), role, whole));
}

template <class Get>
std::string Joined(const Message& m, const AnswerColumn& column, const char* between, Get get) {
  const FieldDescriptor* field = column.path.back();
  if (!field->is_repeated()) return get(m, field, column.role, -1);
  std::string out;
  const int size = m.GetReflection()->FieldSize(m, field);
  for (int i = 0; i < size; ++i) {
    absl::StrAppend(&out, i == 0 ? "" : between, get(m, field, column.role, i));
  }
  return out;
}

std::string WithInterval(double v, double low, double high, v1::Role role) {
  switch (role) {
    case v1::ROLE_PROBABILITY:
    case v1::ROLE_SHARE:
      return figures::PercentWithRange(v, low, high);
    case v1::ROLE_DAYS:
      return figures::SpanWithRange(v, low, high);
    case v1::ROLE_HOURS:
      return figures::SpanWithRange(v / 24, low / 24, high / 24);
    case v1::ROLE_POINTS:
      return figures::PointsWithRange(v, low, high);
    default:
      return figures::WithRange(v, low, high);
  }
}

}  // namespace

std::vector<AnswerColumn> ColumnsOf(const Descriptor& type) {
  Collector collector;
  collector.Collect(type, "", nullptr);
  return collector.Take();
}

const Message* HolderOf(const Message& row, const AnswerColumn& column) {
  const Message* at = &row;
  for (size_t i = 0; i + 1 < column.path.size(); ++i) {
    const Reflection* reflection = at->GetReflection();
    if (!reflection->HasField(*at, column.path[i])) return nullptr;
    at = &reflection->GetMessage(*at, column.path[i]);
  }
  const FieldDescriptor* field = column.path.back();
  if (field->has_presence() && !at->GetReflection()->HasField(*at, field)) return nullptr;
  return at;
}

std::string RawValue(const Message& row, const AnswerColumn& column) {
  const Message* m = HolderOf(row, column);
  if (m == nullptr) return "";
  return Joined(*m, column, column.role == v1::ROLE_WAY ? " > " : "; ", RawAt);
}

std::string ShownValue(const Message& row, const AnswerColumn& column) {
  const Message* m = HolderOf(row, column);
  if (m == nullptr) return "";
  const FieldDescriptor* field = column.path.back();
  const bool way = column.role == v1::ROLE_WAY || column.role == v1::ROLE_NAME;
  // Sentences have commas of their own.
  const std::string text = Joined(*m, column, way ? " > " : IsText(*field) ? "; " : ", ", ShownAt);
  return column.role == v1::ROLE_RANK && text == "0" ? "" : text;
}

std::optional<double> NumberValue(const Message& row, const AnswerColumn& column) {
  const Message* m = HolderOf(row, column);
  if (m == nullptr || column.path.back()->is_repeated()) return std::nullopt;
  const double v = NumberAt(*m, column.path.back(), -1);
  return std::isnan(v) ? std::nullopt : std::optional<double>(v);
}

bool IsMerged(const AnswerColumn& c) {
  if (c.of < 0) return false;
  const bool bound = c.role == v1::ROLE_LOW || c.role == v1::ROLE_HIGH;
  return c.role == v1::ROLE_NAME || (bound && !c.has_own_header);
}

bool IsNumber(const AnswerColumn& c) {
  const FieldDescriptor* field = c.path.back();
  return !field->is_repeated() && !IsText(*field) && c.role != v1::ROLE_TIME &&
         field->cpp_type() != FieldDescriptor::CPPTYPE_BOOL;
}

std::string CellText(const Message& row, const std::vector<AnswerColumn>& columns, size_t at,
                     bool bare) {
  const AnswerColumn& c = columns[at];
  if (c.name_at >= 0) {
    const std::string name = ShownValue(row, columns[static_cast<size_t>(c.name_at)]);
    const std::string id = ShownValue(row, c);
    if (c.role == v1::ROLE_WAY || name.empty()) return name.empty() ? id : name;
    return name == id || bare ? name : absl::StrCat(name, " (", id, ")");
  }
  const bool merged_low = c.low_at >= 0 && IsMerged(columns[static_cast<size_t>(c.low_at)]);
  // An end that stands by itself takes the other out of the cell.
  const bool own_low = c.low_at >= 0 && !merged_low;
  const bool merged_high =
      c.high_at >= 0 && !own_low && IsMerged(columns[static_cast<size_t>(c.high_at)]);
  const std::optional<double> v = NumberValue(row, c);
  if (!bare && v && (merged_low || merged_high)) {
    const auto end = [&](bool there, int k) {
      return there ? NumberValue(row, columns[static_cast<size_t>(k)]) : std::nullopt;
    };
    const auto low = end(merged_low, c.low_at), high = end(merged_high, c.high_at);
    if (low || high) {
      return figures::Plain(
          WithInterval(*v, low.value_or(kUnknown), high.value_or(kUnknown), c.role));
    }
  }
  // The end of an interval is read as what it bounds.
  AnswerColumn as = c;
  if ((c.role == v1::ROLE_LOW || c.role == v1::ROLE_HIGH) && c.of >= 0) {
    as.role = columns[static_cast<size_t>(c.of)].role;
  }
  return ShownValue(row, as);
}

}  // namespace pullgraph
