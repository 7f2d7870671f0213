// The device that sent a request, as far as the request says: faults count and draw for each separately.
#pragma once

#include <cstdint>
#include <optional>

#include "values/endpoint.h"
#include "wire/http/message.h"
#include "wire/sip/message.h"

namespace dialtone {

struct Requester {
  // The same for all requests of one device, from any address and port.
  std::uint64_t key = 0;
  // The index of its group; nothing if the request does not tell.
  std::optional<std::size_t> group;
};

// By the serial number in the request document, in the body or the URL; otherwise by the peer's address.
Requester requester_of(const http::Request& request, const Endpoint& peer);
// By the user of the address of record; otherwise by the peer's address.
Requester requester_of(const sip::Message& request, const Endpoint& peer);

}  // namespace dialtone
