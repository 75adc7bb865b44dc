// SPDX-License-Identifier: Apache-2.0
#include "io/answer/forms.h"

#include <google/protobuf/io/zero_copy_stream_impl_lite.h>
#include <google/protobuf/util/delimited_message_util.h>

#include <algorithm>
#include <charconv>
#include <cmath>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "graph/time.h"
#include "io/answer/columns.h"
#include "pullgraph/v1/results.pb.h"

namespace pullgraph {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Reflection;

std::string CsvCell(const std::string& s) {
  if (s.find_first_of(",\"\r\n") == std::string::npos) return s;
  std::string out = "\"";
  for (const char c : s) {
    if (c == '"') out += '"';
    out += c;
  }
  return out + "\"";
}

void AppendJsonString(const std::string& s, std::string& out) {
  out += '"';
  for (const char c : s) {
    switch (c) {
      case '"': out += "\\\""; break;
      case '\\': out += "\\\\"; break;
      case '\n': out += "\\n"; break;
      case '\r': out += "\\r"; break;
      case '\t': out += "\\t"; break;
      default:
        if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F) {
          absl::StrAppendFormat(&out, "\\u%04x", static_cast<unsigned>(c));
        } else {
          out += c;
        }
    }
  }
  out += '"';
}

void AppendJsonNumber(double v, std::string& out) {
  if (!std::isfinite(v)) {
    out += "null";
    return;
  }
  char digits[64];
  const auto end = std::to_chars(digits, digits + sizeof digits, v);
  out.append(digits, end.ptr);
}

bool IsTime(const FieldDescriptor& field) {
  return field.options().GetExtension(v1::column).role() == v1::ROLE_TIME;
}

// Element i of a list, or the field itself (-1).
void AppendJsonValue(const Message& m, const FieldDescriptor* field, int i, bool all,
                     std::string& out) {
  const Reflection* r = m.GetReflection();
  switch (field->cpp_type()) {
    case FieldDescriptor::CPPTYPE_STRING:
      return AppendJsonString(
          i < 0 ? r->GetString(m, field) : r->GetRepeatedString(m, field, i), out);
    case FieldDescriptor::CPPTYPE_MESSAGE:
      return AppendJson(i < 0 ? r->GetMessage(m, field) : r->GetRepeatedMessage(m, field, i),
                        all, out);
    case FieldDescriptor::CPPTYPE_BOOL:
      out += (i < 0 ? r->GetBool(m, field) : r->GetRepeatedBool(m, field, i)) ? "true" : "false";
      return;
    case FieldDescriptor::CPPTYPE_INT64: {
      const int64_t v = i < 0 ? r->GetInt64(m, field) : r->GetRepeatedInt64(m, field, i);
      if (IsTime(*field)) return AppendJsonString(FormatTime(Time(v)), out);
      absl::StrAppend(&out, v);
      return;
    }
    case FieldDescriptor::CPPTYPE_UINT64:
      absl::StrAppend(&out, i < 0 ? r->GetUInt64(m, field) : r->GetRepeatedUInt64(m, field, i));
      return;
    case FieldDescriptor::CPPTYPE_UINT32:
      absl::StrAppend(&out, i < 0 ? r->GetUInt32(m, field) : r->GetRepeatedUInt32(m, field, i));
      return;
    case FieldDescriptor::CPPTYPE_INT32:
      absl::StrAppend(&out, i < 0 ? r->GetInt32(m, field) : r->GetRepeatedInt32(m, field, i));
      return;
    case FieldDescriptor::CPPTYPE_DOUBLE:
      return AppendJsonNumber(
          i < 0 ? r->GetDouble(m, field) : r->GetRepeatedDouble(m, field, i), out);
    case FieldDescriptor::CPPTYPE_FLOAT:
      return AppendJsonNumber(i < 0 ? r->GetFloat(m, field) : r->GetRepeatedFloat(m, field, i),
                              out);
    case FieldDescriptor::CPPTYPE_ENUM:
      return AppendJsonString((i < 0 ? r->GetEnum(m, field) : r->GetRepeatedEnum(m, field, i))->name(), out);
  }
}

// An object of the entries of a map from texts, by their keys.
void AppendJsonMap(const Message& m, const FieldDescriptor* field, bool all, std::string& out) {
  const Reflection* r = m.GetReflection();
  const FieldDescriptor* key = field->message_type()->map_key();
  std::vector<std::pair<std::string, const Message*>> entries;
  for (int i = 0; i < r->FieldSize(m, field); ++i) {
    const Message& entry = r->GetRepeatedMessage(m, field, i);
    entries.emplace_back(entry.GetReflection()->GetString(entry, key), &entry);
  }
  std::sort(entries.begin(), entries.end());
  out += '{';
  for (const auto& [name, entry] : entries) {
    if (out.back() != '{') out += ',';
    AppendJsonString(name, out);
    out += ':';
    AppendJsonValue(*entry, field->message_type()->map_value(), -1, all, out);
  }
  out += '}';
}

// The field of Result that holds a message of this type.
const FieldDescriptor* ResultField(const Descriptor* type) {
  const Descriptor* result = v1::Result::descriptor();
  for (int i = 0; i < result->field_count(); ++i) {
    if (result->field(i)->message_type() == type) return result->field(i);
  }
  return nullptr;
}

std::vector<const Message*> AllRows(const Answer& answer) {
  std::vector<const Message*> rows;
  for (const auto& row : answer.rows) rows.push_back(row.get());
  if (answer.summary != nullptr) rows.push_back(answer.summary.get());
  return rows;
}

}  // namespace

void AppendJson(const Message& message, bool all, std::string& out) {
  const Descriptor* type = message.GetDescriptor();
  const Reflection* reflection = message.GetReflection();
  out += '{';
  bool first = true;
  for (int i = 0; i < type->field_count(); ++i) {
    const FieldDescriptor* field = type->field(i);
    const bool list = field->is_repeated();
    const bool there = list ? reflection->FieldSize(message, field) > 0
                            : reflection->HasField(message, field);
    if (!there && (!all || field->real_containing_oneof() != nullptr)) continue;
    absl::StrAppend(&out, first ? "" : ",", "\"", field->name(), "\":");
    first = false;
    if (field->is_map()) {
      AppendJsonMap(message, field, all, out);
    } else if (list) {
      out += '[';
      for (int k = 0; k < reflection->FieldSize(message, field); ++k) {
        if (k > 0) out += ',';
        AppendJsonValue(message, field, k, all, out);
      }
      out += ']';
    } else if (field->has_presence() && !there) {
      out += "null";
    } else {
      AppendJsonValue(message, field, -1, all, out);
    }
  }
  out += '}';
}

v1::RunManifest CompleteManifest(const Answer& answer, v1::RunManifest manifest) {
  for (const auto& [name, value] : answer.findings) {
    v1::Parameter* parameter = manifest.add_parameters();
    parameter->set_name(name);
    parameter->set_value(value);
  }
  manifest.set_results(AllRows(answer).size());
  return manifest;
}

std::vector<const Message*> TableRows(const Answer& answer, const Descriptor** type) {
  *type = answer.type;
  const std::string& list = answer.type->options().GetExtension(v1::table).rows();
  const FieldDescriptor* field = list.empty() ? nullptr : answer.type->FindFieldByName(list);
  if (field != nullptr) *type = field->message_type();
  std::vector<const Message*> rows;
  for (const auto& row : answer.rows) {
    if (field == nullptr) {
      rows.push_back(row.get());
      continue;
    }
    const Reflection* reflection = row->GetReflection();
    for (int i = 0; i < reflection->FieldSize(*row, field); ++i) {
      rows.push_back(&reflection->GetRepeatedMessage(*row, field, i));
    }
  }
  return rows;
}

std::string RenderCsv(const Answer& answer) {
  const Descriptor* type = nullptr;
  if (answer.type == nullptr) return "";
  const std::vector<const Message*> rows = TableRows(answer, &type);
  const std::vector<AnswerColumn> columns = ColumnsOf(*type);
  std::string out;
  for (size_t k = 0; k < columns.size(); ++k) {
    absl::StrAppend(&out, k == 0 ? "" : ",", CsvCell(columns[k].name));
  }
  out += "\n";
  for (const Message* row : rows) {
    for (size_t k = 0; k < columns.size(); ++k) {
      absl::StrAppend(&out, k == 0 ? "" : ",", CsvCell(RawValue(*row, columns[k])));
    }
    out += "\n";
  }
  return out;
}

std::string RenderJson(const Answer& answer, const v1::RunManifest& manifest) {
  std::string out = "{\"manifest\":";
  AppendJson(CompleteManifest(answer, manifest), /*all=*/true, out);
  out += ",\n\"results\":[";
  bool first = true;
  for (const Message* row : AllRows(answer)) {
    const FieldDescriptor* field = ResultField(row->GetDescriptor());
    absl::StrAppend(&out, first ? "\n" : ",\n", "{\"", field->name(), "\":");
    first = false;
    AppendJson(*row, /*all=*/true, out);
    out += "}";
  }
  return out + "\n]}\n";
}

std::string RenderPb(const Answer& answer, const v1::RunManifest& manifest) {
  std::string out;
  google::protobuf::io::StringOutputStream stream(&out);
  v1::Result result;
  *result.mutable_manifest() = CompleteManifest(answer, manifest);
  google::protobuf::util::SerializeDelimitedToZeroCopyStream(result, &stream);
  for (const Message* row : AllRows(answer)) {
    v1::Result wrapped;
    const FieldDescriptor* field = ResultField(row->GetDescriptor());
    wrapped.GetReflection()->MutableMessage(&wrapped, field)->CopyFrom(*row);
    google::protobuf::util::SerializeDelimitedToZeroCopyStream(wrapped, &stream);
  }
  return out;
}

}  // namespace pullgraph
