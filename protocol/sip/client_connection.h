// A connection to a server: messages come out of it, it is kept alive, and its end is noticed (RFC 3261 18, RFC 5626
// 3.5.1 and 4.4.1).
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "protocol/sip/connection.h"
#include "protocol/sip/keep_alive_rule.h"
#include "values/out_of_line.h"
#include "world/host.h"

namespace dialtone::sip {

struct ClientConnectionOptions {
  KeepAliveRule keep_alive{};
  // The purpose of the draws for the moments of pings.
  Purpose pings;
  // What reasons and strands call the other end: `call agent`.
  std::string_view peer;
};

// Reads in its own strand until it fails; then it stays unchanged until it is destroyed, which closes it and loses what
// waits for the peer. Must not be destroyed from within its owner's functions.
class ClientConnection {
 public:
  class Owner {
   public:
    virtual ~Owner() = default;
    // Called with each message as it arrives, and with each that was framed but is malformed.
    virtual void take(Result<Message, MalformedMessage>&& message) = 0;
    // The connection has failed.
    virtual void lose(std::string_view reason) = 0;
  };

  // `host` and `owner` must outlive it.
  ClientConnection(Host& host, std::unique_ptr<Stream> stream, const ClientConnectionOptions& options, Owner& owner);
  ClientConnection(const ClientConnection&) = delete;
  ClientConnection& operator=(const ClientConnection&) = delete;

  Endpoint local() const { return connection_.local(); }
  Endpoint remote() const { return connection_.remote(); }

  // Sends a message, or keeps it until there is room. kClosed after a failure, kTimedOut if too much waits.
  Result<void, IoError> send(std::string_view bytes);

  bool has_failed() const { return !fault_.empty(); }
  // Returns why the connection failed; empty if it has not.
  const std::string& fault() const { return fault_; }
  // Whether the peer has answered a ping, which makes the connection a successful one (RFC 5626 4.5).
  bool is_proven() const { return is_proven_; }

 private:
  Task<void> read_all();
  // Handles what was fed; returns true if the connection is still good.
  DIALTONE_OUT_OF_LINE bool take_messages();
  DIALTONE_OUT_OF_LINE void ping();
  Moment draw_ping();
  Task<void> write_all();
  DIALTONE_OUT_OF_LINE void fail(std::string_view reason);

  Host& host_;
  const ClientConnectionOptions options_;
  Owner& owner_;
  Connection connection_;
  std::string fault_;
  Moment ping_at_;
  Moment pong_until_ = kNever;
  bool has_pinged_ = false;
  bool is_proven_ = false;
  Signal ended_;
  std::optional<Child> writing_;
  Child reading_;
};

}  // namespace dialtone::sip
