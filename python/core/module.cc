// SPDX-License-Identifier: Apache-2.0
// The compiled half of the Python module; what people import is in python/pullgraph/.
#include <google/protobuf/stubs/logging.h>
#include <pybind11/pybind11.h>

#include "python/core/bindings.h"

PYBIND11_MODULE(_core, module) {
  google::protobuf::SetLogHandler(nullptr);
  pullgraph::python::BindCommunity(module);
  pullgraph::python::BindTable(module);
  pullgraph::python::BindVerbs(module);
  pullgraph::python::BindKernels(module);
  module.attr("version") = PULLGRAPH_VERSION;
}
