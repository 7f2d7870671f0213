// The client's address: the peer of the connection or, if the peer is a trusted proxy, the address that the proxy
// names.
#pragma once

#include <vector>

#include "values/ip_address.h"
#include "wire/http/message.h"

namespace dialtone {

// Reads X-Forwarded-For only if `peer` is trusted: goes through it from the right, past every trusted address, to the
// first other address, which is the client. If an entry on the way is not an address, the last address before it
// (`peer` if none) is the client, because anybody may have written the rest. IPv4 in IPv6 (::ffff:192.0.2.1) counts as
// IPv4.
IpAddress client_address(const IpAddress& peer, const http::Headers& headers, const std::vector<Cidr>& trusted);

}  // namespace dialtone
