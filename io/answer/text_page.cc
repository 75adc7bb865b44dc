// SPDX-License-Identifier: Apache-2.0
#include "io/answer/text_page.h"

#include <google/protobuf/descriptor.h>
#include <google/protobuf/message.h>

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "io/answer/columns.h"
#include "io/answer/text_width.h"

namespace pullgraph {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Reflection;

std::string HeaderOf(const FieldDescriptor& field) {
  const v1::Column& options = field.options().GetExtension(v1::column);
  return options.header().empty() ? absl::StrReplaceAll(field.name(), {{"_", " "}})
                                  : options.header();
}

bool IsMessage(const FieldDescriptor& field) {
  return field.cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE;
}

std::vector<const Message*> Elements(const Message& m, const FieldDescriptor* field) {
  std::vector<const Message*> elements;
  const Reflection* reflection = m.GetReflection();
  for (int i = 0; i < reflection->FieldSize(m, field); ++i) {
    elements.push_back(&reflection->GetRepeatedMessage(m, field, i));
  }
  return elements;
}

class PageWriter {
 public:
  explicit PageWriter(const TableLook& look) : look_(look) {}

  void Values(const Message& m, size_t indent) {
    const std::vector<AnswerColumn> columns = ColumnsOf(*m.GetDescriptor());
    std::vector<std::pair<std::string, std::string>> lines;
    size_t label = 0;
    for (size_t k = 0; k < columns.size(); ++k) {
      if (IsMerged(columns[k])) continue;
      std::string text = Tame(CellText(m, columns, k));
      if (text.empty()) continue;
      label = std::max(label, TextWidth(columns[k].header));
      lines.emplace_back(columns[k].header, std::move(text));
    }
    for (const auto& [header, text] : lines) {
      Paragraph(absl::StrCat(std::string(indent, ' '), Pad(header, label), "  ", text),
                indent + label + 2);
    }
  }

  // Lists, and messages inside that tables and CSV leave out.
  void Lists(const Message& m, size_t indent) {
    const google::protobuf::Descriptor* type = m.GetDescriptor();
    const Reflection* reflection = m.GetReflection();
    for (int i = 0; i < type->field_count(); ++i) {
      const FieldDescriptor* field = type->field(i);
      const bool detail =
          field->options().GetExtension(v1::column).narrow() == v1::NARROW_DETAIL;
      if (field->is_repeated() && IsMessage(*field)) {
        List(HeaderOf(*field), Elements(m, field), *field->message_type(), indent);
      } else if (!field->is_repeated() && IsMessage(*field) && reflection->HasField(m, field)) {
        const Message& inner = reflection->GetMessage(m, field);
        if (!detail) {
          Lists(inner, indent);
          continue;
        }
        absl::StrAppend(&out_, "\n", std::string(indent, ' '), HeaderOf(*field), "\n");
        Values(inner, indent + 2);
        Lists(inner, indent + 2);
      }
    }
  }

  std::string Take() { return std::move(out_); }

 private:
  void Paragraph(const std::string& text, size_t indent) {
    for (const std::string& line : Wrap(text, look_.width, std::min(indent, look_.width / 2))) {
      absl::StrAppend(&out_, line, "\n");
    }
  }

  void List(const std::string& header, const std::vector<const Message*>& rows,
            const google::protobuf::Descriptor& type, size_t indent) {
    if (rows.empty()) return;
    absl::StrAppend(&out_, "\n", std::string(indent, ' '), header, "\n");
    TableLook inside = look_;
    if (inside.width != kAnyWidth) inside.width -= std::min(indent + 2, inside.width / 2);
    // The table line by line; below each row, what is inside it.
    const std::string margin(indent + 2, ' ');
    bool nested = false;
    for (int i = 0; i < type.field_count(); ++i) {
      nested = nested || (IsMessage(*type.field(i)) && type.field(i)->is_repeated());
    }
    if (!nested) {
      AppendIndented(RenderRows(type, rows, inside), margin);
      return;
    }
    for (const Message* row : rows) {
      AppendIndented(RenderRows(type, {row}, inside), margin);
      Lists(*row, indent + 2);
    }
  }

  void AppendIndented(const std::string& text, const std::string& margin) {
    for (size_t at = 0; at < text.size();) {
      const size_t end = std::min(text.find('\n', at), text.size());
      absl::StrAppend(&out_, margin, text.substr(at, end - at), "\n");
      at = end + 1;
    }
  }

  const TableLook look_;
  std::string out_;
};

}  // namespace

std::string RenderPage(const Message& row, const TableLook& look) {
  PageWriter writer(look);
  writer.Values(row, 0);
  writer.Lists(row, 0);
  return writer.Take();
}

}  // namespace pullgraph
