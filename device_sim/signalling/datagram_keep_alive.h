// The bytes with which a device keeps a NAT's way to its call agent open.
#pragma once

#include <cstdint>
#include <string>

#include "device_sim/model/profile.h"

namespace dialtone {

// Of a STUN binding request (RFC 8489 5) `transaction` makes the identifier. Empty for kNone.
std::string keep_alive_bytes(DatagramKeepAlive kind, std::uint64_t transaction);

}  // namespace dialtone
