// SPDX-License-Identifier: Apache-2.0
// One person under several ids; internal to io/import/.
#ifndef PULLGRAPH_IO_IMPORT_IDENTITIES_H_
#define PULLGRAPH_IO_IMPORT_IDENTITIES_H_

#include <cstdint>
#include <string_view>
#include <vector>

#include "graph/string_table.h"
#include "graph/time.h"

namespace pullgraph {

// Ids of accounts, and of devices on which nobody may be logged in, all in one space.
class Identities {
 public:
  // The number of an id, on first mention the next one. An id that was once that of an
  // account stays one.
  uint32_t Account(std::string_view id);
  uint32_t Device(std::string_view id);

  // The account was used on that device then.
  void Seen(uint32_t device, uint32_t account, Time at);
  // `older` and `newer` are one person, whose id is `newer` from now on.
  void Rename(uint32_t older, uint32_t newer);

  // Joins what belongs together: a device goes to the account that was seen on it first.
  // Nothing is said after that. Returns how many devices were seen with several accounts.
  // COST: O(n log n).
  uint64_t Settle();

  // After Settle(): the number whose id stands for the person. Accounts come before
  // devices, ids that nobody left before others, then the smaller id.
  uint32_t PersonOf(uint32_t id) const { return person_[id]; }

  std::string_view operator[](uint32_t id) const { return ids_[id]; }
  size_t size() const { return ids_.size(); }

 private:
  struct Row {
    bool is_account = false;
    bool was_left = false;
    bool is_shared = false;  // A device of several accounts.
    uint32_t account = UINT32_MAX;
    Time seen_at;
  };

  uint32_t Find(std::string_view id);
  uint32_t Root(uint32_t id);
  bool Stands(uint32_t a, uint32_t b) const;  // Before b for the person.

  StringInterner ids_;
  std::vector<Row> rows_;
  std::vector<uint32_t> parent_;  // Of a union-find forest.
  std::vector<uint32_t> person_;
};

}  // namespace pullgraph

#endif  // PULLGRAPH_IO_IMPORT_IDENTITIES_H_
