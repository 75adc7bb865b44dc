// SPDX-License-Identifier: Apache-2.0
#include "graph/fault_finder.h"

namespace pullgraph {
namespace {

void CheckObject(FaultFinder& find, size_t i) {
  const CommunityParts& p = find.parts();
  const SignalColumns& c = p.signals;
  switch (c.object_kind[i]) {
    case ObjectKind::kResource:
      return find.Below("signal", i, "object", c.object[i], p.resources.id.size());
    case ObjectKind::kTopic:
      return find.Below("signal", i, "object", c.object[i], p.topics.id.size());
    case ObjectKind::kMember:
      return find.Below("signal", i, "object", c.object[i], p.members.id.size());
    case ObjectKind::kUnspecified:
      break;
  }
  find.Fail("signal", i, "object_kind", "is ", static_cast<int32_t>(c.object_kind[i]),
       ", expected resource, topic or member");
}

}  // namespace

void CheckSignals(FaultFinder& find) {
  const CommunityParts& p = find.parts();
  const SignalColumns& c = p.signals;
  const size_t n = c.size();
  find.Length("signal", "object_kind", c.object_kind.size(), n);
  find.Length("signal", "object", c.object.size(), n);
  find.Length("signal", "kind", c.kind.size(), n);
  find.Length("signal", "at", c.at.size(), n);
  for (size_t i = 0; i < n && find.ok(); ++i) {
    if (!c.member[i].is_none()) {
      find.Below("signal", i, "member", c.member[i].value(), p.members.id.size());
    }
    find.Moment("signal", i, "at", c.at[i]);
    if (i > 0 && c.at[i] < c.at[i - 1]) find.Fail("signal", i, "at", "falls: not in time order");
    CheckObject(find, i);
  }
  find.Each("signal", "weight", c.weight, n,
       [&](size_t i, float v) { find.InRange("signal", i, "weight", v, kWeightRange); });
  find.Each("signal", "topics", c.topics, n, [&](size_t i, TopicId v) {
    find.Below("signal", i, "topics", v.value(), p.topics.id.size());
  });
  find.Moments("signal", "answered_at", c.answered_at, n);
  find.Each("signal", "answered_by", c.answered_by, n, [&](size_t i, MemberId v) {
    if (!v.is_none()) find.Below("signal", i, "answered_by", v.value(), p.members.id.size());
  });
}

void CheckTouches(FaultFinder& find) {
  const CommunityParts& p = find.parts();
  const TouchColumns& c = p.touches;
  const size_t n = c.size();
  find.Length("touch", "resource", c.resource.size(), n);
  find.Length("touch", "sent_at", c.sent_at.size(), n);
  for (size_t i = 0; i < n && find.ok(); ++i) {
    find.Below("touch", i, "member", c.member[i].value(), p.members.id.size());
    if (!c.resource[i].is_none()) {
      find.Below("touch", i, "resource", c.resource[i].value(), p.resources.id.size());
    }
    find.Moment("touch", i, "sent_at", c.sent_at[i]);
    if (i > 0 && c.sent_at[i] < c.sent_at[i - 1]) find.Fail("touch", i, "sent_at", "falls");
  }
  find.String("touch", "campaign", c.campaign, n);
  find.String("touch", "channel", c.channel, n);
  find.Each("touch", "cost", c.cost, n,
       [&](size_t i, double v) { find.InRange("touch", i, "cost", v, kCostRange); });
  find.Length("touch", "outcome", c.outcome.size(), n);
  find.Each("touch", "value", c.value, n, 
       [&](size_t i, double v) { find.InRange("touch", i, "value", v, kValueRange); });
  find.Each("touch", "holdout", c.holdout, n, [&](size_t i, uint8_t v) {
    if (v > 1) find.Fail("touch", i, "holdout", "is ", int{v}, ", expected 0 or 1");
  });
}

}  // namespace pullgraph
