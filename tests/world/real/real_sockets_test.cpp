// The sockets of several hosts behind one reactor: none costs another its notifications or its turn.
#include <gtest/gtest.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <string>

#include "world/real/descriptor.h"
#include "world/real/real_world.h"
#include "world/real/system_address.h"

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
  // Returns the number that the system will give to the next descriptor.
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

// A party that writes to a peer which reads at once always finds room.
TEST_F(SharedReactor, LetsATimerComeBetweenTheWritesOfWhoAlwaysFindsRoom) {
  constexpr int kEndless = 1'000'000;
  const Descriptor listening(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
  SystemAddress address(Endpoint{IpAddress::loopback_v4(), 0});
  ASSERT_EQ(::bind(listening.number(), address.data(), address.size()), 0);
  ASSERT_EQ(::listen(listening.number(), 1), 0);
  socklen_t size = SystemAddress::kRoom;
  ASSERT_EQ(::getsockname(listening.number(), address.data(), &size), 0);
  bool time_is_up = false;
  int rounds = 0;
  const Host& host = power("writer", [&](Host& self) -> Task<void> {
    auto stream = co_await self.connect(address.endpoint(), self.now() + seconds(5));
    const Descriptor peer(::accept(listening.number(), nullptr, nullptr));
    const auto clock = [](Host& ticking, bool& is_up) -> Task<void> {
      co_await ticking.sleep(milliseconds(5));
      is_up = true;
    };
    self.spawn("clock", clock(self, time_is_up));
    std::array<char, 100> room{};
    for (; !time_is_up && rounds < kEndless; ++rounds) {
      EXPECT_TRUE(co_await (*stream)->write("x", self.now() + seconds(5)));
      static_cast<void>(::recv(peer.number(), room.data(), room.size(), MSG_DONTWAIT));
    }
  });
  for (int turn = 0; host.powered() && turn < 1000; ++turn) world_.run(world_.now() + milliseconds(1));
  EXPECT_TRUE(time_is_up);
  EXPECT_GT(rounds, 100);
  EXPECT_LT(rounds, kEndless);
}

}  // namespace
}  // namespace dialtone
