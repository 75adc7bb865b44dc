// SPDX-License-Identifier: Apache-2.0
// What the sections of a Pajek file say; internal to io/import/.
#ifndef PULLGRAPH_IO_IMPORT_PAJEK_SECTIONS_H_
#define PULLGRAPH_IO_IMPORT_PAJEK_SECTIONS_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "io/import/graph_rows.h"
#include "io/import/numbered_nodes.h"
#include "io/import/text_lines.h"

namespace pullgraph {

class PajekSections {
 public:
  PajekSections(GraphRows& rows, const TextLines& lines)
      : rows_(rows), lines_(lines), nodes_(rows, "vertices") {}

  // A line that begins with '*': its first word in lower case, what follows it, its words.
  absl::Status Begin(const std::string& name, std::string_view title,
                     const std::vector<LineWord>& words);
  // A line within a section, of one word or more.
  absl::Status Line(const std::vector<LineWord>& words);
  absl::Status Finish();

 private:
  enum class Section { kNone, kSkipped, kVertices, kEdges, kLists, kMatrix, kVector };

  absl::Status BeginVertices(const std::vector<LineWord>& words);
  absl::Status Vertex(const std::vector<LineWord>& words);
  absl::Status Edge(const std::vector<LineWord>& words);
  absl::Status List(const std::vector<LineWord>& words);
  absl::Status Matrix(const std::vector<LineWord>& words);
  absl::Status Value(const LineWord& word);
  absl::Status FinishMatrix();
  absl::Status AddEdge(uint64_t from, uint64_t to, bool directed, double weight);
  void NoteRelation(std::string_view title);

  GraphRows& rows_;
  const TextLines& lines_;
  NumberedNodes nodes_;
  Section section_ = Section::kNone;
  bool has_vertices_ = false;
  bool in_further_network_ = false;
  bool directed_ = false;
  uint64_t next_ = 0;  // Cell of a matrix, or row of a vector, that comes next.
  uint64_t matrix_line_ = 0;
  std::vector<std::pair<std::pair<uint32_t, uint32_t>, double>> matrix_;
  absl::flat_hash_map<uint64_t, std::string> labels_;
  std::vector<std::pair<std::string, std::vector<std::string>>> vectors_;
};

}  // namespace pullgraph

#endif  // PULLGRAPH_IO_IMPORT_PAJEK_SECTIONS_H_
