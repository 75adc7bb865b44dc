// SPDX-License-Identifier: Apache-2.0
// Communities for Python: counts, columns without a copy, rows in and out.
#include <google/protobuf/util/json_util.h>
#include <pybind11/numpy.h>
#include <pybind11/stl.h>

#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "io/answer/forms.h"
#include "io/community_rows.h"
#include "io/import/row_adder.h"
#include "io/output_file.h"
#include "graph/parallel.h"
#include "python/core/bindings.h"

namespace pullgraph::python {
namespace {

namespace py = pybind11;

// What a value of a column is to NumPy: itself, or the number it consists of.
template <class T>
struct Plain {
  using Type = T;
};
template <class Tag>
struct Plain<DenseId<Tag>> {
  using Type = uint32_t;
};
template <>
struct Plain<Time> {
  using Type = int64_t;
};
template <class T>
  requires std::is_enum_v<T>
struct Plain<T> {
  using Type = std::underlying_type_t<T>;
};

// Read-only, and as long as the community lives. Times are datetime64[us], absent ones NaT.
template <class T>
py::object View(absl::Span<const T> values, const py::object& owner) {
  using Number = typename Plain<T>::Type;
  static_assert(sizeof(T) == sizeof(Number));
  py::array_t<Number> out(static_cast<py::ssize_t>(values.size()), reinterpret_cast<const Number*>(values.data()),
                          owner);
  out.attr("setflags")(py::arg("write") = false);
  if constexpr (std::is_same_v<T, Time>) return out.attr("view")("datetime64[us]");
  return out;
}
template <class T>
py::object View(const std::vector<T>& values, const py::object& owner) {
  return View(absl::Span<const T>(values), owner);
}
// A column all of whose rows are alike is stored as one value, and shown so.
template <class T>
py::object View(const Column<T>& column, const py::object& owner) {
  if (!column.is_default() || column.size() == 0) return View(column.values(), owner);
  const T value = column.default_value();
  const py::object one = View(absl::Span<const T>(&value, 1), py::none());
  return py::module_::import("numpy").attr("broadcast_to")(one.attr("copy")(), column.size());
}

using Parts = py::dict;

Parts Ties(const CommunityGraph& c, const py::object& owner) {
  Parts out;
  out["offsets"] = View(c.graph().offsets(), owner);
  out["targets"] = View(c.graph().targets(), owner);
  out["kind"] = View(c.ties().kind, owner);
  out["count"] = View(c.ties().count, owner);
  out["first_at"] = View(c.ties().first_at, owner);
  out["last_at"] = View(c.ties().last_at, owner);
  out["strength"] = View(c.ties().strength, owner);
  out["mirrored"] = View(c.ties().mirrored, owner);
  return out;
}

Parts Signals(const CommunityGraph& c, const py::object& owner) {
  Parts out;
  out["member"] = View(c.signals().member, owner);
  out["object_kind"] = View(c.signals().object_kind, owner);
  out["object"] = View(c.signals().object, owner);
  out["kind"] = View(c.signals().kind, owner);
  out["at"] = View(c.signals().at, owner);
  out["weight"] = View(c.signals().weight, owner);
  out["answered_at"] = View(c.signals().answered_at, owner);
  out["answered_by"] = View(c.signals().answered_by, owner);
  return out;
}

Parts Touches(const CommunityGraph& c, const py::object& owner) {
  Parts out;
  out["member"] = View(c.touches().member, owner);
  out["resource"] = View(c.touches().resource, owner);
  out["sent_at"] = View(c.touches().sent_at, owner);
  out["cost"] = View(c.touches().cost, owner);
  out["outcome"] = View(c.touches().outcome, owner);
  out["value"] = View(c.touches().value, owner);
  out["holdout"] = View(c.touches().holdout, owner);
  return out;
}

Parts Arrays(const LoadedCommunity& community, const std::string& what, const py::object& owner) {
  const CommunityGraph& c = *community.graph;
  Parts out;
  if (what == "ties") return Ties(c, owner);
  if (what == "signals") return Signals(c, owner);
  if (what == "touches") return Touches(c, owner);
  if (what == "members") {
    out["joined_at"] = View(c.members().joined_at, owner);
    out["kind"] = View(c.members().kind, owner);
    out["role"] = View(c.members().role, owner);
  } else if (what == "resources") {
    out["published_at"] = View(c.resources().published_at, owner);
    out["kind"] = View(c.resources().kind, owner);
    out["cost"] = View(c.resources().cost, owner);
  } else if (what == "memberships") {
    out["market"] = View(c.memberships().market, owner);
    out["member"] = View(c.memberships().member, owner);
    out["status"] = View(c.memberships().status, owner);
    out["valid_from"] = View(c.memberships().valid_from, owner);
    out["valid_to"] = View(c.memberships().valid_to, owner);
  } else {
    throw py::key_error(what);
  }
  return out;
}

template <class Label>
py::list Texts(uint32_t count, Label label) {
  py::list out(count);
  for (uint32_t i = 0; i < count; ++i) {
    const std::string_view text = label(i);
    out[i] = py::str(text.data(), text.size());
  }
  return out;
}

py::list Ids(const LoadedCommunity& community, const std::string& what) {
  const CommunityGraph& c = *community.graph;
  if (what == "members") return Texts(c.num_members(), [&](uint32_t i) { return c.MemberKey(MemberId(i)); });
  if (what == "resources") return Texts(c.num_resources(), [&](uint32_t i) { return c.ResourceKey(ResourceId(i)); });
  if (what == "topics") return Texts(c.num_topics(), [&](uint32_t i) { return c.TopicKey(TopicId(i)); });
  if (what == "markets") return Texts(c.num_markets(), [&](uint32_t i) { return c.markets().id[i]; });
  throw py::key_error(what);
}

py::list Labels(const LoadedCommunity& community, const std::string& what) {
  const CommunityGraph& c = *community.graph;
  if (what == "members") return Texts(c.num_members(), [&](uint32_t i) { return c.MemberLabel(MemberId(i)); });
  if (what == "resources") return Texts(c.num_resources(), [&](uint32_t i) { return c.ResourceLabel(ResourceId(i)); });
  if (what == "topics") return Texts(c.num_topics(), [&](uint32_t i) { return c.TopicLabel(TopicId(i)); });
  throw py::key_error(what);
}

// All rows, each a line of JSON.
std::string Rows(const LoadedCommunity& community) {
  std::string out;
  const absl::Status s = ForEachRow(*community.graph, [&](const v1::Row& row) {
    AppendJson(row, false, out);
    out += '\n';
    return absl::OkStatus();
  });
  if (!s.ok()) throw std::runtime_error(std::string(s.message()));
  return out;
}

// What went wrong at row `at` of those that are added.
absl::Status AtRow(size_t at, std::string_view cause) {
  return absl::InvalidArgumentError(absl::StrCat("row ", at, ": ", std::string(cause),
                                                 "\nrows are those of docs/format.md: {'tie': {'from': 'ann', 'to': 'bob'}}"));
}

// Builds a community of rows in JSON.
absl::StatusOr<CommunityGraph> Build(const std::vector<std::string>& rows, Work& work) {
  RunControl run;
  run.threads = HardwareThreads();
  run.cancelled = &work.cancelled();
  RowAdder adder;
  v1::Row row;
  for (size_t i = 0; i < rows.size(); ++i) {
    row.Clear();
    const auto parsed = google::protobuf::util::JsonStringToMessage(rows[i], &row);
    if (!parsed.ok()) return AtRow(i, std::string(parsed.message().data(), parsed.message().size()));
    if (const absl::Status s = adder.Add(row); !s.ok()) return AtRow(i, std::string(s.message()));
    if (work.cancelled()) return absl::CancelledError("interrupted");
  }
  adder.builder().SetName(adder.name(), adder.producer());
  return std::move(adder.builder()).Build(&run);
}

absl::Status Write(const CommunityGraph& c, const std::string& path, const RunControl& run) {
  absl::StatusOr<OutputFile> out = OutputFile::Create(path);
  if (!out.ok()) return out.status();
  absl::Status s = WriteCommunity(c, [&](std::string_view bytes) { return out->Append(bytes); }, {.run = &run});
  return s.ok() ? out->Commit() : s;
}

// What is wrong, in the words that a run of a verb has for it.
py::tuple Told(int code, const Outcome& outcome, py::object value) {
  return py::make_tuple(code, outcome.cause, outcome.mend, std::move(value));
}

}  // namespace

void BindCommunity(py::module_& module) {
  py::class_<LoadedCommunity>(module, "Community")
      .def_property_readonly("name", [](const LoadedCommunity& c) { return c.graph->name(); })
      .def_property_readonly("path", [](const LoadedCommunity& c) { return c.path; })
      .def_property_readonly("num_members", [](const LoadedCommunity& c) { return c.graph->num_members(); })
      .def_property_readonly("num_resources", [](const LoadedCommunity& c) { return c.graph->num_resources(); })
      .def_property_readonly("num_topics", [](const LoadedCommunity& c) { return c.graph->num_topics(); })
      .def_property_readonly("num_ties", [](const LoadedCommunity& c) { return c.graph->num_ties(); })
      .def_property_readonly("num_signals", [](const LoadedCommunity& c) { return c.graph->signals().size(); })
      .def_property_readonly("num_touches", [](const LoadedCommunity& c) { return c.graph->touches().size(); })
      .def_property_readonly("is_directed", [](const LoadedCommunity& c) { return !c.graph->graph().is_symmetric(); })
      .def("equals", [](const LoadedCommunity& a, const LoadedCommunity& b) { return *a.graph == *b.graph; })
      .def("ids", &Ids)
      .def("labels", &Labels)
      .def("rows", &Rows)
      .def("arrays", [](const py::object& self, const std::string& what) {
        return Arrays(self.cast<const LoadedCommunity&>(), what, self);
      });
  module.def("build", [](const std::vector<std::string>& rows) {
    LoadedCommunity out;
    Outcome outcome = RunWork({}, py::none(), [&](Work& work) {
      absl::StatusOr<CommunityGraph> made = Build(rows, work);
      if (!made.ok()) {
        work.Failed(made.status());
        return static_cast<int>(tools::kBadInput);
      }
      out.graph = std::make_shared<const CommunityGraph>(*std::move(made));
      return static_cast<int>(tools::kDone);
    });
    const bool done = out.graph != nullptr;
    return Told(outcome.code, outcome, done ? py::cast(std::move(out)) : py::object(py::none()));
  });
  module.def("write", [](const LoadedCommunity& community, const std::string& path) {
    const Outcome outcome = RunWork(community, py::none(), [&](Work& work) {
      RunControl run;
      run.cancelled = &work.cancelled();
      const absl::Status s = Write(*community.graph, path, run);
      if (!s.ok()) work.Failed(s);
      return static_cast<int>(s.ok() ? tools::kDone : tools::kIoError);
    });
    return Told(outcome.code, outcome, py::none());
  });
}

}  // namespace pullgraph::python
