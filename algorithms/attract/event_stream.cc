// SPDX-License-Identifier: Apache-2.0
#include "algorithms/attract/event_stream.h"

#include <algorithm>
#include <cstddef>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "algorithms/attract/contact_history.h"

namespace pullgraph {
namespace {

// Numbers what `field` of the events holds from 0, in its order; returns what it held.
std::vector<uint32_t> Renumber(std::vector<DatedEvent>& events, uint32_t DatedEvent::* field) {
  std::vector<uint32_t> known;
  known.reserve(events.size());
  for (const DatedEvent& event : events) known.push_back(event.*field);
  std::sort(known.begin(), known.end());
  known.erase(std::unique(known.begin(), known.end()), known.end());
  for (DatedEvent& event : events) {
    const auto place = std::lower_bound(known.begin(), known.end(), event.*field);
    event.*field = static_cast<uint32_t>(place - known.begin());
  }
  return known;
}

}  // namespace

EventStream ListEvents(const CommunityView& view) {
  EventStream stream;
  const SignalColumns& signals = view.community().signals();
  for (size_t i = 0; i < view.num_signals(); ++i) {
    if (signals.object_kind[i] != ObjectKind::kResource || signals.member[i].is_none() ||
        !signals.at[i].is_present()) {
      continue;
    }
    stream.events.push_back({signals.member[i].value(), signals.object[i], signals.at[i].micros()});
  }
  if (stream.events.empty()) {
    stream.kind = EventKind::kTies;
    for (const ContactEvent& contact : ListContacts(view)) {
      stream.events.push_back({contact.from, contact.to, contact.at});
    }
  }
  std::sort(stream.events.begin(), stream.events.end(),
            [](const DatedEvent& a, const DatedEvent& b) {
              if (a.at != b.at) return a.at < b.at;
              return a.source != b.source ? a.source < b.source : a.target < b.target;
            });
  const std::vector<uint32_t> sources = Renumber(stream.events, &DatedEvent::source);
  const std::vector<uint32_t> targets = Renumber(stream.events, &DatedEvent::target);
  stream.num_sources = static_cast<uint32_t>(sources.size());
  stream.num_targets = static_cast<uint32_t>(targets.size());
  if (stream.kind == EventKind::kSignals) return stream;
  for (const uint32_t target : targets) {
    const auto place = std::lower_bound(sources.begin(), sources.end(), target);
    const bool is_source = place != sources.end() && *place == target;
    stream.source_of_target.push_back(
        is_source ? static_cast<uint32_t>(place - sources.begin()) : kNoSource);
  }
  return stream;
}

absl::Status CheckEvents(const EventStream& stream) {
  if (!stream.source_of_target.empty() &&
      stream.source_of_target.size() != stream.num_targets) {
    return absl::InvalidArgumentError(
        absl::StrCat("source_of_target has ", stream.source_of_target.size(),
                     " numbers, expected none or ", stream.num_targets));
  }
  for (const uint32_t source : stream.source_of_target) {
    if (source != kNoSource && source >= stream.num_sources) {
      return absl::OutOfRangeError(absl::StrCat("source_of_target holds ", source,
                                                ", expected sources below ", stream.num_sources));
    }
  }
  for (size_t i = 0; i < stream.events.size(); ++i) {
    const DatedEvent& event = stream.events[i];
    if (event.source >= stream.num_sources || event.target >= stream.num_targets) {
      return absl::OutOfRangeError(absl::StrCat(
          "events[", i, "] is of source ", event.source, " and target ", event.target,
          ", expected them below ", stream.num_sources, " and ", stream.num_targets));
    }
    if (i > 0 && event.at < stream.events[i - 1].at) {
      return absl::InvalidArgumentError(
          absl::StrCat("events[", i, "] is earlier than the one before"));
    }
  }
  return absl::OkStatus();
}

}  // namespace pullgraph
