// SPDX-License-Identifier: Apache-2.0
// Hands row messages to a builder; internal to io/import/.
#ifndef PULLGRAPH_IO_IMPORT_ROW_ADDER_H_
#define PULLGRAPH_IO_IMPORT_ROW_ADDER_H_

#include <string>

#include "absl/status/status.h"
#include "graph/community_builder.h"
#include "pullgraph/v1/rows.pb.h"

namespace pullgraph {

class RowAdder {
 public:
  // ERRORS: InvalidArgument or AlreadyExists, naming field and value.
  absl::Status Add(const v1::Row& row);

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
  std::string name_;
  std::string producer_;
};

}  // namespace pullgraph

#endif  // PULLGRAPH_IO_IMPORT_ROW_ADDER_H_
