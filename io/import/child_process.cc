// SPDX-License-Identifier: Apache-2.0
#include "io/import/child_process.h"

#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "graph/string_table.h"
#include "graph/utf8.h"

extern char** environ;

namespace pullgraph {
namespace {

std::vector<char*> PointersTo(std::vector<std::string>& texts) {
  std::vector<char*> pointers;
  for (std::string& text : texts) pointers.push_back(text.data());
  pointers.push_back(nullptr);
  return pointers;
}

std::vector<std::string> Environment(std::string_view hide,
                                     const std::vector<std::string>& add) {
  std::vector<std::string> variables = add;
  for (char** variable = environ; variable != nullptr && *variable != nullptr; ++variable) {
    if (!absl::StartsWith(*variable, AbslView(hide))) variables.emplace_back(*variable);
  }
  return variables;
}

}  // namespace

absl::StatusOr<std::unique_ptr<ChildProcess>> ChildProcess::Start(
    const std::vector<std::string>& command, std::string_view hide,
    const std::vector<std::string>& add) {
  std::unique_ptr<ChildProcess> child(new ChildProcess);
  int ends[2];
  child->complaints_ = std::tmpfile();
  if (child->complaints_ == nullptr || ::pipe2(ends, O_CLOEXEC) != 0) {
    return absl::UnavailableError(
        absl::StrCat("cannot start ", command[0], ": ", std::strerror(errno)));
  }
  child->output_ = ends[0];
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0);
  posix_spawn_file_actions_adddup2(&actions, ends[1], 1);
  posix_spawn_file_actions_adddup2(&actions, ::fileno(child->complaints_), 2);
  std::vector<std::string> words = command;
  std::vector<std::string> variables = Environment(hide, add);
  const int error = ::posix_spawnp(&child->pid_, words[0].c_str(), &actions, nullptr,
                                   PointersTo(words).data(), PointersTo(variables).data());
  posix_spawn_file_actions_destroy(&actions);
  ::close(ends[1]);
  if (error == 0) return child;
  child->pid_ = -1;
  const std::string cause =
      absl::StrCat("cannot start ", command[0], ": ", std::strerror(error));
  return error == ENOENT ? absl::NotFoundError(cause) : absl::UnavailableError(cause);
}

absl::StatusOr<ByteSource> ChildProcess::Output(const RunControl* run) {
  auto source = ByteSource::Open(absl::StrCat("/dev/fd/", output_), run);
  ::close(output_);  // The source has opened it anew.
  output_ = -1;
  return source;
}

int ChildProcess::Wait() {
  if (pid_ < 0) return -1;
  int status = 0;
  while (::waitpid(pid_, &status, 0) < 0 && errno == EINTR) {
  }
  pid_ = -1;
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

std::string ChildProcess::Complaint() {
  std::array<char, 500> line;
  std::rewind(complaints_);
  if (std::fgets(line.data(), static_cast<int>(line.size()), complaints_) == nullptr)
    return "";
  std::string_view text(line.data());
  while (!text.empty() && (text.back() == '\n' || text.back() == '\r')) text.remove_suffix(1);
  return Printable(text, 300);
}

ChildProcess::~ChildProcess() {
  if (output_ >= 0) ::close(output_);
  if (pid_ > 0) {
    ::kill(pid_, SIGTERM);
    Wait();
  }
  if (complaints_ != nullptr) std::fclose(complaints_);
}

}  // namespace pullgraph
