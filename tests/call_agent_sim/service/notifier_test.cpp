#include "call_agent_sim/service/notifier.h"

#include <chrono>

#include "tests/call_agent_sim/call_agent_world.h"
#include "tests/call_agent_sim/service/tcp_phone.h"
#include "tests/wanted.h"

namespace dialtone {
namespace {

using namespace std::chrono_literals;

class Notifying : public CallAgentWorld {};

TEST_F(Notifying, SendsCheckSyncOverTheFlowOfTheBinding) {
  start();
  // The contact is an address behind a NAT, so only the source of the REGISTER counts.
  EXPECT_EQ(enroll({.contacts = {"<sip:line1@192.168.0.2:5060>"}}).status(), 200);
  agent_->notify_all("check-sync");
  run_for(0s);
  const sip::Message request = last_request();
  EXPECT_EQ(request.method(), sip::Method::kNotify);
  EXPECT_EQ(request.request_uri(), "sip:line1@192.168.0.2:5060");
  EXPECT_EQ(request.first(sip::HeaderName::kEvent), "check-sync");
  EXPECT_EQ(request.first(sip::HeaderName::kSubscriptionState), "terminated");
  EXPECT_EQ(events_.named("notify.sent").size(), 1U);
  phone_.send(server_, answer_bytes(request, 200));
  run_for(1s);
  const auto answered = events_.named("notify.answered");
  ASSERT_EQ(answered.size(), 1U);
  EXPECT_EQ(answered[0].fields.at("status"), "200");
  EXPECT_EQ(answered[0].fields.at("aor"), "sip:line1@voip.example.net");
  const std::size_t before = phone_.received().size();
  run_for(60s);
  EXPECT_EQ(phone_.received().size(), before);
}

// 10 B12
TEST_F(Notifying, DiscardsAnswersThatBelongToAnotherRequest) {
  start();
  EXPECT_EQ(enroll({}).status(), 200);
  agent_->notify_all("check-sync");
  run_for(0s);
  const std::string right = answer_bytes(last_request(), 200);
  const auto with = [&right](std::string_view old, std::string_view now) {
    std::string forged = right;
    EXPECT_NE(forged.find(old), std::string::npos) << old;
    return forged.replace(forged.find(old), old.size(), now);
  };
  const std::string via = "SIP/2.0/UDP 10.0.0.66;branch=z9hG4bK1";
  for (const std::string& forged :
       {with("\r\nVia: ", "\r\nv: " + via + "\r\nVia: "), with("\r\nTo: ", "\r\nVia: " + via + "\r\nTo: "),
        with("\r\nFrom: ", ", " + via + "\r\nFrom: "), with("\r\nTo: ", "\r\nvia: x\r\nTo: "),
        with("UDP 10.0.0.1:5060", "UDP 10.0.0.1:5061"), with("UDP 10.0.0.1:5060", "UDP 10.0.0.66:5060"),
        with("UDP 10.0.0.1:5060", "UDP host:5060"), with("branch=z9hG4bK", "branch=z9hG4bK0"),
        with("branch=z9hG4bK", "branch=y9hG4bK"), with(";branch=", ";other="), with("CSeq: 1", "CSeq: 2"),
        with(" NOTIFY\r\n", " OPTIONS\r\n"), with(" NOTIFY\r\n", " notify\r\n")}) {
    phone_.send(server_, forged);
    run_for(1ms);
    EXPECT_TRUE(events_.named("notify.answered").empty()) << forged;
  }
  phone_.send(server_, right);
  run_for(1ms);
  EXPECT_EQ(events_.named("notify.answered").size(), 1U);
}

// 10 B12
TEST_F(Notifying, TakesAnAnswerWhoseBranchIsInAnotherCase) {
  start();
  EXPECT_EQ(enroll({}).status(), 200);
  agent_->notify_all("check-sync");
  run_for(0s);
  std::string answer = answer_bytes(last_request(), 200);
  const std::size_t branch = answer.find("z9hG4bK");
  for (std::size_t i = branch; answer[i] != ';' && answer[i] != '\r'; ++i) {
    if (answer[i] >= 'a' && answer[i] <= 'z') answer[i] = static_cast<char>(answer[i] - 'a' + 'A');
  }
  phone_.send(server_, answer);
  run_for(1ms);
  EXPECT_EQ(events_.named("notify.answered").size(), 1U);
}

TEST_F(Notifying, FailsWhenTimerFFires) {
  start();
  EXPECT_EQ(enroll({}).status(), 200);
  const Moment sent = world_.now();
  const std::size_t before = phone_.received().size();
  agent_->notify_all("check-sync");
  run_for(32s - 1ns);
  EXPECT_EQ(phone_.received().size() - before, 11U);
  EXPECT_TRUE(events_.named("notify.failed").empty());
  run_for(1ns);
  ASSERT_EQ(events_.named("notify.failed").size(), 1U);
  EXPECT_EQ(events_.named("notify.failed")[0].time, sent + 32s);
  EXPECT_EQ(events_.named("notify.failed")[0].fields.at("reason"), "no answer");
}

TEST_F(Notifying, SlowsDownForAProvisionalAnswer) {
  start();
  EXPECT_EQ(enroll({}).status(), 200);
  agent_->notify_all("check-sync");
  run_for(0s);
  phone_.send(server_, answer_bytes(last_request(), 100));
  const std::size_t before = phone_.received().size();
  run_for(500ms);
  EXPECT_EQ(phone_.received().size() - before, 1U);
  run_for(4s - 1ns);
  EXPECT_EQ(phone_.received().size() - before, 1U);
  run_for(1ns);
  EXPECT_EQ(phone_.received().size() - before, 2U);
}

TEST_F(Notifying, TellsOneAddressOfRecordAlone) {
  start();
  EXPECT_EQ(enroll({}).status(), 200);
  EXPECT_EQ(enroll({.line = "line2", .call_id = "2", .contacts = {"<sip:line2@10.0.0.42>"}}).status(), 200);
  agent_->notify("sip:line2@voip.example.net", "check-sync");
  run_for(0s);
  EXPECT_EQ(events_.named("notify.sent").size(), 1U);
  EXPECT_EQ(last_request().request_uri(), "sip:line2@10.0.0.42");
  agent_->notify("sip:line3@voip.example.net", "check-sync");
  run_for(0s);
  EXPECT_EQ(events_.named("notify.sent").size(), 1U);
}

TEST_F(Notifying, GoesOverTheConnectionThatRegistered) {
  start();
  TcpPhone phone(world_, "tcp-phone", IpAddress::v4(10, 0, 0, 50), server_);
  phone.send(register_bytes({}));
  run_for(1ms);
  phone.send(register_bytes({.cseq = 2}, nonce_of(wanted(phone.take_message()))));
  run_for(1ms);
  EXPECT_EQ(wanted(phone.take_message()).status(), 200);
  agent_->notify_all("check-sync");
  run_for(1ms);
  const auto request = phone.take_message();
  ASSERT_TRUE(request);
  EXPECT_EQ(request->method(), sip::Method::kNotify);
  EXPECT_TRUE(request->first(sip::HeaderName::kVia)->starts_with("SIP/2.0/TCP 10.0.0.1:5060;"));
  run_for(31s);
  EXPECT_TRUE(phone.received().empty());
  phone.hang_up();
  run_for(1ms);
  EXPECT_EQ(events_.named("notify.failed").at(0).fields.at("reason"), "connection gone");
  agent_->notify_all("check-sync");
  run_for(1ms);
  EXPECT_EQ(events_.named("notify.failed").size(), 2U);
}

TEST_F(Notifying, HasOnlySoManyInFlight) {
  start();
  const int lines = static_cast<int>(sip::FlowClient::kMostInFlight) + 50;
  for (int i = 1; i <= lines; ++i) {
    const std::string line = "line" + std::to_string(i);
    ASSERT_EQ(enroll({.line = line, .call_id = line, .contacts = {"<sip:" + line + "@10.0.0.42>"}}).status(), 200);
  }
  agent_->notify_all("check-sync");
  run_for(31s);
  EXPECT_EQ(events_.named("notify.sent").size(), sip::FlowClient::kMostInFlight);
  run_for(2s);
  EXPECT_EQ(events_.named("notify.sent").size(), static_cast<std::size_t>(lines));
}

TEST_F(Notifying, DoesNothingWithoutPower) {
  start();
  EXPECT_EQ(enroll({}).status(), 200);
  agent_->notify_all("check-sync");
  run_for(1s);
  world_.power_cut(host_);
  agent_->notify_all("check-sync");
  agent_->forget_bindings();
  agent_->change(agent_->registrar_options());
  run_for(100s);
  EXPECT_EQ(events_.named("notify.sent").size(), 1U);
}

}  // namespace
}  // namespace dialtone
