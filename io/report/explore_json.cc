// SPDX-License-Identifier: Apache-2.0
#include "io/report/explore_json.h"

#include <bit>
#include <cmath>
#include <string_view>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_replace.h"
#include "absl/types/span.h"
#include "io/answer/forms.h"
#include "io/prospect_messages.h"

namespace pullgraph::report {
namespace {

static_assert(std::endian::native == std::endian::little, "arrays on the page are little-endian");

std::string Quoted(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    switch (c) {
      case '"': out += "\\\""; break;
      case '\\': out += "\\\\"; break;
      default:
        if (static_cast<unsigned char>(c) < 0x20) {
          absl::StrAppendFormat(&out, "\\u%04x", c);
        } else {
          out += c;
        }
    }
  }
  return out + "\"";
}

std::string Number(double v) { return std::isfinite(v) ? absl::StrFormat("%.6g", v) : "null"; }

// An object, key by key.
class Object {
 public:
  void Raw(const char* key, const std::string& json) {
    absl::StrAppend(&out_, out_.empty() ? "{" : ",", "\"", key, "\":", json);
  }
  void Text(const char* key, std::string_view text) { Raw(key, Quoted(text)); }
  void Num(const char* key, double v) { Raw(key, Number(v)); }
  template <class T>
  void Array(const char* key, absl::Span<const T> values) {
    const absl::string_view bytes(reinterpret_cast<const char*>(values.data()), values.size() * sizeof(T));
    Raw(key, absl::StrCat("\"", absl::Base64Escape(bytes), "\""));
  }
  template <class T>
  void Array(const char* key, const std::vector<T>& values) {
    Array(key, absl::Span<const T>(values));
  }
  template <class Count, class Of>
  void Texts(const char* key, Count count, Of of) {
    std::string all = "[";
    for (Count i = 0; i < count; ++i) absl::StrAppend(&all, i == 0 ? "" : ",", Quoted(of(i)));
    Raw(key, all + "]");
  }
  std::string Done() const { return out_.empty() ? "{}" : out_ + "}"; }

 private:
  std::string out_;
};

std::string Clusters(const ExploreData& d) {
  std::string out = "[";
  for (size_t i = 0; i < d.clusters.size(); ++i) {
    const ExploreData::Cluster& c = d.clusters[i];
    Object o;
    o.Text("name", c.name);
    o.Num("members", static_cast<double>(c.members));
    o.Num("customers", static_cast<double>(c.customers));
    o.Num("x", d.layout.discs[i].x);
    o.Num("y", d.layout.discs[i].y);
    o.Num("r", d.layout.discs[i].radius);
    if (c.outlook.has_value()) {
      o.Raw("edge", c.outlook->at_edge ? "true" : "false");
      o.Num("expected", c.outlook->expected.mean);
      o.Num("low", c.outlook->expected.low);
      o.Num("high", c.outlook->expected.high);
    }
    if (c.way_in != kNobody) o.Num("way_in", c.way_in), o.Num("knows", c.customer);
    absl::StrAppend(&out, i == 0 ? "" : ",", o.Done());
  }
  return out + "]";
}

// The list, each line as --format json has it.
std::string List(const CommunityView& view, const ExploreOptions& options, const ExploreData& d) {
  std::string out = "[";
  for (const Prospect& p : d.list->prospects) {
    if (out.size() > 1) out += ',';
    const auto rank = static_cast<uint32_t>(&p - d.list->prospects.data() + 1);
    AppendJson(ToMessage(view, *d.list, options.list.value, p, rank), false, out);
  }
  return out + "]";
}

// The resources that somebody's latest pulls name, and their places among them.
void AddPulls(const CommunityGraph& c, const ExploreData& d, Object& out) {
  std::vector<uint32_t> place(c.num_resources(), kNobody), named, pulls;
  for (const uint32_t r : d.pull) {
    if (place[r] == kNobody) {
      place[r] = static_cast<uint32_t>(named.size());
      named.push_back(r);
    }
    pulls.push_back(place[r]);
  }
  out.Texts("resources", named.size(), [&](size_t i) { return c.ResourceLabel(ResourceId(named[i])); });
  out.Texts("urls", named.size(), [&](size_t i) { return c.String(c.resources().url[named[i]]); });
  out.Array("pull_begin", d.pull_begin);
  out.Array("pull", pulls);
  out.Array("pull_day", d.pull_day);
}

// Only the topics that somebody has to do with: others may not be known yet.
void AddTopics(const CommunityGraph& c, const ExploreData& d, Object& out) {
  std::vector<uint32_t> place(c.num_topics(), kNobody), named, topics;
  for (const uint32_t t : d.topic_of) {
    if (t != kNobody && place[t] == kNobody) {
      place[t] = static_cast<uint32_t>(named.size());
      named.push_back(t);
    }
    topics.push_back(t == kNobody ? kNobody : place[t]);
  }
  out.Array("topic_of", topics);
  out.Texts("topics", named.size(), [&](size_t i) { return c.TopicLabel(TopicId(named[i])); });
}

void AddMembers(const CommunityGraph& c, const ExploreData& d, Object& out) {
  out.Texts("ids", d.member.size(), [&](size_t i) { return c.MemberKey(d.member[i]); });
  out.Texts("names", d.member.size(), [&](size_t i) {
    const std::string_view name = c.MemberLabel(d.member[i]);
    return name == c.MemberKey(d.member[i]) ? std::string_view() : name;
  });
  out.Array("x", d.layout.x);
  out.Array("y", d.layout.y);
  out.Array("cluster", d.cluster);
  out.Array("standing", absl::Span<const uint8_t>(reinterpret_cast<const uint8_t*>(d.standing.data()), d.standing.size()));
  out.Array("level", d.level);
  out.Array("since", d.since);
  out.Array("customer_since", d.customer_since);
  out.Array("chance", d.chance);
  out.Array("low", d.low);
  out.Array("high", d.high);
  out.Array("access", d.access);
  out.Array("path_begin", d.path_begin);
  out.Array("path", d.path);
  out.Array("reason_of", d.reason_of);
  out.Texts("reasons", d.reasons.size(), [&](size_t i) { return std::string_view(d.reasons[i]); });
  AddTopics(c, d, out);
}

}  // namespace

std::string ExploreJson(const CommunityView& view, const ExploreOptions& options, const ExploreData& d,
                        const v1::RunManifest& manifest) {
  const CommunityGraph& c = view.community();
  Object out;
  out.Text("name", c.name());
  AddMembers(c, d, out);
  AddPulls(c, d, out);
  out.Array("tie_a", d.tie_a);
  out.Array("tie_b", d.tie_b);
  out.Array("tie_since", d.tie_since);
  out.Raw("clusters", Clusters(d));
  out.Num("strip_top", d.layout.strip_top);
  out.Num("in_strip", d.layout.in_strip);
  out.Text("now", view.now().is_present() ? FormatDate(view.now()) : "");
  if (d.list.has_value()) {
    out.Raw("list", List(view, options, d));
    out.Raw("dated", d.list->model.is_temporal() ? "true" : "false");
    if (d.list->model.is_temporal()) out.Num("horizon", d.list->model.horizon_days());
  }
  std::string about;
  AppendJson(manifest, false, about);
  out.Raw("manifest", about);
  return absl::StrReplaceAll(out.Done(), {{"<", "\\u003c"}});
}

}  // namespace pullgraph::report
