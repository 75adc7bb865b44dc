// SPDX-License-Identifier: Apache-2.0
#include "algorithms/opportunity/joint_search.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>

namespace pullgraph {
namespace {

constexpr double kFar = std::numeric_limits<double>::infinity();
// Profits that differ by less than this share are the same but for rounding.
constexpr double kRounding = 1e-12;

// Of what items add: the most comes first, then the smaller item.
bool Later(const std::pair<double, size_t>& a, const std::pair<double, size_t>& b) {
  return a.first != b.first ? a.first < b.first : a.second > b.second;
}

}  // namespace

JointSearch::JointSearch(JointProblem& problem, double money_price, bool spend)
    : problem_(&problem),
      money_price_(money_price),
      spend_(spend),
      limit_(std::min(problem.limit, problem.num_items())),
      group_of_(problem.num_items()),
      worker_(problem.worker),
      capacity_(problem.capacity),
      option_of_(problem.num_groups(), kNoOption),
      taken_(problem.num_items(), 0) {
  const size_t nobody = capacity_.size();
  capacity_.push_back(std::numeric_limits<int>::max());
  for (size_t& w : worker_) w = std::min(w, nobody);
  load_.assign(capacity_.size(), 0);
  worker_price_.assign(capacity_.size(), 0);
  done_by_.resize(capacity_.size());
  distance_.assign(capacity_.size(), kFar);
  by_.resize(capacity_.size());
  for (size_t g = 0; g < problem.num_groups(); ++g) {
    for (size_t i = problem.first_item[g]; i < problem.first_item[g + 1]; ++i) {
      group_of_[i] = g;
      double best = -kFar;
      for (size_t o = problem.first_option[g]; o < problem.first_option[g + 1]; ++o) {
        best = std::max(best, Profit(i, o));
      }
      heap_.emplace_back(best, i);
    }
  }
  std::make_heap(heap_.begin(), heap_.end(), Later);
}

double JointSearch::Profit(size_t item, size_t option) const {
  const size_t k = item - problem_->first_item[group_of_[item]];
  return problem_->value[problem_->first_value[option] + k] - money_price_ * problem_->cost[item];
}

// Profit of the items of `group` that are taken.
double JointSearch::Sum(size_t group, size_t option) const {
  double sum = 0;
  for (size_t i = problem_->first_item[group]; i < problem_->first_item[group + 1]; ++i) {
    if (taken_[i] != 0) sum += Profit(i, option);
  }
  return sum;
}

double JointSearch::DirectGain(size_t item) const {
  const size_t g = group_of_[item];
  if (option_of_[g] != kNoOption) return Profit(item, option_of_[g]);
  double best = -kFar;
  for (size_t o = problem_->first_option[g]; o < problem_->first_option[g + 1]; ++o) {
    best = std::max(best, Profit(item, o) - worker_price_[worker_[o]]);
  }
  return best;
}

void JointSearch::Push(double gain, size_t item) {
  heap_.emplace_back(gain, item);
  std::push_heap(heap_.begin(), heap_.end(), Later);
}

size_t JointSearch::Pop() {
  std::pop_heap(heap_.begin(), heap_.end(), Later);
  const size_t item = heap_.back().second;
  heap_.pop_back();
  return item;
}

void JointSearch::Run() {
  while (!heap_.empty() && !full_) {
    if (spend_ && count_ >= limit_) return;
    const double most = heap_.front().first;
    if (!spend_ && !(most > 0)) return;
    std::vector<Move> moves;
    const double gain = most - FindRoom(most, moves);
    if (moves.empty()) return;  // All were looked at.
    for (const size_t item : looked_at_) {
      if (item != moves.back().item) Push(std::min(gain, DirectGain(item)), item);
    }
    Take(gain, std::move(moves));
  }
}

void JointSearch::Take(double gain, std::vector<Move> moves) {
  const size_t item = moves.back().item;
  if (!(gain + MoneyBack(item) > 0)) return;
  if (count_ >= limit_) {
    item_price_ = std::max(0.0, gain);
    full_ = true;
    return;
  }
  if (option_of_[group_of_[item]] != kNoOption) moves.pop_back();  // It has a worker.
  if (!Apply(item, moves)) Push(gain, item);
}

// False if the values were but bounds: they are better now.
bool JointSearch::Apply(size_t item, const std::vector<Move>& moves) {
  bool same = true;
  for (const Move& m : moves) {
    if (problem_->refine && problem_->refine(m.option)) same = false;
  }
  if (!same) return false;
  double change = moves.empty() ? problem_->value[problem_->first_value[option_of_[group_of_[item]]] +
                                                 item - problem_->first_item[group_of_[item]]]
                                : 0;
  for (const Move& m : moves) {
    for (size_t i = problem_->first_item[m.group]; i < problem_->first_item[m.group + 1]; ++i) {
      const size_t k = i - problem_->first_item[m.group];
      if (i == item) change += problem_->value[problem_->first_value[m.option] + k];
      if (taken_[i] == 0) continue;
      change += problem_->value[problem_->first_value[m.option] + k] -
                problem_->value[problem_->first_value[option_of_[m.group]] + k];
    }
  }
  if (!(change > 0)) return true;  // Not taken, and not looked at again.
  for (const Move& m : moves) Assign(m.group, m.option);
  taken_[item] = 1;
  ++count_;
  value_ += change;
  cost_ += problem_->cost[item];
  return true;
}

void JointSearch::Assign(size_t group, size_t option) {
  if (option_of_[group] != kNoOption) {
    const size_t from = worker_[option_of_[group]];
    done_by_[from].erase(std::find(done_by_[from].begin(), done_by_[from].end(), group));
    --load_[from];
  }
  option_of_[group] = option;
  ++load_[worker_[option]];
  if (worker_[option] < problem_->capacity.size()) done_by_[worker_[option]].push_back(group);
}

void JointSearch::Relax(size_t worker, double distance, Move by) {
  if (!(distance < distance_[worker])) return;
  if (distance_[worker] == kFar) reached_.push_back(worker);
  distance_[worker] = distance;
  by_[worker] = by;
  queue_.emplace_back(distance, worker);
  std::push_heap(queue_.begin(), queue_.end(), std::greater<>());
}

// Groups that `worker` could hand over.
void JointSearch::Expand(size_t worker) {
  const double so_far = distance_[worker];
  for (const size_t g : done_by_[worker]) {
    const double here = Sum(g, option_of_[g]) - worker_price_[worker];
    for (size_t o = problem_->first_option[g]; o < problem_->first_option[g + 1]; ++o) {
      if (worker_[o] == worker) continue;
      const double there = Sum(g, o) - worker_price_[worker_[o]];
      Relax(worker_[o], so_far + std::max(0.0, here - there), {g, o, kNoOption});
    }
  }
}

// Takes the first item off the heap, as the start of paths over its options.
void JointSearch::Start(double most) {
  const size_t item = Pop();
  // What is too dear now stays so.
  if (spend_ && cost_ + problem_->cost[item] > problem_->budget * (1 + kRounding)) return;
  const size_t g = group_of_[item];
  looked_at_.push_back(item);
  if (option_of_[g] != kNoOption) {
    direct_ = std::min(direct_, {std::max(0.0, most - DirectGain(item)), item});
    return;
  }
  for (size_t o = problem_->first_option[g]; o < problem_->first_option[g + 1]; ++o) {
    const double gain = Profit(item, o) - worker_price_[worker_[o]];
    Relax(worker_[o], std::max(0.0, most - gain), {g, o, item});
  }
}

// What is lost of `most`, which items add at most, by making room for one: the length of
// the shortest path from an item that is not taken to a worker with room. The moves along
// it stand from there back to the item; none if there is no path, or no gain.
double JointSearch::FindRoom(double most, std::vector<Move>& moves) {
  reached_.clear();
  queue_.clear();
  looked_at_.clear();
  direct_ = {kFar, kNoOption};
  double found = spend_ ? kFar : most;
  while (true) {
    const double next = std::min(direct_.first, queue_.empty() ? kFar : queue_.front().first);
    if (!heap_.empty() && most - heap_.front().first <= next && most - heap_.front().first < found) {
      Start(most);
      continue;
    }
    if (!(next < found)) break;
    if (next == direct_.first) {
      found = next;
      moves.push_back({group_of_[direct_.second], kNoOption, direct_.second});
      break;
    }
    std::pop_heap(queue_.begin(), queue_.end(), std::greater<>());
    const auto [distance, worker] = queue_.back();
    queue_.pop_back();
    if (distance > distance_[worker]) continue;
    if (!HasRoom(worker)) {
      Expand(worker);
      continue;
    }
    found = distance;
    moves.push_back(by_[worker]);
    while (moves.back().item == kNoOption) {
      moves.push_back(by_[worker_[option_of_[moves.back().group]]]);
    }
    break;
  }
  RaisePrices(found);
  return found;
}

// Keeps the invariant when what has room is `distance` away.
void JointSearch::RaisePrices(double distance) {
  for (const size_t w : reached_) {
    const bool raise = distance < kFar && distance_[w] < distance && !HasRoom(w);
    if (raise) worker_price_[w] += distance - distance_[w];
    distance_[w] = kFar;
  }
}

double JointSearch::PriceOf(size_t item, const JointPlan& plan) const {
  const size_t g = group_of_[item];
  const auto first = plan.items.begin(), last = plan.items.end();
  const auto mine = [&](size_t i) { return std::binary_search(first, last, i); };
  size_t of_group = 0;
  for (size_t i = problem_->first_item[g]; i < problem_->first_item[g + 1]; ++i) of_group += mine(i);
  // Others of the group keep the worker.
  const double worker = of_group > 1 ? 0 : worker_price_[worker_[plan.option[g]]];
  return item_price_ + money_price_ * problem_->cost[item] + worker;
}

double JointSearch::Bound() const {
  double sum = item_price_ * static_cast<double>(limit_);
  if (money_price_ > 0) sum += money_price_ * problem_->budget;
  for (size_t w = 0; w < problem_->capacity.size(); ++w) {
    sum += worker_price_[w] * problem_->capacity[w];
  }
  for (size_t g = 0; g < problem_->num_groups(); ++g) {
    double best = 0;
    for (size_t o = problem_->first_option[g]; o < problem_->first_option[g + 1]; ++o) {
      double profit = -worker_price_[worker_[o]];
      for (size_t i = problem_->first_item[g]; i < problem_->first_item[g + 1]; ++i) {
        profit += std::max(0.0, Profit(i, o) - item_price_);
      }
      best = std::max(best, profit);
    }
    sum += best;
  }
  return sum * (1 + kRounding);
}

JointPlan JointSearch::Plan() const {
  JointPlan plan;
  plan.option = option_of_;
  plan.load.assign(load_.begin(), load_.end() - 1);
  plan.value = value_;
  plan.cost = cost_;
  for (size_t i = 0; i < taken_.size(); ++i) {
    if (taken_[i] != 0) plan.items.push_back(i);
  }
  return plan;
}

}  // namespace pullgraph
