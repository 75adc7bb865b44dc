// SPDX-License-Identifier: Apache-2.0
// Another program whose output is read; internal to io/import/.
#ifndef PULLGRAPH_IO_IMPORT_CHILD_PROCESS_H_
#define PULLGRAPH_IO_IMPORT_CHILD_PROCESS_H_

#include <sys/types.h>

#include <cstdio>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "graph/run_control.h"
#include "io/byte_source.h"

namespace pullgraph {

class ChildProcess {
 public:
  // Starts `command`, found along PATH, without a shell and without input. Of the
  // environment, variables that begin with `hide` are hidden; `add` are added.
  // ERRORS: NotFound if there is no such program; Unavailable.
  static absl::StatusOr<std::unique_ptr<ChildProcess>> Start(
      const std::vector<std::string>& command, std::string_view hide,
      const std::vector<std::string>& add);
  // Ends it if it still runs.
  ~ChildProcess();

  // What it writes; to be asked for once. `run` as in ByteSource::Open.
  absl::StatusOr<ByteSource> Output(const RunControl* run);

  // Waits for it to end: the code that it exits with, or -1 for a signal.
  int Wait();
  // The first line of what it complains about.
  std::string Complaint();

 private:
  ChildProcess() = default;

  pid_t pid_ = -1;
  int output_ = -1;
  FILE* complaints_ = nullptr;
};

}  // namespace pullgraph

#endif  // PULLGRAPH_IO_IMPORT_CHILD_PROCESS_H_
