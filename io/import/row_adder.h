// SPDX-License-Identifier: Apache-2.0
// Hands row messages to a builder; internal to io/import/.
#ifndef PULLGRAPH_IO_IMPORT_ROW_ADDER_H_
#define PULLGRAPH_IO_IMPORT_ROW_ADDER_H_

#include <cstdint>
#include <string>

#include "absl/status/status.h"
#include "graph/community_builder.h"
#include "pullgraph/v1/rows.pb.h"

namespace pullgraph {

class RowAdder {
 public:
  // ERRORS: InvalidArgument or AlreadyExists, naming field and value.
  absl::Status Add(const v1::Row& row);

  // How many rows of each there were.
  uint64_t members() const { return members_; }
  uint64_t resources() const { return resources_; }
  uint64_t topics() const { return topics_; }

  CommunityBuilder& builder() { return builder_; }
  const std::string& name() const { return name_; }
  const std::string& producer() const { return producer_; }

 private:
  absl::Status AddMember(const v1::Member& row);
  absl::Status AddResource(const v1::Resource& row);
  absl::Status AddTopic(const v1::Topic& row);
  absl::Status AddMembership(const v1::Membership& row);
  absl::Status AddTie(const v1::Tie& row);
  absl::Status AddSignal(const v1::Signal& row);
  absl::Status AddTouch(const v1::Touch& row);

  CommunityBuilder builder_;
  uint64_t members_ = 0, resources_ = 0, topics_ = 0;
  std::string name_;
  std::string producer_;
};

}  // namespace pullgraph

#endif  // PULLGRAPH_IO_IMPORT_ROW_ADDER_H_
