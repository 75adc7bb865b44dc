// SPDX-License-Identifier: Apache-2.0
// The parts of the module.
#ifndef PULLGRAPH_PYTHON_CORE_BINDINGS_H_
#define PULLGRAPH_PYTHON_CORE_BINDINGS_H_

#include <pybind11/pybind11.h>

#include <functional>

#include "python/core/verb_run.h"

namespace pullgraph::python {

// Runs `work` without the interpreter's lock; asks Python meanwhile for signals, and calls
// `progress` (None: nobody) with stage and fraction, at least once if all goes well. What either raises ends the work, and is
// raised here.
Outcome RunWork(LoadedCommunity community, const pybind11::object& progress,
                std::function<int(Work&)> work);

void BindVerbs(pybind11::module_& module);
void BindTable(pybind11::module_& module);
void BindCommunity(pybind11::module_& module);
void BindKernels(pybind11::module_& module);

}  // namespace pullgraph::python

#endif  // PULLGRAPH_PYTHON_CORE_BINDINGS_H_
