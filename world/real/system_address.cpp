#include "world/real/system_address.h"

#include <netinet/in.h>

#include <algorithm>
#include <array>
#include <cstring>

namespace dialtone {

SystemAddress::SystemAddress(const Endpoint& endpoint) {
  if (endpoint.address.is_v4()) {
    sockaddr_in v4{};
    v4.sin_family = AF_INET;
    v4.sin_port = htons(endpoint.port);
    v4.sin_addr.s_addr = htonl(endpoint.address.v4_number());
    std::memcpy(&storage_, &v4, sizeof v4);
    size_ = sizeof v4;
    return;
  }
  sockaddr_in6 v6{};
  v6.sin6_family = AF_INET6;
  v6.sin6_port = htons(endpoint.port);
  std::copy_n(endpoint.address.bytes().begin(), 16, v6.sin6_addr.s6_addr);
  std::memcpy(&storage_, &v6, sizeof v6);
  size_ = sizeof v6;
}

Endpoint SystemAddress::endpoint() const {
  if (storage_.ss_family == AF_INET) {
    sockaddr_in v4{};
    std::memcpy(&v4, &storage_, sizeof v4);
    return {IpAddress::v4(ntohl(v4.sin_addr.s_addr)), ntohs(v4.sin_port)};
  }
  sockaddr_in6 v6{};
  std::memcpy(&v6, &storage_, sizeof v6);
  std::array<std::uint8_t, 16> bytes{};
  std::copy_n(v6.sin6_addr.s6_addr, bytes.size(), bytes.begin());
  return {IpAddress::v6(bytes), ntohs(v6.sin6_port)};
}

}  // namespace dialtone
