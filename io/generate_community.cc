// SPDX-License-Identifier: Apache-2.0
#include "io/generate_community.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <string_view>
#include <vector>

#include "absl/strings/str_cat.h"
#include "algorithms/kernels/hawkes.h"
#include "graph/community_builder.h"
#include "io/generate_conversions.h"

namespace pullgraph {
namespace {

// Where customers come, one resource in so many is their market's own.
constexpr uint32_t kOneOffered = 4;
constexpr Time kEnd{1'767'225'600 * kMicrosPerSecond};  // 2026-01-01.

// One stream of random numbers per kind of thing; the index is that of the thing.
enum Stream : uint64_t { kMemberStream = 1, kResourceStream, kTieStream, kSignalStream,
                         kTimeStream, kAskStream, kOfferStream, kTouchStream,
                         kHoldoutStream };

class Generator {
 public:
  explicit Generator(const GenerateOptions& options)
      : o_(options), builder_("generated", absl::StrCat("pullgraph generate, seed ", options.seed)) {
    span_ = static_cast<int64_t>(o_.days) * kMicrosPerDay;
  }

  absl::StatusOr<CommunityGraph> Run(std::vector<double>* truth) {
    absl::Status s = Topics();
    if (s.ok()) s = Resources();
    if (s.ok()) s = Members();
    if (s.ok()) s = Ties();
    if (s.ok()) s = Signals();
    if (s.ok() && o_.conversions > 0) s = Conversions(truth);
    if (s.ok()) s = Asks();
    if (s.ok()) s = Touches();
    if (!s.ok()) return s;
    return std::move(builder_).Build(o_.run);
  }

 private:
  RandomStream Random(Stream stream, uint64_t index) const {
    return RandomStream(MixBits(o_.seed) + stream, index);
  }
  Time At(double share) const {
    return AddMicros(kEnd, static_cast<int64_t>((share - 1) * static_cast<double>(span_)));
  }
  // Share of the history over which members and ties come.
  double Begin() const { return o_.conversions > 0 ? 0.9 : 0.5; }
  uint32_t ClusterOf(uint32_t member) const { return member % o_.clusters; }
  // The k-th favourite topic of a cluster, k in [0, 3).
  uint32_t FavouriteOf(uint32_t cluster, uint64_t k) const {
    return static_cast<uint32_t>(MixBits(o_.seed ^ (uint64_t{cluster} * 3 + k + 1)) % o_.topics);
  }
  // A member of a cluster; low ranks are drawn more often (density 2 (1 - x)).
  uint32_t DrawMember(uint32_t cluster, RandomStream& random) const {
    const uint32_t first = cluster < o_.members ? cluster : 0;
    const uint32_t size = (o_.members - first + o_.clusters - 1) / o_.clusters;
    const double x = std::min(random.Uniform(), random.Uniform());
    return first + o_.clusters * static_cast<uint32_t>(x * size);
  }

  absl::Status Topics() {
    for (uint32_t t = 0; t < o_.topics; ++t) {
      const absl::StatusOr<TopicId> id = builder_.Topic(absl::StrCat("t", t));
      if (!id.ok()) return id.status();
      absl::Status s = builder_.DescribeTopic(*id, {absl::StrCat("topic ", t), TopicId::None()});
      if (!s.ok()) return s;
    }
    of_topic_.resize(o_.topics);
    return absl::OkStatus();
  }

  absl::Status Resources() {
    const absl::StatusOr<MarketId> market = builder_.Market("customers");
    if (!market.ok()) return market.status();
    market_ = *market;
    published_.resize(o_.resources);
    for (uint32_t r = 0; r < o_.resources; ++r) {
      RandomStream random = Random(kResourceStream, r);
      const absl::StatusOr<ResourceId> id = builder_.Resource(absl::StrCat("r", r));
      if (!id.ok()) return id.status();
      ResourceRow row;
      row.title = absl::StrCat("Resource ", r);
      row.kind = ResourceKind::kContent;
      published_[r] = random.Uniform() * 0.95;
      row.published_at = At(published_[r]);
      if (o_.conversions > 0 && r % kOneOffered == 0) {
        row.kind = ResourceKind::kProduct;
        row.offered_by.push_back(market_);
      }
      const uint64_t topics = 1 + random.Below(2);
      for (uint64_t k = 0; k < topics; ++k) {
        const auto topic = static_cast<uint32_t>(random.Below(o_.topics));
        row.topics.push_back(TopicId(topic));
        of_topic_[topic].push_back(r);
      }
      if (absl::Status s = builder_.DescribeResource(*id, std::move(row)); !s.ok()) return s;
      order_.push_back(r);
    }
    std::sort(order_.begin(), order_.end(), [&](uint32_t a, uint32_t b) {
      return published_[a] != published_[b] ? published_[a] < published_[b] : a < b;
    });
    return absl::OkStatus();
  }

  absl::Status Members() {
    for (uint32_t m = 0; m < o_.members; ++m) {
      RandomStream random = Random(kMemberStream, m);
      const absl::StatusOr<MemberId> id = builder_.Member(absl::StrCat("m", m));
      if (!id.ok()) return id.status();
      MemberRow row;
      row.display_name = absl::StrCat("Member ", m);
      row.kind = MemberKind::kPerson;
      const double joined = Begin() * random.Uniform();
      row.joined_at = At(joined);
      AddNeedAndOffer(m, row);
      absl::Status s = builder_.DescribeMember(*id, std::move(row));
      if (!s.ok()) return s;
      world_.joined.push_back(joined * o_.days);
      world_.cluster.push_back(ClusterOf(m));
      if (o_.conversions > 0) continue;  // Customers come later.
      const bool core = ClusterOf(m) < (o_.clusters + 3) / 4;
      const bool customer = random.Bernoulli(core ? 0.6 : 0.03);
      MembershipRow membership{market_, *id,
                               customer ? MarketStatus::kCustomer : MarketStatus::kProspect,
                               At(joined), Time::Absent()};
      s = builder_.AddMembership(membership);
      if (!s.ok()) return s;
    }
    return absl::OkStatus();
  }

  // Whoever becomes a customer was a prospect until then.
  absl::Status Conversions(std::vector<double>* truth) {
    world_.days = o_.days, world_.seed = MixBits(o_.seed);
    world_.rate = o_.conversions, world_.contrast = o_.contrast;
    const PlantedConversions planted = PlantConversions(world_);
    if (truth != nullptr) *truth = planted.next;
    for (uint32_t m = 0; m < o_.members; ++m) {
      const Time joined = At(world_.joined[m] / o_.days);
      const bool became = planted.at[m] <= o_.days;
      const Time at = became ? At(planted.at[m] / o_.days) : Time::Absent();
      absl::Status s;
      if (!became || at > joined) {
        s = builder_.AddMembership({market_, MemberId(m), MarketStatus::kProspect, joined, at});
      }
      if (s.ok() && became) {
        s = builder_.AddMembership(
            {market_, MemberId(m), MarketStatus::kCustomer, at, Time::Absent()});
      }
      if (!s.ok()) return s;
    }
    return absl::OkStatus();
  }

  void AddNeedAndOffer(uint32_t m, MemberRow& row) const {
    RandomStream random = Random(kOfferStream, m);
    if (!random.Bernoulli(o_.offers)) return;
    const TopicId offer(FavouriteOf(ClusterOf(m), random.Below(3)));
    const TopicId need(FavouriteOf(static_cast<uint32_t>(random.Below(o_.clusters)),
                                   random.Below(3)));
    row.offers.push_back({offer, static_cast<float>(0.3 + 0.7 * random.Uniform()), Time()});
    if (need != offer) row.needs.push_back({need, 1, Time()});
  }

  absl::Status Ties() {
    friends_.resize(o_.members);
    world_.ties.resize(o_.members);
    for (uint64_t i = 0; i < o_.ties; ++i) {
      if (i % 65'536 == 0 && IsCancelled(o_.run)) return CheckCancelled(o_.run);
      RandomStream random = Random(kTieStream, i);
      const auto u = static_cast<uint32_t>(random.Below(o_.members));
      const bool away = random.Bernoulli(o_.mixing);
      const uint32_t cluster =
          away ? static_cast<uint32_t>(random.Below(o_.clusters)) : ClusterOf(u);
      const uint32_t v = DrawMember(cluster, random);
      TieRow row;
      row.from = MemberId(u);
      row.to = MemberId(v);
      row.kind = TieKind::kKnows;
      const double first = Begin() * random.Uniform();
      row.first_at = At(first);
      row.last_at = AddMicros(row.first_at, static_cast<int64_t>((1 - Begin()) * random.Uniform() *
                                                                 static_cast<double>(span_)));
      row.count = 1 + static_cast<uint32_t>(3 * random.Exponential());
      if (u == v) continue;
      if (absl::Status s = builder_.AddTie(std::move(row)); !s.ok()) return s;
      friends_[u].push_back(v);
      friends_[v].push_back(u);
      if (o_.conversions > 0) {
        world_.ties[u].emplace_back(v, first * o_.days);
        world_.ties[v].emplace_back(u, first * o_.days);
      }
    }
    return absl::OkStatus();
  }

  // A resource published before `share` of the history, the later the likelier.
  uint32_t DrawPublished(double share, RandomStream& random) const {
    const auto end = std::upper_bound(order_.begin(), order_.end(), share,
                                      [&](double s, uint32_t r) { return s < published_[r]; });
    const auto count = static_cast<double>(std::max<int64_t>(1, end - order_.begin()));
    const double x = std::max(random.Uniform(), random.Uniform());
    return order_[static_cast<size_t>(x * count)];
  }

  uint32_t DrawObject(uint32_t member, double share, RandomStream& random) const {
    const double turn = random.Uniform();
    const std::vector<uint32_t>& friends = friends_[member];
    if (turn < o_.influence && !friends.empty()) {
      const uint32_t other = friends[random.Below(friends.size())];
      const std::vector<uint32_t>& theirs = pulled_[other];
      if (!theirs.empty()) {
        // What they pulled lately.
        const size_t recent = std::min<size_t>(theirs.size(), 8);
        return theirs[theirs.size() - 1 - random.Below(recent)];
      }
    }
    if (turn < o_.influence + o_.attraction) {
      const std::vector<uint32_t>& on_topic =
          of_topic_[FavouriteOf(ClusterOf(member), random.Below(3))];
      for (int attempt = 0; attempt < 4 && !on_topic.empty(); ++attempt) {
        const uint32_t r = on_topic[random.Below(on_topic.size())];
        if (published_[r] <= share) return r;
      }
    }
    return DrawPublished(share, random);
  }

  // Where in the second 90 % of the history the signals fall, ascending in [0, 1).
  absl::StatusOr<std::vector<double>> SignalShares() const {
    std::vector<double> shares;
    if (o_.excitation == 0) {
      // Signal i falls in the i-th equal part.
      shares.reserve(o_.signals);
      for (uint64_t i = 0; i < o_.signals; ++i) {
        shares.push_back((static_cast<double>(i) + Random(kSignalStream, i).Uniform()) /
                         static_cast<double>(o_.signals));
      }
      return shares;
    }
    const double days = 0.9 * o_.days;
    RandomStream random = Random(kTimeStream, 0);
    absl::StatusOr<std::vector<double>> times = SimulateHawkes(
        {static_cast<double>(o_.signals) * (1 - o_.excitation) / days, o_.excitation,
         std::log(2.0) * 24 / o_.excitation_half_life_hours},
        days, random);
    if (!times.ok()) return times.status();
    for (const double t : *times) shares.push_back(t / days);
    return shares;
  }

  absl::Status Signals() {
    const absl::StatusOr<std::vector<double>> shares = SignalShares();
    if (!shares.ok()) return shares.status();
    pulled_.resize(o_.members);
    for (uint64_t i = 0; i < shares->size(); ++i) {
      if (i % 65'536 == 0) {
        if (absl::Status s = CheckCancelled(o_.run); !s.ok()) return s;
        ReportProgress(o_.run, static_cast<double>(i) / static_cast<double>(shares->size()));
      }
      RandomStream random = Random(kSignalStream, i);
      (void)random.Uniform();  // That of the time.
      const double share = 0.1 + 0.9 * (*shares)[i];
      const auto member = static_cast<uint32_t>(
          std::min(random.Uniform(), random.Uniform()) * o_.members);
      if (o_.conversions > 0 && share * o_.days < world_.joined[member]) continue;
      const uint32_t object = DrawObject(member, share, random);
      SignalRow row;
      row.member = MemberId(member);
      row.object = object;
      row.kind = random.Bernoulli(0.1) ? SignalKind::kDownload : SignalKind::kView;
      row.at = At(std::min(share, 1 - 1e-9));
      if (absl::Status s = builder_.AddSignal(std::move(row)); !s.ok()) return s;
      pulled_[member].push_back(object);
      if (o_.conversions > 0) world_.acts.emplace_back(share * o_.days, member);
    }
    return absl::OkStatus();
  }

  absl::Status Asks() {
    for (uint64_t i = 0; i < o_.asks; ++i) {
      RandomStream random = Random(kAskStream, i);
      const auto member = static_cast<uint32_t>(random.Below(o_.members));
      SignalRow row;
      row.member = MemberId(member);
      row.object_kind = ObjectKind::kTopic;
      row.object = FavouriteOf(ClusterOf(member), random.Below(3));
      row.kind = SignalKind::kAsk;
      row.at = At(0.1 + 0.9 * random.Uniform());
      const double days = random.Exponential() * o_.answer_median_days / std::log(2.0);
      const uint32_t other = DrawMember(ClusterOf(member), random);
      const double left = DaysBetween(row.at, kEnd);
      if (days < left) {
        row.answered_at =
            AddMicros(row.at, static_cast<int64_t>(days * static_cast<double>(kMicrosPerDay)));
        if (other != member) row.answered_by = MemberId(other);
      }
      if (absl::Status s = builder_.AddSignal(std::move(row)); !s.ok()) return s;
    }
    return absl::OkStatus();
  }

  absl::Status Touches() {
    constexpr std::string_view kCampaigns[] = {"spring", "summer", "autumn", "winter"};
    for (uint64_t i = 0; i < o_.touches; ++i) {
      RandomStream random = Random(kTouchStream, i);
      const auto member = static_cast<uint32_t>(random.Below(o_.members));
      const double share = 0.5 + 0.49 * random.Uniform();
      TouchRow row;
      row.member = MemberId(member);
      row.resource = ResourceId(DrawPublished(share, random));
      const auto campaign = std::min<size_t>(3, static_cast<size_t>((share - 0.5) * 8));
      row.campaign = kCampaigns[campaign];
      row.channel = "email";
      row.sent_at = At(share);
      row.cost = 0.5;
      // Who is held out is so for a whole campaign.
      row.holdout = Random(kHoldoutStream, uint64_t{member} * 4 + campaign).Bernoulli(0.2);
      const bool moved = !row.holdout && ClusterOf(member) % 2 == 0;
      const bool pulled = random.Bernoulli(0.05 + (moved ? o_.uplift : 0));
      row.outcome = pulled && !row.holdout ? TouchOutcome::kClicked : TouchOutcome::kSent;
      if (pulled) {
        SignalRow pull;
        pull.member = row.member;
        pull.object = row.resource.value();
        pull.kind = SignalKind::kView;
        pull.at = AddMicros(row.sent_at, static_cast<int64_t>(
                                             random.Uniform() * 3 * static_cast<double>(kMicrosPerDay)));
        if (absl::Status s = builder_.AddSignal(std::move(pull)); !s.ok()) return s;
      }
      if (absl::Status s = builder_.AddTouch(std::move(row)); !s.ok()) return s;
    }
    return absl::OkStatus();
  }

  const GenerateOptions& o_;
  CommunityBuilder builder_;
  int64_t span_ = 0;
  std::vector<double> published_;  // Share of the history; of each resource.
  std::vector<uint32_t> order_;    // Resources by publication.
  std::vector<std::vector<uint32_t>> of_topic_;
  std::vector<std::vector<uint32_t>> friends_;
  std::vector<std::vector<uint32_t>> pulled_;
  MarketId market_;
  ConversionWorld world_;
};

}  // namespace

absl::StatusOr<CommunityGraph> GenerateCommunity(const GenerateOptions& options,
                                                 std::vector<double>* truth) {
  if (absl::Status s = CheckGenerateOptions(options); !s.ok()) return s;
  return Generator(options).Run(truth);
}

}  // namespace pullgraph
