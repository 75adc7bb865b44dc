// SPDX-License-Identifier: Apache-2.0
#include "algorithms/attract/contact_history.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <tuple>

#include "graph/known_tie.h"

namespace pullgraph {
namespace {

constexpr std::array<double, 3> kHalvings = {10, 100, 1000};  // A span.

uint64_t Key(Node u, Node v) { return uint64_t{u} << 32 | v; }

constexpr size_t At(ContactFeature f) { return static_cast<size_t>(f); }

void InsertSorted(std::vector<Node>& sorted, Node node) {
  const auto place = std::lower_bound(sorted.begin(), sorted.end(), node);
  if (place == sorted.end() || *place != node) sorted.insert(place, node);
}

void AppendKnown(const CommunityView& view, Time at, Node u, Node v,
                 std::vector<ContactEvent>& out) {
  if (at.is_present() && view.Knows(at)) out.push_back({u, v, at.micros()});
}

}  // namespace

std::vector<ContactEvent> ListContacts(const CommunityView& view) {
  std::vector<ContactEvent> contacts;
  const TieGraph& graph = view.community().graph();
  const TieColumns& ties = view.community().ties();
  for (Node u = 0; u < graph.num_nodes(); ++u) {
    for (ArcIndex arc = graph.OutBegin(u); arc < graph.OutEnd(u); ++arc) {
      const Node v = graph.Target(arc);
      const bool undirected = graph.is_symmetric() || ties.mirrored[arc] != 0;
      if (u == v || (undirected && v < u)) continue;
      const auto dates = ties.at[arc];
      for (const Time at : dates) AppendKnown(view, at, u, v, contacts);
      if (!dates.empty()) continue;
      const KnownTie known = KnownTieOf(view, arc);
      AppendKnown(view, known.first, u, v, contacts);
      if (known.last != known.first) AppendKnown(view, known.last, u, v, contacts);
    }
  }
  std::sort(contacts.begin(), contacts.end(), [](const ContactEvent& a, const ContactEvent& b) {
    return std::tie(a.at, a.from, a.to) < std::tie(b.at, b.from, b.to);
  });
  return contacts;
}

ContactHistory::ContactHistory(Node num_members, int64_t span)
    : span_(static_cast<double>(span)),
      sent_(num_members),
      received_(num_members),
      partners_(num_members) {}

void ContactHistory::Touch(Trace& trace, int64_t at) const {
  for (size_t k = 0; k < kHalvings.size(); ++k) trace.rate[k] = Rate(trace, k, at) + 1;
  ++trace.count;
  trace.last = at;
}

double ContactHistory::Rate(const Trace& trace, size_t which, int64_t at) const {
  if (trace.count == 0) return 0;
  const double age = static_cast<double>(at - trace.last) / span_;
  return trace.rate[which] * std::exp2(-kHalvings[which] * age);
}

double ContactHistory::Since(const Trace& trace, int64_t at) const {
  const double micros = trace.count == 0 ? span_ : static_cast<double>(at - trace.last);
  return std::log1p(std::min(micros, span_) / 1e6);
}

const ContactHistory::Trace& ContactHistory::Between(Node u, Node v) const {
  static const Trace kNever;
  const auto found = between_.find(Key(u, v));
  return found == between_.end() ? kNever : found->second;
}

void ContactHistory::Add(const ContactEvent& contact) {
  Touch(between_[Key(contact.from, contact.to)], contact.at);
  Touch(sent_[contact.from], contact.at);
  Touch(received_[contact.to], contact.at);
  InsertSorted(partners_[contact.from], contact.to);
  InsertSorted(partners_[contact.to], contact.from);
}

uint64_t ContactHistory::Count(Node u, Node v) const { return Between(u, v).count; }

int64_t ContactHistory::Last(Node u, Node v) const {
  const Trace& trace = Between(u, v);
  return trace.count == 0 ? std::numeric_limits<int64_t>::min() : trace.last;
}

ContactHistory::Features ContactHistory::Describe(Node u, Node v, int64_t at) const {
  Features f{};
  const Trace& there = Between(u, v);
  const Trace& back = Between(v, u);
  const auto count = static_cast<double>(there.count);
  const auto share = [count](const Trace& all) {
    return all.count == 0 ? 0 : count / static_cast<double>(all.count);
  };
  f[At(ContactFeature::kCount)] = std::log1p(count);
  f[At(ContactFeature::kRateLong)] = std::log1p(Rate(there, 0, at));
  f[At(ContactFeature::kRateMiddle)] = std::log1p(Rate(there, 1, at));
  f[At(ContactFeature::kRateShort)] = std::log1p(Rate(there, 2, at));
  f[At(ContactFeature::kSince)] = Since(there, at);
  f[At(ContactFeature::kBackCount)] = std::log1p(static_cast<double>(back.count));
  f[At(ContactFeature::kBackRate)] = std::log1p(Rate(back, 1, at));
  f[At(ContactFeature::kBackSince)] = Since(back, at);
  f[At(ContactFeature::kAwaitsAnswer)] =
      back.count > 0 && (there.count == 0 || back.last > there.last) ? 1 : 0;
  f[At(ContactFeature::kShareOfSender)] = share(sent_[u]);
  f[At(ContactFeature::kShareOfReceiver)] = share(received_[v]);
  f[At(ContactFeature::kSenderRate)] = std::log1p(Rate(sent_[u], 1, at));
  f[At(ContactFeature::kSenderRateShort)] = std::log1p(Rate(sent_[u], 2, at));
  f[At(ContactFeature::kSenderSince)] = Since(sent_[u], at);
  f[At(ContactFeature::kReceiverRate)] = std::log1p(Rate(received_[v], 0, at));
  f[At(ContactFeature::kReceiverRateMiddle)] = std::log1p(Rate(received_[v], 1, at));
  f[At(ContactFeature::kReceiverRateShort)] = std::log1p(Rate(received_[v], 2, at));
  f[At(ContactFeature::kReceiverSince)] = Since(received_[v], at);
  f[At(ContactFeature::kReceiverSendsShort)] = std::log1p(Rate(sent_[v], 2, at));
  DescribePartners(u, v, f);
  return f;
}

void ContactHistory::DescribePartners(Node u, Node v, Features& f) const {
  const std::vector<Node>* few = &partners_[u];
  const std::vector<Node>* many = &partners_[v];
  if (few->size() > many->size()) std::swap(few, many);
  double common = 0;
  double adamic_adar = 0;
  auto from = many->begin();
  for (const Node x : *few) {
    from = std::lower_bound(from, many->end(), x);
    if (from == many->end()) break;
    if (*from != x) continue;
    common += 1;
    adamic_adar += 1 / std::log1p(static_cast<double>(partners_[x].size()));
  }
  const double either = static_cast<double>(few->size() + many->size()) - common;
  f[At(ContactFeature::kSenderPartners)] = std::log1p(static_cast<double>(partners_[u].size()));
  f[At(ContactFeature::kReceiverPartners)] = std::log1p(static_cast<double>(partners_[v].size()));
  f[At(ContactFeature::kCommonPartners)] = std::log1p(common);
  f[At(ContactFeature::kAdamicAdar)] = adamic_adar;
  f[At(ContactFeature::kJaccard)] = either > 0 ? common / either : 0;
}

}  // namespace pullgraph
