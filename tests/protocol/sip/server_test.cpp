// A SIP server whose service belongs to no party: which requests its service sees, and how the answers get back.
#include "protocol/sip/server.h"

#include <chrono>
#include <deque>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "tests/protocol/sip/tcp_caller.h"
#include "wire/sip/response.h"

namespace dialtone {
namespace {

using namespace std::chrono_literals;

class SipServer : public testing::Test, public sip::Service, public sip::ServerScript {
 protected:
  void start() {
    HostConfig server{.name = "server", .addresses = {at_.address}};
    server.main = [this](Host& host) { return serve(host); };
    world_.power_on(world_.add_host(std::move(server)));
    HostConfig phone{.name = "phone", .addresses = {IpAddress::v4(10, 0, 0, 9)}};
    phone.main = [this](Host& host) { return listen(host); };
    world_.power_on(world_.add_host(std::move(phone)));
    run_until(0s);
  }
  void run_until(Duration since_start) { ASSERT_EQ(world_.run(Moment(since_start)), RunEnd::kUntil); }
  void send(std::string_view bytes) { ASSERT_TRUE(socket_->send(at_, bytes)); }
  // The status lines of what the phone received over UDP.
  std::vector<std::string> status_lines() const {
    std::vector<std::string> lines;
    for (const std::string& each : received_) lines.push_back(each.substr(0, each.find('\r')));
    return lines;
  }

  Endpoint at_{IpAddress::v4(10, 0, 0, 1), 5060};
  VirtualWorld world_{{.seed = 1}};
  sip::ServerOptions options_;
  sip::ServerAct act_;
  // What judge() returns, and until when the answers keep their connections.
  int refusal_ = 0;
  std::optional<Moment> keep_until_;
  // When the server is told to finish, and when it has.
  Moment finishes_{1000h};
  std::optional<Duration> finished_;
  std::vector<std::string> received_;
  // The flows of the requests that the service answered.
  std::vector<sip::Flow> answered_;

 private:
  int judge(const sip::Message&, bool) const override { return refusal_; }
  sip::Message plain_answer(const sip::Message& request, int status, std::string_view to_tag,
                            const Endpoint& source) const override {
    return sip::response_to(request, status, to_tag, source);
  }
  Task<sip::ServiceAnswer> answer(const sip::Message& request, std::string to_tag, sip::Flow flow) override {
    answered_.push_back(flow);
    co_return sip::ServiceAnswer{sip::response_to(request, 200, to_tag, flow.peer), keep_until_};
  }
  sip::ServerAct on_request(Moment, const Endpoint&, const sip::Message&) override { return act_; }

  Task<void> serve(Host& host) {
    std::vector<sip::ServerSockets> sockets;
    sockets.push_back(*sip::open_server_sockets(host, at_));
    sip::Server server(host, *this, options_, sockets, 7, this);
    Signal ended;
    std::optional<Child> receiving(std::in_place, host, "datagrams", server.receive(0), ended);
    const Child accepting(host, "connections", server.accept(0), ended);
    const Child forgetting(host, "answers", server.forget_transactions(), ended);
    std::deque<Child> lanes;
    for (std::size_t lane = 0; lane < sip::Server::kLanes; ++lane) {
      lanes.emplace_back(host, "lane", server.work_lane(lane), ended);
    }
    co_await host.sleep_until(finishes_);
    receiving.reset();
    co_await server.finish(host.now() + 100s);
    finished_ = host.now() - Moment{};
  }
  Task<void> listen(Host& host) {
    socket_ = *host.open_udp({host.address(), 5060});
    for (;;) {
      const Result<Datagram, IoError> datagram = co_await socket_->receive(kNever);
      if (datagram) received_.push_back(datagram->bytes);
    }
  }

  std::unique_ptr<UdpSocket> socket_;
};

TEST_F(SipServer, AsksItsServiceOnceForARequestThatComesAgainOverUdp) {
  start();
  send(numbered_options(1, "UDP"));
  run_until(1s);
  send(numbered_options(1, "UDP"));
  run_until(2s);
  EXPECT_EQ(answered_.size(), 1U);
  ASSERT_EQ(received_.size(), 2U);
  EXPECT_TRUE(received_[0].starts_with("SIP/2.0 200 OK\r\n"));
  EXPECT_EQ(received_[0], received_[1]);
  run_until(33s);
  send(numbered_options(1, "UDP"));
  run_until(34s);
  EXPECT_EQ(answered_.size(), 2U) << "Timer J has fired";
}

TEST_F(SipServer, AsksItsServiceForEachRequestOverAConnection) {
  start();
  TcpCaller caller(world_, 50, at_);
  run_until(1s);
  caller.say(numbered_options(1) + numbered_options(1));
  run_until(2s);
  EXPECT_EQ(answered_.size(), 2U);
  EXPECT_EQ(answered_.back(), (sip::Flow{caller.local(), 1, 0, Transport::kTcp}));
  EXPECT_TRUE(caller.received().starts_with("SIP/2.0 200 OK\r\n"));
}

TEST_F(SipServer, GivesAPlainAnswerToWhatItsServiceDoesNotLetPass) {
  refusal_ = 416;
  start();
  send(numbered_options(1, "UDP"));
  run_until(1s);
  EXPECT_TRUE(answered_.empty());
  EXPECT_EQ(status_lines(), std::vector<std::string>{"SIP/2.0 416 Unsupported URI Scheme"});
}

TEST_F(SipServer, AnswersWhatItsScriptSaysWithoutItsService) {
  act_.answer = 503;
  start();
  send(numbered_options(1, "UDP"));
  run_until(1s);
  act_ = {.drop = true};
  send(numbered_options(2, "UDP"));
  run_until(2s);
  EXPECT_TRUE(answered_.empty());
  EXPECT_EQ(status_lines(), std::vector<std::string>{"SIP/2.0 503 Service Unavailable"});
}

// The read of the connection waits already when its delayed request is answered.
TEST_F(SipServer, KeepsTheConnectionOfARequestThatItsScriptDelays) {
  options_.tcp.idle_timeout = 20s;
  act_.delay = 10s;
  keep_until_ = Moment(200s);
  start();
  TcpCaller caller(world_, 50, at_);
  run_until(1s);
  caller.say(numbered_options(1));
  run_until(200s - 1ns);
  EXPECT_EQ(caller.ended(), std::nullopt);
  run_until(201s);
  EXPECT_EQ(caller.ended(), 200s);
}

// The phone asks over a connection, closes it, and asks again from the same address and port.
TEST_F(SipServer, LosesTheAnswerThatItHeldForAConnectionThatHasEnded) {
  act_.after_next = true;
  start();
  int answers = 0;
  HostConfig phone{.name = "caller", .addresses = {IpAddress::v4(10, 0, 0, 50)}};
  phone.main = [&](Host& host) -> Task<void> {
    std::unique_ptr<Stream> stream = *co_await host.connect(at_, kNever);
    const Endpoint local = stream->local();
    EXPECT_TRUE(stream->try_write(numbered_options(1)));
    co_await host.sleep(1s);
    stream.reset();
    const std::unique_ptr<UdpSocket> socket = *host.open_udp(local);
    co_await host.sleep(1s);
    EXPECT_TRUE(socket->send(at_, numbered_options(2, "UDP")));
    while (co_await socket->receive(kNever)) ++answers;
  };
  world_.power_on(world_.add_host(std::move(phone)));
  run_until(10s);
  EXPECT_EQ(answered_.size(), 2U);
  EXPECT_EQ(answers, 0) << "the second waits in the place of the first";
}

TEST_F(SipServer, FinishesWhenItsDelayedRequestsAreAnswered) {
  act_.delay = 10s;
  finishes_ = Moment(5s);
  start();
  TcpCaller idle(world_, 50, at_);
  run_until(1s);
  send(numbered_options(1, "UDP"));
  run_until(20s);
  EXPECT_EQ(idle.ended(), 5s);
  EXPECT_EQ(finished_, 11s);
  EXPECT_EQ(received_.size(), 1U);
}

}  // namespace
}  // namespace dialtone
