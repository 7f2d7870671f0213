// A relay: stands in for a simulated network in real worlds. It listens on an address of its own and forwards UDP
// datagrams and TCP streams to servers, and a script decides about each packet: latency, jitter, loss, duplication,
// reordering, corruption, bandwidth, a partition in one or both directions, a filter. If the script passes everything,
// only addresses change.
//
//   Relay relay({{.listen = {address, 5060}, .server = {call_agent, 5060}}}, script);
//   const Result<void> relayed = co_await relay.run(host);
//
// UDP: each client of a route gets its own socket towards the server, as behind an address translator, so that the
// server sees each client as a separate endpoint. Everything that arrives at the socket, from any port and at any time,
// goes to that client.
//
// TCP: each connection is carried on its own connection to the server, with half-closes and resets. The system accepts
// a client's connection before the relay can ask the script. A client behind a black hole therefore sees a connection
// without data instead of one that is never set up, and a reset if the server refuses. The connection to the server is
// opened when the first packet is let through; a client that has left by then is not connected. Bytes in transit are
// limited as by a TCP window (256 kB in each direction), so a long delay limits the throughput.
#pragma once

#include <cstddef>
#include <vector>

#include "scenarios/middlebox/relay_script.h"
#include "values/endpoint.h"
#include "values/ip_address.h"
#include "values/result.h"
#include "world/host.h"

namespace dialtone {

struct RelayRoute {
  // Port 0 takes a free port, the same for both protocols.
  Endpoint listen;
  Endpoint server;
  bool carries_udp = true;
  bool carries_tcp = true;
};

struct RelayOptions {
  // The limits for each route. Beyond them, or without a free descriptor, the client that has been silent longest is
  // dropped: for UDP its socket is closed, and its next datagram opens another; a TCP connection is reset.
  std::size_t most_udp_clients = 20'000;
  std::size_t most_connections = 20'000;
  // For each route: the maximum bytes of delayed datagrams. Further datagrams are lost.
  std::size_t most_delayed_bytes = 64 * 1024 * 1024;
};

class Relay {
 public:
  // `script` must outlive the relay.
  Relay(std::vector<RelayRoute> routes, RelayScript& script, RelayOptions options = {});
  Relay(const Relay&) = delete;
  Relay& operator=(const Relay&) = delete;

  // Listens, records `server.started` for each endpoint (protocol `relay-udp` or `relay-tcp`) and forwards until the
  // host is switched off; then closes everything. Fails if it cannot listen.
  Task<Result<void>> run(Host& host);

  // Returns the listening endpoints in the order of the routes; empty while the relay does not run.
  std::vector<Endpoint> listening() const;

  // Resets that client's TCP connections, both ends, at once. Must not be called from within the script.
  void reset_connections(const IpAddress& client);

 private:
  struct Path;
  class Opened;

  std::vector<RelayRoute> routes_;
  RelayScript& script_;
  RelayOptions options_;
  Opened* opened_ = nullptr;  // set while run() runs
};

}  // namespace dialtone
