// The device that sent a request, as far as the request tells: faults count and draw for each device separately.
#pragma once

#include <cstdint>
#include <optional>

#include "values/endpoint.h"
#include "wire/http/message.h"
#include "wire/sip/message.h"

namespace dialtone {

struct Requester {
  // Equal for all requests of one device, from any address and port.
  std::uint64_t key = 0;
  // The index of its group; nothing if the request does not tell.
  std::optional<std::size_t> group;
};

// Identifies the device by the serial number in the request's body or URL; otherwise by the peer's address.
Requester requester_of(const http::Request& request, const Endpoint& peer);
// Identifies the device by the user of the address of record; otherwise by the peer's address.
Requester requester_of(const sip::Message& request, const Endpoint& peer);

}  // namespace dialtone
