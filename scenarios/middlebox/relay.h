// A relay: where the network cannot be simulated, it is what stands in the way. It listens on an address of its own and
// forwards UDP datagrams and TCP streams to servers, and a script says what happens to each packet: latency, jitter,
// loss, duplication, reordering, corruption, bandwidth, a partition in one or both ways, a filter. With a script that
// passes everything it is faithful: nothing is added, lost or changed but the addresses.
//
//   Relay relay({{.listen = {address, 5060}, .server = {call_agent, 5060}}}, script);
//   const Result<void> relayed = co_await relay.run(host);
//
// UDP: each client of a route gets a socket of its own towards the server, like behind an address translator, so that
// the server sees each as an endpoint of its own. Whatever comes to that socket, from whichever port and however much
// later, goes to that client.
//
// TCP: each connection is carried on one to the server, half-closes and resets included. Because the system accepts a
// client's connection before the relay is asked, a client behind a black hole sees a connection on which nothing comes,
// not one that is never set up, and where the server refuses, a reset. The connection to the server is opened when the
// first packet is let through; a client that has left by then is not carried on. Bytes under way are bounded as by a
// TCP window (256 kB each way), so a long delay limits the throughput.
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
  // Port 0 takes a free one, the same number for both protocols.
  Endpoint listen;
  Endpoint server;
  bool carries_udp = true;
  bool carries_tcp = true;
};

struct RelayOptions {
  // Of each route. Where so many are there, or no descriptor is left, the one that was silent the longest goes: of UDP
  // the socket, so that the client gets another with its next datagram; a TCP connection is reset.
  std::size_t most_udp_clients = 20'000;
  std::size_t most_connections = 20'000;
  // Of each route: the datagrams that are under way for some time. What comes beyond that is lost.
  std::size_t most_delayed_bytes = 64 * 1024 * 1024;
};

class Relay {
 public:
  // The script outlives the relay.
  Relay(std::vector<RelayRoute> routes, RelayScript& script, RelayOptions options = {});
  Relay(const Relay&) = delete;
  Relay& operator=(const Relay&) = delete;

  // Listens, records `server.started` for each endpoint (protocol `relay-udp` or `relay-tcp`) and forwards until the
  // power button is pressed; then everything is closed. Fails where it cannot listen.
  Task<Result<void>> run(Host& host);

  // Where it listens, in the order of the routes; empty while it does not run.
  std::vector<Endpoint> listening() const;

  // Resets the TCP connections of that client, both ends of each, at once. Not from inside of the script.
  void reset_connections(const IpAddress& client);

 private:
  struct Path;
  class Opened;

  std::vector<RelayRoute> routes_;
  RelayScript& script_;
  RelayOptions options_;
  Opened* opened_ = nullptr;  // run()'s, while it runs
};

}  // namespace dialtone
