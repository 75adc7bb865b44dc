// SPDX-License-Identifier: Apache-2.0
// An answer's columns for Python: NumPy arrays, lists, an Arrow stream, texts.
#include <pybind11/numpy.h>
#include <pybind11/stl.h>

#include <string>
#include <utility>

#include "io/answer/forms.h"
#include "io/answer/text_table.h"
#include "pullgraph/v1/manifest.pb.h"
#include "python/core/arrow_stream.h"
#include "python/core/bindings.h"

namespace pullgraph::python {
namespace {

namespace py = pybind11;
using SharedTable = std::shared_ptr<Table>;

v1::RunManifest ManifestOf(const Table& table) {
  v1::RunManifest manifest;
  manifest.ParseFromString(table.manifest);  // Its own bytes.
  return manifest;
}

const char* NameOf(ValueKind kind) {
  switch (kind) {
    case ValueKind::kText: return "text";
    case ValueKind::kInt: return "int";
    case ValueKind::kReal: return "real";
    case ValueKind::kBool: return "bool";
    case ValueKind::kTime: return "time";
  }
  return "text";
}

// Value `i` of a column, as Python has it.
py::object ValueAt(const TypedColumn& c, int64_t at) {
  const auto i = static_cast<size_t>(at);
  switch (c.kind) {
    case ValueKind::kText: {
      const auto begin = static_cast<size_t>(c.text_offsets[i]), end = static_cast<size_t>(c.text_offsets[i + 1]);
      return py::str(c.text.data() + begin, end - begin);
    }
    case ValueKind::kInt:
    case ValueKind::kTime: return py::int_(c.ints[i]);
    case ValueKind::kReal: return py::float_(c.reals[i]);
    case ValueKind::kBool: return py::bool_(c.bools[i] != 0);
  }
  return py::none();
}

// Values, lists of them, or None. Times are microseconds since 1970.
py::list Values(const TypedColumn& c) {
  py::list out;
  for (int64_t row = 0; row < c.rows; ++row) {
    if (!c.IsPresent(row)) {
      out.append(py::none());
    } else if (!c.is_list) {
      out.append(ValueAt(c, row));
    } else {
      py::list values;
      for (int64_t i = c.list_offsets[static_cast<size_t>(row)]; i < c.list_offsets[static_cast<size_t>(row) + 1]; ++i) {
        values.append(ValueAt(c, i));
      }
      out.append(std::move(values));
    }
  }
  return out;
}

template <class T>
py::array View(const std::vector<T>& values, const py::object& owner) {
  py::array_t<T> out(static_cast<py::ssize_t>(values.size()), values.data(), owner);
  out.attr("setflags")(py::arg("write") = false);
  return out;
}

// The numbers of a column without a copy, None for texts and lists.
py::object Numbers(const SharedTable& table, const TypedColumn& c) {
  const py::object owner = py::cast(table);
  if (c.is_list) return py::none();
  switch (c.kind) {
    case ValueKind::kInt:
    case ValueKind::kTime: return View(c.ints, owner);
    case ValueKind::kReal: return View(c.reals, owner);
    case ValueKind::kBool: return View(c.bools, owner);
    case ValueKind::kText: break;
  }
  return py::none();
}

void DropStream(PyObject* capsule) {
  auto* stream = static_cast<ArrowArrayStream*>(PyCapsule_GetPointer(capsule, "arrow_array_stream"));
  if (stream->release != nullptr) stream->release(stream);
  delete stream;
}

py::object ArrowCapsule(const Table& table) {
  auto stream = std::make_unique<ArrowArrayStream>();
  const int64_t rows = table.columns->empty() ? 0 : table.columns->front().rows;
  ExportStream(table.columns, rows, stream.get());
  PyObject* capsule = PyCapsule_New(stream.get(), "arrow_array_stream", &DropStream);
  if (capsule == nullptr) throw py::error_already_set();
  stream.release();
  return py::reinterpret_steal<py::object>(capsule);
}

}  // namespace

void BindTable(py::module_& module) {
  py::class_<TypedColumn, std::unique_ptr<TypedColumn, py::nodelete>>(module, "Column")
      .def_readonly("name", &TypedColumn::name)
      .def_readonly("about", &TypedColumn::about)
      .def_readonly("is_list", &TypedColumn::is_list)
      .def_readonly("rows", &TypedColumn::rows)
      .def_readonly("absent", &TypedColumn::absent)
      .def_property_readonly("kind", [](const TypedColumn& c) { return NameOf(c.kind); })
      .def("values", &Values);
  py::class_<Table, SharedTable>(module, "Table")
      .def_property_readonly("title", [](const Table& t) { return t.answer.title; })
      .def_property_readonly("notes", [](const Table& t) { return t.answer.notes; })
      .def_property_readonly("whole", [](const Table& t) { return t.answer.whole; })
      .def_property_readonly("borne_out", [](const Table& t) { return t.answer.borne_out; })
      .def_property_readonly("num_columns", [](const Table& t) { return t.columns->size(); })
      .def("column", [](const Table& t, size_t i) -> const TypedColumn& { return t.columns->at(i); },
           py::return_value_policy::reference_internal)
      .def("numbers", [](const SharedTable& t, size_t i) { return Numbers(t, t->columns->at(i)); })
      .def("present", [](const SharedTable& t, size_t i) { return View(t->columns->at(i).present, py::cast(t)); })
      .def("arrow", [](const Table& t) { return ArrowCapsule(t); })
      .def("text", [](const Table& t, size_t width) { return RenderTable(t.answer, {.width = width == 0 ? kAnyWidth : width}); })
      .def("csv", [](const Table& t) { return RenderCsv(t.answer); })
      .def("json", [](const Table& t) { return RenderJson(t.answer, ManifestOf(t)); })
      .def("pb", [](const Table& t) { return py::bytes(RenderPb(t.answer, ManifestOf(t))); });
}

}  // namespace pullgraph::python
