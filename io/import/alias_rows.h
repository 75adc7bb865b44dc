// SPDX-License-Identifier: Apache-2.0
// Rows of several accounts made rows of one person; internal to io/import/.
#ifndef PULLGRAPH_IO_IMPORT_ALIAS_ROWS_H_
#define PULLGRAPH_IO_IMPORT_ALIAS_ROWS_H_

#include <cstdint>
#include <string>
#include <vector>

#include "io/import/alias_table.h"
#include "pullgraph/v1/rows.pb.h"

namespace pullgraph {

class ImportReport;

// The attribute that holds the other accounts of a member, one after the other, sorted.
inline constexpr char kAccountsAttribute[] = "accounts";

// Puts people in the place of their accounts. What is said of an account is kept apart: it
// fills what is not said of the person.
class AliasRows {
 public:
  explicit AliasRows(const AliasTable& aliases) : aliases_(aliases) {}

  // False if the row is about a person and themselves, or a member that was put aside.
  bool Rename(v1::Row& row);

  // The descriptions that were put aside, under the ids of the people, with the ids of the
  // accounts; to be called once, at the end.
  std::vector<v1::Member> TakeAside();

  void Report(ImportReport& report) const;

 private:
  bool RenameMember(v1::Member& member);
  bool Put(std::string& id);  // True if it was another's.

  const AliasTable& aliases_;
  std::vector<v1::Member> aside_;
  uint64_t accounts_ = 0, selves_ = 0;
};

// Puts `prefix` and a colon before each id of the row that is a number, but those of markets.
void PrefixNumbers(const std::string& prefix, v1::Row& row);

// What `account` says that `person` does not: fields and attributes that are empty, the
// earlier date of joining, and all that lists hold. Who is staff under one account is staff.
void FillFrom(const v1::Member& account, v1::Member& person);

}  // namespace pullgraph

#endif  // PULLGRAPH_IO_IMPORT_ALIAS_ROWS_H_
