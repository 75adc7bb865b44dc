// SPDX-License-Identifier: Apache-2.0
#include "tools/offer_options.h"

#include "absl/strings/str_cat.h"
#include "graph/names.h"

namespace pullgraph::tools {

void DeclareOffer(Options& o, OfferSettings& s) {
  o.Text("--resource", s.resource, "RESOURCE", "Offer only this, by id or title");
  o.Text("--topic", s.topic, "TOPIC", "Offer only what is on this topic or below, by id or name");
  o.Text("--kind", s.kind, "KIND", "Offer only what is of this kind: product, event, course, ...");
}

absl::Status FillOffer(const Session& session, const OfferSettings& s, OfferNarrowing& offer) {
  if (!s.resource.empty()) {
    const auto found = session.FindResource("--resource", s.resource);
    if (!found.ok()) return found.status();
    offer.resource = *found;
  }
  if (!s.topic.empty()) {
    const auto found = session.FindTopic("--topic", s.topic);
    if (!found.ok()) return found.status();
    offer.topic = *found;
  }
  if (!s.kind.empty()) {
    const auto kind = ParseName<ResourceKind>(s.kind);
    if (!kind.ok()) {
      return absl::InvalidArgumentError(absl::StrCat("--kind: ", kind.status().message()));
    }
    offer.kind = *kind;
  }
  const Offering offering(session.community(), session.market(), offer);
  if (offering.size() == 0 && (offering.is_stated() || !s.kind.empty() || !s.topic.empty())) {
    return absl::NotFoundError(
        absl::StrCat("nothing that is offered is of that topic and kind\n",
                     offering.is_stated() ? "the file says what is offered (offered_by); "
                                          : "",
                     "leave out --topic or --kind"));
  }
  return absl::OkStatus();
}

}  // namespace pullgraph::tools
