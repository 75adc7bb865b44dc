// SPDX-License-Identifier: Apache-2.0
// One run of joint_plan.h, at one price of money.
#ifndef PULLGRAPH_ALGORITHMS_OPPORTUNITY_JOINT_SEARCH_H_
#define PULLGRAPH_ALGORITHMS_OPPORTUNITY_JOINT_SEARCH_H_

#include <cstddef>
#include <utility>
#include <vector>

#include "algorithms/opportunity/joint_plan.h"

namespace pullgraph {

// Takes items one by one, at each step the one that adds most profit (value - price of
// money x cost), moving groups between workers where that makes room.
//
// Invariant: workers have prices, 0 for those with room, such that every group is done by
// a worker where its profit less the worker's price is largest. Prices only rise, so what
// an item adds only falls, and a heap of what it added at most when last looked at names
// the next one.
class JointSearch {
 public:
  // `spend`: keeps within the budget, and goes on to items that are worth less than the
  // price of their cost as long as money is left.
  JointSearch(JointProblem& problem, double money_price, bool spend);

  void Run();

  double value() const { return value_; }
  double cost() const { return cost_; }
  // The Lagrangian dual at these prices.
  double Bound() const;
  JointPlan Plan() const;
  // What an item of `plan` has to be worth: what its place adds for others.
  double PriceOf(size_t item, const JointPlan& plan) const;

 private:
  struct Move {
    size_t group;
    size_t option;
    size_t item;  // To be taken; kNoOption if the group only changes its worker.
  };
  using Entry = std::pair<double, size_t>;  // What an item adds at most; the item.

  double Profit(size_t item, size_t option) const;
  double Sum(size_t group, size_t option) const;
  // Of an item for which the group needs no further worker or changes none.
  double DirectGain(size_t item) const;
  double MoneyBack(size_t item) const { return spend_ ? money_price_ * problem_->cost[item] : 0; }
  bool HasRoom(size_t worker) const { return load_[worker] < capacity_[worker]; }

  void Push(double gain, size_t item);
  size_t Pop();
  void Start(double most);
  double FindRoom(double most, std::vector<Move>& moves);
  void Take(double gain, std::vector<Move> moves);
  bool Apply(size_t item, const std::vector<Move>& moves);
  void Expand(size_t worker);
  void Relax(size_t worker, double distance, Move by);
  void RaisePrices(double distance);
  void Assign(size_t group, size_t option);

  JointProblem* problem_;
  double money_price_;
  bool spend_;
  size_t limit_;
  std::vector<size_t> group_of_;          // Of each item.
  std::vector<size_t> worker_;            // Of each option; the last one for kNoWorker.
  std::vector<int> capacity_, load_;      // Of each worker.
  std::vector<double> worker_price_;
  std::vector<std::vector<size_t>> done_by_;  // Groups of each worker.
  std::vector<size_t> option_of_;         // Of each group.
  std::vector<uint8_t> taken_;            // Of each item.
  std::vector<Entry> heap_;
  size_t count_ = 0;
  double value_ = 0, cost_ = 0;
  double item_price_ = 0;  // What one more item would add at the limit.
  bool full_ = false;
  // Of the search for room: items looked at, the nearest that needs none with how far it
  // is, then by worker; those reached, and the queue.
  std::vector<size_t> looked_at_;
  Entry direct_;
  std::vector<double> distance_;
  std::vector<Move> by_;
  std::vector<size_t> reached_;
  std::vector<Entry> queue_;
};

}  // namespace pullgraph

#endif  // PULLGRAPH_ALGORITHMS_OPPORTUNITY_JOINT_SEARCH_H_
