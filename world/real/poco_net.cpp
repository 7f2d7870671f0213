#include "world/real/poco_net.h"

#include <Poco/Net/IPAddress.h>

#include <cerrno>

namespace dialtone {

Poco::Net::SocketAddress to_poco(const Endpoint& endpoint) {
  const auto length = static_cast<poco_socklen_t>(endpoint.address.is_v4() ? 4 : 16);
  return {Poco::Net::IPAddress(endpoint.address.bytes().data(), length), endpoint.port};
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
