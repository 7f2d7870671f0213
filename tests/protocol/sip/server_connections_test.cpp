// The connections of a SIP server: until when each may be idle, and how its messages are handed on.
#include "protocol/sip/server_connections.h"

#include <chrono>
#include <deque>
#include <utility>
#include <vector>

#include "tests/protocol/sip/tcp_caller.h"

namespace dialtone {
namespace {

using namespace std::chrono_literals;

class ServerConnections : public testing::Test, public sip::Arrivals {
 protected:
  static constexpr std::uint16_t kAddress = 3;

  void start() {
    HostConfig config{.name = "server", .addresses = {at_.address}};
    config.main = [this](Host& host) { return serve(host); };
    world_.power_on(world_.add_host(std::move(config)));
  }
  TcpCaller& connect() { return callers_.emplace_back(world_, static_cast<std::uint8_t>(50 + callers_.size()), at_); }
  void run_until(Duration since_start) { ASSERT_EQ(world_.run(Moment(since_start)), RunEnd::kUntil); }

  struct Taken {
    Duration at{};
    sip::Flow flow;
    std::string call_id;
  };

  Endpoint at_{IpAddress::v4(10, 0, 0, 1), 5060};
  // Before the world: connections are lost when it ends.
  std::vector<Taken> taken_;
  std::vector<std::uint64_t> lost_;
  VirtualWorld world_{{.seed = 1}};
  sip::ServerConnectionOptions options_{.idle_timeout = 100s, .message_timeout = 32s};
  // How long each message is being handled.
  Duration handling_{};
  sip::ServerConnections* connections_ = nullptr;
  std::deque<TcpCaller> callers_;

 private:
  Task<void> serve(Host& host) {
    host_ = &host;
    const auto listener = host.listen(at_);
    sip::ServerConnections connections(host, options_, *this);
    connections_ = &connections;
    co_await connections.accept_all(**listener, kAddress);
  }
  Task<void> take(sip::Arrival arrival) override {
    const std::string call_id(arrival.message->first(sip::HeaderName::kCallId).value_or("none"));
    taken_.push_back({host_->now() - Moment{}, arrival.flow, call_id});
    if (handling_ > Duration::zero()) co_await host_->sleep(handling_);
  }
  void lose(const sip::Flow& flow) override { lost_.push_back(flow.connection); }

  Host* host_ = nullptr;
};

TEST_F(ServerConnections, HandOnEachMessageWithItsFlow) {
  start();
  TcpCaller& first = connect();
  TcpCaller& second = connect();
  run_until(1s);
  first.say(numbered_options(1));
  second.say(numbered_options(2));
  run_until(2s);
  ASSERT_EQ(taken_.size(), 2U);
  EXPECT_EQ(taken_[0].call_id, "c1");
  EXPECT_EQ(taken_[0].flow, (sip::Flow{first.local(), 1, kAddress, Transport::kTcp}));
  EXPECT_EQ(taken_[1].flow, (sip::Flow{second.local(), 2, kAddress, Transport::kTcp}));
  EXPECT_TRUE(connections_->send(2, "to the second"));
  EXPECT_FALSE(connections_->send(3, "to nobody"));
  run_until(3s);
  EXPECT_EQ(first.received(), "");
  EXPECT_EQ(second.received(), "to the second");
}

TEST_F(ServerConnections, HandOnTheNextMessageWhenTheOneBeforeWasHandled) {
  handling_ = 5s;
  start();
  TcpCaller& caller = connect();
  run_until(1s);
  caller.say(numbered_options(1) + numbered_options(2));
  run_until(20s);
  ASSERT_EQ(taken_.size(), 2U);
  EXPECT_EQ(taken_[0].at, 1s);
  EXPECT_EQ(taken_[1].at, 6s);
}

TEST_F(ServerConnections, EndWhenTheyHaveBeenIdleForTheTimeout) {
  start();
  TcpCaller& caller = connect();
  run_until(40s);
  caller.say(numbered_options(1));
  run_until(140s - 1ns);
  EXPECT_TRUE(connections_->has(1));
  run_until(140s);
  EXPECT_EQ(caller.ended(), 140s);
  EXPECT_FALSE(connections_->has(1));
  EXPECT_EQ(lost_, std::vector<std::uint64_t>{1});
}

TEST_F(ServerConnections, StayUntilTheMomentOfKeepAlsoIfTheyWereIdleBefore) {
  start();
  TcpCaller& kept = connect();
  TcpCaller& stranger = connect();
  run_until(50s);
  connections_->keep(1, Moment(300s));
  connections_->keep(1, Moment(200s));
  run_until(300s - 1ns);
  EXPECT_TRUE(connections_->has(1));
  EXPECT_EQ(stranger.ended(), 100s);
  run_until(300s);
  EXPECT_EQ(kept.ended(), 300s);
}

TEST_F(ServerConnections, AreNotKeptForTheRestOfAMessage) {
  start();
  TcpCaller& caller = connect();
  run_until(10s);
  caller.say("OPTIONS sip:10.0.0.1 SIP/2.0\r\n");
  run_until(20s);
  connections_->keep(1, Moment(300s));
  run_until(60s);
  EXPECT_EQ(caller.ended(), 42s);
}

TEST_F(ServerConnections, AreClosedWhenTheirMessageWasHandled) {
  handling_ = 5s;
  start();
  TcpCaller& busy = connect();
  TcpCaller& idle = connect();
  run_until(1s);
  busy.say(numbered_options(1) + numbered_options(2));
  run_until(2s);
  connections_->close_all();
  run_until(20s);
  EXPECT_EQ(idle.ended(), 2s);
  EXPECT_EQ(busy.ended(), 6s);
  EXPECT_EQ(taken_.size(), 1U);
}

}  // namespace
}  // namespace dialtone
