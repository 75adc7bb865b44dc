// SPDX-License-Identifier: Apache-2.0
// One name, one thing: two classes, structs, enums or functions of the same name in
// the same namespace, in two files, are one for the linker, which keeps either. The
// compiler need not say a word, and the program answers wrongly.
#include <gtest/gtest.h>

#include <map>
#include <regex>
#include <set>
#include <string>
#include <vector>

#include "tests/layering/sources.h"

namespace pullgraph::one_definition_test {
namespace {

using layering::CodeLines;
using layering::House;
using layering::Source;
using layering::SourcesOf;

// Where each name is defined: "pullgraph::Node" -> {"graph/a.h", "graph/b.h"}.
using Definitions = std::map<std::string, std::set<std::string>>;

// What a "{" opens, told from the code since the last "{", "}" or ";".
struct Scope {
  enum Kind { kNamespace, kHidden, kType, kFunction, kOther };
  Kind kind = kOther;
  std::string name;
};

Scope ScopeOf(const std::string& head) {
  static const std::regex name_space("(?:^|\\s)namespace\\s*([\\w:]*)\\s*$");
  static const std::regex type(
      "(?:^|[\\s>])(?:class|struct|union|enum\\s+class|enum\\s+struct|enum)\\s+"
      "([\\w:]+)\\s*(?:final\\s*)?(?::[^:][^()]*)?$");
  // The name, what it takes, and all that may stand between that and the body.
  static const std::regex function("([\\w:~]+)\\s*(\\([^{}]*\\))[^()=]*$");
  std::smatch match;
  if (std::regex_search(head, match, name_space)) {
    return {match[1].length() == 0 ? Scope::kHidden : Scope::kNamespace, match[1].str()};
  }
  if (std::regex_search(head, match, type)) return {Scope::kType, match[1].str()};
  const bool is_hidden = std::regex_search(head, std::regex("(?:^|\\s)static\\s"));
  if (!is_hidden && std::regex_search(head, match, function)) {
    return {Scope::kFunction,
            match[1].str() + std::regex_replace(match[2].str(), std::regex("\\s+"), " ")};
  }
  return {};
}

// Adds the types and functions that `source` defines in a namespace, not inside each
// other and not in an unnamed namespace.
void AddDefinitions(const Source& source, Definitions& definitions) {
  std::vector<Scope> scopes;
  std::string head;
  for (const std::string& line : source.lines) {
    if (!line.empty() && line[0] == '#') continue;
    head += ' ';
    for (const char c : line) {
      if (c != '{' && c != '}' && c != ';') {
        head += c;
        continue;
      }
      if (c == '{') {
        const Scope scope = ScopeOf(head);
        std::string name;
        bool is_seen = scope.kind == Scope::kType || scope.kind == Scope::kFunction;
        for (const Scope& outer : scopes) {
          is_seen = is_seen && outer.kind == Scope::kNamespace;
          name += outer.name + "::";
        }
        if (is_seen) definitions[name + scope.name].insert(source.path);
        scopes.push_back(scope);
      } else if (c == '}' && !scopes.empty()) {
        scopes.pop_back();
      }
      head.clear();
    }
  }
}

// Names that more than one file defines, one per line.
std::string DefinedTwice(const Definitions& definitions) {
  std::string faults;
  for (const auto& [name, paths] : definitions) {
    if (paths.size() < 2) continue;
    faults += name + ":";
    for (const std::string& path : paths) faults += " " + path;
    faults += "\n";
  }
  return faults;
}

Definitions DefinitionsIn(const std::vector<std::pair<const char*, const char*>>& files) {
  Definitions definitions;
  for (const auto& [path, text] : files) AddDefinitions({path, CodeLines(text)}, definitions);
  return definitions;
}

TEST(OneDefinition, NoNameMeansTwoThings) {
  Definitions definitions;
  for (const Source& source : SourcesOf(House())) AddDefinitions(source, definitions);
  EXPECT_EQ(DefinedTwice(definitions), "");
  // It does see the house: a class, a struct, an enum, a function, an inner namespace.
  for (const char* name : {"pullgraph::CommunityView", "pullgraph::CommunityParts",
                           "pullgraph::MemberRole", "pullgraph::edge_internal::Scene"}) {
    EXPECT_EQ(definitions.count(name), 1U) << name;
  }
  EXPECT_GT(definitions.size(), 1000U);
}

TEST(OneDefinition, PlantedDoublesAreSeen) {
  const char* one = "namespace pullgraph {\nstruct Contact {\n  int at;\n};\n}\n";
  EXPECT_EQ(DefinedTwice(DefinitionsIn({{"a.h", one}, {"b.h", one}})),
            "pullgraph::Contact: a.h b.h\n");
  const char* child = "namespace pullgraph { class Contact final : public Base<int> { }; }";
  EXPECT_NE(DefinedTwice(DefinitionsIn({{"a.h", one}, {"b.cc", child}})), "");
  const char* choice = "namespace pullgraph {\nenum class Contact : uint8_t { kOne };\n}";
  EXPECT_NE(DefinedTwice(DefinitionsIn({{"a.h", one}, {"b.h", choice}})), "");
  const char* generic = "namespace pullgraph {\ntemplate <class T>\nstruct Contact { };\n}";
  EXPECT_NE(DefinedTwice(DefinitionsIn({{"a.h", one}, {"b.h", generic}})), "");
  const char* function = "namespace pullgraph {\nbool Knows(int a,\n  int b) {\n return a;\n}\n}";
  EXPECT_EQ(DefinedTwice(DefinitionsIn({{"a.cc", function}, {"b.cc", function}})),
            "pullgraph::Knows(int a, int b): a.cc b.cc\n");
}

TEST(OneDefinition, SoundCodePasses) {
  const char* one = "namespace pullgraph {\nstruct Contact {\n  int at;\n};\n}\n";
  for (const char* other : {
           "namespace pullgraph {\nstruct Contact;\n}\n",
           "namespace pullgraph::lean_internal {\nstruct Contact { };\n}\n",
           "namespace pullgraph {\nnamespace {\nstruct Contact { };\n}\n}\n",
           "namespace pullgraph {\nclass Outer {\n  struct Contact { };\n};\n}\n",
           "namespace pullgraph {\nvoid F() { struct Contact { }; }\n}\n",
           "namespace pullgraph {\ntemplate <> struct Contact<int> { };\n}\n",
           "namespace pullgraph {\nstruct Contact Of(int a) { return {}; }\n}\n",
           "namespace pullgraph {\n// struct Contact {\nconst char* k = R\"(struct Contact {)\";\n}",
       }) {
    EXPECT_EQ(DefinedTwice(DefinitionsIn({{"a.h", one}, {"b.cc", other}})), "") << other;
  }
  const char* hidden = "namespace pullgraph {\nstatic bool Knows(int a) { return a; }\n}";
  EXPECT_EQ(DefinedTwice(DefinitionsIn({{"a.cc", hidden}, {"b.cc", hidden}})), "");
}

}  // namespace
}  // namespace pullgraph::one_definition_test
