// What carries a protocol's messages: datagrams, or a connection.
#pragma once

#include <cstdint>

namespace dialtone {

enum class Transport : std::uint8_t { kUdp, kTcp };

}  // namespace dialtone
