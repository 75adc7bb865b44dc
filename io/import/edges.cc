// SPDX-License-Identifier: Apache-2.0
#include "io/import/edges.h"

#include <algorithm>
#include <charconv>
#include <numeric>
#include <tuple>

#include "absl/strings/str_cat.h"
#include "graph/parallel.h"
#include "io/import/edges_reader.h"
#include "io/import/line_blocks.h"
#include "io/import/status_macros.h"

namespace pullgraph {
namespace {

using Pairs = std::vector<std::pair<Node, Node>>;

absl::Status CheckOptions(const EdgeListOptions& options) {
  if (options.num_members > uint32_t{1} << 31) {
    return absl::InvalidArgumentError(absl::StrCat(
        "num_members is ", options.num_members, ", expected at most ", uint32_t{1} << 31));
  }
  const std::pair<const char*, int> columns[] = {{"time_column", options.time_column},
                                                 {"count_column", options.count_column},
                                                 {"strength_column", options.strength_column},
                                                 {"weight_column", options.weight_column}};
  for (const auto& [name, column] : columns) {
    if (column != 0 && (column < 3 || column > 1000)) {
      return absl::InvalidArgumentError(absl::StrCat(
          name, " is ", column, ", expected 0 (none) or a column in [3, 1000]"));
    }
    for (const auto& [other, same] : columns) {
      if (column != 0 && name != other && column == same) {
        return absl::InvalidArgumentError(
            absl::StrCat(name, " and ", other, " are both ", column));
      }
    }
  }
  return absl::OkStatus();
}

// Replaces the integers by their ranks; returns them in ascending order.
std::vector<Node> RemapToRanks(int threads, Pairs& pairs) {
  constexpr int64_t kGrain = 1 << 18;
  const auto n = static_cast<int64_t>(pairs.size());
  const Node max = ParallelReduce(
      threads, n, kGrain, Node{0},
      [&](int64_t begin, int64_t end) {
        Node top = 0;
        for (int64_t i = begin; i < end; ++i) {
          top = std::max({top, pairs[i].first, pairs[i].second});
        }
        return top;
      },
      [](Node a, Node b) { return std::max(a, b); });
  const auto replace = [&](auto rank) {
    ParallelFor(threads, n, kGrain, [&](int64_t begin, int64_t end) {
      for (int64_t i = begin; i < end; ++i) pairs[i] = {rank(pairs[i].first), rank(pairs[i].second)};
    });
  };
  std::vector<Node> values;
  // A table of sparse ids would cost more than the file.
  if (max > 4 * pairs.size() + 1024) {
    values.reserve(pairs.size() * 2);
    for (const auto& [a, b] : pairs) values.insert(values.end(), {a, b});
    ParallelSort(threads, values.begin(), values.end());
    values.erase(std::unique(values.begin(), values.end()), values.end());
    replace([&](Node v) {
      return static_cast<Node>(std::lower_bound(values.begin(), values.end(), v) - values.begin());
    });
    return values;
  }
  std::vector<Node> rank(size_t{max} + 1, 0);  // First: 1 if it occurs.
  for (const auto& [a, b] : pairs) rank[a] = rank[b] = 1;
  for (Node v = 0; v <= max; ++v) {
    if (rank[v] != 0) values.push_back(v);
    rank[v] = static_cast<Node>(values.size()) - 1;  // Of those that do not occur: not used.
  }
  if (values.size() <= max) replace([&](Node v) { return rank[v]; });
  return values;
}

// All integers below `n`, if the ids in `pairs` are such.
absl::StatusOr<std::vector<Node>> AllBelow(Node n, bool is_integer, const Pairs& pairs,
                                           const std::string& file) {
  if (!is_integer) {
    return BadInput({file}, absl::StrCat("ids are words, expected integers in [0, ", n, ")"),
                    "leave the number of members out: those that are mentioned are the members");
  }
  for (const auto& [a, b] : pairs) {
    if (std::max(a, b) >= n) {
      return BadInput({file}, absl::StrCat("there is a member ", std::max(a, b),
                                           ", expected ids in [0, ", n, ")"),
                      "give the number of members as one more than the largest id");
    }
  }
  std::vector<Node> values(n);
  std::iota(values.begin(), values.end(), Node{0});
  return values;
}

// Members in the order of their numbers, so that Build() has nothing to renumber.
absl::Status InternIntegers(const std::vector<Node>& values, CommunityBuilder& builder) {
  char text[16];
  for (const Node v : values) {
    const auto end = std::to_chars(text, text + sizeof(text), v).ptr;
    PG_RETURN_IF_ERROR(
        builder.Member(std::string_view(text, static_cast<size_t>(end - text))).status());
  }
  return absl::OkStatus();
}

// Folds lines of equal ends into one tie with all their dates.
absl::Status AddRichTies(const EdgeListOptions& options, bool directed, Pairs pairs,
                         const std::vector<EdgeExtra>& extras, CommunityBuilder& builder) {
  struct Row {
    Node from, to;
    EdgeExtra extra;
  };
  std::vector<Row> rows(pairs.size());
  for (size_t i = 0; i < rows.size(); ++i) {
    auto [from, to] = pairs[i];
    if (!directed && to < from) std::swap(from, to);
    rows[i] = {from, to, extras.empty() ? EdgeExtra() : extras[i]};
  }
  Pairs().swap(pairs);
  ParallelSort(ThreadsOf(options.run), rows.begin(), rows.end(), [](const Row& a, const Row& b) {
    return std::tie(a.from, a.to, a.extra.at) < std::tie(b.from, b.to, b.extra.at);
  });
  const bool every_date =
      options.time_column > 0 && options.count_column == 0 &&
      std::all_of(rows.begin(), rows.end(), [](const Row& row) { return row.extra.count == 1; });
  for (size_t i = 0; i < rows.size();) {
    TieRow tie;
    tie.from = MemberId(rows[i].from);
    tie.to = MemberId(rows[i].to);
    tie.kind = options.kind;
    tie.directed = directed;
    tie.first_at = rows[i].extra.at;
    uint64_t count = 0;
    const Row& head = rows[i];
    for (; i < rows.size() && rows[i].from == head.from && rows[i].to == head.to; ++i) {
      const EdgeExtra& extra = rows[i].extra;
      count += extra.count;
      tie.last_at = extra.at;
      tie.strength = std::max(tie.strength, extra.strength);
      if (every_date) tie.at.push_back(extra.at);
    }
    tie.count = static_cast<uint32_t>(std::min<uint64_t>(count, UINT32_MAX));
    PG_RETURN_IF_ERROR(builder.AddTie(std::move(tie)));
  }
  return absl::OkStatus();
}

absl::Status ReadLines(ByteSource source, const RunControl* run, EdgeListReader& reader) {
  const auto whole = source.whole();
  if (whole) reader.Reserve(whole->size(), whole->substr(0, 1 << 16));
  LineBlocks blocks(std::move(source));
  while (true) {
    PG_ASSIGN(block, blocks.Next());
    if (block.empty()) return reader.Finish();
    PG_RETURN_IF_ERROR(reader.Block(block, blocks.line_end()));
    PG_RETURN_IF_ERROR(CheckCancelled(run));
    ReportProgress(run, 0.5 * blocks.fraction());
  }
}

}  // namespace

absl::StatusOr<ImportResult> ImportEdgesFrom(ByteSource source, const EdgeListOptions& options) {
  PG_RETURN_IF_ERROR(CheckOptions(options));
  ImportResult result;
  CommunityBuilder builder(options.name, options.producer);
  EdgeListReader reader(source.name(), options, builder, result.report);
  const std::string file = source.name();
  PG_RETURN_IF_ERROR(ReadLines(std::move(source), options.run, reader));
  result.report.Count("lines", reader.lines());
  Pairs pairs = std::move(reader.pairs());
  if (pairs.empty()) {
    return BadInput({file}, "no edges", "check that this is the file that was meant");
  }
  if (options.num_members > 0) {
    PG_ASSIGN(values, AllBelow(options.num_members, reader.is_integer(), pairs, file));
    PG_RETURN_IF_ERROR(InternIntegers(values, builder));
  } else if (reader.is_integer()) {
    PG_RETURN_IF_ERROR(InternIntegers(RemapToRanks(ThreadsOf(options.run), pairs), builder));
  }
  ReportProgress(options.run, 0.6);
  if (reader.extras().empty() && options.kind == TieKind::kUnspecified) {
    PG_RETURN_IF_ERROR(builder.AddPlainTies(std::move(pairs), reader.directed()));
  } else {
    PG_RETURN_IF_ERROR(AddRichTies(options, reader.directed(), std::move(pairs), reader.extras(), builder));
  }
  PG_ASSIGN(community, std::move(builder).Build(options.run));
  ReportProgress(options.run, 1);
  result.report.Count("members", community.num_members());
  result.report.Count("ties", community.num_ties());
  result.community = std::move(community);
  return result;
}

absl::StatusOr<ImportResult> ImportEdges(const std::string& path, const EdgeListOptions& options) {
  PG_ASSIGN(source, ByteSource::Open(path, options.run));
  return ImportEdgesFrom(std::move(source), options);
}

}  // namespace pullgraph
