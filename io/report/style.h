// SPDX-License-Identifier: Apache-2.0
#ifndef PULLGRAPH_IO_REPORT_STYLE_H_
#define PULLGRAPH_IO_REPORT_STYLE_H_

namespace pullgraph::report {

// The style of the page, without < and &. Blue and orange are those of Okabe and Ito,
// which the colour-blind tell apart, darkened where the ground is light: text has a
// contrast of at least 4.5, drawings 3.
extern const char kStyle[];

}  // namespace pullgraph::report

#endif  // PULLGRAPH_IO_REPORT_STYLE_H_
