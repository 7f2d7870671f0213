// The addresses of a relay's sockets.
#pragma once

#include "values/endpoint.h"

namespace dialtone {

// Returns an endpoint with a free port for speaking to `server`: at the relay's address if its family is the server's.
inline Endpoint end_towards(const Endpoint& server, const Endpoint& listening) {
  if (server.address.is_v4() == listening.address.is_v4()) return {listening.address, 0};
  return {server.address.is_v4() ? IpAddress() : IpAddress::v6({}), 0};
}

}  // namespace dialtone
