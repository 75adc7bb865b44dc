// SPDX-License-Identifier: Apache-2.0
#include "algorithms/attract/contact_backtest.h"

#include <algorithm>
#include <limits>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/str_cat.h"
#include "algorithms/kernels/metrics.h"

namespace pullgraph {
namespace {

constexpr size_t kMinContacts = 200;
enum Baseline : size_t { kEdgeBank, kEdgeBankWindow, kAttachment, kRecency, kNumBaselines };
constexpr const char* kBaselineNames[kNumBaselines] = {
    "EdgeBank", "EdgeBank, recent", "preferential attachment", "recency"};

absl::Status CheckOptions(const ContactBacktestOptions& o) {
  const std::pair<const char*, double> shares[] = {{"training_share", o.training_share},
                                                   {"test_share", o.test_share}};
  for (const auto& [name, share] : shares) {
    if (!(share > 0 && share <= 0.5)) {
      return absl::InvalidArgumentError(
          absl::StrCat(name, " is ", share, ", expected one in (0, 0.5]"));
    }
  }
  if (o.max_training < 100) {
    return absl::InvalidArgumentError(
        absl::StrCat("max_training is ", o.max_training, ", expected at least 100"));
  }
  if (o.batch < 1) {
    return absl::InvalidArgumentError(absl::StrCat("batch is ", o.batch, ", expected at least 1"));
  }
  return absl::OkStatus();
}

absl::Status CheckContacts(Node n, const std::vector<ContactEvent>& contacts) {
  for (size_t i = 0; i < contacts.size(); ++i) {
    const Node worst = std::max(contacts[i].from, contacts[i].to);
    if (worst >= n) {
      return absl::OutOfRangeError(absl::StrCat("contacts[", i, "] has the member ", worst,
                                                ", expected one in [0, ", n, ")"));
    }
    if (contacts[i].from == contacts[i].to) {
      return absl::InvalidArgumentError(
          absl::StrCat("contacts[", i, "] is of member ", worst, " with itself"));
    }
    if (i > 0 && contacts[i].at < contacts[i - 1].at) {
      return absl::InvalidArgumentError(
          absl::StrCat("contacts[", i, "] is earlier than the one before"));
    }
  }
  if (contacts.size() < kMinContacts || contacts.front().at == contacts.back().at) {
    return absl::FailedPreconditionError(absl::StrCat(
        "there are ", contacts.size(), " dated contacts, expected at least ", kMinContacts,
        " at more than one time"));
  }
  return absl::OkStatus();
}

using Pair = std::pair<Node, Node>;

// A pair asked about, and what every ranking has to say.
struct Question {
  ContactHistory::Features features{};
  std::array<double, kNumBaselines> baseline{};
};

// Contacts, and for each of them a pair without one.
struct Sides {
  std::vector<Question> positive;
  std::vector<Question> negative;
};

class ContactBacktester {
 public:
  ContactBacktester(Node n, const std::vector<ContactEvent>& contacts,
                    const ContactBacktestOptions& options)
      : n_(n),
        contacts_(contacts),
        options_(options),
        span_(contacts.back().at - contacts.front().at),
        history_(n, span_) {
    const auto size = static_cast<double>(contacts.size());
    test_begin_ = contacts.size() - static_cast<size_t>(options.test_share * size);
    training_begin_ = test_begin_ - static_cast<size_t>(options.training_share * size);
    // No moment is torn apart.
    training_begin_ = StartOfMoment(training_begin_);
    test_begin_ = StartOfMoment(test_begin_);
    const size_t training = test_begin_ - training_begin_;
    const auto limit = static_cast<size_t>(options.max_training);
    stride_ = std::max<size_t>(1, (training + limit - 1) / limit);
  }

  absl::StatusOr<ContactBacktest> Run() {
    if (absl::Status s = Tell(0, training_begin_); !s.ok()) return s;
    if (absl::Status s = Tell(training_begin_, test_begin_); !s.ok()) return s;
    if (sides_[kAny].positive.empty() || test_begin_ == contacts_.size()) {
      return absl::FailedPreconditionError(
          "the contacts are at too few moments, or the shares too small, to learn and to test");
    }
    ContactBacktest result;
    result.training = sides_[kAny].positive.size();
    absl::StatusOr<BoostedTrees> trees = Learn();
    if (!trees.ok()) return trees.status();
    for (Sides& sides : sides_) sides = {};
    stride_ = 1;
    if (absl::Status s = Tell(test_begin_, contacts_.size()); !s.ok()) return s;
    result.history = training_begin_;
    for (size_t kind = 0; kind < kNumNegativeKinds; ++kind) {
      result.tested_of[kind] = sides_[kind].positive.size();
    }
    result.tested = result.tested_of[kAny];
    result.test_begin = contacts_[test_begin_].at;
    Score(*trees, result);
    return result;
  }

 private:
  static constexpr auto kAny = static_cast<size_t>(NegativeKind::kRandom);
  static constexpr auto kNewPair = static_cast<size_t>(NegativeKind::kNew);
  static constexpr auto kOldPair = static_cast<size_t>(NegativeKind::kRepeated);

  size_t StartOfMoment(size_t i) const {
    while (i > 0 && i < contacts_.size() && contacts_[i - 1].at == contacts_[i].at) --i;
    return i;
  }

  // Tells contacts [begin, end); asks about them unless they are history.
  absl::Status Tell(size_t begin, size_t end) {
    const bool ask = begin > 0 && begin >= training_begin_ && begin < end;
    coming_.clear();
    coming_begin_ = coming_end_ = begin;
    for (size_t i = begin; i < end;) {
      size_t moment = i;
      while (moment < end && contacts_[moment].at == contacts_[i].at) ++moment;
      for (size_t k = i; ask && k < moment; ++k) {
        LookAhead(k, end);
        if (k % stride_ == 0) Ask(k);
      }
      for (; i < moment; ++i) Note(contacts_[i]);
      if (absl::Status s = CheckCancelled(options_.run); !s.ok()) return s;
    }
    ReportProgress(options_.run, static_cast<double>(end) / static_cast<double>(contacts_.size()));
    return absl::OkStatus();
  }

  void Note(const ContactEvent& contact) {
    const bool first = IsNew(contact.from, contact.to);
    if (first) pairs_.emplace_back(contact.from, contact.to);
    history_.Add(contact);
  }

  bool IsNew(Node from, Node to) const {
    return history_.Last(from, to) == std::numeric_limits<int64_t>::min();
  }

  // Has the pairs of contact k and those that follow in coming_. What came before is left
  // out: a negative that must not have been in contact just now would stand out from the
  // contacts even where all are drawn at random.
  void LookAhead(size_t k, size_t end) {
    const size_t until = std::min(end, k + static_cast<size_t>(options_.batch));
    for (; coming_end_ < until; ++coming_end_) {
      ++coming_[{contacts_[coming_end_].from, contacts_[coming_end_].to}];
    }
    for (; coming_begin_ < k; ++coming_begin_) {
      const auto gone = coming_.find({contacts_[coming_begin_].from, contacts_[coming_begin_].to});
      if (--gone->second == 0) coming_.erase(gone);
    }
  }

  // A pair drawn by `draw` that fits and is not in contact now, or, as in a small community
  // all may be, one that at least is not the `contact`; false if none is found.
  template <class Draw, class Fits>
  bool Find(const Pair& contact, Draw draw, Fits fits, Pair& pair) const {
    bool found = false;
    for (int attempt = 0; attempt < 200; ++attempt) {
      const Pair drawn = draw();
      if (drawn.first == drawn.second || drawn == contact || !fits(drawn)) continue;
      const bool apart = !coming_.contains(drawn);
      if (apart || !found) pair = drawn;
      found = true;
      if (apart) break;
    }
    return found;
  }

  void Ask(size_t k) {
    const ContactEvent& contact = contacts_[k];
    RandomStream random(options_.seed, k);
    const Pair asked(contact.from, contact.to);
    const Question positive = About(asked, contact.at);
    const auto add = [&](size_t kind, const Pair& negative) {
      sides_[kind].positive.push_back(positive);
      sides_[kind].negative.push_back(About(negative, contact.at));
    };
    const auto anybody = [&] { return Pair(contact.from, static_cast<Node>(random.Below(n_))); };
    const auto before = [&] { return pairs_[random.Below(pairs_.size())]; };
    Pair pair;
    if (Find(asked, anybody, [](const Pair&) { return true; }, pair)) add(kAny, pair);
    if (IsNew(contact.from, contact.to)) {
      const auto is_new = [&](const Pair& p) { return IsNew(p.first, p.second); };
      if (Find(asked, anybody, is_new, pair)) add(kNewPair, pair);
    } else if (Find(asked, before, [](const Pair&) { return true; }, pair)) {
      add(kOldPair, pair);
    }
  }

  Question About(const Pair& pair, int64_t at) const {
    const auto [from, to] = pair;
    Question q;
    q.features = history_.Describe(from, to, at);
    const int64_t last = history_.Last(from, to);
    const bool seen = last != std::numeric_limits<int64_t>::min();
    const auto window = static_cast<double>(contacts_.back().at - contacts_[test_begin_].at);
    const double age = seen ? static_cast<double>(at - last) : 2.0 * static_cast<double>(span_);
    q.baseline[kEdgeBank] = seen ? 1 : 0;
    q.baseline[kEdgeBankWindow] = seen && age <= window ? 1 : 0;
    q.baseline[kAttachment] = static_cast<double>(history_.Partners(from)) *
                              static_cast<double>(history_.Partners(to));
    q.baseline[kRecency] = -age;
    return q;
  }

  absl::StatusOr<BoostedTrees> Learn() const {
    std::vector<double> rows;
    std::vector<uint8_t> labels;
    std::vector<double> weights;
    for (const Sides& sides : sides_) {
      for (const auto* side : {&sides.positive, &sides.negative}) {
        for (const Question& q : *side) {
          rows.insert(rows.end(), q.features.begin(), q.features.end());
          labels.push_back(side == &sides.positive ? 1 : 0);
          weights.push_back(1);
        }
      }
    }
    BoostedTreesOptions trees = options_.trees;
    trees.seed = options_.seed;
    trees.run = options_.run;
    return FitBoostedTrees(rows, kNumContactFeatures, labels, weights, trees);
  }

  void Score(const BoostedTrees& trees, ContactBacktest& result) const {
    const auto add = [&](const std::string& name, auto score) {
      ContactScore line;
      line.name = name;
      for (size_t kind = 0; kind < kNumNegativeKinds; ++kind) {
        std::vector<double> scores;
        std::vector<uint8_t> labels;
        for (const auto* side : {&sides_[kind].positive, &sides_[kind].negative}) {
          for (const Question& q : *side) {
            scores.push_back(score(q));
            labels.push_back(side == &sides_[kind].positive ? 1 : 0);
          }
        }
        line.auc[kind] = RocAuc(scores, labels);
        line.average_precision[kind] = AveragePrecision(scores, labels);
      }
      result.scores.push_back(std::move(line));
    };
    add("learned", [&](const Question& q) { return trees.LogOdds(q.features); });
    for (size_t b = 0; b < kNumBaselines; ++b) {
      add(kBaselineNames[b], [b](const Question& q) { return q.baseline[b]; });
    }
    add("no skill", [](const Question&) { return 0.0; });
  }

  const Node n_;
  const std::vector<ContactEvent>& contacts_;
  const ContactBacktestOptions& options_;
  const int64_t span_;
  ContactHistory history_;
  size_t training_begin_ = 0;
  size_t test_begin_ = 0;
  size_t stride_ = 1;
  std::vector<Pair> pairs_;  // In contact before, by first contact.
  absl::flat_hash_map<Pair, int> coming_;
  size_t coming_begin_ = 0, coming_end_ = 0;  // Contacts in it.
  std::array<Sides, kNumNegativeKinds> sides_;
};

}  // namespace

absl::StatusOr<ContactBacktest> BacktestContacts(Node num_members,
                                                 const std::vector<ContactEvent>& contacts,
                                                 const ContactBacktestOptions& options) {
  if (absl::Status s = CheckOptions(options); !s.ok()) return s;
  if (absl::Status s = CheckContacts(num_members, contacts); !s.ok()) return s;
  return ContactBacktester(num_members, contacts, options).Run();
}

}  // namespace pullgraph
