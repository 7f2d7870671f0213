#include "protocol/sip/server_sockets.h"

#include <utility>

namespace dialtone::sip {
namespace {

// How many free UDP ports are tried in search of one that is free for TCP too.
constexpr int kAttempts = 50;

ServerSocketsError fault_of(std::string_view protocol, const Endpoint& endpoint, IoError error) {
  return {protocol, to_text(endpoint) + ": " + std::string(to_text(error))};
}

}  // namespace

Result<ServerSockets, ServerSocketsError> open_server_sockets(Host& host, const Endpoint& endpoint) {
  // These sockets stay open until the end, so that each attempt gets another port.
  std::vector<std::unique_ptr<UdpSocket>> clashing;
  for (;;) {
    Result<std::unique_ptr<UdpSocket>, IoError> udp = host.open_udp(endpoint);
    if (!udp) return fault_of(kSipUdp, endpoint, udp.error());
    Result<std::unique_ptr<Listener>, IoError> tcp = host.listen({endpoint.address, (*udp)->local().port});
    if (tcp) return ServerSockets{*std::move(udp), *std::move(tcp)};
    const bool clash = endpoint.port == 0 && tcp.error() == IoError::kAddressInUse;
    if (!clash || clashing.size() == kAttempts) return fault_of(kSipTcp, endpoint, tcp.error());
    clashing.push_back(*std::move(udp));
  }
}

}  // namespace dialtone::sip
