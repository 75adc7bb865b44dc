// SPDX-License-Identifier: Apache-2.0
// What verbs there are, and running them.
#include <pybind11/stl.h>

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "graph/parallel.h"
#include "io/import/source_formats.h"
#include "python/core/bindings.h"
#include "tools/command/help.h"
#include "tools/options.h"

namespace pullgraph::python {
namespace {

namespace py = pybind11;

// Takes options, and never runs.
class Nobody : public tools::Host {
  void Failed(const absl::Status&) override {}
  void Said(std::string_view) override {}
  void Answered(Answer, const v1::RunManifest&) override {}
  void Wrote(std::string_view) override {}
  void Staged(const char*) override {}
  void Progressed(double) override {}
};

const char* NameOf(tools::Wants wants) {
  switch (wants) {
    case tools::Wants::kNothing: return "nothing";
    case tools::Wants::kText: return "text";
    case tools::Wants::kFile: return "file";
    case tools::Wants::kFolder: return "folder";
  }
  return "text";
}

py::dict Describe(const tools::Option& o) {
  py::dict out;
  out["name"] = o.name;
  out["about"] = o.about;
  out["value"] = o.value;
  out["words"] = o.words;
  out["modes"] = o.modes;
  out["default"] = o.default_text.empty() && o.get && !o.is_flag() ? o.get() : o.default_text;
  out["wants"] = NameOf(o.wants);
  out["is_flag"] = o.is_flag();
  out["is_positional"] = o.is_positional();
  out["required"] = o.required;
  out["repeated"] = o.repeated;
  return out;
}

py::dict Describe(const tools::Verb& verb) {
  tools::Verb own = verb;
  own.settings = verb.make_settings();
  Nobody nobody;
  tools::Session session(&nobody);
  tools::Options options;
  verb.call_declare(own, session, options);
  py::list all;
  for (const tools::Option& o : options.all()) all.append(Describe(o));
  py::dict out;
  out["name"] = std::string(verb.about.name);
  out["group"] = tools::GroupName(verb.about.group);
  out["question"] = std::string(verb.about.question);
  out["options"] = std::move(all);
  out["columns"] = verb.answers.empty() ? std::string() : tools::ColumnList(verb);
  return out;
}

py::dict ToDict(Outcome outcome) {
  py::dict out;
  out["code"] = outcome.code;
  out["cause"] = outcome.cause;
  out["mend"] = outcome.mend;
  out["notes"] = outcome.notes;
  out["text"] = py::bytes(outcome.text);
  out["table"] = outcome.table == nullptr ? py::object(py::none()) : py::cast(outcome.table);
  return out;
}

}  // namespace

Outcome RunWork(LoadedCommunity community, const py::object& progress, std::function<int(Work&)> work) {
  Work running(std::move(community));
  running.Start(std::move(work));
  try {
    while (true) {
      bool ended = false;
      {
        const py::gil_scoped_release release;
        ended = running.Wait();
      }
      if (ended) break;
      if (PyErr_CheckSignals() != 0) throw py::error_already_set();
      if (!progress.is_none()) progress(running.stage(), running.fraction());
    }
    if (!progress.is_none() && running.outcome().code == 0) progress(running.stage(), 1.0);
  } catch (...) {
    running.Cancel();
    const py::gil_scoped_release release;
    while (!running.Wait()) {}
    throw;
  }
  return std::move(running.outcome());
}

void BindVerbs(py::module_& module) {
  module.def("verbs", [] {
    py::list out;
    for (const tools::Verb* verb : tools::AllVerbs()) out.append(Describe(*verb));
    return out;
  });
  module.def("run", [](const std::string& name, const std::vector<std::string>& words,
                       const LoadedCommunity* community, const py::object& progress) {
    const tools::Verb* verb = tools::FindVerb(name);
    if (verb == nullptr) throw py::key_error(name);
    return ToDict(RunWork(community == nullptr ? LoadedCommunity() : *community, progress,
                          [&](Work& work) { return tools::RunVerbFor(work, *verb, words); }));
  });
  module.def("read", [](const std::string& path, const py::object& progress) {
    LoadedCommunity out;
    out.path = path;
    Outcome outcome = RunWork({}, progress, [&](Work& work) {
      RunControl run;
      run.threads = HardwareThreads();
      run.cancelled = &work.cancelled();
      run.progress = [&](double fraction) { work.Progressed(fraction); };
      run.stage = [&](const char* what) { work.Staged(what); };
      absl::StatusOr<CommunityGraph> community = ReadCommunityFile(path, &run, &out.fingerprint);
      if (!community.ok()) {
        work.Failed(NotACommunity(path, community.status()));
        return static_cast<int>(absl::IsNotFound(community.status()) ? tools::kIoError : tools::kBadInput);
      }
      out.graph = std::make_shared<const CommunityGraph>(*std::move(community));
      return static_cast<int>(tools::kDone);
    });
    const bool done = out.graph != nullptr;
    return py::make_tuple(ToDict(std::move(outcome)), done ? py::cast(std::move(out)) : py::object(py::none()));
  });
}

}  // namespace pullgraph::python
