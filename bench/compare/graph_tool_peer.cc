// SPDX-License-Identifier: Apache-2.0
// graph-tool lives in Python: a second process that takes commands from a named pipe.
#include <sys/stat.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "absl/strings/str_cat.h"
#include "bench/compare/peer.h"

namespace pullgraph::compare {
namespace {

template <class T>
void WriteBinary(const std::string& path, const std::vector<T>& values) {
  std::ofstream out(path, std::ios::binary);
  out.write(reinterpret_cast<const char*>(values.data()),
            static_cast<std::streamsize>(values.size() * sizeof(T)));
}

class GraphToolPeer : public Peer {
 public:
  explicit GraphToolPeer(std::string script) : script_(std::move(script)) {}
  ~GraphToolPeer() override {
    if (commands_ != nullptr) std::fclose(commands_);
    if (replies_ != nullptr) pclose(replies_);
    std::error_code ignored;  // What cannot be removed stays in the temporary folder.
    if (!folder_.empty()) std::filesystem::remove_all(folder_, ignored);
  }

  std::string name() const override { return absl::StrCat("graph-tool ", version_); }
  bool Has(Kernel kernel) const override {
    return kernel != Kernel::kLeiden && kernel != Kernel::kPaths;
  }

  absl::Status Prepare(const Workload& workload) override {
    work_ = &workload;
    std::string pattern =
        (std::filesystem::temp_directory_path() / "pullgraph-compare-XXXXXX").string();
    if (mkdtemp(pattern.data()) == nullptr) {
      return absl::InternalError(absl::StrCat("cannot create ", pattern));
    }
    folder_ = pattern;
    WriteInputs();
    const std::string pipe = folder_ + "/commands";
    if (mkfifo(pipe.c_str(), 0600) != 0) {
      return absl::InternalError(absl::StrCat("cannot create ", pipe));
    }
    const std::string command = absl::StrCat("/usr/bin/python3 '", script_, "' '", folder_, "' ",
                                             workload.threads, " < '", pipe, "'");
    replies_ = popen(command.c_str(), "r");
    if (replies_ == nullptr) return absl::InternalError("cannot start graph-tool");
    commands_ = std::fopen(pipe.c_str(), "w");
    char version[32] = "";
    if (commands_ == nullptr || std::fscanf(replies_, "ready %31s", version) != 1) {
      return absl::InternalError("graph-tool did not take the graph");
    }
    version_ = version;
    return absl::OkStatus();
  }

  Sample Run(Kernel kernel, int round) override {
    const Node source = work_->sources[static_cast<size_t>(round) % work_->sources.size()];
    std::fprintf(commands_, "%s %u\n", NameOf(kernel), source);
    std::fflush(commands_);
    Sample sample;
    if (std::fscanf(replies_, "%lf %lf", &sample.seconds, &sample.peak_mb) != 2) {
      failed_ = true;
    }
    return sample;
  }

  Answer LastAnswer(Kernel) override {
    if (failed_) return {};
    std::ifstream in(folder_ + "/answer.bin", std::ios::binary | std::ios::ate);
    Answer answer(static_cast<size_t>(in.tellg()) / sizeof(double));
    in.seekg(0);
    in.read(reinterpret_cast<char*>(answer.data()),
            static_cast<std::streamsize>(answer.size() * sizeof(double)));
    return answer;
  }

 private:
  void WriteInputs() {
    const TieGraph& ties = work_->ties;
    std::vector<Node> ends;
    std::vector<uint32_t> costs;
    for (Node u = 0; u < ties.num_nodes(); ++u) {
      for (ArcIndex arc = ties.OutBegin(u); arc < ties.OutEnd(u); ++arc) {
        if (ties.Target(arc) < u) continue;
        ends.push_back(u);
        ends.push_back(ties.Target(arc));
        costs.push_back(work_->costs[arc]);
      }
    }
    std::vector<Node> pairs;
    for (const auto& [u, v] : work_->pairs) {
      pairs.push_back(u);
      pairs.push_back(v);
    }
    WriteBinary(folder_ + "/ends.bin", ends);
    WriteBinary(folder_ + "/costs.bin", costs);
    WriteBinary(folder_ + "/pairs.bin", pairs);
    std::ofstream(folder_ + "/sizes.txt") << ties.num_nodes() << "\n";
  }

  const std::string script_;
  std::string version_;
  std::string folder_;
  const Workload* work_ = nullptr;
  FILE* replies_ = nullptr;
  FILE* commands_ = nullptr;
  bool failed_ = false;
};

}  // namespace

std::unique_ptr<Peer> MakeGraphToolPeer(const std::string& script) {
  if (!std::filesystem::exists(script)) return nullptr;
  if (std::system("/usr/bin/python3 -c 'import graph_tool' 2>/dev/null") != 0) return nullptr;
  return std::make_unique<GraphToolPeer>(script);
}

}  // namespace pullgraph::compare
