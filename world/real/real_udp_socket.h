// A UDP socket of the operating system.
#pragma once

#include <Poco/AutoPtr.h>
#include <Poco/Net/SocketImpl.h>

#include <cstddef>
#include <vector>

#include "world/real/datagram_batch.h"
#include "world/real/reactor.h"
#include "world/sockets.h"

namespace dialtone {

class RealHost;

class RealUdpSocket : public UdpSocket, private Watched {
 public:
  RealUdpSocket(RealHost& host, Reactor& reactor, DatagramBatch& batch, Poco::AutoPtr<Poco::Net::SocketImpl> socket,
                const Endpoint& local);
  ~RealUdpSocket() override;

  Endpoint local() const override { return local_; }
  Result<void, IoError> send(const Endpoint& to, std::string_view bytes) override;
  std::optional<Datagram> try_receive() override;

  // Asks the system for a server's buffer size.
  void enlarge_buffer();

 private:
  void ready(const Readiness& readiness) override;
  Datagram take_first(int count);

  RealHost& host_;
  DatagramBatch& batch_;
  Poco::AutoPtr<Poco::Net::SocketImpl> socket_;
  Endpoint local_;
  std::vector<Datagram> received_;  // datagrams received; those from index next_ on are unread
  std::size_t next_ = 0;
  bool may_have_more_ = false;  // false until the reactor reports something
  bool enlarged_ = false;
};

}  // namespace dialtone
