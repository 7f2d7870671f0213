// TCP of the operating system: streams, listeners, and connections being set up.
#pragma once

#include <Poco/Net/ServerSocket.h>
#include <Poco/Net/StreamSocket.h>

#include <optional>

#include "world/real/reactor.h"
#include "world/sockets.h"

namespace dialtone {

class RealHost;

class RealStream : public Stream, private Watched {
 public:
  RealStream(RealHost& host, Reactor& reactor, const Poco::Net::StreamSocket& socket, const Endpoint& remote);
  ~RealStream() override;

  Endpoint local() const override { return local_; }
  Endpoint remote() const override { return remote_; }
  std::optional<Result<std::size_t, IoError>> try_read(std::span<char> into) override;
  Result<std::size_t, IoError> try_write(std::string_view bytes) override;
  void shutdown_write() override;
  void reset() override;

 private:
  void ready(bool readable, bool writable) override;
  // Keeps the first error: the system tells of it once, and speaks of a polite end afterwards.
  IoError failed(IoError error);

  RealHost& host_;
  Poco::Net::StreamSocket socket_;
  Endpoint local_;
  Endpoint remote_;
  std::optional<IoError> error_;
  bool write_ended_ = false;
  bool closed_ = false;
};

class RealListener : public Listener, private Watched {
 public:
  RealListener(RealHost& host, Reactor& reactor, const Poco::Net::ServerSocket& socket, const Endpoint& local);
  ~RealListener() override;

  Endpoint local() const override { return local_; }
  std::optional<Result<std::unique_ptr<Stream>, IoError>> try_accept() override;

 private:
  void stop_listening() override;
  void ready(bool readable, bool writable) override;

  RealHost& host_;
  Reactor& reactor_;
  Poco::Net::ServerSocket socket_;
  Endpoint local_;
};

class RealConnecting : public Connecting, private Watched {
 public:
  RealConnecting(RealHost& host, Reactor& reactor, const Poco::Net::StreamSocket& socket, const Endpoint& remote);
  ~RealConnecting() override;

  std::optional<Result<std::unique_ptr<Stream>, IoError>> try_finish() override;

 private:
  void ready(bool readable, bool writable) override;

  RealHost& host_;
  Reactor& reactor_;
  Poco::Net::StreamSocket socket_;
  Endpoint remote_;
  bool decided_already_ = false;
  bool handed_over_ = false;
};

}  // namespace dialtone
