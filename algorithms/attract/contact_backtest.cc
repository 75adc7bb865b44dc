// SPDX-License-Identifier: Apache-2.0
#include "algorithms/attract/contact_backtest.h"

#include <algorithm>
#include <limits>
#include <tuple>
#include <utility>

#include "absl/container/flat_hash_set.h"
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

// A pair asked about, and what every ranking has to say.
struct Question {
  ContactHistory::Features features{};
  std::array<double, kNumBaselines> baseline{};
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
    if (questions_[kPositive].empty() || test_begin_ == contacts_.size()) {
      return absl::FailedPreconditionError(
          "the contacts are at too few moments, or the shares too small, to learn and to test");
    }
    ContactBacktest result;
    result.training = questions_[0].size();
    absl::StatusOr<BoostedTrees> trees = Learn();
    if (!trees.ok()) return trees.status();
    for (auto& questions : questions_) questions.clear();
    stride_ = 1;
    if (absl::Status s = Tell(test_begin_, contacts_.size()); !s.ok()) return s;
    result.history = training_begin_;
    result.tested = questions_[0].size();
    result.test_begin = contacts_[test_begin_].at;
    Score(*trees, result);
    return result;
  }

 private:
  static constexpr size_t kPositive = 0;  // Then 1 + NegativeKind.

  size_t StartOfMoment(size_t i) const {
    while (i > 0 && i < contacts_.size() && contacts_[i - 1].at == contacts_[i].at) --i;
    return i;
  }

  // Tells contacts [begin, end); asks about them unless they are history.
  absl::Status Tell(size_t begin, size_t end) {
    const bool ask = begin > 0 && begin >= training_begin_ && begin < end;
    if (ask) ListPairs(begin);
    for (size_t i = begin; i < end;) {
      size_t moment = i;
      while (moment < end && contacts_[moment].at == contacts_[i].at) ++moment;
      for (size_t k = i; ask && k < moment; ++k) {
        if ((k - begin) % static_cast<size_t>(options_.batch) == 0) FillBatch(k, end);
        if (k % stride_ == 0) Ask(k);
      }
      for (; i < moment; ++i) history_.Add(contacts_[i]);
      if (absl::Status s = CheckCancelled(options_.run); !s.ok()) return s;
    }
    ReportProgress(options_.run, static_cast<double>(end) / static_cast<double>(contacts_.size()));
    return absl::OkStatus();
  }

  // Distinct pairs in contact before `begin`: hard negatives are drawn from them.
  void ListPairs(size_t begin) {
    absl::flat_hash_set<std::pair<Node, Node>> seen;
    pairs_.clear();
    for (size_t i = 0; i < begin; ++i) {
      const std::pair<Node, Node> pair(contacts_[i].from, contacts_[i].to);
      if (seen.insert(pair).second) pairs_.push_back(pair);
    }
  }

  void FillBatch(size_t begin, size_t end) {
    batch_.clear();
    end = std::min(end, begin + static_cast<size_t>(options_.batch));
    for (size_t i = begin; i < end; ++i) batch_.insert({contacts_[i].from, contacts_[i].to});
  }

  void Ask(size_t k) {
    const ContactEvent& contact = contacts_[k];
    RandomStream random(options_.seed, k);
    ContactEvent other = contact;
    do {
      other.to = static_cast<Node>(random.Below(n_));
    } while (other.to == contact.from || (n_ > 2 && other.to == contact.to));
    ContactEvent past = contact;
    // A batch may hold all pairs there ever were; then one of them is taken.
    for (int attempt = 0; attempt < 100; ++attempt) {
      std::tie(past.from, past.to) = pairs_[random.Below(pairs_.size())];
      if (!batch_.contains({past.from, past.to})) break;
    }
    questions_[kPositive].push_back(About(contact));
    questions_[1 + static_cast<size_t>(NegativeKind::kRandom)].push_back(About(other));
    questions_[1 + static_cast<size_t>(NegativeKind::kHistorical)].push_back(About(past));
  }

  Question About(const ContactEvent& c) const {
    Question q;
    q.features = history_.Describe(c.from, c.to, c.at);
    const int64_t last = history_.Last(c.from, c.to);
    const bool seen = last != std::numeric_limits<int64_t>::min();
    const auto window = static_cast<double>(contacts_.back().at - contacts_[test_begin_].at);
    const double age = seen ? static_cast<double>(c.at - last) : 2.0 * static_cast<double>(span_);
    q.baseline[kEdgeBank] = seen ? 1 : 0;
    q.baseline[kEdgeBankWindow] = seen && age <= window ? 1 : 0;
    q.baseline[kAttachment] = static_cast<double>(history_.Partners(c.from)) *
                              static_cast<double>(history_.Partners(c.to));
    q.baseline[kRecency] = -age;
    return q;
  }

  absl::StatusOr<BoostedTrees> Learn() const {
    std::vector<double> rows;
    std::vector<uint8_t> labels;
    std::vector<double> weights;
    for (size_t kind = 0; kind < questions_.size(); ++kind) {
      for (const Question& q : questions_[kind]) {
        rows.insert(rows.end(), q.features.begin(), q.features.end());
        labels.push_back(kind == kPositive ? 1 : 0);
        weights.push_back(kind == kPositive ? 2 : 1);
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
        for (const size_t side : {kPositive, 1 + kind}) {
          for (const Question& q : questions_[side]) {
            scores.push_back(score(q));
            labels.push_back(side == kPositive ? 1 : 0);
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
  }

  const Node n_;
  const std::vector<ContactEvent>& contacts_;
  const ContactBacktestOptions& options_;
  const int64_t span_;
  ContactHistory history_;
  size_t training_begin_ = 0;
  size_t test_begin_ = 0;
  size_t stride_ = 1;
  std::vector<std::pair<Node, Node>> pairs_;
  absl::flat_hash_set<std::pair<Node, Node>> batch_;
  std::array<std::vector<Question>, 1 + kNumNegativeKinds> questions_;
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
