// SPDX-License-Identifier: Apache-2.0
#include "algorithms/kernels/generators.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "graph/parallel.h"

namespace pullgraph {
namespace {

constexpr int64_t kGrain = 1 << 14;

absl::Status Invalid(const char* name, double value, const char* expected) {
  return absl::InvalidArgumentError(
      absl::StrCat(name, " is ", value, ", expected ", expected));
}

// Arcs [slice.begin, slice.end) of a list of `total`; make(i) is its arc i.
template <class Make>
absl::StatusOr<ArcList> MakeSlice(uint64_t total, ArcSlice slice, const RunControl* run,
                                  Make make) {
  slice.end = std::min(slice.end, total);
  if (slice.begin > slice.end) {
    return absl::OutOfRangeError(absl::StrCat("slice.begin is ", slice.begin,
                                              ", expected one in [0, ", slice.end, "]"));
  }
  ArcList arcs(slice.end - slice.begin);
  ParallelFor(ThreadsOf(run), static_cast<int64_t>(arcs.size()), kGrain,
              [&](int64_t begin, int64_t end) {
                if (IsCancelled(run)) return;
                for (auto i = static_cast<uint64_t>(begin); i < static_cast<uint64_t>(end); ++i) {
                  arcs[i] = make(slice.begin + i);
                }
              });
  if (absl::Status s = CheckCancelled(run); !s.ok()) return s;
  return arcs;
}

absl::StatusOr<TieGraph> BuildSimple(Node num_nodes, const absl::StatusOr<ArcList>& arcs,
                                     const RunControl* run) {
  if (!arcs.ok()) return arcs.status();
  ArcListOptions options;
  options.symmetrize = true;
  options.remove_parallel = true;
  options.remove_loops = true;
  options.threads = ThreadsOf(run);
  return BuildTieGraph(num_nodes, *arcs, options);
}

// A seeded bijection of [0, 2^bits): odd multiplications and folded shifts are
// each one, so no process needs a table.
class IdPermutation {
 public:
  IdPermutation(int bits, uint64_t seed)
      : mask_((uint64_t{1} << bits) - 1), shift_(bits / 2 + 1) {
    RandomStream random(seed, UINT64_MAX);
    for (uint64_t& factor : factors_) factor = random() | 1;
    offset_ = random();
  }
  Node operator()(uint64_t id) const {
    id = (id + offset_) & mask_;
    for (const uint64_t factor : factors_) {
      id = (id * factor) & mask_;
      id ^= id >> shift_;
    }
    return static_cast<Node>(id);
  }

 private:
  uint64_t mask_;
  int shift_;
  uint64_t factors_[3];
  uint64_t offset_;
};

// A probability as a bound on 32 random bits.
uint64_t Bound(double p) { return static_cast<uint64_t>(p * 0x1p32); }

}  // namespace

absl::StatusOr<ArcList> KroneckerArcs(const KroneckerOptions& options, ArcSlice slice) {
  const auto& [scale, edge_factor, a, b, c, permute, seed, run] = options;
  if (scale < 0 || scale > 31) return Invalid("scale", scale, "one in [0, 31]");
  if (edge_factor < 0) return Invalid("edge_factor", edge_factor, "one >= 0");
  if (!(a >= 0 && a <= 1)) return Invalid("a", a, "one in [0, 1]");
  if (!(b >= 0 && b <= 1)) return Invalid("b", b, "one in [0, 1]");
  if (!(c >= 0 && a + b + c <= 1 + 1e-9)) return Invalid("c", c, "one in [0, 1 - a - b]");
  const IdPermutation permutation(scale, seed);
  const uint64_t in_a = Bound(a);
  const uint64_t in_b = Bound(a + b);
  const uint64_t in_c = Bound(a + b + c);
  const int levels = scale;
  const bool permuted = permute;
  const uint64_t key = seed;
  return MakeSlice((uint64_t{1} << scale) * static_cast<uint64_t>(edge_factor), slice, run,
                   [&](uint64_t index) {
                     RandomStream random(key, index);
                     uint64_t bits = 0;
                     uint64_t u = 0;
                     uint64_t v = 0;
                     for (int level = 0; level < levels; ++level) {
                       bits = level % 2 == 0 ? random() : bits >> 32;
                       const uint64_t draw = bits & UINT32_MAX;
                       const bool low = draw >= in_b;  // In quadrant c or d.
                       const bool right = low ? draw >= in_c : draw >= in_a;
                       u = 2 * u + low;
                       v = 2 * v + right;
                     }
                     if (!permuted) return std::pair(static_cast<Node>(u), static_cast<Node>(v));
                     return std::pair(permutation(u), permutation(v));
                   });
}

absl::StatusOr<ArcList> UniformArcs(const UniformOptions& options, ArcSlice slice) {
  if (options.num_nodes == 0 && options.num_arcs > 0) {
    return Invalid("num_nodes", 0, "one >= 1 for a graph with arcs");
  }
  return MakeSlice(options.num_arcs, slice, options.run, [&](uint64_t index) {
    RandomStream random(options.seed, index);
    const uint64_t u = random.Below(options.num_nodes);
    return std::pair(static_cast<Node>(u), static_cast<Node>(random.Below(options.num_nodes)));
  });
}

absl::StatusOr<ArcList> PlantedPartitionArcs(const PlantedPartitionOptions& options,
                                             ArcSlice slice) {
  const uint64_t n = options.num_nodes;
  const uint64_t k = options.num_blocks;
  if (n == 0 && options.num_arcs > 0) {
    return Invalid("num_nodes", 0, "one >= 1 for a graph with arcs");
  }
  if (k < 1 || k > std::max<uint64_t>(1, n)) {
    return Invalid("num_blocks", static_cast<double>(k), "one in [1, max(1, num_nodes)]");
  }
  if (!(options.mixing >= 0 && options.mixing <= 1)) {
    return Invalid("mixing", options.mixing, "one in [0, 1]");
  }
  return MakeSlice(options.num_arcs, slice, options.run, [&](uint64_t index) {
    RandomStream random(options.seed, index);
    const uint64_t u = random.Below(n);
    uint64_t block = u % k;
    uint64_t v = 0;
    if (k > 1 && random.Bernoulli(options.mixing)) {
      do {
        v = random.Below(n);
      } while (v % k == block);
    } else {
      v = block + k * random.Below((n - block + k - 1) / k);
    }
    return std::pair(static_cast<Node>(u), static_cast<Node>(v));
  });
}

absl::StatusOr<TieGraph> KroneckerGraph(const KroneckerOptions& options) {
  const absl::StatusOr<ArcList> arcs = KroneckerArcs(options);
  return BuildSimple(arcs.ok() ? Node{1} << options.scale : 0, arcs, options.run);
}

absl::StatusOr<TieGraph> UniformGraph(const UniformOptions& options) {
  return BuildSimple(options.num_nodes, UniformArcs(options), options.run);
}

absl::StatusOr<TieGraph> PlantedPartitionGraph(const PlantedPartitionOptions& options) {
  return BuildSimple(options.num_nodes, PlantedPartitionArcs(options), options.run);
}

}  // namespace pullgraph
