// TCP of the operating system: streams, listeners, and connections in set-up.
#pragma once

#include <Poco/AutoPtr.h>
#include <Poco/Net/SocketImpl.h>

#include <optional>

#include "world/list.h"
#include "world/real/reactor.h"
#include "world/sockets.h"

namespace dialtone {

class RealHost;

using SystemSocket = Poco::AutoPtr<Poco::Net::SocketImpl>;

class RealStream : public Stream, public ListNode, private Watched {
 public:
  RealStream(RealHost& host, Reactor& reactor, SystemSocket socket, const Endpoint& remote);
  // The connection that `connecting` set up; `seen` is the readiness already reported to `connecting`.
  RealStream(RealHost& host, Watched&& connecting, const Readiness& seen, SystemSocket socket, const Endpoint& remote);
  ~RealStream() override;

  Endpoint local() const override;
  Endpoint remote() const override { return remote_; }
  std::optional<Result<std::size_t, IoError>> try_read(std::span<char> into) override;
  Result<std::size_t, IoError> try_write(std::string_view bytes) override;
  Wait readable(Moment deadline) override { return Wait(readable_, deadline, "bytes from the peer"); }
  Wait writable(Moment deadline) override { return Wait(writable_, deadline, "room to write"); }
  void shutdown_write() override;
  void reset() override;
  // Sends the peer a reset; this side's next read gives kReset.
  void reset_by_network();

 private:
  void ready(const Readiness& readiness) override;
  void close_with_reset();
  // Remembers and returns the first error: the system reports an error only once, and afterwards an orderly end.
  IoError failed(IoError error);

  RealHost& host_;
  SystemSocket socket_;
  mutable Endpoint local_;  // looked up when first asked for
  Endpoint remote_;
  Signal readable_;
  Signal writable_;
  std::optional<IoError> error_;
  // True at first: the side that connects usually speaks first, so that the accepting side has something to read
  // already.
  bool may_have_more_ = true;
  bool peer_ended_ = false;
  bool write_ended_ = false;
  bool closed_ = false;
};

class RealListener : public Listener, private Watched {
 public:
  RealListener(RealHost& host, Reactor& reactor, SystemSocket socket, const Endpoint& local);
  ~RealListener() override;

  Endpoint local() const override { return local_; }
  std::optional<Result<std::unique_ptr<Stream>, IoError>> try_accept() override;

 private:
  void stop_listening() override;
  void ready(const Readiness& readiness) override;

  RealHost& host_;
  Reactor& reactor_;
  SystemSocket socket_;
  Endpoint local_;
  bool may_have_more_ = true;
  bool is_open_ = true;  // until the socket is closed
};

class RealConnecting : public Connecting, private Watched {
 public:
  // `error_number` is the result of connect.
  RealConnecting(RealHost& host, Reactor& reactor, SystemSocket socket, const Endpoint& remote, int error_number);
  ~RealConnecting() override;

  std::optional<Result<std::unique_ptr<Stream>, IoError>> try_finish() override;

 private:
  void ready(const Readiness& readiness) override;

  RealHost& host_;
  SystemSocket socket_;
  Endpoint remote_;
  Readiness seen_;
  int error_number_;  // the result; EINPROGRESS until decided
};

}  // namespace dialtone
