// The sockets of several hosts behind one reactor: none costs another its notifications or its turn.
#include <gtest/gtest.h>
#include <unistd.h>

#include <string>

#include "world/real/real_world.h"

namespace dialtone {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

class SharedReactor : public testing::Test {
 protected:
  Host& power(const std::string& name, Host::Main main) {
    HostConfig config{.name = name, .addresses = {IpAddress::loopback_v4()}};
    config.main = std::move(main);
    Host& host = world_.add_host(std::move(config));
    world_.power_on(host);
    world_.run(world_.now() + milliseconds(10));
    return host;
  }
  // The number that the system gives to the next descriptor.
  static int next_descriptor() {
    const int number = ::dup(STDIN_FILENO);
    ::close(number);
    return number;
  }

  RealWorld world_{{.longest_step = milliseconds(5)}};
};

TEST_F(SharedReactor, WakesASocketThatHasTheNumberOfAClosedListenerWhoseHostIsCut) {
  const int number = next_descriptor();
  Host& first = power("first", [](Host& host) -> Task<void> {
    auto listener = host.listen({host.address(), 0});
    EXPECT_FALSE(co_await (*listener)->accept(host.now() + milliseconds(1)));
    (*listener)->close();
    EXPECT_FALSE((*listener)->try_accept().has_value());
    co_await host.sleep(seconds(100));
  });
  ASSERT_EQ(next_descriptor(), number) << "the listener is to be closed";
  Endpoint told;
  std::string heard = "nothing";
  power("second", [&](Host& host) -> Task<void> {
    auto socket = host.open_udp({host.address(), 0});
    told = (*socket)->local();
    const auto datagram = co_await (*socket)->receive(kNever);
    if (datagram) heard = datagram->bytes;
  });
  ASSERT_NE(next_descriptor(), number) << "the socket is to have the listener's number";
  world_.power_cut(first);
  power("third", [&](Host& host) -> Task<void> {
    auto socket = host.open_udp({host.address(), 0});
    EXPECT_TRUE((*socket)->send(told, "hello"));
    co_return;
  });
  EXPECT_EQ(heard, "hello");
}

}  // namespace
}  // namespace dialtone
