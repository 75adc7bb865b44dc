// SPDX-License-Identifier: Apache-2.0
#include "algorithms/access/time_respecting_paths.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "algorithms/access/exchanges.h"
#include "graph/parallel.h"

namespace pullgraph {
namespace {

constexpr int64_t kLongestDuration = 365'250 * kMicrosPerDay;
constexpr size_t kCheckEvery = 1 << 16;

absl::Status Check(absl::Span<const Contact> contacts, uint32_t num_members,
                   absl::Span<const MemberId> ends, const TemporalOptions& options) {
  for (const MemberId end : ends) {
    if (end.value() >= num_members) {
      return absl::OutOfRangeError(
          absl::StrCat("end ", end.value(), ", expected a member in [0, ", num_members, ")"));
    }
  }
  if (options.duration < 0 || options.duration > kLongestDuration) {
    return absl::InvalidArgumentError(absl::StrCat(
        "duration is ", options.duration, " microseconds, expected 0 to ", kLongestDuration));
  }
  for (size_t i = 0; i < contacts.size(); ++i) {
    const Contact& c = contacts[i];
    if (std::max(c.from, c.to) >= num_members) {
      return absl::OutOfRangeError(absl::StrCat("contact ", i, " is between ", c.from, " and ",
                                                c.to, ", expected members in [0, ",
                                                num_members, ")"));
    }
    if (!c.at.is_present() || !IsStorable(c.at)) {
      return absl::InvalidArgumentError(absl::StrCat("contact ", i, " has no date"));
    }
    if (i > 0 && c.at < contacts[i - 1].at) {
      return absl::InvalidArgumentError(absl::StrCat(
          "contact ", i, " is earlier than the one before it, expected them sorted"));
    }
  }
  return CheckCancelled(options.run);
}

}  // namespace

// Goes once through the contacts. For latest departure backwards: time is negated and
// every contact turned round, which makes it earliest arrival.
class TemporalSweep {
 public:
  TemporalSweep(absl::Span<const Contact> contacts, uint32_t num_members,
                absl::Span<const MemberId> ends, const TemporalOptions& options)
      : contacts_(contacts),
        options_(options),
        backwards_(options.criterion == TemporalCriterion::kLatestDeparture) {
    tree_.criterion_ = options.criterion;
    tree_.duration_ = options.duration;
    tree_.is_end_.assign(num_members, 0);
    for (const MemberId end : ends) tree_.is_end_[end.value()] = 1;
    tree_.of_node_.resize(num_members);
  }

  absl::StatusOr<TemporalTree> Run() {
    const bool chains_in_an_instant = !options_.strict && options_.duration == 0;
    // Invariant: labels of all paths that are over before `first` begins are there.
    for (size_t first = 0, last = 0, checked = 0; first < contacts_.size(); first = last) {
      while (last < contacts_.size() && At(last).at == At(first).at) ++last;
      bool changed = true;
      while (changed) {
        changed = false;
        for (size_t i = first; i < last; ++i) changed |= Offer(At(i));
        if (!chains_in_an_instant) break;
        if (absl::Status s = CheckCancelled(options_.run); !s.ok()) return s;
      }
      if (last - checked < kCheckEvery) continue;
      checked = last;
      if (absl::Status s = CheckCancelled(options_.run); !s.ok()) return s;
      ReportProgress(options_.run,
                     static_cast<double>(last) / static_cast<double>(contacts_.size()));
    }
    return std::move(tree_);
  }

 private:
  using Label = TemporalTree::Label;

  const Contact& At(size_t i) const {
    return contacts_[backwards_ ? contacts_.size() - 1 - i : i];
  }

  // The last label of u that is over when something begins at `start`: the best one.
  uint32_t Before(Node u, int64_t start) const {
    const std::vector<uint32_t>& labels = tree_.of_node_[u];
    const auto end = std::partition_point(labels.begin(), labels.end(), [&](uint32_t label) {
      const int64_t arrives = tree_.labels_[label].arrives;
      return options_.strict ? arrives < start : arrives <= start;
    });
    return end == labels.begin() ? TemporalTree::kNone : *(end - 1);
  }

  int64_t ValueOf(const Label& label, int64_t start) const {
    const bool begins = label.parent == TemporalTree::kNone;
    switch (options_.criterion) {
      case TemporalCriterion::kFastest:
        return begins ? -start : tree_.labels_[label.parent].value;
      case TemporalCriterion::kFewestHops:
        return begins ? 1 : tree_.labels_[label.parent].value + 1;
      default:
        return label.arrives;
    }
  }

  // Extends a path by one contact; true if that is better than what is known.
  bool Offer(const Contact& contact) {
    const int64_t at = contact.at.micros(), over = at + options_.duration;
    if (options_.begin.is_present() && at < options_.begin.micros()) return false;
    if (options_.end.is_present() && over > options_.end.micros()) return false;
    const Node u = backwards_ ? contact.to : contact.from;
    const Node v = backwards_ ? contact.from : contact.to;
    if (tree_.is_end_[v] != 0) return false;
    const int64_t start = backwards_ ? -over : at;
    Label label;
    if (tree_.is_end_[u] == 0) {
      label.parent = Before(u, start);
      if (label.parent == TemporalTree::kNone) return false;
    }
    label.arrives = start + options_.duration;
    label.value = ValueOf(label, start);
    label.at = at;
    label.tie = contact.tie;
    label.before = u;
    std::vector<uint32_t>& known = tree_.of_node_[v];
    if (!known.empty() && tree_.labels_[known.back()].value <= label.value) return false;
    known.push_back(static_cast<uint32_t>(tree_.labels_.size()));
    tree_.labels_.push_back(label);
    return true;
  }

  absl::Span<const Contact> contacts_;
  const TemporalOptions& options_;
  bool backwards_;
  TemporalTree tree_;
};

uint32_t TemporalTree::BestLabel(Node node) const {
  const std::vector<uint32_t>& labels = of_node_[node];
  if (labels.empty()) return kNone;
  if (criterion_ == TemporalCriterion::kFewestHops) return labels.back();
  if (criterion_ != TemporalCriterion::kFastest) return labels.front();
  return *std::min_element(labels.begin(), labels.end(), [&](uint32_t a, uint32_t b) {
    return labels_[a].arrives + labels_[a].value < labels_[b].arrives + labels_[b].value;
  });
}

TemporalPath TemporalTree::PathTo(MemberId member) const {
  TemporalPath path;
  if (member.value() >= is_end_.size()) return path;
  const bool is_end = is_end_[member.value()] != 0;
  uint32_t at = is_end ? kNone : BestLabel(member.value());
  if (!is_end && at == kNone) return path;
  path.members.push_back(member);
  for (; at != kNone; at = labels_[at].parent) {
    path.members.emplace_back(labels_[at].before);
    path.ties.push_back(labels_[at].tie);
    path.times.emplace_back(labels_[at].at);
  }
  if (criterion_ != TemporalCriterion::kLatestDeparture) {
    std::reverse(path.members.begin(), path.members.end());
    std::reverse(path.ties.begin(), path.ties.end());
    std::reverse(path.times.begin(), path.times.end());
  }
  if (!path.times.empty()) {
    path.departs = path.times.front();
    path.arrives = Time(path.times.back().micros() + duration_);
  }
  return path;
}

const char* NameOf(TemporalCriterion criterion) {
  switch (criterion) {
    case TemporalCriterion::kEarliestArrival:
      return "earliest-arrival";
    case TemporalCriterion::kLatestDeparture:
      return "latest-departure";
    case TemporalCriterion::kFastest:
      return "fastest";
    case TemporalCriterion::kFewestHops:
      break;
  }
  return "fewest-hops";
}

absl::StatusOr<std::vector<Contact>> ContactsOf(const CommunityView& view, bool both_ways,
                                                const RunControl* run) {
  const CommunityGraph& c = view.community();
  std::vector<Contact> contacts;
  for (Node u = 0; u < c.graph().num_nodes(); ++u) {
    if (absl::Status s = CheckCancelled(run); !s.ok()) return s;
    for (ArcIndex arc = c.graph().OutBegin(u); arc < c.graph().OutEnd(u); ++arc) {
      const Node v = c.graph().Target(arc);
      if (u == v) continue;
      for (const Time t : KnownExchanges(view, arc)) {
        contacts.push_back({t, u, v, arc});
        // A mirrored arc has its own way back.
        if (both_ways && !c.IsMirrored(arc)) contacts.push_back({t, v, u, arc});
      }
    }
  }
  ParallelSort(ThreadsOf(run), contacts.begin(), contacts.end());
  return contacts;
}

absl::StatusOr<TemporalTree> FindTimeRespectingPaths(absl::Span<const Contact> contacts,
                                                     uint32_t num_members,
                                                     absl::Span<const MemberId> ends,
                                                     const TemporalOptions& options) {
  if (absl::Status s = Check(contacts, num_members, ends, options); !s.ok()) return s;
  return TemporalSweep(contacts, num_members, ends, options).Run();
}

}  // namespace pullgraph
