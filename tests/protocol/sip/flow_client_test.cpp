#include "protocol/sip/flow_client.h"

#include <gtest/gtest.h>

#include <chrono>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "tests/wanted.h"
#include "wire/sip/parser.h"
#include "wire/sip/response.h"
#include "wire/sip/writer.h"
#include "world/virtual/virtual_world.h"

namespace dialtone {
namespace {

using namespace std::chrono_literals;

// A host that asks over flows, and a sender that notes what it sends and when.
class FlowClient : public testing::Test, public sip::FlowSender {
 protected:
  FlowClient() : host_(add_host()), client_(host_, *this, 7) { world_.power_on(host_); }
  // The client outlives the tasks that ask.
  ~FlowClient() override { world_.power_cut(host_); }

  // Asks, and notes how that ends.
  void ask(Transport transport, std::string to = "sip:a@b") {
    const sip::Flow flow{{IpAddress::v4(10, 0, 0, 9), 5060}, transport == Transport::kTcp ? 3U : 0U, 0, transport};
    host_.spawn("asks", note({sip::Method::kOptions, std::move(to), "sip:a@10.0.0.9", flow, {}}));
    run_until(world_.now() - Moment{});
  }
  void answer(std::size_t request, int status) {
    const sip::Message asked = wanted(sip::parse_message(sent_.at(request).second));
    client_.take(wanted(sip::parse_message(sip::write(sip::response_to(asked, status, "tag", local({}))))));
  }
  void run_until(Duration since_start) { ASSERT_EQ(world_.run(Moment(since_start)), RunEnd::kUntil); }
  std::vector<Duration> moments() const {
    std::vector<Duration> all;
    for (const auto& [moment, bytes] : sent_) all.push_back(moment);
    return all;
  }

  VirtualWorld world_{{.seed = 1}};
  Host& host_;
  sip::FlowClient client_;
  bool is_gone_ = false;
  std::vector<std::pair<Duration, std::string>> sent_;
  // Status or failure, and when.
  std::vector<std::pair<Duration, std::string>> ended_;

 private:
  bool send(const sip::Flow&, std::string_view bytes) override {
    sent_.emplace_back(world_.now() - Moment{}, bytes);
    return !is_gone_;
  }
  Endpoint local(const sip::Flow&) const override { return {IpAddress::v4(10, 0, 0, 1), 5060}; }

  Host& add_host() {
    HostConfig config{.name = "server", .addresses = {IpAddress::v4(10, 0, 0, 1)}};
    config.main = [](Host& host) -> Task<void> { co_await host.sleep(1000h); };
    return world_.add_host(std::move(config));
  }
  Task<void> note(sip::FlowRequest request) {
    const sip::FlowOutcome outcome = co_await client_.ask(std::move(request));
    const std::string end = outcome.status != 0 ? std::to_string(outcome.status) : std::string(outcome.failure);
    ended_.emplace_back(world_.now() - Moment{}, end);
  }
};

using Ends = std::vector<std::pair<Duration, std::string>>;

TEST_F(FlowClient, RetransmitsOverUdpAndGivesUpAtTimerF) {
  ask(Transport::kUdp);
  run_until(32s - 1ns);
  EXPECT_TRUE(ended_.empty());
  run_until(1min);
  EXPECT_EQ(moments(), (std::vector<Duration>{0s, 500ms, 1500ms, 3500ms, 7500ms, 11500ms, 15500ms, 19500ms, 23500ms,
                                              27500ms, 31500ms}));
  EXPECT_EQ(ended_, (Ends{{32s, "no answer"}}));
}

TEST_F(FlowClient, RetransmitsOnceAfterAPauseOfItsHost) {
  ask(Transport::kUdp);
  run_until(1s);
  world_.pause(host_);
  run_until(9s);
  world_.resume(host_);
  run_until(14s);
  // Timer E is 2 s after the request has gone out for the third time, and then 4 s.
  EXPECT_EQ(moments(), (std::vector<Duration>{0s, 500ms, 9s, 11s}));
}

TEST_F(FlowClient, SendsOnceOverAConnection) {
  ask(Transport::kTcp);
  run_until(1min);
  EXPECT_EQ(moments(), std::vector<Duration>{0s});
  EXPECT_EQ(ended_, (Ends{{32s, "no answer"}}));
}

TEST_F(FlowClient, GivesEachRequestItsOwnAnswer) {
  ask(Transport::kUdp, "sip:a@b");
  ask(Transport::kUdp, "sip:c@d");
  ASSERT_EQ(sent_.size(), 2U);
  answer(1, 486);
  run_until(100ms);
  EXPECT_EQ(ended_, (Ends{{0s, "486"}}));
  answer(0, 100);
  run_until(200ms);
  EXPECT_EQ(client_.in_flight(), 1U);
  answer(0, 200);
  run_until(300ms);
  EXPECT_EQ(ended_, (Ends{{0s, "486"}, {200ms, "200"}}));
  EXPECT_EQ(client_.in_flight(), 0U);
}

TEST_F(FlowClient, EndsTheRequestsOfAConnectionThatIsLost) {
  ask(Transport::kTcp, "sip:a@b");
  ask(Transport::kUdp, "sip:c@d");
  run_until(1s);
  client_.lose(3);
  run_until(2s);
  EXPECT_EQ(ended_, (Ends{{1s, "connection gone"}}));
  is_gone_ = true;
  ask(Transport::kTcp);
  EXPECT_EQ(ended_.back(), (std::pair<Duration, std::string>(2s, "connection gone")));
}

TEST_F(FlowClient, RefusesTheSameRequestTwiceAtOneMoment) {
  ask(Transport::kUdp);
  ask(Transport::kUdp);
  EXPECT_EQ(ended_, (Ends{{0s, "asked twice at one moment"}}));
}

}  // namespace
}  // namespace dialtone
