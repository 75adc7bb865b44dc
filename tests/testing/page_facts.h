// SPDX-License-Identifier: Apache-2.0
// What a page holds, read by a strict XML parser.
#ifndef PULLGRAPH_TESTS_TESTING_PAGE_FACTS_H_
#define PULLGRAPH_TESTS_TESTING_PAGE_FACTS_H_

#include <expat.h>

#include <cstring>
#include <map>
#include <set>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

namespace pullgraph::testing {

struct PageFacts {
  std::string error;  // "" if well-formed.
  std::map<std::string, int> elements;
  std::set<std::string> attributes;  // Names.
  std::set<std::string> ids;
  std::vector<std::string> double_ids;
  std::vector<std::string> references;  // Ids in href="#..." and aria-labelledby.
  std::vector<std::string> foreign;     // src, and href that leave the page.
  int heads_without_scope = 0;
  int plots_without_name = 0;  // <svg role="img"> not begun by <title>.
  std::string text;            // Of all elements but <style>.
};

class PageReader {
 public:
  static PageFacts Read(std::string_view page) {
    PageReader reader;
    XML_Parser parser = XML_ParserCreate("UTF-8");
    XML_SetUserData(parser, &reader);
    XML_SetElementHandler(parser, Start, End);
    XML_SetCharacterDataHandler(parser, Text);
    if (XML_Parse(parser, page.data(), static_cast<int>(page.size()), 1) != XML_STATUS_OK) {
      reader.facts_.error = std::string(XML_ErrorString(XML_GetErrorCode(parser))) +
                            " in line " + std::to_string(XML_GetCurrentLineNumber(parser));
    }
    XML_ParserFree(parser);
    for (const std::string& id : reader.facts_.references) {
      if (reader.facts_.error.empty() && reader.facts_.ids.count(id) == 0) {
        reader.facts_.error = "nothing has id " + id;
      }
    }
    return reader.facts_;
  }

 private:
  static void Start(void* self, const char* name, const char** attributes) {
    static_cast<PageReader*>(self)->OnStart(name, attributes);
  }
  static void End(void* self, const char* name) {
    if (std::strcmp(name, "style") == 0) static_cast<PageReader*>(self)->in_style_ = false;
  }
  static void Text(void* self, const char* text, int size) {
    auto* reader = static_cast<PageReader*>(self);
    if (!reader->in_style_) reader->facts_.text.append(text, static_cast<size_t>(size));
  }

  void OnStart(const std::string& name, const char** attributes) {
    ++facts_.elements[name];
    if (name == "style") in_style_ = true;
    if (expects_title_ && name != "title") ++facts_.plots_without_name;
    expects_title_ = false;
    bool scope = false;
    for (; *attributes != nullptr; attributes += 2) {
      const std::string key = attributes[0], value = attributes[1];
      facts_.attributes.insert(key);
      if (key == "id" && !facts_.ids.insert(value).second) facts_.double_ids.push_back(value);
      if (key == "scope") scope = true;
      if (key == "role" && value == "img" && name == "svg") expects_title_ = true;
      if (key == "href" && value.rfind('#', 0) == 0)
        facts_.references.push_back(value.substr(1));
      if (key == "src" || key == "xlink:href" || (key == "href" && value.rfind('#', 0) != 0)) {
        facts_.foreign.push_back(value);
      }
      if (key == "aria-labelledby") {
        std::istringstream words(value);
        for (std::string id; words >> id;) facts_.references.push_back(id);
      }
    }
    if (name == "th" && !scope) ++facts_.heads_without_scope;
  }

  PageFacts facts_;
  bool in_style_ = false;
  bool expects_title_ = false;
};

// What every page must be, hostile input or not; "" if it is.
inline std::string FaultOfPage(std::string_view page) {
  const PageFacts facts = PageReader::Read(page);
  if (!facts.error.empty()) return facts.error;
  if (!facts.double_ids.empty()) return "two elements have id " + facts.double_ids[0];
  if (!facts.foreign.empty()) return "leaves the page: " + facts.foreign[0];
  if (facts.heads_without_scope > 0) return "a <th> has no scope";
  if (facts.plots_without_name > 0) return "an <svg> has no <title>";
  for (const char* name :
       {"script", "img", "iframe", "object", "embed", "link", "base", "form"}) {
    if (facts.elements.count(name) > 0) return std::string("there is a <") + name + ">";
  }
  for (const std::string& attribute : facts.attributes) {
    if (attribute.rfind("on", 0) == 0) return "there is an attribute " + attribute;
  }
  if (facts.elements.at("h1") != 1) return "not one <h1>";
  return page.size() > 300'000 ? "larger than 300 kB" : "";
}

}  // namespace pullgraph::testing

#endif  // PULLGRAPH_TESTS_TESTING_PAGE_FACTS_H_
