// A UDP socket of a virtual host.
#pragma once

#include <cstddef>
#include <vector>

#include "world/sockets.h"

namespace dialtone {

class VirtualHost;

class VirtualUdpSocket : public UdpSocket {
 public:
  VirtualUdpSocket(VirtualHost& host, const Endpoint& local) : host_(host), local_(local) {}
  ~VirtualUdpSocket() override;

  Endpoint local() const override { return local_; }
  Result<void, IoError> send(const Endpoint& to, std::string_view bytes) override;
  std::optional<Datagram> try_receive() override;

  // Called by the network. Drops the datagram if the buffer is full, as a kernel does.
  void deliver(const Endpoint& from, std::string bytes);
  // Called when the host has lost the address that the socket is bound to: nothing can be sent or received any more.
  // Wakes a strand that waits for a datagram.
  void lose_address() {
    has_address_ = false;
    readable_.notify();
  }

 private:
  VirtualHost& host_;
  Endpoint local_;
  std::vector<Datagram> received_;
  std::size_t next_ = 0;
  std::size_t buffered_bytes_ = 0;
  bool has_address_ = true;
};

}  // namespace dialtone
