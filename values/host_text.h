// Hosts as messages, URLs and documents write them: a name, or an IPv4 or IPv6 address without brackets. One IPv6
// address has many texts (RFC 4291 2.2), so hosts are compared by what they mean (RFC 3261 19.1.4, RFC 5954 4.1).
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "values/ip_address.h"

namespace dialtone {

// The IPv4 address that is mapped into an IPv6 address (`::ffff:192.0.2.1`, RFC 4291 2.5.5.2): both mean the same node.
// Every other address as it is.
IpAddress without_mapping(const IpAddress& address);

// The address that a host's text gives, without_mapping(); none where it is a name.
std::optional<IpAddress> address_of_host(std::string_view host);

// Whether both mean the same host: two addresses of one value, or one name in any case.
bool is_same_host(std::string_view left, std::string_view right);

// The same text for all hosts that is_same_host() takes for one: an address as to_text() writes it, a name in lower
// case.
std::string canonical_host(std::string_view host);

}  // namespace dialtone
