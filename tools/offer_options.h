// SPDX-License-Identifier: Apache-2.0
// The options that say what of the market's own is offered.
#ifndef PULLGRAPH_TOOLS_OFFER_OPTIONS_H_
#define PULLGRAPH_TOOLS_OFFER_OPTIONS_H_

#include <string>

#include "absl/status/status.h"
#include "graph/offering.h"
#include "tools/command/session.h"
#include "tools/options.h"

namespace pullgraph::tools {

// As given; empty: not given.
struct OfferSettings {
  std::string resource, topic, kind;
};

void DeclareOffer(Options& o, OfferSettings& s);
absl::Status FillOffer(const Session& session, const OfferSettings& s, OfferNarrowing& offer);

}  // namespace pullgraph::tools

#endif  // PULLGRAPH_TOOLS_OFFER_OPTIONS_H_
