// A UDP socket of the operating system.
#pragma once

#include <Poco/Net/DatagramSocket.h>

#include "world/real/reactor.h"
#include "world/sockets.h"

namespace dialtone {

class RealHost;

class RealUdpSocket : public UdpSocket, private Watched {
 public:
  RealUdpSocket(RealHost& host, Reactor& reactor, const Poco::Net::DatagramSocket& socket, const Endpoint& local);
  ~RealUdpSocket() override;

  Endpoint local() const override { return local_; }
  Result<void, IoError> send(const Endpoint& to, std::string_view bytes) override;
  std::optional<Datagram> try_receive() override;

 private:
  void ready(bool readable, bool writable) override;

  RealHost& host_;
  Poco::Net::DatagramSocket socket_;
  Endpoint local_;
};

}  // namespace dialtone
