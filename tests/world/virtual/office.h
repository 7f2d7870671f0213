// An office: phones behind one address translator, and hosts on the other side of it.
#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "world/virtual/nat.h"
#include "world/virtual/virtual_world.h"

namespace dialtone {

// The hosts' mains only wait; the test uses the sockets itself, at moments of its choice.
class Office : public testing::Test {
 protected:
  static constexpr std::uint16_t kSip = 5060;
  static inline const IpAddress kServerAddress = IpAddress::v4(203, 0, 113, 1);
  static inline const IpAddress kStranger = IpAddress::v4(203, 0, 113, 2);
  static inline const IpAddress kOfficeAddress = IpAddress::v4(198, 51, 100, 7);

  static IpAddress phone_address(int number) { return IpAddress::v4(192, 168, 1, static_cast<std::uint8_t>(number)); }

  struct Heard {
    Moment at;
    Endpoint from;
    std::string bytes;
    friend bool operator==(const Heard&, const Heard&) = default;
  };
  // A UDP socket on a host, and what it has received.
  struct Party {
    Host* host = nullptr;
    std::unique_ptr<UdpSocket> socket;
    std::vector<Heard> heard;

    std::vector<std::string> texts() const {
      std::vector<std::string> all;
      for (const Heard& each : heard) all.push_back(each.bytes);
      return all;
    }
  };

  Nat& add_nat(const NatOptions& options = {}) { return world_.add_nat("office", kOfficeAddress, options); }
  Party& add_party(const std::string& name, const IpAddress& address, Nat* behind = nullptr, const Link& link = {},
                   std::uint16_t port = kSip) {
    Party& party = *parties_.emplace_back(std::make_unique<Party>());
    HostConfig config{.name = name, .addresses = {address}, .link = link};
    config.behind = behind;
    config.main = [&party, port](Host& host) { return listen(host, party, port); };
    party.host = &world_.add_host(std::move(config));
    world_.power_on(*party.host);
    world_.run(world_.now());
    return party;
  }
  Party& add_phone(int number, Nat& nat) {
    return add_party("phone-" + std::to_string(number), phone_address(number), &nat);
  }
  static Task<void> listen(Host& host, Party& party, std::uint16_t port) {
    party.socket = *host.open_udp({IpAddress(), port});
    for (;;) {
      auto datagram = co_await party.socket->receive(kNever);
      party.heard.push_back({host.now(), datagram->from, datagram->bytes});
    }
  }
  void send_at(Duration at, Party& from, const Endpoint& to, std::string bytes) {
    world_.at(Moment(at), [&from, to, bytes = std::move(bytes)] { EXPECT_TRUE(from.socket->send(to, bytes)); });
  }
  void run_until(Duration moment) { world_.run(Moment(moment)); }
  void TearDown() override {
    for (const auto& party : parties_) {
      world_.power_cut(*party->host);
      party->socket.reset();
    }
  }

  std::vector<std::unique_ptr<Party>> parties_;
  VirtualWorld world_{{.seed = 11}};
};

}  // namespace dialtone
