// SPDX-License-Identifier: Apache-2.0
#include "tools/command/lost_input.h"

#include <gtest/gtest.h>
#include <signal.h>

#include <cstdio>
#include <exception>
#include <filesystem>
#include <fstream>
#include <new>
#include <string>

#include "io/mapped_file.h"

namespace pullgraph::lost_input_test {
namespace {

// Reads a file of which somebody cuts off the second half in between.
void ReadWhatIsCut(const std::string& path) {
  constexpr size_t kSize = size_t{1} << 20;
  std::ofstream(path) << std::string(kSize, 'x');
  tools::TellOfLostInput();
  const auto file = MappedFile::Open(path);
  std::filesystem::resize_file(path, kSize / 2);
  size_t sum = 0;
  for (const char c : (*file)->bytes()) sum += static_cast<unsigned char>(c);
  std::printf("%zu\n", sum);
}

TEST(LostInput, EndsWithASentenceAndTheCodeOfBadInput) {
  const std::string path = ::testing::TempDir() + "/lost_input";
  EXPECT_EXIT(ReadWhatIsCut(path), ::testing::ExitedWithCode(3),
              "pullgraph: the input was cut short by somebody else while it was read\n  try: again");
}

void RaiseOne() {
  tools::TellOfLostInput();
  ::raise(SIGBUS);
}

// What is no cut file is not told as one.
TEST(LostInput, LeavesOtherFaultsAlone) {
  EXPECT_EXIT(RaiseOne(), ::testing::KilledBySignal(SIGBUS), "");
}

void Throw(const std::exception_ptr& what) noexcept {
  tools::TellOfNoMemory();
  std::rethrow_exception(what);
}

TEST(NoMemory, EndsWithASentenceWhereItCannotBePassedOn) {
  EXPECT_EXIT(Throw(std::make_exception_ptr(std::bad_alloc())), ::testing::ExitedWithCode(5), "pullgraph: out of memory\n  try: a machine");
  EXPECT_EXIT(Throw(std::make_exception_ptr(1)), ::testing::KilledBySignal(SIGABRT), "");
}

}  // namespace
}  // namespace pullgraph::lost_input_test
