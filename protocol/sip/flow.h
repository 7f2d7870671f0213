// The way that a request took to a server: its answer, and the server's own requests to its sender, take the same way
// back (RFC 3261 18.2.2, RFC 5626 1).
#pragma once

#include <cstdint>

#include "values/endpoint.h"
#include "values/transport.h"

namespace dialtone::sip {

struct Flow {
  // The source of a datagram, or the other end of a connection.
  Endpoint peer{};
  // Over TCP the number of the connection, which no other connection gets; 0 if the connection ended with an earlier
  // life of the server. Over UDP 0.
  std::uint64_t connection = 0;
  // The index of the listening address in the server's list.
  std::uint16_t address = 0;
  Transport transport = Transport::kUdp;

  friend bool operator==(const Flow&, const Flow&) = default;
};

}  // namespace dialtone::sip
