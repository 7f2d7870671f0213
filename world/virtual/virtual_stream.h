// The sockets of a virtual host, as a party holds them.
#pragma once

#include <cstddef>
#include <memory>
#include <vector>

#include "world/sockets.h"
#include "world/virtual/tcp_connection.h"

namespace dialtone {

class VirtualHost;

class VirtualStream : public Stream, private TcpObserver {
 public:
  explicit VirtualStream(VirtualHost& host, TcpConnection& connection);
  ~VirtualStream() override;

  Endpoint local() const override { return connection_.local(); }
  Endpoint remote() const override { return connection_.remote(); }
  std::optional<Result<std::size_t, IoError>> try_read(std::span<char> into) override;
  Result<std::size_t, IoError> try_write(std::string_view bytes) override;
  Wait readable(Moment deadline) override { return Wait(readable_, deadline, "bytes from the peer"); }
  Wait writable(Moment deadline) override { return Wait(writable_, deadline, "room to write"); }
  void shutdown_write() override;
  void reset() override;

 private:
  void became_readable() override { readable_.notify(); }
  void became_writable() override { writable_.notify(); }

  VirtualHost& host_;
  TcpConnection& connection_;
  Signal readable_;
  Signal writable_;
};

class VirtualListener : public Listener {
 public:
  VirtualListener(VirtualHost& host, const Endpoint& local) : host_(host), local_(local) {}
  ~VirtualListener() override;

  Endpoint local() const override { return local_; }
  std::optional<Result<std::unique_ptr<Stream>, IoError>> try_accept() override;

  // Takes an established connection; returns false if the queue of connections to accept is full.
  bool established(TcpConnection& connection);
  // Returns true if the queue has room for the connection of one more SYN.
  bool has_room() const { return waiting_.size() - next_ < kBacklog; }

 private:
  // As the default of Linux's net.core.somaxconn.
  static constexpr std::size_t kBacklog = 4096;

  void stop_listening() override;

  VirtualHost& host_;
  Endpoint local_;
  std::vector<std::unique_ptr<Stream>> waiting_;
  std::size_t next_ = 0;
};

class VirtualConnecting : public Connecting, private TcpObserver {
 public:
  VirtualConnecting(VirtualHost& host, TcpConnection& connection);
  ~VirtualConnecting() override;

  std::optional<Result<std::unique_ptr<Stream>, IoError>> try_finish() override;

 private:
  void became_readable() override { decided_.notify(); }
  void became_writable() override { decided_.notify(); }

  VirtualHost& host_;
  TcpConnection* connection_;
};

}  // namespace dialtone
