// Who sent a request, as far as the request says: what faults count and draw by.
#pragma once

#include <cstdint>
#include <optional>

#include "values/endpoint.h"
#include "wire/http/message.h"
#include "wire/sip/message.h"

namespace dialtone {

struct Requester {
  // The same for all requests of one device, whatever address and port they come from.
  std::uint64_t key = 0;
  // The number of its group; nothing where the request does not say.
  std::optional<std::size_t> group;
};

// By the serial number in the request document, however it travels; else by the peer's address.
Requester requester_of(const http::Request& request, const Endpoint& peer);
// By the user of the address of record; else by the peer's address.
Requester requester_of(const sip::Message& request, const Endpoint& peer);

}  // namespace dialtone
