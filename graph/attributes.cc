// SPDX-License-Identifier: Apache-2.0
#include "graph/attributes.h"

namespace pullgraph {

AttributeList AttributesAt(const CommunityView& view, MemberId member, Time before) {
  const auto is_past = [&](Time t) { return view.Knows(t) && t < before; };
  AttributeList list;
  for (const Attribute& a : view.community().members().attributes[member.value()]) {
    if (!is_past(a.valid_from) || (a.valid_to.is_present() && is_past(a.valid_to))) continue;
    // They are in order of name and beginning.
    if (!list.empty() && list.back().name == a.name) list.pop_back();
    list.push_back(a);
  }
  return list;
}

}  // namespace pullgraph
