// Who asks: the address of the connection's other end, or, behind proxies that are trusted, the one that they name.
#pragma once

#include <vector>

#include "values/ip_address.h"
#include "wire/http/message.h"

namespace dialtone {

// X-Forwarded-For is read only where `peer` is trusted: from its right end, past every trusted address, to the first
// that is not, which is the client's. Where that is no address, the last one before it counts: behind it anybody may
// have written what he liked. IPv4 in IPv6 (::ffff:192.0.2.1) is IPv4.
IpAddress client_address(const IpAddress& peer, const http::Headers& headers, const std::vector<Cidr>& trusted);

}  // namespace dialtone
