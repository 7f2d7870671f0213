// The datagrams that keep a NAT's binding between a device and its call agent alive.
#pragma once

#include <cstdint>
#include <string>

#include "device_sim/model/profile.h"

namespace dialtone {

// Returns the bytes of such a datagram; empty for kNone. `transaction` becomes part of the transaction identifier of a
// STUN binding request (RFC 8489 5).
std::string keep_alive_bytes(DatagramKeepAlive kind, std::uint64_t transaction);

}  // namespace dialtone
