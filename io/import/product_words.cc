// SPDX-License-Identifier: Apache-2.0
#include "io/import/product_words.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "graph/string_table.h"

namespace pullgraph {
namespace {

// In the order in which they are tried.
constexpr std::pair<std::string_view, SignalKind> kWords[] = {
    {"purchased", SignalKind::kPurchase},
    {"purchase", SignalKind::kPurchase},
    {"bought", SignalKind::kPurchase},
    {"order completed", SignalKind::kPurchase},
    {"completed order", SignalKind::kPurchase},
    {"checkout completed", SignalKind::kPurchase},
    {"payment completed", SignalKind::kPurchase},
    {"payment succeeded", SignalKind::kPurchase},
    {"signed up", SignalKind::kSignUp},
    {"sign up", SignalKind::kSignUp},
    {"signup", SignalKind::kSignUp},
    {"registered", SignalKind::kSignUp},
    {"account created", SignalKind::kSignUp},
    {"created account", SignalKind::kSignUp},
    {"downloaded", SignalKind::kDownload},
    {"download", SignalKind::kDownload},
    {"searched", SignalKind::kSearch},
    {"search", SignalKind::kSearch},
    {"attended", SignalKind::kAttend},
    {"wishlist", SignalKind::kFavourite},
    {"favorited", SignalKind::kFavourite},
    {"favourited", SignalKind::kFavourite},
    {"liked", SignalKind::kFavourite},
    {"starred", SignalKind::kFavourite},
    {"voted", SignalKind::kVote},
    {"viewed", SignalKind::kView},
    {"view", SignalKind::kView},
    {"seen", SignalKind::kView}};
constexpr std::string_view kInVain[] = {"failed",   "cancelled", "canceled", "abandoned",
                                        "refunded", "removed",   "declined", "error"};

bool IsUpper(char c) { return c >= 'A' && c <= 'Z'; }
bool IsWordByte(char c) {
  return absl::ascii_isalnum(static_cast<unsigned char>(c)) ||
         static_cast<unsigned char>(c) >= 0x80;
}

// The title of what bears an id of its own.
std::string_view TitleOf(const JsonValue& properties) {
  for (const std::string_view key : {"name", "product_name", "title"}) {
    if (const std::string_view text = properties[key].text(); !text.empty()) return text;
  }
  return "";
}

EventSubject Address(std::string_view url, std::string_view title) {
  return {std::string(PlainAddress(url)), title, ResourceKind::kContent};
}

}  // namespace

std::string WordsOfEvent(std::string_view name) {
  std::string words;
  for (size_t i = 0; i < name.size(); ++i) {
    const bool begins =
        i > 0 && IsUpper(name[i]) && !IsUpper(name[i - 1]) && IsWordByte(name[i - 1]);
    const bool breaks = begins || !IsWordByte(name[i]);
    if (breaks && !words.empty() && words.back() != ' ') words.push_back(' ');
    if (IsWordByte(name[i]))
      words.push_back(absl::ascii_tolower(static_cast<unsigned char>(name[i])));
  }
  if (!words.empty() && words.back() == ' ') words.pop_back();
  return words;
}

SignalKind KindOfEvent(std::string_view name) {
  const std::string words = absl::StrCat(" ", WordsOfEvent(name), " ");
  const auto has = [&](std::string_view word) {
    return words.find(absl::StrCat(" ", AbslView(word), " ")) != std::string::npos;
  };
  if (std::any_of(std::begin(kInVain), std::end(kInVain), has)) return SignalKind::kUse;
  for (const auto& [word, kind] : kWords) {
    if (has(word)) return kind;
  }
  return SignalKind::kUse;
}

std::string_view PlainAddress(std::string_view url) {
  url = url.substr(0, url.find_first_of("?#"));
  while (url.size() > 1 && url.back() == '/') url.remove_suffix(1);
  return url;
}

EventSubject SubjectOf(const JsonValue& properties) {
  for (const std::string_view key : {"product_id", "productId", "sku"}) {
    std::string id = properties[key].id();
    if (!id.empty()) return {std::move(id), TitleOf(properties), ResourceKind::kProduct};
  }
  const JsonValue product = properties["product"];
  if (product.is_object()) {
    EventSubject subject = SubjectOf(product);
    if (const std::string id = product["id"].id(); !id.empty()) subject.id = id;
    subject.kind = ResourceKind::kProduct;
    if (subject.title.empty()) subject.title = TitleOf(product);
    return subject;
  }
  if (std::string id = product.id(); !id.empty()) {
    return {std::move(id), TitleOf(properties), ResourceKind::kProduct};
  }
  for (const std::string_view key : {"url", "path"}) {
    const std::string_view url = properties[key].text();
    if (!url.empty()) return Address(url, properties["title"].text());
  }
  return {std::string(properties["name"].text()), "", ResourceKind::kContent};
}

EventSubject PageOf(const JsonValue& event) {
  const JsonValue properties = event["properties"];
  const JsonValue page = event["context"]["page"];
  std::string_view title = properties["title"].text();
  if (title.empty()) title = page["title"].text();
  const std::string_view name = event["name"].text();
  if (title.empty()) title = name;
  for (const JsonValue& where : {properties, page}) {
    for (const std::string_view key : {"url", "path"}) {
      if (!where[key].text().empty()) return Address(where[key].text(), title);
    }
  }
  if (!name.empty()) return {std::string(name), "", ResourceKind::kContent};
  return {std::string(properties["name"].text()), "", ResourceKind::kContent};
}

}  // namespace pullgraph
