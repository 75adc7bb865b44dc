// SPDX-License-Identifier: Apache-2.0
#include "io/answer/answer.h"

#include <google/protobuf/descriptor.h>
#include <google/protobuf/message.h>

#include "absl/strings/str_cat.h"
#include "graph/build_introduction_graph.h"
#include "graph/community_graph.h"
#include "graph/community_view.h"

namespace pullgraph {
namespace {

using google::protobuf::FieldDescriptor;

const FieldDescriptor* Field(const Message& row, const std::string& name) {
  return row.GetDescriptor()->FindFieldByName(name);
}

std::string KeyOf(const CommunityGraph& c, MemberId id) { return std::string(c.MemberKey(id)); }
std::string KeyOf(const CommunityGraph& c, ResourceId id) {
  return std::string(c.ResourceKey(id));
}
std::string KeyOf(const CommunityGraph& c, TopicId id) { return std::string(c.TopicKey(id)); }
std::string LabelOf(const CommunityGraph& c, MemberId id) {
  return std::string(c.MemberLabel(id));
}
std::string LabelOf(const CommunityGraph& c, ResourceId id) {
  return std::string(c.ResourceLabel(id));
}
std::string LabelOf(const CommunityGraph& c, TopicId id) { return std::string(c.TopicLabel(id)); }

}  // namespace

Answer::Answer() = default;
Answer::Answer(Answer&&) noexcept = default;
Answer& Answer::operator=(Answer&&) noexcept = default;
Answer::~Answer() = default;

template <class Id>
void SetRef(const CommunityGraph& community, Id id, Message& row, const char* field) {
  if (id.is_none()) return;
  const google::protobuf::Reflection* reflection = row.GetReflection();
  reflection->SetString(&row, Field(row, field), KeyOf(community, id));
  if (const FieldDescriptor* name = Field(row, absl::StrCat(field, "_name"))) {
    reflection->SetString(&row, name, LabelOf(community, id));
  }
}

template <class Id>
void AddRef(const CommunityGraph& community, Id id, Message& row, const char* field,
            const char* names) {
  const google::protobuf::Reflection* reflection = row.GetReflection();
  reflection->AddString(&row, Field(row, field), KeyOf(community, id));
  reflection->AddString(&row, Field(row, names), LabelOf(community, id));
}

void SetWay(const CommunityView& view, const std::vector<MemberId>& members, Message& row,
            const char* ids, const char* names, const char* ties) {
  for (size_t i = 0; i < members.size(); ++i) {
    AddRef(view.community(), members[i], row, ids, names);
    if (i == 0 || ties == nullptr) continue;
    for (const ArcIndex tie : EvidenceOf(view, members[i - 1].value(), members[i].value())) {
      row.GetReflection()->AddUInt64(&row, Field(row, ties), tie);
    }
  }
}

template void SetRef(const CommunityGraph&, MemberId, Message&, const char*);
template void SetRef(const CommunityGraph&, ResourceId, Message&, const char*);
template void SetRef(const CommunityGraph&, TopicId, Message&, const char*);
template void AddRef(const CommunityGraph&, MemberId, Message&, const char*, const char*);
template void AddRef(const CommunityGraph&, ResourceId, Message&, const char*, const char*);
template void AddRef(const CommunityGraph&, TopicId, Message&, const char*, const char*);

}  // namespace pullgraph
