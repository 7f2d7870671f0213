// The path on which a request reached a server. The answer, and the server's own requests to the same client, are sent
// back on it (RFC 3261 18.2.2, RFC 5626 1).
#pragma once

#include <cstdint>

#include "values/endpoint.h"
#include "values/transport.h"

namespace dialtone::sip {

struct Flow {
  // The source of a datagram, or the other end of a connection.
  Endpoint peer{};
  // Over TCP the number of the connection, unique within a life of the server; 0 if the connection belonged to an
  // earlier life. Over UDP 0.
  std::uint64_t connection = 0;
  // The index of the receiving address in the server's list of addresses.
  std::uint16_t address = 0;
  Transport transport = Transport::kUdp;

  friend bool operator==(const Flow&, const Flow&) = default;
};

}  // namespace dialtone::sip
