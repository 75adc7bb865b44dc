// SPDX-License-Identifier: Apache-2.0
// The schema keeps Buf's standard rules and ours.
#include <google/protobuf/descriptor.h>
#include <google/protobuf/descriptor.pb.h>
#include <gtest/gtest.h>

#include <cctype>
#include <set>
#include <string>

#include "pullgraph/v1/blocks.pb.h"
#include "pullgraph/v1/needs.pb.h"
#include "pullgraph/v1/results.pb.h"
#include "pullgraph/v1/rows.pb.h"
#include "pullgraph/v1/vocabulary.pb.h"
#include "pullgraph/v1/waste.pb.h"

namespace pullgraph::schema_test {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::EnumDescriptor;
using google::protobuf::FileDescriptor;

bool IsLowerSnake(const std::string& name) {
  for (const char c : name) {
    if (!(std::islower(c) || std::isdigit(c) || c == '_')) return false;
  }
  return std::islower(name[0]) && name.find("__") == std::string::npos && name.back() != '_';
}

bool IsPascal(const std::string& name) {
  return std::isupper(name[0]) && name.find('_') == std::string::npos;
}

std::string UpperSnake(const std::string& pascal) {
  std::string out;
  for (size_t i = 0; i < pascal.size(); ++i) {
    if (i > 0 && std::isupper(pascal[i])) out += '_';
    out += static_cast<char>(std::toupper(pascal[i]));
  }
  return out;
}

struct Linter {
  int messages = 0;
  int enums = 0;

  void Enum(const EnumDescriptor& e) {
    ++enums;
    EXPECT_TRUE(IsPascal(e.name())) << e.full_name();
    const std::string prefix = UpperSnake(e.name()) + "_";
    EXPECT_EQ(e.value(0)->number(), 0) << e.full_name();
    EXPECT_EQ(e.value(0)->name(), prefix + "UNSPECIFIED") << e.full_name();
    EXPECT_FALSE(e.options().allow_alias()) << e.full_name();
    for (int i = 0; i < e.value_count(); ++i) {
      EXPECT_EQ(e.value(i)->name().rfind(prefix, 0), 0) << e.value(i)->full_name();
    }
  }

  void Message(const Descriptor& m) {
    ++messages;
    EXPECT_TRUE(IsPascal(m.name())) << m.full_name();
    for (int i = 0; i < m.field_count(); ++i) {
      EXPECT_TRUE(IsLowerSnake(m.field(i)->name())) << m.field(i)->full_name();
      EXPECT_FALSE(m.field(i)->is_required()) << m.field(i)->full_name();
    }
    for (int i = 0; i < m.real_oneof_decl_count(); ++i) {
      EXPECT_TRUE(IsLowerSnake(m.oneof_decl(i)->name())) << m.oneof_decl(i)->full_name();
    }
    for (int i = 0; i < m.nested_type_count(); ++i) {
      if (!m.nested_type(i)->options().map_entry()) Message(*m.nested_type(i));
    }
    for (int i = 0; i < m.enum_type_count(); ++i) Enum(*m.enum_type(i));
  }

  void File(const FileDescriptor& file) {
    EXPECT_EQ(file.package(), "pullgraph.v1") << file.name();
    EXPECT_EQ(file.name().rfind("pullgraph/v1/", 0), 0) << file.name();
    EXPECT_EQ(file.syntax(), FileDescriptor::SYNTAX_PROTO3) << file.name();
    const std::string base = file.name().substr(13, file.name().size() - 13 - 6);
    EXPECT_TRUE(IsLowerSnake(base)) << file.name();
    for (int i = 0; i < file.message_type_count(); ++i) Message(*file.message_type(i));
    for (int i = 0; i < file.enum_type_count(); ++i) Enum(*file.enum_type(i));
    for (int i = 0; i < file.dependency_count(); ++i) {
      const std::string& name = file.dependency(i)->name();
      EXPECT_TRUE(name.rfind("pullgraph/v1/", 0) == 0 ||
                  name == "google/protobuf/descriptor.proto")
          << file.name();
    }
  }
};

TEST(Schema, KeepsItsRules) {
  Linter linter;
  std::set<const FileDescriptor*> files = {v1::Block::descriptor()->file(),
                                           v1::Row::descriptor()->file(),
                                           v1::MemberKind_descriptor()->file()};
  // The files of all answers, and what they import.
  std::vector<const FileDescriptor*> open = {v1::Result::descriptor()->file()};
  while (!open.empty()) {
    const FileDescriptor* file = open.back();
    open.pop_back();
    if (file->package() != "pullgraph.v1" || !files.insert(file).second) continue;
    for (int i = 0; i < file->dependency_count(); ++i) open.push_back(file->dependency(i));
  }
  EXPECT_GT(files.size(), 14U);
  for (const FileDescriptor* file : files) linter.File(*file);
  EXPECT_GT(linter.messages, 60);
  EXPECT_GT(linter.enums, 8);
}

TEST(Schema, LintFindsFaults) {
  EXPECT_FALSE(IsLowerSnake("memberName"));
  EXPECT_FALSE(IsLowerSnake("member__name"));
  EXPECT_TRUE(IsLowerSnake("p_attract"));
  EXPECT_FALSE(IsPascal("Member_Kind"));
  EXPECT_EQ(UpperSnake("MemberKind"), "MEMBER_KIND");
}

}  // namespace
}  // namespace pullgraph::schema_test
