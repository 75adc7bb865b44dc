// SPDX-License-Identifier: Apache-2.0
// Columns for other programs in the same process, by Apache Arrow's C stream interface.
#ifndef PULLGRAPH_PYTHON_CORE_ARROW_STREAM_H_
#define PULLGRAPH_PYTHON_CORE_ARROW_STREAM_H_

#include <cstdint>
#include <memory>
#include <vector>

#include "python/core/typed_columns.h"

// The structures of the interface, as its specification gives them.
// SOURCE: https://arrow.apache.org/docs/format/CDataInterface.html, CStreamInterface.html
extern "C" {
struct ArrowSchema {
  const char* format;
  const char* name;
  const char* metadata;
  int64_t flags;
  int64_t n_children;
  struct ArrowSchema** children;
  struct ArrowSchema* dictionary;
  void (*release)(struct ArrowSchema*);
  void* private_data;
};
struct ArrowArray {
  int64_t length;
  int64_t null_count;
  int64_t offset;
  int64_t n_buffers;
  int64_t n_children;
  const void** buffers;
  struct ArrowArray** children;
  struct ArrowArray* dictionary;
  void (*release)(struct ArrowArray*);
  void* private_data;
};
struct ArrowArrayStream {
  int (*get_schema)(struct ArrowArrayStream*, struct ArrowSchema* out);
  int (*get_next)(struct ArrowArrayStream*, struct ArrowArray* out);
  const char* (*get_last_error)(struct ArrowArrayStream*);
  void (*release)(struct ArrowArrayStream*);
  void* private_data;
};
}

namespace pullgraph::python {

using SharedColumns = std::shared_ptr<const std::vector<TypedColumn>>;

// Makes `out` a stream of one batch: a struct with a child for each column (large_utf8, int64,
// double, bool, timestamp[us, UTC], and large_list of them). Buffers are those of `columns`,
// which live as long as the stream or anything that it gave out.
void ExportStream(SharedColumns columns, int64_t rows, ArrowArrayStream* out);

}  // namespace pullgraph::python

#endif  // PULLGRAPH_PYTHON_CORE_ARROW_STREAM_H_
