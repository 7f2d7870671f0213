// A relay between clients and a server; each test decides what the relay's script does.
#pragma once

#include <algorithm>
#include <deque>
#include <string>
#include <vector>

#include "scenarios/middlebox/relay.h"
#include "tests/scenarios/middlebox/middlebox_story.h"
#include "world/events/host_events.h"

namespace dialtone {

// A script whose decisions a test can replace. By default it forwards everything unchanged.
class FreeRelayScript : public RelayScript {
 public:
  std::function<RelayVerdict(const RelayedPacket&)> verdict;
  std::vector<RelayedPacket> packets;  // their payloads are no longer valid

  RelayVerdict on_packet(Host& relay, const RelayedPacket& packet) override {
    EXPECT_EQ(relay.name(), "relay");
    EXPECT_EQ(packet.bytes, packet.payload.size());
    packets.push_back(packet);
    packets.back().payload = {};
    return verdict ? verdict(packet) : RelayVerdict{};
  }
};

template <typename Arm>
class RelayStory : public MiddleboxStory<Arm> {
 protected:
  // Starts the relay with a route to `server`; returns the endpoint to which clients connect.
  Endpoint start_relay(const Endpoint& server) {
    relay_host_ = &this->power("relay", [this, server](Host& host) -> Task<void> {
      RelayRoute route = route_;
      route.listen = {host.address(), 0};
      route.server = server;
      Relay relay({route}, script_, options_);
      relay_ = &relay;
      const Result<void> relayed = co_await relay.run(host);
      EXPECT_TRUE(relayed);
      relay_ = nullptr;
    });
    return this->started("relay");
  }
  static void tell(Host& host, const Endpoint& endpoint) {
    host.record(host_events::ServerStarted{.protocol = "none", .endpoint = to_text(endpoint)});
  }
  std::size_t asked(bool to_server) const {
    return static_cast<std::size_t>(std::count_if(script_.packets.begin(), script_.packets.end(),
                                                  [=](const auto& each) { return each.to_server == to_server; }));
  }

  RelayRoute route_;
  RelayOptions options_;
  FreeRelayScript script_;
  Relay* relay_ = nullptr;
  Host* relay_host_ = nullptr;
};

}  // namespace dialtone
