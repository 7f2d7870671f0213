#include "call_agent_sim/call_agent.h"

#include <chrono>
#include <deque>

#include "call_agent_sim/hex.h"
#include "wire/sip/via.h"

namespace dialtone {
namespace {

constexpr std::string_view kProtocol = "sip-udp";
// How long it answers what had come before the power button was pressed.
constexpr Duration kLeaveTaking = std::chrono::seconds(5);

LocalAddresses local_addresses(Host& host, const std::vector<Endpoint>& endpoints) {
  std::vector<IpAddress> addresses = {host.address()};
  for (const Endpoint& endpoint : endpoints) addresses.push_back(endpoint.address);
  return LocalAddresses(std::move(addresses));
}

}  // namespace

CallAgent::Sockets CallAgent::open_sockets(Host& host) {
  std::vector<Endpoint> listen = options_.listen;
  if (listen.empty()) listen.push_back({host.address(), sip::kDefaultPort});
  Sockets sockets;
  for (const Endpoint& endpoint : listen) {
    Result<std::unique_ptr<UdpSocket>, IoError> socket = host.open_udp(endpoint);
    if (!socket) {
      failure_ = to_text(endpoint) + ": " + std::string(to_text(socket.error()));
      host.record("server.failed", {{"protocol", kProtocol}, {"reason", std::string_view(*failure_)}});
      return {};
    }
    sockets.push_back(std::move(*socket));
  }
  return sockets;
}

Task<void> CallAgent::run(Host& host) {
  endpoints_.clear();
  failure_.reset();
  const Sockets sockets = open_sockets(host);
  if (sockets.empty()) co_return;
  for (const auto& socket : sockets) endpoints_.push_back(socket->local());

  constexpr Purpose kSecret("call_agent.secret");
  const std::uint64_t tag_secret = host.chance(kSecret).bits();
  std::string nonce_secret;
  append_hex(nonce_secret, host.chance(kSecret).bits());
  append_hex(nonce_secret, host.chance(kSecret).bits());
  Registrar registrar(host, store_, options_.registrar, local_addresses(host, endpoints_), nonce_secret);
  SipServer server(host, registrar, options_.sip, tag_secret, script_);

  Signal strand_ended;
  std::deque<Child> workers;
  workers.emplace_back(host, "expiry of bindings", registrar.bindings().expire_all(), strand_ended);
  workers.emplace_back(host, "timer J", server.forget_transactions(), strand_ended);
  for (std::size_t lane = 0; lane < SipServer::kLanes; ++lane) {
    workers.emplace_back(host, "lane " + std::to_string(lane), server.work_lane(lane), strand_ended);
  }
  std::deque<Child> receivers;
  for (const auto& socket : sockets) {
    const std::string endpoint = to_text(socket->local());
    receivers.emplace_back(host, "sip-udp " + endpoint, server.receive(*socket), strand_ended);
    host.record("server.started", {{"protocol", kProtocol}, {"endpoint", std::string_view(endpoint)}});
  }
  while (!host.power_off_requested()) co_await Wait(host.power_button(), kNever, "the power button");
  receivers.clear();
  co_await server.finish(host.now() + kLeaveTaking);
}

}  // namespace dialtone
