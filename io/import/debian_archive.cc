// SPDX-License-Identifier: Apache-2.0
#include "io/import/debian_archive.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"

namespace pullgraph {
namespace {

bool IsTeam(const ControlPerson& person) {
  const std::string name = absl::AsciiStrToLower(person.name);
  for (const char* word : {" team", " group", "maintainers", "packagers", "packaging",
                           "developers", " project", "taskforce", " crew"}) {
    if (absl::StrContains(name, word)) return true;
  }
  for (const char* part : {"@lists.", "@alioth-lists.", "team+", "@packages.", "packages@",
                           "@tracker."}) {
    if (absl::StrContains(person.id, part)) return true;
  }
  return false;
}

void AddOnce(std::vector<uint32_t>& list, uint32_t value) {
  if (std::find(list.begin(), list.end(), value) == list.end()) list.push_back(value);
}

}  // namespace

uint32_t DebianArchive::Source(std::string_view name) {
  const uint32_t id = sources_ids.Intern(name);
  if (id >= sources.size()) sources.resize(size_t{id} + 1);
  return id;
}

uint32_t DebianArchive::Binary(std::string_view name) {
  const uint32_t id = binaries_ids.Intern(name);
  if (id >= source_of.size()) source_of.resize(size_t{id} + 1, UINT32_MAX);
  return id;
}

void DebianArchive::AddPeople(const std::string& text, DebianSource& source) {
  for (const ControlPerson& person : ParsePeople(text)) {
    const uint32_t id = people_ids.Intern(person.id);
    if (id >= people.size()) people.push_back({person.name, IsTeam(person)});
    AddOnce(source.people, id);
  }
}

void DebianArchive::AddNeeds(const std::string& text, DebianSource& source) {
  for (const std::string_view name : ParseRelations(text)) source.needs.push_back(Binary(name));
}

void DebianArchive::AddTopics(const ControlParagraph& paragraph, DebianSource& source) {
  const std::string& section = paragraph[ControlField::kSection];
  const size_t slash = section.rfind('/');
  if (!section.empty()) {
    AddOnce(source.topics, topic_ids.Intern(std::string_view(section).substr(
                               slash == std::string::npos ? 0 : slash + 1)));
  }
  // Tags are separated as relations are, but hold colons.
  std::string_view rest = paragraph[ControlField::kTag];
  while (!rest.empty()) {
    const size_t comma = std::min(rest.find(','), rest.size());
    const std::string_view tag =
        StdView(absl::StripAsciiWhitespace(AbslView(rest.substr(0, comma))));
    if (!tag.empty()) AddOnce(source.topics, topic_ids.Intern(tag));
    rest.remove_prefix(std::min(comma + 1, rest.size()));
  }
}

absl::Status DebianArchive::AddParagraph(const ControlParagraph& p) {
  const std::string& package = p[ControlField::kPackage];
  if (package.size() > 1024) return BadInput(p.place, "a package name of over 1,024 bytes");
  if (p.is_source()) {
    ++source_paragraphs;
    const uint32_t id = Source(package);
    for (const std::string_view name : ParseRelations(p[ControlField::kBinary])) {
      source_of[Binary(name)] = id;
    }
    AddPeople(p[ControlField::kMaintainer], sources[id]);
    AddPeople(p[ControlField::kUploaders], sources[id]);
    for (const ControlField f : {ControlField::kBuildDepends, ControlField::kBuildDependsIndep,
                                 ControlField::kBuildDependsArch}) {
      AddNeeds(p[f], sources[id]);
    }
    AddTopics(p, sources[id]);
    if (sources[id].url.empty()) sources[id].url = p[ControlField::kHomepage];
    return absl::OkStatus();
  }
  ++binary_paragraphs;
  const std::string& named = p[ControlField::kSource];  // "name" or "name (version)".
  const uint32_t id =
      Source(named.empty() ? std::string_view(package)
                           : std::string_view(named).substr(0, named.find(' ')));
  source_of[Binary(package)] = id;
  DebianSource& source = sources[id];
  AddPeople(p[ControlField::kMaintainer], source);
  AddNeeds(p[ControlField::kDepends], source);
  AddNeeds(p[ControlField::kPreDepends], source);
  AddTopics(p, source);
  if (source.url.empty()) source.url = p[ControlField::kHomepage];
  const bool namesake = sources_ids[id] == package;
  if (source.title.empty() || (namesake && !source.titled_by_namesake)) {
    source.title = p[ControlField::kDescription];
    source.titled_by_namesake = namesake;
  }
  return absl::OkStatus();
}

}  // namespace pullgraph
