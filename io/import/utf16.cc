// SPDX-License-Identifier: Apache-2.0
#include "io/import/utf16.h"

namespace pullgraph {
namespace {

constexpr uint32_t kReplacement = 0xFFFD;

}  // namespace

void Utf16Decoder::Append(uint32_t c) {
  const auto put = [this](uint32_t byte) { out_.push_back(static_cast<char>(byte)); };
  if (c < 0x80) {
    put(c);
  } else if (c < 0x800) {
    put(0xC0 | c >> 6);
    put(0x80 | (c & 0x3F));
  } else {
    if (c < 0x10000) {
      put(0xE0 | c >> 12);
    } else {
      put(0xF0 | c >> 18);
      put(0x80 | (c >> 12 & 0x3F));
    }
    put(0x80 | (c >> 6 & 0x3F));
    put(0x80 | (c & 0x3F));
  }
}

void Utf16Decoder::Unit(uint32_t unit) {
  const bool low = unit >= 0xDC00 && unit < 0xE000;
  if (high_ != 0) {
    if (low) {
      Append(0x10000 + ((high_ - 0xD800) << 10) + (unit - 0xDC00));
      high_ = 0;
      return;
    }
    Append(kReplacement);
    high_ = 0;
  }
  if (unit >= 0xD800 && unit < 0xDC00) {
    high_ = unit;
  } else {
    Append(low ? kReplacement : unit);
  }
}

std::string_view Utf16Decoder::Decode(std::string_view bytes) {
  out_.clear();
  for (const char c : bytes) {
    const int byte = static_cast<unsigned char>(c);
    if (first_byte_ < 0) {
      first_byte_ = byte;
      continue;
    }
    Unit(static_cast<uint32_t>(big_endian_ ? first_byte_ << 8 | byte : byte << 8 | first_byte_));
    first_byte_ = -1;
  }
  return out_;
}

std::string_view Utf16Decoder::Finish() {
  out_.clear();
  if (first_byte_ >= 0 || high_ != 0) Append(kReplacement);
  first_byte_ = -1;
  high_ = 0;
  return out_;
}

}  // namespace pullgraph
