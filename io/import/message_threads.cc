// SPDX-License-Identifier: Apache-2.0
// Which thread each message belongs to.
#include <tuple>
#include <vector>

#include "graph/utf8.h"
#include "io/import/message_rows.h"

namespace pullgraph {
namespace {

constexpr uint32_t kOnTheWay = UINT32_MAX - 1;  // For `thread` while its chain is walked.

// Undated ones last; equal dates by id, so that the order of the input does not matter.
bool IsEarlier(const MessageRows& all, uint32_t a, uint32_t b) {
  const auto rank = [&](uint32_t i) {
    const MessageRow& row = all.rows[i];
    return std::tuple(!row.at.is_present(), row.at,
                      row.key == kNoRow ? std::string_view() : all.keys[row.key]);
  };
  return rank(a) < rank(b);
}

// `chain` ends where it came from: the thread of all in the circle is that of the
// earliest, which loses its parent. Messages on a circle have ids: they are parents.
void CutCircle(MessageRows& all, const std::vector<uint32_t>& chain, uint32_t again) {
  size_t begin = chain.size();
  uint32_t earliest = again;
  do {
    --begin;
    if (IsEarlier(all, chain[begin], earliest)) earliest = chain[begin];
  } while (chain[begin] != again);
  MessageRow& opener = all.rows[earliest];
  opener.parent = kNoRow;
  for (size_t i = begin; i < chain.size(); ++i) all.rows[chain[i]].thread = opener.key;
  all.report.Note("replies that lead back to themselves", Printable(all.keys[opener.key]));
}

}  // namespace

void ResolveThreads(MessageRows& all) {
  std::vector<uint32_t> chain;
  for (uint32_t start = 0; start < all.rows.size(); ++start) {
    chain.clear();
    uint32_t at = start;
    uint32_t thread = kNoRow;
    // All in `chain` wait for the thread of `at`, the parent of the last of them.
    while (thread == kNoRow) {
      MessageRow& row = all.rows[at];
      if (row.thread == kOnTheWay) {
        CutCircle(all, chain, at);
        thread = row.thread;
      } else if (row.thread != kNoRow) {
        thread = row.thread;
      } else if (row.parent == kNoRow) {
        thread = row.thread = row.key;
      } else if (all.row_of_key[row.parent] == kNoRow) {
        thread = row.thread = row.parent;
      } else {
        row.thread = kOnTheWay;
        chain.push_back(at);
        at = all.row_of_key[row.parent];
      }
    }
    for (const uint32_t i : chain) {
      if (all.rows[i].thread == kOnTheWay) all.rows[i].thread = thread;
    }
  }
  // A thread given by the source does not keep a message from being its own parent.
  for (MessageRow& row : all.rows) {
    if (row.parent != kNoRow && row.parent == row.key) row.parent = kNoRow;
  }
}

}  // namespace pullgraph
