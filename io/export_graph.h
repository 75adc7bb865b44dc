// SPDX-License-Identifier: Apache-2.0
// A community as a graph that other tools read: Gephi, NetworkX, igraph, Cytoscape, Graphviz.
#ifndef PULLGRAPH_IO_EXPORT_GRAPH_H_
#define PULLGRAPH_IO_EXPORT_GRAPH_H_

#include <string_view>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "graph/community_graph.h"
#include "graph/run_control.h"

namespace pullgraph {

// Each hands the file to `append` piece by piece, members first, then ties, in the
// community's order.
//
// A member is a node under its id, with label (its display name), kind, role, joined_at,
// tags and opted_out (cut by ';'), `market:ID` (customer, prospect or churned, as it is
// now) and its attributes. A tie is an edge with kind, weight (how often: its count, where
// any is not 1), strength (where it is explicit), first_at and last_at, and at (every date,
// where known). An attribute of a member that has one of these names is called
// `attribute:NAME`. Needs, offers, resources, signals and touches are not part of a graph.
// What XML cannot hold (control characters) becomes U+FFFD there.
//
// The importer of the format gives back equal members and ties.
//
// COST: O(size) time; memory beside the community is O(members).
// ERRORS: those of `append`; Cancelled.

// Of a community with directed and undirected ties the edges say which they are, as the
// format has it; NetworkX reads no such file.
absl::Status ExportGraphML(const CommunityGraph& community,
                           absl::FunctionRef<absl::Status(std::string_view)> append,
                           const RunControl* run = nullptr);

// Version 1.2, which all tools read. The days of members and ties are also its start and end,
// so that Gephi's timeline works. The same holds for ties of both kinds.
absl::Status ExportGexf(const CommunityGraph& community,
                        absl::FunctionRef<absl::Status(std::string_view)> append,
                        const RunControl* run = nullptr);

// For Graphviz: a digraph if any tie is directed, in which undirected ties have dir=none.
absl::Status ExportDot(const CommunityGraph& community,
                       absl::FunctionRef<absl::Status(std::string_view)> append,
                       const RunControl* run = nullptr);

// JSON as of NetworkX's node_link_data, one node or link a line. `directed` if any tie is;
// undirected ties then say "directed": false.
absl::Status ExportNodeLink(const CommunityGraph& community,
                            absl::FunctionRef<absl::Status(std::string_view)> append,
                            const RunControl* run = nullptr);

}  // namespace pullgraph

#endif  // PULLGRAPH_IO_EXPORT_GRAPH_H_
