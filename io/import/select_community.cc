// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <string>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/str_cat.h"
#include "graph/community_view.h"
#include "graph/offering.h"
#include "io/import/rebuild.h"

namespace pullgraph {
namespace {

class Selector {
 public:
  Selector(const CommunityGraph& community, const SelectOptions& options)
      : c_(community), o_(options) {}

  absl::Status Prepare() {
    if (o_.hops < 0) return absl::InvalidArgumentError(absl::StrCat("hops is ", o_.hops, ", expected >= 0"));
    if (o_.since.is_present() && o_.until.is_present() && !(o_.since < o_.until)) {
      return absl::InvalidArgumentError("nothing lies between since and until\nan earlier since");
    }
    const auto known = [](auto id, uint32_t count) { return id.is_none() || id.value() < count; };
    if (!known(o_.topic, c_.num_topics()) || !known(o_.customers_of, c_.num_markets()) ||
        !std::all_of(o_.members.begin(), o_.members.end(),
                     [&](MemberId m) { return !m.is_none() && m.value() < c_.num_members(); })) {
      return absl::OutOfRangeError("an id is not in the community");
    }
    FindMembers();
    has_all_ = HasAll();
    FindTopics();
    FindResources();
    return absl::OkStatus();
  }

  bool Keep(v1::Row& row) const {
    switch (row.row_case()) {
      case v1::Row::kMember: return Has(row.member().id());
      case v1::Row::kMembership: return Has(row.membership().member());
      case v1::Row::kTie: return KeepTie(*row.mutable_tie());
      case v1::Row::kSignal: return KeepSignal(*row.mutable_signal());
      case v1::Row::kTouch:
        return Has(row.touch().member()) && InRange(row.touch().has_sent_at(), row.touch().sent_at()) &&
               (!row.touch().has_resource() || HasResource(row.touch().resource()));
      case v1::Row::kResource: return HasResource(row.resource().id());
      default: return true;
    }
  }

 private:
  void FindMembers() {
    const bool all = o_.members.empty() && o_.customers_of.is_none();
    kept_.assign(c_.num_members(), all ? 1 : 0);
    for (const MemberId m : o_.members) kept_[m.value()] = 1;
    if (!o_.customers_of.is_none()) {
      const std::vector<uint8_t> customer = CommunityView(c_).Customers(o_.customers_of);
      for (size_t m = 0; m < kept_.size(); ++m) kept_[m] |= customer[m];
    }
    for (int hop = 0; hop < o_.hops && !all; ++hop) {
      std::vector<uint8_t> wider = kept_;
      const TieGraph& ties = c_.graph();
      for (Node u = 0; u < kept_.size(); ++u) {
        for (const Node v : ties.OutNeighbors(u)) {
          wider[v] |= kept_[u];
          wider[u] |= kept_[v];
        }
      }
      kept_ = std::move(wider);
    }
  }

  void FindTopics() {
    if (o_.topic.is_none()) return;
    std::vector<uint8_t> marked(c_.num_topics());
    marked[o_.topic.value()] = 1;
    const std::vector<uint8_t> below = WithTopicsBelow(c_, std::move(marked));
    for (uint32_t t = 0; t < below.size(); ++t) {
      if (below[t] != 0) topics_.insert(std::string(c_.TopicKey(TopicId(t))));
    }
  }

  // On the topic; and, where only some members are kept, those they have to do with.
  void FindResources() {
    const ResourceColumns& r = c_.resources();
    const bool all = has_all_;
    std::vector<uint8_t> used(c_.num_resources(), all ? 1 : 0);
    if (!all) {
      const SignalColumns& s = c_.signals();
      for (size_t i = 0; i < s.size(); ++i) {
        const bool by_kept = !s.member[i].is_none() && kept_[s.member[i].value()] != 0;
        if (s.object_kind[i] == ObjectKind::kResource && by_kept && In(s.at[i])) used[s.object[i]] = 1;
      }
    }
    for (uint32_t i = 0; i < used.size(); ++i) {
      const auto& of = r.topics[i];
      const bool on_topic =
          topics_.empty() || std::any_of(of.begin(), of.end(), [&](TopicId t) {
            return topics_.count(std::string(c_.TopicKey(t))) > 0;
          });
      if (used[i] != 0 && on_topic) resources_.insert(std::string(c_.ResourceKey(ResourceId(i))));
    }
  }

  bool HasAll() const {
    return std::all_of(kept_.begin(), kept_.end(), [](uint8_t k) { return k != 0; });
  }

  bool In(Time t) const {
    return !t.is_present() || ((!o_.since.is_present() || !(t < o_.since)) &&
                               (!o_.until.is_present() || t < o_.until));
  }
  bool InRange(bool dated, int64_t at) const { return !dated || In(Time(at)); }

  bool Has(const std::string& member) const {
    const auto id = c_.FindMember(member);
    return id.has_value() && kept_[id->value()] != 0;
  }
  bool HasResource(const std::string& id) const { return resources_.count(id) > 0; }

  bool KeepTie(v1::Tie& tie) const {
    if (!Has(tie.from()) || !Has(tie.to())) return false;
    if (tie.at_size() > 0) {
      v1::Tie whole = tie;
      tie.clear_at();
      tie.clear_count();
      for (const int64_t at : whole.at()) {
        if (In(Time(at))) tie.add_at(at);
      }
      return tie.at_size() > 0;
    }
    // Of an undated history between two dates nobody knows which part it was.
    return !tie.has_first_at() || (In(Time(tie.first_at())) && In(Time(tie.last_at())));
  }

  bool KeepSignal(v1::Signal& s) const {
    if (s.has_member() ? !Has(s.member()) : !has_all_) return false;
    if (!InRange(s.has_at(), s.at())) return false;
    if (o_.signal_kind != SignalKind::kUnspecified &&
        static_cast<int>(s.kind()) != static_cast<int>(o_.signal_kind)) {
      return false;
    }
    if (s.object_kind() == v1::OBJECT_KIND_RESOURCE && !HasResource(s.object())) return false;
    if (s.object_kind() == v1::OBJECT_KIND_MEMBER && !Has(s.object())) return false;
    if (s.object_kind() == v1::OBJECT_KIND_TOPIC && !topics_.empty() && topics_.count(s.object()) == 0) return false;
    if (!s.answered_by().empty() && !Has(s.answered_by())) s.clear_answered_by();
    return true;
  }

  const CommunityGraph& c_;
  const SelectOptions& o_;
  std::vector<uint8_t> kept_;
  bool has_all_ = false;
  absl::flat_hash_set<std::string> topics_, resources_;
};

}  // namespace

absl::StatusOr<ImportResult> SelectCommunity(const CommunityGraph& community,
                                             const SelectOptions& options, const RunControl* run) {
  Selector selector(community, options);
  if (absl::Status s = selector.Prepare(); !s.ok()) return s;
  return RebuildCommunity(community, [&](v1::Row& row) { return selector.Keep(row); }, run);
}

}  // namespace pullgraph
