// A TCP connection to a call agent: messages come out of it, it is kept alive, and its end is noticed (RFC 3261 18,
// RFC 5626 3.5.1 and 4.4.1).
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "device_sim/model/keep_alive_rule.h"
#include "wire/sip/stream_reader.h"
#include "world/host.h"

namespace dialtone {

// Reads by itself, in a strand of its own, until it fails; then it stays as it is until it is destroyed, which closes
// it. Not destroyed from within `receive`.
class SipConnection {
 public:
  // Takes each message that comes, as it comes, and each that was framed but is malformed.
  using Receive = std::function<void(Result<sip::Message, sip::MalformedMessage>&&)>;

  // `failed` is notified when the connection has failed. `host` and `failed` must outlive it.
  SipConnection(Host& host, std::unique_ptr<Stream> stream, const KeepAliveRule& keep_alive, Receive receive,
                Signal& failed);
  SipConnection(const SipConnection&) = delete;
  SipConnection& operator=(const SipConnection&) = delete;

  Endpoint local() const { return stream_->local(); }
  Endpoint remote() const { return stream_->remote(); }

  // Hands over a message, or keeps it until there is room. kClosed after a failure, kTimedOut where too much waits.
  Result<void, IoError> send(std::string_view bytes);

  bool has_failed() const { return !fault_.empty(); }
  // Why; empty where it has not failed.
  const std::string& fault() const { return fault_; }
  // Whether the peer has answered a keep-alive, which makes the connection a successful one (RFC 5626 4.5).
  bool is_proven() const { return is_proven_; }

 private:
  Task<void> read_all();
  // Deals with what was fed; whether the connection is still good.
  [[gnu::noinline]] bool take_messages();
  [[gnu::noinline]] void ping();
  Moment draw_ping();
  Task<void> write_waiting();
  [[gnu::noinline]] void fail(std::string_view reason);

  Host& host_;
  std::unique_ptr<Stream> stream_;
  const KeepAliveRule keep_alive_;
  Receive receive_;
  Signal& failed_;
  sip::StreamReader reader_{sip::StreamReader::KeepAlive::kPong};
  std::string waiting_;
  std::string fault_;
  Moment ping_at_;
  Moment pong_until_ = kNever;
  bool has_pinged_ = false;
  bool is_proven_ = false;
  Signal ended_;
  std::optional<Child> writing_;
  Child reading_;
};

}  // namespace dialtone
