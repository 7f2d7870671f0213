#include "scenarios/middlebox/relay.h"

#include <cassert>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include "scenarios/middlebox/relayed_connections.h"
#include "scenarios/middlebox/relayed_datagrams.h"
#include "world/events/host_events.h"

namespace dialtone {
namespace {

// How many ports that are free for UDP are tried until one is free for TCP too.
constexpr std::size_t kAttempts = 50;

struct Sockets {
  std::unique_ptr<UdpSocket> udp;
  std::unique_ptr<Listener> tcp;
};

Failure failure_of(std::string_view protocol, const Endpoint& endpoint, IoError error) {
  return {"cannot relay " + std::string(protocol) + " on " + to_text(endpoint) + ": " + std::string(to_text(error))};
}

Result<Sockets> open_sockets(Host& host, const RelayRoute& route) {
  // Kept until the end, so that no attempt gets the port of an earlier one.
  std::vector<std::unique_ptr<UdpSocket>> clashing;
  for (;;) {
    Sockets sockets;
    Endpoint local = route.listen;
    if (route.carries_udp) {
      Result<std::unique_ptr<UdpSocket>, IoError> udp = host.open_udp(local);
      if (!udp) return failure_of("UDP", local, udp.error());
      sockets.udp = *std::move(udp);
      local = sockets.udp->local();
    }
    if (!route.carries_tcp) return sockets;
    Result<std::unique_ptr<Listener>, IoError> tcp = host.listen(local);
    if (tcp) {
      sockets.tcp = *std::move(tcp);
      return sockets;
    }
    const bool clash = route.carries_udp && route.listen.port == 0 && tcp.error() == IoError::kAddressInUse;
    if (!clash || clashing.size() == kAttempts) return failure_of("TCP", local, tcp.error());
    clashing.push_back(std::move(sockets.udp));
  }
}

void record_start(Host& host, std::string_view protocol, const Endpoint& endpoint) {
  host.record(host_events::ServerStarted{.protocol = protocol, .endpoint = to_text(endpoint)});
}

}  // namespace

struct Relay::Path {
  std::unique_ptr<RelayedDatagrams> udp;
  std::unique_ptr<RelayedConnections> tcp;

  Endpoint listening() const { return udp ? udp->listening() : tcp->listening(); }
};

// The sockets of a running relay, in the frame of run(), so that they are closed however run() ends.
class Relay::Opened {
 public:
  explicit Opened(Relay& relay) : relay_(relay) {
    assert(relay_.opened_ == nullptr && "a relay runs once at a time");
    relay_.opened_ = this;
  }
  ~Opened() { relay_.opened_ = nullptr; }
  Opened(const Opened&) = delete;
  Opened& operator=(const Opened&) = delete;

  std::vector<Path> paths;

 private:
  Relay& relay_;
};

Relay::Relay(std::vector<RelayRoute> routes, RelayScript& script, RelayOptions options)
    : routes_(std::move(routes)), script_(script), options_(options) {}

Task<Result<void>> Relay::run(Host& host) {
  std::vector<Sockets> all;
  for (const RelayRoute& route : routes_) {
    Result<Sockets> sockets = open_sockets(host, route);
    if (!sockets) co_return sockets.error();
    all.push_back(*std::move(sockets));
  }
  Opened opened(*this);
  for (std::size_t i = 0; i < routes_.size(); ++i) {
    const Endpoint& server = routes_[i].server;
    Path path;
    if (all[i].udp) {
      record_start(host, "relay-udp", all[i].udp->local());
      path.udp = std::make_unique<RelayedDatagrams>(host, std::move(all[i].udp), server, script_,
                                                    options_.most_udp_clients, options_.most_delayed_bytes);
    }
    if (all[i].tcp) {
      record_start(host, "relay-tcp", all[i].tcp->local());
      path.tcp =
          std::make_unique<RelayedConnections>(host, std::move(all[i].tcp), server, script_, options_.most_connections);
    }
    opened.paths.push_back(std::move(path));
  }
  while (!host.power_off_requested()) co_await Wait(host.power_button(), kNever, "the power button");
  co_return Result<void>();
}

std::vector<Endpoint> Relay::listening() const {
  std::vector<Endpoint> endpoints;
  if (opened_ == nullptr) return endpoints;
  for (const Path& path : opened_->paths) {
    if (path.udp || path.tcp) endpoints.push_back(path.listening());
  }
  return endpoints;
}

void Relay::reset_connections(const IpAddress& client) {
  if (opened_ == nullptr) return;
  for (const Path& path : opened_->paths) {
    if (path.tcp) path.tcp->reset(client);
  }
}

}  // namespace dialtone
