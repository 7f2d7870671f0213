#include "call_agent_sim/service/call_agent.h"

#include <chrono>

#include "tests/call_agent_sim/call_agent_world.h"

namespace dialtone {
namespace {

using namespace std::chrono_literals;

class CallAgentLife : public CallAgentWorld {};

TEST_F(CallAgentLife, SaysWhereItListens) {
  options_.listen = {{IpAddress::v4(10, 0, 0, 1), 0}, {IpAddress::v4(10, 0, 0, 1), 5080}};
  start();
  ASSERT_EQ(agent_->endpoints().size(), 2U);
  EXPECT_NE(agent_->endpoints()[0].port, 0);
  const auto started = events_.named("server.started");
  ASSERT_EQ(started.size(), 4U);
  for (std::size_t i = 0; i < started.size(); ++i) {
    EXPECT_EQ(started[i].fields.at("protocol"), i % 2 == 0 ? "sip-udp" : "sip-tcp");
    EXPECT_EQ(started[i].fields.at("endpoint"), to_text(agent_->endpoints()[i / 2]));
  }
  EXPECT_EQ(started[3].fields.at("endpoint"), "10.0.0.1:5080");
  for (const Endpoint& endpoint : agent_->endpoints()) {
    server_ = endpoint;
    EXPECT_EQ(ask(register_bytes({}))->status(), 401);
  }
}

TEST_F(CallAgentLife, SaysWhyItDidNotStart) {
  options_.listen = {server_, server_};
  start();
  EXPECT_EQ(agent_->failure(),
            "cannot listen on 10.0.0.1:5060: " + std::string(to_text(IoError::kAddressInUse)) + "; give another --sip");
  EXPECT_EQ(events_.named("server.failed").size(), 1U);
  EXPECT_TRUE(events_.named("server.started").empty());
  EXPECT_FALSE(host_.powered());
}

TEST_F(CallAgentLife, AnswersWhatHasComeBeforeItStops) {
  options_.sip.work_per_message = 100ms;
  start();
  phone_.send(server_, register_bytes({}));
  run_until(50ms);
  world_.power_off(host_);
  phone_.send(server_, register_bytes({}));
  run_until(99ms);
  EXPECT_TRUE(host_.powered());
  run_until(1s);
  EXPECT_FALSE(host_.powered());
  EXPECT_EQ(phone_.received().size(), 1U);
}

TEST_F(CallAgentLife, ForgetsItsBindingsAndNoncesWithItsPower) {
  start();
  EXPECT_EQ(enroll({}).status(), 200);
  const std::string nonce = fetch_nonce();
  world_.power_cut(host_);
  run_for(1s);
  start();
  EXPECT_EQ(ask(register_bytes({.cseq = 20}, nonce))->status(), 401);
  EXPECT_TRUE(contacts_of(enroll({.cseq = 30, .contacts = {}})).empty());
  EXPECT_TRUE(events_.named("binding.expired").empty());
}

// 10 27
TEST_F(CallAgentLife, LooksOnceASecondWhetherTheDatabaseIsStillTheOneThatWasOpened) {
  start();
  EXPECT_EQ(enroll({}).status(), 200);
  EXPECT_EQ(store_.refreshed, 1);
  run_for(999ms);
  EXPECT_EQ(enroll({.cseq = 10}).status(), 200);
  EXPECT_EQ(store_.refreshed, 1);
  run_for(1ms);
  EXPECT_EQ(enroll({.cseq = 20}).status(), 200);
  EXPECT_EQ(store_.refreshed, 2);
}

TEST_F(CallAgentLife, LosesItsPowerInTheMiddleOfAnything) {
  options_.sip.work_per_message = 1ms;
  start();
  const std::string nonce = "none yet";
  store_.locked = 1000;
  phone_.send(server_, register_bytes({.cseq = 2}, nonce));
  phone_.send(server_, register_bytes({.cseq = 3}));
  run_for(1500us);
  world_.power_cut(host_);
  run_for(100s);
  start();
  EXPECT_EQ(agent_->endpoints().size(), 1U);
}

}  // namespace
}  // namespace dialtone
