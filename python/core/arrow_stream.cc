// SPDX-License-Identifier: Apache-2.0
#include "python/core/arrow_stream.h"

#include <array>
#include <string>
#include <utility>

namespace pullgraph::python {
namespace {

constexpr int64_t kNullable = 2;  // ARROW_FLAG_NULLABLE

const char* FormatOf(ValueKind kind) {
  switch (kind) {
    case ValueKind::kText: return "U";
    case ValueKind::kInt: return "l";
    case ValueKind::kReal: return "g";
    case ValueKind::kBool: return "b";
    case ValueKind::kTime: return "tsu:UTC";
  }
  return "n";
}

// What a structure needs to live; it goes with the structure.
struct SchemaParts {
  std::string name;
  std::vector<std::unique_ptr<ArrowSchema>> children;
  std::vector<ArrowSchema*> pointers;
};

struct ArrayParts {
  SharedColumns columns;
  std::array<const void*, 3> buffers{};
  std::vector<std::unique_ptr<ArrowArray>> children;
  std::vector<ArrowArray*> pointers;
};

// The consumer may have moved a child out, and then released it by itself.
template <class Struct, class Parts>
void Release(Struct* s) {
  auto* parts = static_cast<Parts*>(s->private_data);
  for (auto& child : parts->children) {
    if (child->release != nullptr) child->release(child.get());
  }
  delete parts;
  s->release = nullptr;
}

void FillSchema(const char* format, std::string name, int64_t flags,
                std::vector<std::unique_ptr<ArrowSchema>> children, ArrowSchema* out) {
  auto parts = std::make_unique<SchemaParts>();
  parts->name = std::move(name);
  parts->children = std::move(children);
  for (const auto& child : parts->children) parts->pointers.push_back(child.get());
  *out = {format, parts->name.c_str(), nullptr, flags, static_cast<int64_t>(parts->pointers.size()),
          parts->pointers.data(), nullptr, &Release<ArrowSchema, SchemaParts>, nullptr};
  out->private_data = parts.release();
}

std::unique_ptr<ArrowSchema> SchemaOf(const TypedColumn& column) {
  auto out = std::make_unique<ArrowSchema>();
  std::vector<std::unique_ptr<ArrowSchema>> children;
  if (column.is_list) {
    children.push_back(std::make_unique<ArrowSchema>());
    FillSchema(FormatOf(column.kind), "item", 0, {}, children.back().get());
  }
  FillSchema(column.is_list ? "+L" : FormatOf(column.kind), column.name, kNullable, std::move(children), out.get());
  return out;
}

void FillArray(SharedColumns columns, int64_t length, int64_t absent, std::vector<const void*> buffers,
               std::vector<std::unique_ptr<ArrowArray>> children, ArrowArray* out) {
  auto parts = std::make_unique<ArrayParts>();
  parts->columns = std::move(columns);
  for (size_t i = 0; i < buffers.size(); ++i) parts->buffers[i] = buffers[i];
  parts->children = std::move(children);
  for (const auto& child : parts->children) parts->pointers.push_back(child.get());
  *out = {length, absent, 0, static_cast<int64_t>(buffers.size()),
          static_cast<int64_t>(parts->pointers.size()), parts->buffers.data(), parts->pointers.data(),
          nullptr, &Release<ArrowArray, ArrayParts>, nullptr};
  out->private_data = parts.release();
}

// The values themselves, behind the bits that say which are there.
std::vector<const void*> ValueBuffers(const TypedColumn& c, const void* present) {
  switch (c.kind) {
    case ValueKind::kText: return {present, c.text_offsets.data(), c.text.data()};
    case ValueKind::kReal: return {present, c.reals.data()};
    case ValueKind::kBool: return {present, c.bool_bits.data()};
    case ValueKind::kInt:
    case ValueKind::kTime: break;
  }
  return {present, c.ints.data()};
}

std::unique_ptr<ArrowArray> ArrayOf(const SharedColumns& columns, const TypedColumn& c) {
  auto out = std::make_unique<ArrowArray>();
  const void* present = c.absent > 0 ? c.present.data() : nullptr;
  if (!c.is_list) {
    FillArray(columns, c.rows, c.absent, ValueBuffers(c, present), {}, out.get());
    return out;
  }
  std::vector<std::unique_ptr<ArrowArray>> children;
  children.push_back(std::make_unique<ArrowArray>());
  FillArray(columns, c.values(), 0, ValueBuffers(c, nullptr), {}, children.back().get());
  FillArray(columns, c.rows, c.absent, {present, c.list_offsets.data()}, std::move(children), out.get());
  return out;
}

struct Stream {
  SharedColumns columns;
  int64_t rows = 0;
  bool given = false;
};

int GetSchema(ArrowArrayStream* stream, ArrowSchema* out) {
  const auto* s = static_cast<const Stream*>(stream->private_data);
  std::vector<std::unique_ptr<ArrowSchema>> children;
  for (const TypedColumn& c : *s->columns) children.push_back(SchemaOf(c));
  FillSchema("+s", "", 0, std::move(children), out);
  return 0;
}

int GetNext(ArrowArrayStream* stream, ArrowArray* out) {
  auto* s = static_cast<Stream*>(stream->private_data);
  if (std::exchange(s->given, true)) {
    *out = {};  // Released: the end.
    return 0;
  }
  std::vector<std::unique_ptr<ArrowArray>> children;
  for (const TypedColumn& c : *s->columns) children.push_back(ArrayOf(s->columns, c));
  FillArray(s->columns, s->rows, 0, {nullptr}, std::move(children), out);
  return 0;
}

const char* GetLastError(ArrowArrayStream*) { return nullptr; }

void ReleaseStream(ArrowArrayStream* stream) {
  delete static_cast<Stream*>(stream->private_data);
  stream->release = nullptr;
}

}  // namespace

void ExportStream(SharedColumns columns, int64_t rows, ArrowArrayStream* out) {
  *out = {GetSchema, GetNext, GetLastError, ReleaseStream, new Stream{std::move(columns), rows}};
}

}  // namespace pullgraph::python
