// The datagrams that keep a NAT's binding between a device and its call agent alive.
#pragma once

#include <cstdint>
#include <string>

#include "device_sim/model/profile.h"

namespace dialtone {

// The bytes of such a datagram; empty for kNone. `transaction` is a part of the identifier of a STUN binding request
// (RFC 8489 5).
std::string keep_alive_bytes(DatagramKeepAlive kind, std::uint64_t transaction);

}  // namespace dialtone
