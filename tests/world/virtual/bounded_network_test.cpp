// What a host's sockets buffer for a party that reads nothing is limited, to the byte, and does not affect other
// sockets.
#include <gtest/gtest.h>

#include <array>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "world/virtual/virtual_world.h"

namespace dialtone {
namespace {

using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::seconds;

// A server that opens what the test says and reads nothing, and a client.
class FullHost : public testing::Test {
 protected:
  using Act = std::function<Task<void>(Host&)>;

  void add(const char* name, const IpAddress& address, Act act) {
    HostConfig config{.name = name, .addresses = {address}};
    config.main = std::move(act);
    world_.power_on(world_.add_host(std::move(config)));
  }
  void add_client(Act act) { add("client", IpAddress::v4(10, 0, 0, 2), std::move(act)); }

  const IpAddress server_ = IpAddress::v4(10, 0, 0, 1);
  const Endpoint full_{server_, 9};
  const Endpoint other_{server_, 10};
  VirtualWorld world_{{.seed = 3}};
};

class FullSockets : public FullHost {
 protected:
  // Returns how many of 40,000 datagrams of that size are buffered, and checks that another socket of the host still
  // accepts one.
  std::size_t waiting_of(std::size_t size) {
    std::size_t taken = 0;
    bool other_takes = false;
    add("server", server_, [&](Host& host) -> Task<void> {
      const auto full = host.open_udp(full_);
      const auto other = host.open_udp(other_);
      co_await host.sleep(seconds(2));
      while ((*full)->try_receive()) ++taken;
      other_takes = (*other)->try_receive().has_value();
    });
    add_client([&](Host& host) -> Task<void> {
      const auto socket = host.open_udp({host.address(), 0});
      for (int i = 0; i < 40'000; ++i) EXPECT_TRUE((*socket)->send(full_, std::string(size, 'x')));
      EXPECT_TRUE((*socket)->send(other_, "x"));
      co_await host.sleep(seconds(1));
    });
    world_.run(Moment(seconds(3)));
    EXPECT_TRUE(other_takes);
    return taken;
  }
};

// 8 MiB, in which each datagram takes 256 bytes in addition to its own.
TEST_F(FullSockets, HoldEightMebibytesOfDatagrams) { EXPECT_EQ(waiting_of(1000), 8U * 1024 * 1024 / 1256); }

TEST_F(FullSockets, HoldSoManyEmptyDatagrams) { EXPECT_EQ(waiting_of(0), 8U * 1024 * 1024 / 256); }

TEST_F(FullHost, HasSoManyConnectionsWaitToBeAccepted) {
  std::size_t connected = 0;
  bool other_connects = false;
  add("server", server_, [&](Host& host) -> Task<void> {
    const auto full = host.listen(full_);
    const auto other = host.listen(other_);
    co_await host.sleep(minutes(1));
  });
  add_client([&](Host& host) -> Task<void> {
    std::vector<std::unique_ptr<Stream>> streams;
    for (;;) {
      auto stream = co_await host.connect(full_, host.now() + seconds(10));
      if (!stream) {
        EXPECT_EQ(stream.error(), IoError::kDeadline);
        break;
      }
      streams.push_back(*std::move(stream));
    }
    connected = streams.size();
    other_connects = (co_await host.connect(other_, host.now() + seconds(1))).ok();
  });
  world_.run(Moment(minutes(1)));
  EXPECT_EQ(connected, 4096U);
  EXPECT_TRUE(other_connects);
}

// As many as it has ephemeral ports: 49152 to 65535.
TEST_F(FullHost, HasSoManyConnectionsToOnePeer) {
  constexpr int kPorts = 16'384;
  const RuleGuard hole = world_.network().install([](const Packet&, Moment) { return Verdict::drop(); });
  std::optional<IoError> one_more;
  std::optional<IoError> elsewhere;
  add_client([&](Host& host) -> Task<void> {
    const auto connect = [](Host& self, Endpoint remote, std::optional<IoError>* error) -> Task<void> {
      const auto stream = co_await self.connect(remote, self.now() + seconds(10));
      if (!stream && error != nullptr) *error = stream.error();
    };
    for (int i = 0; i < kPorts; ++i) host.spawn("connecting", connect(host, full_, nullptr));
    co_await host.sleep(seconds(1));
    host.spawn("one more", connect(host, full_, &one_more));
    host.spawn("elsewhere", connect(host, other_, &elsewhere));
    co_await host.sleep(seconds(1));
    EXPECT_EQ(one_more, IoError::kNotAvailable);
    EXPECT_FALSE(elsewhere) << "a port is taken towards one peer only";
    co_await host.sleep(seconds(15));
    EXPECT_EQ(elsewhere, IoError::kDeadline);
    one_more.reset();
    co_await connect(host, full_, &one_more);
    EXPECT_EQ(one_more, IoError::kDeadline) << "the ports are free again";
  });
  world_.run(Moment(minutes(1)));
  EXPECT_EQ(one_more, IoError::kDeadline);
}

// The buffers of the writer's end and the reader's.
TEST_F(FullHost, HoldsTwoWindowsOfAConnectionThatNobodyReads) {
  std::size_t written = 0;
  std::string echoed;
  add("server", server_, [&](Host& host) -> Task<void> {
    const auto full = host.listen(full_);
    const auto other = host.listen(other_);
    const auto silent = co_await (*full)->accept(kNever);
    const auto reader = co_await (*other)->accept(kNever);
    std::array<char, 16> piece{};
    const auto got = co_await (*reader)->read(piece, kNever);
    if (got) echoed.assign(piece.data(), *got);
    co_await host.sleep(minutes(1));
  });
  add_client([&](Host& host) -> Task<void> {
    const auto silent = co_await host.connect(full_, kNever);
    const auto read = co_await host.connect(other_, kNever);
    for (int i = 0; i < 100; ++i) {
      const auto taken = (*silent)->try_write(std::string(100'000, 'x'));
      if (taken) written += *taken;
      co_await host.sleep(milliseconds(100));
    }
    EXPECT_TRUE(co_await (*read)->write("still", kNever));
    co_await host.sleep(seconds(1));
  });
  world_.run(Moment(seconds(30)));
  EXPECT_EQ(written, 2U * 256 * 1024);
  EXPECT_EQ(echoed, "still");
}

}  // namespace
}  // namespace dialtone
