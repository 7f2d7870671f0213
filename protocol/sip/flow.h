// The way that a request took to a server: its answer, and the server's own requests to its sender, take the same way
// back (RFC 3261 18.2.2, RFC 5626 1).
#pragma once

#include <cstdint>

#include "values/endpoint.h"
#include "values/transport.h"

namespace dialtone::sip {

struct Flow {
  // Of a datagram its source, of a connection the other end.
  Endpoint peer{};
  // TCP: the connection's number, never given to another; 0 for one of an earlier life, which is gone. UDP: 0.
  std::uint64_t connection = 0;
  // The server's listening address, as an index into its list.
  std::uint16_t address = 0;
  Transport transport = Transport::kUdp;

  friend bool operator==(const Flow&, const Flow&) = default;
};

}  // namespace dialtone::sip
