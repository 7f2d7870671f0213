// What a pause does at exact moments, and to the fingerprint.
#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "world/virtual/virtual_world.h"

namespace dialtone {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

const Endpoint kDevice{IpAddress::v4(10, 0, 0, 1), 9};

Moment at(int ms) { return Moment(milliseconds(ms)); }

constexpr DeclaredField kWhat{"what", FieldKind::kText, ""};

struct ThingsSeen;
struct ThingSeen {
  static constexpr EventOf<ThingsSeen> kEvent{"thing.seen", EventSource::kDevice, "a tick, or a datagram"};
  Required<kWhat> what;
};
struct ThingsSeen : EventList<ThingSeen> {};

// A device that ticks every ten milliseconds and receives a datagram every seven, paused or not.
class PausedAtAMoment : public testing::Test {
 protected:
  std::uint64_t run(std::optional<std::pair<Moment, Moment>> pause) {
    VirtualWorld world({.seed = 3});
    seen_.clear();
    Host& device =
        world.add_host({.name = "device", .addresses = {kDevice.address}, .main = [this](Host& host) -> Task<void> {
                          host.spawn("hearing", hear(host));
                          for (int tick = 1;; ++tick) {
                            co_await host.sleep_until(at(10 * tick));
                            see(host, "tick " + std::to_string(tick));
                          }
                        }});
    Host& peer = world.add_host(
        {.name = "peer", .addresses = {IpAddress::v4(10, 0, 0, 2)}, .main = [](Host& host) -> Task<void> {
           auto socket = host.open_udp({host.address(), 0});
           for (int number = 1;; ++number) {
             co_await host.sleep_until(at(7 * number));
             EXPECT_TRUE((*socket)->send(kDevice, "datagram " + std::to_string(number)));
           }
         }});
    world.power_on(device);
    world.power_on(peer);
    if (pause) {
      world.at(pause->first, [&world, &device] { world.pause(device); });
      world.at(pause->second, [&world, &device] { world.resume(device); });
    }
    world.run(at(40));
    return world.fingerprint();
  }

  std::vector<std::string> seen_;

 private:
  Task<void> hear(Host& host) {
    auto socket = host.open_udp(kDevice);
    for (;;) {
      const auto datagram = co_await (*socket)->receive(kNever);
      if (datagram) see(host, datagram->bytes);
    }
  }
  void see(Host& host, const std::string& what) {
    host.record(ThingSeen{.what = what});
    seen_.push_back(to_text(host.now() - Moment{}) + " " + what);
  }
};

TEST_F(PausedAtAMoment, RunsWhatCameMeanwhileInItsOrderWhenItGoesOn) {
  run(std::pair(at(10), at(35)));
  // After the pause the held tick of 10 ms runs first, then the datagrams that came until 35 ms; the ticks that the
  // device then makes at 35 ms come after these.
  EXPECT_EQ(seen_, (std::vector<std::string>{"7ms datagram 1", "35ms tick 1", "35ms datagram 2", "35ms datagram 3",
                                             "35ms datagram 4", "35ms datagram 5", "35ms tick 2", "35ms tick 3",
                                             "40ms tick 4"}));
}

TEST_F(PausedAtAMoment, RepeatsWithTheSameFingerprint) {
  const std::uint64_t once = run(std::pair(at(10), at(35)));
  EXPECT_EQ(run(std::pair(at(10), at(35))), once);
  EXPECT_NE(run(std::nullopt), once);
  EXPECT_NE(run(std::pair(at(10), at(36))), once);
}

}  // namespace
}  // namespace dialtone
