// SPDX-License-Identifier: Apache-2.0
// UTF-16 made UTF-8, piece by piece; internal to io/import/.
#ifndef PULLGRAPH_IO_IMPORT_UTF16_H_
#define PULLGRAPH_IO_IMPORT_UTF16_H_

#include <cstdint>
#include <string>
#include <string_view>

namespace pullgraph {

class Utf16Decoder {
 public:
  explicit Utf16Decoder(bool big_endian) : big_endian_(big_endian) {}

  // What `bytes` and what was left of those before them say; valid until the next call.
  // A surrogate without its other half becomes U+FFFD. At most 1.5 times as long.
  std::string_view Decode(std::string_view bytes);
  // What is left at the end: U+FFFD for half a character, else nothing.
  std::string_view Finish();

 private:
  void Unit(uint32_t unit);
  void Append(uint32_t code_point);

  bool big_endian_;
  int first_byte_ = -1;      // Of a unit whose second is still to come.
  uint32_t high_ = 0;        // A high surrogate that waits for its other half.
  std::string out_;
};

}  // namespace pullgraph

#endif  // PULLGRAPH_IO_IMPORT_UTF16_H_
