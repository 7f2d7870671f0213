// A connection to a server: messages come out of it, it is kept alive, and its end is noticed (RFC 3261 18, RFC 5626
// 3.5.1 and 4.4.1).
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "protocol/sip/connection.h"
#include "protocol/sip/keep_alive_rule.h"
#include "world/host.h"

namespace dialtone::sip {

struct ClientConnectionOptions {
  KeepAliveRule keep_alive{};
  // Of the draws for the moments of pings.
  Purpose pings;
  // What reasons and strands call the other end: `call agent`.
  std::string_view peer;
};

// Reads by itself, in a strand of its own, until it fails; then it stays as it is until it is destroyed, which closes
// it and loses what waits for the peer. Not destroyed from within its owner's functions.
class ClientConnection {
 public:
  class Owner {
   public:
    virtual ~Owner() = default;
    // Takes each message that comes, as it comes, and each that was framed but is malformed.
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

  // Hands over a message, or keeps it until there is room. kClosed after a failure, kTimedOut where too much waits.
  Result<void, IoError> send(std::string_view bytes);

  bool has_failed() const { return !fault_.empty(); }
  // Why; empty where it has not failed.
  const std::string& fault() const { return fault_; }
  // Whether the peer has answered a ping, which makes the connection a successful one (RFC 5626 4.5).
  bool is_proven() const { return is_proven_; }

 private:
  Task<void> read_all();
  // Deals with what was fed; whether the connection is still good.
  [[gnu::noinline]] bool take_messages();
  [[gnu::noinline]] void ping();
  Moment draw_ping();
  Task<void> write_all();
  [[gnu::noinline]] void fail(std::string_view reason);

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
