// A device's SIP socket: what goes out of it, and what comes in. Requests are answered at once, responses handed on.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>

#include "device_sim/sip_identifiers.h"
#include "wire/sip/message.h"
#include "world/host.h"

namespace dialtone {

class SipUserAgent {
 public:
  // Draws this boot's identifiers. `host` must outlive it.
  explicit SipUserAgent(Host& host);

  // Opens the socket where it is not open; at `port`, or at any free one where that is taken or 0.
  Result<void, IoError> open(std::uint16_t port);
  bool is_open() const { return socket_ != nullptr; }
  // Only when open.
  Endpoint local() const { return socket_->local(); }
  Result<void, IoError> send(const Endpoint& to, std::string_view bytes) { return socket_->send(to, bytes); }

  // The next response that comes, whosever it is; nothing at the deadline. Meanwhile OPTIONS gets 200 and other
  // requests a refusal; ACK and what is not SIP are ignored. Only when open.
  Task<std::optional<sip::Message>> next_response(Moment deadline);
  // Does that until `moment` and drops the responses. A mere pause where the socket is not open.
  Task<void> serve_until(Moment moment);

  SipIdentifiers& identifiers() { return identifiers_; }

 private:
  // In a frame of its own, which a device that waits at its socket does not pay for.
  [[gnu::noinline]] Task<void> pause_until(Moment moment);
  // Deals with what has come. Apart, so that a device that waits for an hour holds no datagram's room meanwhile.
  [[gnu::noinline]] void take_waiting();
  // The response that came; nothing where it was something else, which is dealt with.
  [[gnu::noinline]] std::optional<sip::Message> take(Datagram&& datagram);
  void answer(const sip::Message& request, const Endpoint& source);

  Host& host_;
  SipIdentifiers identifiers_;
  std::unique_ptr<UdpSocket> socket_;
};

}  // namespace dialtone
