#include "world/describe.h"

#include <gtest/gtest.h>

#include <sstream>

#include "world/virtual/virtual_world.h"

namespace dialtone {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

// The description of a server half a second after its start.
class PrintedServer : public testing::Test {
 protected:
  std::string printed(Host::Main main) {
    VirtualWorld world({.seed = 1});
    Host& host = world.add_host({.name = "ca", .addresses = {IpAddress::v4(10, 0, 0, 1)}, .main = std::move(main)});
    world.power_on(host);
    world.run(Moment(milliseconds(500)));
    std::ostringstream out;
    world.describe(out, 10);
    return out.str();
  }
  static Task<void> wait(Moment deadline, std::string_view what) { co_await Wait(deadline, what); }
};

// 10 D21
TEST_F(PrintedServer, HasALineForAllThatAreAlikeAndAwaitTheSame) {
  const std::string text = printed([](Host& host) -> Task<void> {
    for (int lane = 0; lane < 16; ++lane) host.spawn("lane " + std::to_string(lane), wait(kNever, "a request"));
    host.spawn("sip-tcp 10.0.0.1:5060", wait(kNever, "a connection"));
    for (int peer = 9; peer >= 2; --peer) {
      host.spawn("sip-tcp 10.0.0." + std::to_string(peer) + ":40112", wait(Moment(seconds(peer)), "bytes"));
    }
    co_await host.sleep(seconds(2));
  });
  EXPECT_EQ(text,
            "ca\n"
            "  main awaits the end of a pause, until 2 s (in 1.5 s)\n"
            "  lane 0 and 15 like it await a request, for ever\n"
            "  sip-tcp 10.0.0.1:5060 awaits a connection, for ever\n"
            "  sip-tcp 10.0.0.9:40112 and 7 like it await bytes, the first until 2 s (in 1.5 s)\n");
}

TEST_F(PrintedServer, HasALineForEachThatIsNotAlike) {
  const std::string text = printed([](Host& host) -> Task<void> {
    host.spawn("lane 0", wait(kNever, "a request"));
    host.spawn("lane 1", wait(kNever, "the store"));
    host.spawn("timer J", wait(kNever, "a request"));
    host.spawn("timer K", wait(kNever, "a request"));
    co_await host.sleep(seconds(2));
  });
  EXPECT_EQ(text,
            "ca\n"
            "  main awaits the end of a pause, until 2 s (in 1.5 s)\n"
            "  lane 0 awaits a request, for ever\n"
            "  lane 1 awaits the store, for ever\n"
            "  timer J awaits a request, for ever\n"
            "  timer K awaits a request, for ever\n");
}

}  // namespace
}  // namespace dialtone
