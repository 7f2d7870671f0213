// A client's connection to a SIP server: hands over incoming messages, keeps the connection alive, and notices its end
// (RFC 3261 18, RFC 5626 3.5.1 and 4.4.1).
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
  // The purpose of the draws for the intervals between pings.
  Purpose pings;
  // The name of the other end in failure texts and strand names: `call agent`.
  std::string_view peer;
};

// Reads in its own strand until the connection fails; after that the object does nothing more. Destroying the object
// closes the connection; bytes that still wait to be sent are lost. Must not be destroyed from within its owner's
// functions.
class ClientConnection {
 public:
  class Owner {
   public:
    virtual ~Owner() = default;
    // Called with each message as it arrives; the error is a message with a known end that is malformed.
    virtual void take(Result<Message, MalformedMessage>&& message) = 0;
    // Called when the connection has failed.
    virtual void lose(std::string_view reason) = 0;
  };

  // `host` and `owner` must outlive the connection.
  ClientConnection(Host& host, std::unique_ptr<Stream> stream, const ClientConnectionOptions& options, Owner& owner);
  ClientConnection(const ClientConnection&) = delete;
  ClientConnection& operator=(const ClientConnection&) = delete;

  Endpoint local() const { return connection_.local(); }
  Endpoint remote() const { return connection_.remote(); }

  // Sends a message, or keeps it until the peer accepts it. Errors: kClosed after a failure, kTimedOut if too many
  // bytes wait.
  Result<void, IoError> send(std::string_view bytes);

  bool has_failed() const { return !fault_.empty(); }
  // Returns why the connection failed; empty if it has not.
  const std::string& fault() const { return fault_; }
  // Returns true if the peer has answered a ping, which makes the connection a successful one (RFC 5626 4.5).
  bool is_proven() const { return is_proven_; }

 private:
  Task<void> read_all();
  // Handles the bytes fed to the reader; returns true if the connection is still good.
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
