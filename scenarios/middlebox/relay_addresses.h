// Where a relay's sockets are.
#pragma once

#include "values/endpoint.h"

namespace dialtone {

// A free port for speaking to `server`: at the address where the relay listens where that is of the server's family.
inline Endpoint end_towards(const Endpoint& server, const Endpoint& listening) {
  if (server.address.is_v4() == listening.address.is_v4()) return {listening.address, 0};
  return {server.address.is_v4() ? IpAddress() : IpAddress::v6({}), 0};
}

}  // namespace dialtone
