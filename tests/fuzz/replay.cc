// SPDX-License-Identifier: Apache-2.0
// Runs a fuzz target without libFuzzer: on every file of the folders given, on every
// short prefix of it, with single bits flipped, and on random bytes.
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "graph/random.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size);

namespace {

constexpr int kMutations = 300;

void Run(const std::string& bytes) {
  // A copy of its exact size lets sanitizers see reads past the end.
  const std::vector<uint8_t> copy(bytes.begin(), bytes.end());
  LLVMFuzzerTestOneInput(copy.data(), copy.size());
}

void RunMutations(const std::string& seed, pullgraph::RandomStream& random) {
  Run(seed);
  for (int i = 0; i < kMutations && !seed.empty(); ++i) {
    std::string bytes = seed;
    for (uint64_t flips = 1 + random.Below(3); flips > 0; --flips) {
      char& byte = bytes[random.Below(bytes.size())];
      byte = static_cast<char>(byte ^ (1 << random.Below(8)));
    }
    Run(bytes);
    Run(seed.substr(0, random.Below(seed.size())));
  }
}

}  // namespace

int main(int argc, char** argv) {
  pullgraph::RandomStream random(1, 0);
  int seeds = 0;
  for (int i = 1; i < argc; ++i) {
    for (const auto& entry : std::filesystem::directory_iterator(argv[i])) {
      std::ifstream in(entry.path(), std::ios::binary);
      RunMutations({std::istreambuf_iterator<char>(in), {}}, random);
      ++seeds;
    }
  }
  Run("");
  for (int i = 0; i < kMutations; ++i) {
    std::string bytes(random.Below(200), '\0');
    for (char& byte : bytes) byte = static_cast<char>(random());
    Run(bytes);
  }
  std::printf("%d seeds\n", seeds);
  return 0;
}
