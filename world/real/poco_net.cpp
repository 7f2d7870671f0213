#include "world/real/poco_net.h"

#include <Poco/Net/IPAddress.h>

#include <cerrno>

namespace dialtone {

Poco::Net::SocketAddress to_poco(const Endpoint& endpoint) {
  const auto length = static_cast<poco_socklen_t>(endpoint.address.is_v4() ? 4 : 16);
  return {Poco::Net::IPAddress(endpoint.address.bytes().data(), length), endpoint.port};
}

Endpoint from_poco(const Poco::Net::SocketAddress& address) {
  const Poco::Net::IPAddress host = address.host();
  const auto* bytes = static_cast<const std::uint8_t*>(host.addr());
  if (host.family() == Poco::Net::IPAddress::IPv4) {
    return {IpAddress::v4(bytes[0], bytes[1], bytes[2], bytes[3]), address.port()};
  }
  std::array<std::uint8_t, 16> all{};
  std::copy_n(bytes, all.size(), all.begin());
  return {IpAddress::v6(all), address.port()};
}

IoError io_error(int error_number, IoError otherwise) {
  switch (error_number) {
    case ECONNREFUSED: return IoError::kRefused;
    case ECONNRESET:
    case ECONNABORTED:
    case EPIPE: return IoError::kReset;
    case ETIMEDOUT: return IoError::kTimedOut;
    case EHOSTUNREACH:
    case ENETUNREACH:
    case EAFNOSUPPORT: return IoError::kUnreachable;
    case EADDRINUSE: return IoError::kAddressInUse;
    case EADDRNOTAVAIL:
    case EACCES:
    case EPERM: return IoError::kNotAvailable;
    case EMSGSIZE: return IoError::kTooLong;
    case EMFILE:
    case ENFILE: return IoError::kTooManyFiles;
    default: return otherwise;
  }
}

IoError io_error(const Poco::Exception& exception, IoError otherwise) { return io_error(exception.code(), otherwise); }

}  // namespace dialtone
