// SPDX-License-Identifier: Apache-2.0
#ifndef PULLGRAPH_IO_CRC32C_H_
#define PULLGRAPH_IO_CRC32C_H_

#include <cstdint>
#include <string_view>

namespace pullgraph {

// CRC-32C (Castagnoli) of `data`, continuing from `crc` of what came before it.
// Crc32c("123456789") == 0xe3069283. SOURCE: RFC 3720, appendix B.4.
uint32_t Crc32c(std::string_view data, uint32_t crc = 0);

}  // namespace pullgraph

#endif  // PULLGRAPH_IO_CRC32C_H_
