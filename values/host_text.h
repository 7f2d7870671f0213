// Hosts as messages, URLs and documents write them: a name, or an IPv4 or IPv6 address without brackets. An IPv6
// address has many texts (RFC 4291 2.2), so hosts are compared by value and not by text (RFC 3261 19.1.4, RFC 5954
// 4.1).
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "values/ip_address.h"

namespace dialtone {

// Returns the IPv4 address that is mapped into an IPv6 address (`::ffff:192.0.2.1`, RFC 4291 2.5.5.2), since both mean
// the same node. Returns every other address unchanged.
IpAddress without_mapping(const IpAddress& address);

// Returns the network of one customer, whose addresses share what is allowed to one address: an IPv4 address as it is
// (after without_mapping()), or the /64 of an IPv6 address with all further bits 0.
IpAddress customer_network(const IpAddress& address);

// Returns the address that a host's text stands for, after without_mapping(); nullopt if the text is a name.
std::optional<IpAddress> address_of_host(std::string_view host);

// Returns true if both texts mean the same host: equal addresses, or names that differ only in case.
bool is_same_host(std::string_view left, std::string_view right);

// Returns one text for all hosts that is_same_host() treats as equal: an address as to_text() writes the address, a
// name in lower case.
std::string canonical_host(std::string_view host);

}  // namespace dialtone
