// SPDX-License-Identifier: Apache-2.0
// A set of nodes, one bit each: small enough to stay in the nearest cache.
#ifndef PULLGRAPH_ALGORITHMS_KERNELS_BITMAP_H_
#define PULLGRAPH_ALGORITHMS_KERNELS_BITMAP_H_

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace pullgraph {

class Bitmap {
 public:
  explicit Bitmap(size_t size) : words_((size + 63) / 64, 0) {}

  bool Test(size_t i) const { return (words_[i / 64] >> (i % 64) & 1) != 0; }
  void Set(size_t i) { words_[i / 64] |= Bit(i); }
  void Reset(size_t i) { words_[i / 64] &= ~Bit(i); }
  // Sets bit `i` while other threads may set bits too; true if it was clear.
  bool SetAtomically(size_t i) {
    const std::atomic_ref<uint64_t> word(words_[i / 64]);
    if ((word.load(std::memory_order_relaxed) & Bit(i)) != 0) return false;
    return (word.fetch_or(Bit(i), std::memory_order_relaxed) & Bit(i)) == 0;
  }
  void Clear() { std::fill(words_.begin(), words_.end(), 0); }
  void Swap(Bitmap& other) { words_.swap(other.words_); }

  size_t num_words() const { return words_.size(); }
  uint64_t& word(size_t w) { return words_[w]; }
  uint64_t word(size_t w) const { return words_[w]; }

 private:
  static uint64_t Bit(size_t i) { return uint64_t{1} << (i % 64); }
  std::vector<uint64_t> words_;
};

}  // namespace pullgraph

#endif  // PULLGRAPH_ALGORITHMS_KERNELS_BITMAP_H_
