// SPDX-License-Identifier: Apache-2.0
#include "io/import/text_encoding.h"

#include <iconv.h>

#include <array>
#include <cctype>
#include <cerrno>
#include <utility>

#include "graph/utf8.h"

namespace pullgraph {
namespace {

constexpr std::string_view kReplacement = "\xEF\xBF\xBD";
constexpr size_t kMaxCharsetName = 40;

class Converter {
 public:
  explicit Converter(const std::string& charset)
      : handle_(iconv_open("UTF-8", charset.c_str())) {}
  ~Converter() {
    if (is_open()) iconv_close(handle_);
  }
  Converter(const Converter&) = delete;
  Converter& operator=(const Converter&) = delete;

  bool is_open() const { return handle_ != reinterpret_cast<iconv_t>(-1); }

  std::string Convert(std::string_view text) {
    std::string out;
    std::array<char, 512> buffer;
    char* in = const_cast<char*>(text.data());  // iconv(3) does not write to it.
    size_t left = text.size();
    bool flushed = false;
    while (!flushed) {
      flushed = left == 0;  // Then what is left in the state is written.
      char* to = buffer.data();
      size_t room = buffer.size();
      const size_t done = iconv(handle_, flushed ? nullptr : &in, &left, &to, &room);
      const int error = errno;
      out.append(buffer.data(), buffer.size() - room);
      if (done != static_cast<size_t>(-1)) continue;
      if (error == E2BIG) {
        flushed = false;
        continue;
      }
      out.append(kReplacement);
      if (left > 0) {
        ++in;
        --left;
      }
    }
    return out;
  }

 private:
  iconv_t handle_;
};

// A name that iconv may see: it has no switches ("//TRANSLIT") and no paths in it.
bool IsCharsetName(std::string_view name) {
  if (name.empty() || name.size() > kMaxCharsetName) return false;
  for (const char c : name) {
    if (!std::isalnum(static_cast<unsigned char>(c)) && c != '-' && c != '_' && c != ':' &&
        c != '.' && c != '+') {
      return false;
    }
  }
  return name.find("..") == std::string_view::npos;
}

}  // namespace

std::string RepairUtf8(std::string_view text) {
  std::string out;
  while (true) {
    const size_t bad = FindInvalidUtf8(text);
    if (bad == std::string_view::npos) {
      out.append(text);
      return out;
    }
    out.append(text.substr(0, bad));
    out.append(kReplacement);
    text.remove_prefix(bad + 1);
  }
}

std::string ToUtf8(std::string_view text, std::string_view charset) {
  if (charset.empty() || !IsCharsetName(charset)) {
    if (IsValidUtf8(text)) return std::string(text);
    charset = "ISO-8859-1";
  }
  Converter converter{std::string(charset)};
  if (!converter.is_open()) return ToUtf8(text, "");
  // Encodings with states may yield what is no UTF-8 by our rules.
  return RepairUtf8(converter.Convert(text));
}

}  // namespace pullgraph
