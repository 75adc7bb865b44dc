// SPDX-License-Identifier: Apache-2.0
// Random numbers keyed by (seed, index), never by thread: item i draws the same
// numbers whoever computes it, on every platform and compiler.
#ifndef PULLGRAPH_GRAPH_RANDOM_H_
#define PULLGRAPH_GRAPH_RANDOM_H_

#include <cmath>
#include <cstdint>
#include <limits>
#include <utility>

namespace pullgraph {

inline constexpr uint64_t kDefaultSeed = 42;

// Stafford's variant 13 of the MurmurHash3 finaliser: a bijection on 64 bits.
// SOURCE: Steele, Lea, Flood 2014, doi:10.1145/2660193.2660195 (SplitMix64).
constexpr uint64_t MixBits(uint64_t x) {
  x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9ULL;
  x = (x ^ (x >> 27)) * 0x94D049BB133111EBULL;
  return x ^ (x >> 31);
}

// A SplitMix64 stream; models UniformRandomBitGenerator.
class RandomStream {
 public:
  using result_type = uint64_t;

  constexpr RandomStream(uint64_t seed, uint64_t index)
      : state_(MixBits(MixBits(seed + kGamma) ^ (index * 0xD1342543DE82EF95ULL + 1))) {}

  static constexpr result_type min() { return 0; }
  static constexpr result_type max() { return std::numeric_limits<uint64_t>::max(); }
  constexpr result_type operator()() {
    state_ += kGamma;
    return MixBits(state_);
  }

  // Uniform in [0, bound), bound >= 1. SOURCE: Lemire 2019, arXiv:1805.10941.
  uint64_t Below(uint64_t bound) {
    __extension__ using Wide = unsigned __int128;
    Wide product = static_cast<Wide>((*this)()) * bound;
    auto low = static_cast<uint64_t>(product);
    if (low < bound) {
      const uint64_t threshold = (0 - bound) % bound;
      while (low < threshold) {
        product = static_cast<Wide>((*this)()) * bound;
        low = static_cast<uint64_t>(product);
      }
    }
    return static_cast<uint64_t>(product >> 64);
  }

  // Uniform in [0, 1), 53 bits.
  constexpr double Uniform() { return static_cast<double>((*this)() >> 11) * 0x1p-53; }

  constexpr bool Bernoulli(double p) { return Uniform() < p; }

  // Exponential with mean 1.
  double Exponential() { return -std::log1p(-Uniform()); }

  // Standard normal (Box-Muller, one of the pair).
  double Normal() {
    const double radius = std::sqrt(2 * Exponential());
    return radius * std::cos(6.283185307179586 * Uniform());
  }

  // Gamma of `shape` > 0 and scale 1. SOURCE: Marsaglia, Tsang 2000,
  // doi:10.1145/358407.358414, which takes a shape below 1 from the one above it.
  double Gamma(double shape) {
    if (shape < 1) return Gamma(shape + 1) * std::pow(1 - Uniform(), 1 / shape);
    const double d = shape - 1.0 / 3, c = 1 / std::sqrt(9 * d);
    while (true) {
      const double x = Normal();
      const double v = (1 + c * x) * (1 + c * x) * (1 + c * x);
      if (v > 0 && std::log1p(-Uniform()) < x * x / 2 + d - d * v + d * std::log(v)) return d * v;
    }
  }

  // Beta of `a` and `b` > 0, in [0, 1].
  double Beta(double a, double b) {
    const double x = Gamma(a), y = Gamma(b);
    return x + y > 0 ? x / (x + y) : a / (a + b);
  }

 private:
  static constexpr uint64_t kGamma = 0x9E3779B97F4A7C15ULL;
  uint64_t state_;
};

// Fisher-Yates; the same permutation on every platform.
template <class RandomAccessContainer>
void Shuffle(RandomAccessContainer& items, RandomStream& random) {
  for (size_t i = items.size(); i > 1; --i) {
    std::swap(items[i - 1], items[random.Below(i)]);
  }
}

}  // namespace pullgraph

#endif  // PULLGRAPH_GRAPH_RANDOM_H_
