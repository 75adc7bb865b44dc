// SPDX-License-Identifier: Apache-2.0
#include "python/core/typed_columns.h"

#include <google/protobuf/descriptor.h>
#include <google/protobuf/message.h>

#include "io/answer/columns.h"
#include "io/answer/forms.h"

namespace pullgraph::python {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Reflection;

ValueKind KindOf(const FieldDescriptor& field, v1::Role role) {
  switch (field.cpp_type()) {
    case FieldDescriptor::CPPTYPE_STRING: return ValueKind::kText;
    case FieldDescriptor::CPPTYPE_BOOL: return ValueKind::kBool;
    case FieldDescriptor::CPPTYPE_DOUBLE:
    case FieldDescriptor::CPPTYPE_FLOAT: return ValueKind::kReal;
    default: return role == v1::ROLE_TIME ? ValueKind::kTime : ValueKind::kInt;
  }
}

void SetBit(std::vector<uint8_t>& bits, int64_t at, bool value) {
  if (static_cast<size_t>(at >> 3) >= bits.size()) bits.push_back(0);
  if (value) bits[static_cast<size_t>(at >> 3)] |= static_cast<uint8_t>(1U << (at & 7));
}

// Element `i` of a list, or the field itself (-1).
int64_t IntAt(const Message& m, const FieldDescriptor* f, int i) {
  const Reflection* r = m.GetReflection();
  switch (f->cpp_type()) {
    case FieldDescriptor::CPPTYPE_INT32: return i < 0 ? r->GetInt32(m, f) : r->GetRepeatedInt32(m, f, i);
    case FieldDescriptor::CPPTYPE_UINT32: return i < 0 ? r->GetUInt32(m, f) : r->GetRepeatedUInt32(m, f, i);
    case FieldDescriptor::CPPTYPE_INT64: return i < 0 ? r->GetInt64(m, f) : r->GetRepeatedInt64(m, f, i);
    case FieldDescriptor::CPPTYPE_UINT64:
      return static_cast<int64_t>(i < 0 ? r->GetUInt64(m, f) : r->GetRepeatedUInt64(m, f, i));
    case FieldDescriptor::CPPTYPE_ENUM: return i < 0 ? r->GetEnumValue(m, f) : r->GetRepeatedEnumValue(m, f, i);
    default: return 0;
  }
}

double RealAt(const Message& m, const FieldDescriptor* f, int i) {
  const Reflection* r = m.GetReflection();
  if (f->cpp_type() == FieldDescriptor::CPPTYPE_FLOAT) return i < 0 ? r->GetFloat(m, f) : r->GetRepeatedFloat(m, f, i);
  return i < 0 ? r->GetDouble(m, f) : r->GetRepeatedDouble(m, f, i);
}

class Filler {
 public:
  Filler(const AnswerColumn& column, TypedColumn& out) : column_(column), field_(column.path.back()), out_(out) {
    out_.name = column.name;
    out_.about = column.about;
    out_.kind = KindOf(*field_, column.role);
    out_.is_list = field_->is_repeated();
    if (out_.is_list) out_.list_offsets.push_back(0);
    if (out_.kind == ValueKind::kText) out_.text_offsets.push_back(0);
  }

  void Add(const Message& row) {
    const Message* holder = HolderOf(row, column_);
    SetBit(out_.present, out_.rows++, holder != nullptr);
    out_.absent += holder == nullptr;
    if (out_.is_list) {
      const int size = holder == nullptr ? 0 : holder->GetReflection()->FieldSize(*holder, field_);
      for (int i = 0; i < size; ++i) AddValue(holder, i);
      out_.list_offsets.push_back(out_.list_offsets.back() + size);
    } else {
      AddValue(holder, -1);
    }
  }

 private:
  void AddValue(const Message* m, int i) {
    switch (out_.kind) {
      case ValueKind::kText: {
        if (m != nullptr) {
          std::string scratch;
          const Reflection* r = m->GetReflection();
          out_.text += i < 0 ? r->GetStringReference(*m, field_, &scratch)
                             : r->GetRepeatedStringReference(*m, field_, i, &scratch);
        }
        out_.text_offsets.push_back(static_cast<int64_t>(out_.text.size()));
        break;
      }
      case ValueKind::kReal: out_.reals.push_back(m == nullptr ? 0 : RealAt(*m, field_, i)); break;
      case ValueKind::kBool: {
        const bool value = m != nullptr && (i < 0 ? m->GetReflection()->GetBool(*m, field_)
                                                  : m->GetReflection()->GetRepeatedBool(*m, field_, i));
        SetBit(out_.bool_bits, static_cast<int64_t>(out_.bools.size()), value);
        out_.bools.push_back(value ? 1 : 0);
        break;
      }
      case ValueKind::kInt:
      case ValueKind::kTime: out_.ints.push_back(m == nullptr ? 0 : IntAt(*m, field_, i)); break;
    }
  }

  const AnswerColumn& column_;
  const FieldDescriptor* field_;
  TypedColumn& out_;
};

}  // namespace

std::vector<TypedColumn> TypedColumnsOf(const Answer& answer) {
  std::vector<TypedColumn> out;
  if (answer.type == nullptr) return out;
  const google::protobuf::Descriptor* type = nullptr;
  const std::vector<const Message*> rows = TableRows(answer, &type);
  const std::vector<AnswerColumn> columns = ColumnsOf(*type);
  out.resize(columns.size());
  for (size_t k = 0; k < columns.size(); ++k) {
    Filler filler(columns[k], out[k]);
    for (const Message* row : rows) filler.Add(*row);
  }
  return out;
}

}  // namespace pullgraph::python
