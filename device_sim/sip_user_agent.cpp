#include "device_sim/sip_user_agent.h"

#include <utility>

#include "wire/sip/parser.h"
#include "wire/sip/response.h"
#include "wire/sip/typed_headers.h"
#include "wire/sip/validate.h"
#include "wire/sip/writer.h"

namespace dialtone {
namespace {

constexpr Purpose kIdentifiers("device.identifiers");
constexpr std::string_view kAllow = "OPTIONS";

// A device that only registers has no call, no subscription and no dialog.
int status_for(const sip::Message& request) {
  if (!request.has_known_version()) return 505;
  if (!sip::validate(request)) return 400;
  switch (request.method()) {
    case sip::Method::kOptions: return 200;
    case sip::Method::kBye:
    case sip::Method::kCancel: return 481;
    case sip::Method::kUnknown: return 501;
    default: return 405;
  }
}

}  // namespace

SipUserAgent::SipUserAgent(Host& host) : host_(host), identifiers_(host.chance(kIdentifiers).bits()) {}

Result<void, IoError> SipUserAgent::open(std::uint16_t port) {
  if (socket_ != nullptr) return {};
  Result<std::unique_ptr<UdpSocket>, IoError> socket = host_.open_udp({host_.address(), port});
  if (!socket && port != 0) socket = host_.open_udp({host_.address(), 0});
  if (!socket) return socket.error();
  socket_ = *std::move(socket);
  return {};
}

Task<std::optional<sip::Message>> SipUserAgent::next_response(Moment deadline) {
  for (;;) {
    Result<Datagram, IoError> datagram = co_await socket_->receive(deadline);
    if (!datagram) co_return std::nullopt;
    std::optional<sip::Message> response = take(*std::move(datagram));
    if (response) co_return response;
  }
}

Task<void> SipUserAgent::serve_until(Moment moment) {
  while (is_open()) {
    take_waiting();
    if (co_await socket_->readable(moment) == Wake::kDeadline) co_return;
  }
  co_await pause_until(moment);
}

void SipUserAgent::take_waiting() {
  while (std::optional<Datagram> datagram = socket_->try_receive()) take(*std::move(datagram));
}

Task<void> SipUserAgent::pause_until(Moment moment) { co_await host_.sleep_until(moment); }

std::optional<sip::Message> SipUserAgent::take(Datagram&& datagram) {
  Result<sip::Message> message = sip::parse_message(std::move(datagram.bytes));
  if (!message) return std::nullopt;
  if (!message->is_request()) return *std::move(message);
  answer(*message, datagram.from);
  return std::nullopt;
}

void SipUserAgent::answer(const sip::Message& request, const Endpoint& source) {
  const Result<sip::Via> via = sip::top_via_of(request);
  if (!via || request.method() == sip::Method::kAck) return;
  const int status = status_for(request);
  sip::Message response = sip::response_to(request, status, identifiers_.to_tag(via->branch), source);
  if (status == 200 || status == 405) response.add(sip::HeaderName::kAllow, kAllow);
  // An answer that cannot be sent is one that was lost.
  static_cast<void>(send(sip::answer_endpoint(*via, source), sip::write(response)).ok());
}

}  // namespace dialtone
