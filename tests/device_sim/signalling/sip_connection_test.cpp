#include "device_sim/signalling/sip_connection.h"

#include <gtest/gtest.h>

#include <chrono>

#include "world/virtual/virtual_world.h"

namespace dialtone {
namespace {

using namespace std::chrono_literals;

// Beside the windows of both ends.
TEST(SipConnection, KeepsLittleForACallAgentThatDoesNotRead) {
  constexpr std::size_t kWindows = 2 * 256 * 1024;
  const Endpoint call_agent{IpAddress::v4(10, 0, 0, 1), 5060};
  VirtualWorld world({.seed = 1});
  HostConfig deaf{.name = "call-agent", .addresses = {call_agent.address}};
  deaf.main = [&](Host& host) -> Task<void> {
    const auto listener = host.listen(call_agent);
    const auto stream = co_await (*listener)->accept(kNever);
    co_await host.sleep(1h);
  };
  world.power_on(world.add_host(std::move(deaf)));
  std::size_t sent = 0;
  std::size_t refused = 0;
  HostConfig device{.name = "device", .addresses = {IpAddress::v4(10, 0, 0, 2)}};
  device.main = [&](Host& host) -> Task<void> {
    auto stream = co_await host.connect(call_agent, kNever);
    Signal failed;
    SipConnection connection(host, *std::move(stream), KeepAliveRule(), [](auto&&) {}, failed);
    const std::string message(1000, 'x');
    for (int i = 0; i < 1000; ++i) {
      const Result<void, IoError> done = connection.send(message);
      if (done) sent += message.size();
      if (!done && done.error() == IoError::kTimedOut) ++refused;
      co_await host.sleep(1ms);
    }
  };
  world.power_on(world.add_host(std::move(device)));
  world.run(Moment(1min));
  EXPECT_GT(sent, kWindows);
  EXPECT_LE(sent, kWindows + 64 * 1024);
  EXPECT_EQ(refused, 1000 - sent / 1000);
}

}  // namespace
}  // namespace dialtone
