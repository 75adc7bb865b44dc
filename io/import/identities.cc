// SPDX-License-Identifier: Apache-2.0
#include "io/import/identities.h"

#include <tuple>

namespace pullgraph {

uint32_t Identities::Find(std::string_view id) {
  const uint32_t number = ids_.Intern(id);
  if (number == rows_.size()) {
    rows_.emplace_back();
    parent_.push_back(number);
  }
  return number;
}

uint32_t Identities::Account(std::string_view id) {
  const uint32_t number = Find(id);
  rows_[number].is_account = true;
  return number;
}

uint32_t Identities::Device(std::string_view id) { return Find(id); }

void Identities::Seen(uint32_t device, uint32_t account, Time at) {
  Row& row = rows_[device];
  if (row.account != UINT32_MAX && row.account != account) row.is_shared = true;
  const auto rank = [&](Time when, uint32_t who) {
    return std::tuple(!when.is_present(), when, ids_[who]);
  };
  if (row.account == UINT32_MAX || rank(at, account) < rank(row.seen_at, row.account)) {
    row.account = account;
    row.seen_at = at;
  }
}

uint32_t Identities::Root(uint32_t id) {
  while (parent_[id] != id) id = parent_[id] = parent_[parent_[id]];
  return id;
}

void Identities::Rename(uint32_t older, uint32_t newer) {
  if (older == newer) return;
  rows_[older].was_left = true;
  parent_[Root(older)] = Root(newer);
}

bool Identities::Stands(uint32_t a, uint32_t b) const {
  const Row &x = rows_[a], &y = rows_[b];
  if (x.is_account != y.is_account) return x.is_account;
  if (x.was_left != y.was_left) return !x.was_left;
  return CompareIds(ids_[a], ids_[b]) < 0;
}

uint64_t Identities::Settle() {
  uint64_t shared = 0;
  for (uint32_t id = 0; id < rows_.size(); ++id) {
    // Who has an account is that account, on whatever device.
    if (rows_[id].is_account || rows_[id].account == UINT32_MAX) continue;
    shared += rows_[id].is_shared ? 1 : 0;
    parent_[Root(id)] = Root(rows_[id].account);
  }
  constexpr uint32_t kNone = UINT32_MAX;
  std::vector<uint32_t> best(rows_.size(), kNone);  // Of a root.
  for (uint32_t id = 0; id < rows_.size(); ++id) {
    uint32_t& stands = best[Root(id)];
    if (stands == kNone || Stands(id, stands)) stands = id;
  }
  person_.resize(rows_.size());
  for (uint32_t id = 0; id < rows_.size(); ++id) person_[id] = best[Root(id)];
  return shared;
}

}  // namespace pullgraph
