// An endpoint as the system's calls take and give it.
#pragma once

#include <sys/socket.h>

#include "values/endpoint.h"

namespace dialtone {

class SystemAddress {
 public:
  // Room for an address that the system gives.
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
