// SPDX-License-Identifier: Apache-2.0
// Memory for large tables that are looked into at random places.
#ifndef PULLGRAPH_GRAPH_HUGE_PAGE_ALLOCATOR_H_
#define PULLGRAPH_GRAPH_HUGE_PAGE_ALLOCATOR_H_

#include <sys/mman.h>

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <new>

namespace pullgraph {

// As std::allocator, but asks the system for pages of 2 MiB where a table fills several of
// them: each look into a table of small pages misses their translation, too. Where there are
// none the system ignores it.
template <class T>
class HugePageAllocator {
 public:
  using value_type = T;

  HugePageAllocator() = default;
  template <class U>
  HugePageAllocator(const HugePageAllocator<U>&) {}  // NOLINT: as allocators convert.

  T* allocate(size_t n) {
    if (n > (SIZE_MAX - kPage) / sizeof(T)) throw std::bad_alloc();
    const size_t bytes = n * sizeof(T);
    if (bytes < kFewest * kPage) return static_cast<T*>(::operator new(bytes, kAlignment));
    const size_t whole = (bytes + kPage - 1) / kPage * kPage;
    void* memory = std::aligned_alloc(kPage, whole);
    if (memory == nullptr) throw std::bad_alloc();
    ::madvise(memory, whole, MADV_HUGEPAGE);
    return static_cast<T*>(memory);
  }
  void deallocate(T* memory, size_t n) {
    if (n * sizeof(T) < kFewest * kPage) {
      ::operator delete(memory, kAlignment);
    } else {
      std::free(memory);
    }
  }

  template <class U>
  friend bool operator==(const HugePageAllocator&, const HugePageAllocator<U>&) {
    return true;
  }

 private:
  static constexpr size_t kPage = size_t{2} << 20;
  static constexpr size_t kFewest = 2;  // Pages that a table fills.
  static constexpr std::align_val_t kAlignment{alignof(T) < 16 ? 16 : alignof(T)};
};

}  // namespace pullgraph

#endif  // PULLGRAPH_GRAPH_HUGE_PAGE_ALLOCATOR_H_
