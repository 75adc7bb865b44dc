// SPDX-License-Identifier: Apache-2.0
// What names of events and their properties mean; internal to io/import/.
#ifndef PULLGRAPH_IO_IMPORT_PRODUCT_WORDS_H_
#define PULLGRAPH_IO_IMPORT_PRODUCT_WORDS_H_

#include <string>
#include <string_view>

#include "graph/names.h"
#include "io/import/json_value.h"

namespace pullgraph {

// The words of "orderCompleted", "order_completed", "Order Completed": "order completed".
std::string WordsOfEvent(std::string_view name);

// What somebody did: the first kind of which `name` has a word; kUse if there is none, or
// if it says that nothing came of it ("Payment Failed").
SignalKind KindOfEvent(std::string_view name);

// An address without what follows ? or #, and without / at its end.
std::string_view PlainAddress(std::string_view url);

// What an event is about. No id: nothing.
struct EventSubject {
  std::string id;
  std::string_view title;
  ResourceKind kind = ResourceKind::kContent;
};

// Of the properties of a track event, or of one of its products: the product (product_id,
// sku, product), else the address (url, path), else the name.
EventSubject SubjectOf(const JsonValue& properties);
// Of a page or screen: the address in its properties or its context, else its name.
EventSubject PageOf(const JsonValue& event);

}  // namespace pullgraph

#endif  // PULLGRAPH_IO_IMPORT_PRODUCT_WORDS_H_
