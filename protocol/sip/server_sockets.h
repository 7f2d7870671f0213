// The sockets of a SIP server: UDP and TCP on the same port, for each of its addresses.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "values/endpoint.h"
#include "values/result.h"
#include "world/host.h"

namespace dialtone::sip {

struct ServerSockets {
  std::unique_ptr<UdpSocket> udp;
  std::unique_ptr<Listener> tcp;

  Endpoint local() const { return udp->local(); }
};

// Why the sockets could not be opened.
struct ServerSocketsError {
  std::string_view protocol;  // `sip-udp` or `sip-tcp`
  std::string reason;         // the endpoint and the error
};

inline constexpr std::string_view kSipUdp = "sip-udp";
inline constexpr std::string_view kSipTcp = "sip-tcp";

// Opens the UDP and the TCP socket at `endpoint`. Port 0: any port that is free for both.
Result<ServerSockets, ServerSocketsError> open_server_sockets(Host& host, const Endpoint& endpoint);

}  // namespace dialtone::sip
