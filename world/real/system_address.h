// Converts an endpoint from and to the form of system calls.
#pragma once

#include <sys/socket.h>

#include "values/endpoint.h"

namespace dialtone {

class SystemAddress {
 public:
  // A buffer for an address that the system returns.
  SystemAddress() = default;
  explicit SystemAddress(const Endpoint& endpoint);

  Endpoint endpoint() const;
  sockaddr* data() { return reinterpret_cast<sockaddr*>(&storage_); }
  const sockaddr* data() const { return reinterpret_cast<const sockaddr*>(&storage_); }
  socklen_t size() const { return size_; }
  static constexpr socklen_t kRoom = sizeof(sockaddr_storage);

 private:
  sockaddr_storage storage_;
  socklen_t size_ = 0;
};

}  // namespace dialtone
