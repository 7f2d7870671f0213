// The call agent over connections: what it answers, and which of them it ends when.
#include <chrono>
#include <deque>

#include "tests/call_agent_sim/call_agent_world.h"
#include "tests/call_agent_sim/service/tcp_phone.h"

namespace dialtone {
namespace {

using namespace std::chrono_literals;

class SipOverTcp : public CallAgentWorld {
 protected:
  TcpPhone& connect() {
    const auto number = static_cast<std::uint8_t>(50 + phones_.size());
    return phones_.emplace_back(world_, "tcp-phone-" + std::to_string(number), IpAddress::v4(10, 0, 0, number),
                                server_);
  }
  std::string options_bytes() {
    const std::string number = std::to_string(next_branch_++);
    return "OPTIONS sip:10.0.0.1 SIP/2.0\r\nVia: SIP/2.0/TCP 10.0.0.42;branch=z9hG4bKt" + number +
           "\r\nFrom: <sip:a@b>;tag=1\r\nTo: <sip:a@b>\r\nCall-ID: c\r\nCSeq: " + number +
           " OPTIONS\r\nContent-Length: 0\r\n\r\n";
  }
  std::optional<sip::Message> ask(TcpPhone& phone, const std::string& bytes) {
    phone.send(bytes);
    run_for(1ms);
    return phone.take_message();
  }
  int status_of(const std::optional<sip::Message>& answer) { return answer ? answer->status() : 0; }

  std::deque<TcpPhone> phones_;
};

TEST_F(SipOverTcp, RegistersOverAConnection) {
  start();
  TcpPhone& phone = connect();
  const auto challenged = ask(phone, register_bytes({}));
  ASSERT_EQ(status_of(challenged), 401);
  const auto registered = ask(phone, register_bytes({.cseq = 2}, nonce_of(*challenged)));
  ASSERT_EQ(status_of(registered), 200);
  EXPECT_EQ(contacts_of(*registered).size(), 1U);
  EXPECT_FALSE(phone.ended());
}

TEST_F(SipOverTcp, AnswersOverTheConnectionWhateverTheViaSays) {
  start();
  TcpPhone& phone = connect();
  EXPECT_EQ(status_of(ask(phone, options_bytes())), 200);
  EXPECT_TRUE(phone_.received().empty());
}

// 10 C16
TEST_F(SipOverTcp, AnswersWhatItRefusesOverTheConnectionWhateverTheViaSays) {
  start();
  TcpPhone& phone = connect();
  const auto with = [this](std::string_view old, std::string_view now) {
    std::string bytes = options_bytes();
    return bytes.replace(bytes.find(old), old.size(), now);
  };
  EXPECT_EQ(status_of(ask(phone, with("SIP/2.0/TCP", "SIP/7.0/TCP"))), 505);
  EXPECT_EQ(status_of(ask(phone, with("SIP/2.0/TCP", "nonsense"))), 400);
  EXPECT_EQ(status_of(ask(phone, with("sip:10.0.0.1", "tel:+1555"))), 416);
  EXPECT_EQ(status_of(ask(phone, options_bytes())), 200);
}

TEST_F(SipOverTcp, TakesAMessageByteByByte) {
  start();
  TcpPhone& phone = connect();
  for (char c : options_bytes()) {
    phone.send(std::string_view(&c, 1));
    run_for(1ms);
  }
  EXPECT_EQ(status_of(phone.take_message()), 200);
}

TEST_F(SipOverTcp, AnswersPipelinedRequestsInTheirOrder) {
  start();
  TcpPhone& phone = connect();
  std::string many;
  for (std::uint32_t cseq = 1; cseq <= 20; ++cseq) many += register_bytes({.cseq = cseq});
  phone.send(many);
  run_for(10ms);
  for (std::uint32_t cseq = 1; cseq <= 20; ++cseq) {
    const auto answer = phone.take_message();
    ASSERT_EQ(status_of(answer), 401);
    EXPECT_EQ(answer->first(sip::HeaderName::kCSeq), std::to_string(cseq) + " REGISTER");
  }
}

TEST_F(SipOverTcp, AnswersEachRequestThatComesAgainAnew) {
  start();
  TcpPhone& phone = connect();
  const std::string bytes = register_bytes({});
  const auto first = ask(phone, bytes);
  run_for(1s);
  const auto second = ask(phone, bytes);
  ASSERT_TRUE(first && second);
  EXPECT_NE(challenge_of(*first), challenge_of(*second));
}

TEST_F(SipOverTcp, AnswersAPingWithAPong) {
  start();
  TcpPhone& phone = connect();
  phone.send("\r\n\r\n");
  run_for(1ms);
  EXPECT_EQ(phone.received(), "\r\n");
}

TEST_F(SipOverTcp, EndsAConnectionWhoseMessagesHaveNoEnd) {
  start();
  for (const std::string& bytes :
       {std::string("OPTIONS sip:a SIP/2.0\r\nVia: SIP/2.0/TCP h;branch=z9hG4bK1\r\n\r\n"),
        std::string("OPTIONS sip:a SIP/2.0\r\nContent-Length: many\r\n\r\n"), std::string(70'000, 'x')}) {
    TcpPhone& phone = connect();
    phone.send(bytes);
    run_for(10ms);
    EXPECT_TRUE(phone.ended()) << bytes.substr(0, 80);
  }
  EXPECT_EQ(status_of(ask(connect(), options_bytes())), 200);
}

TEST_F(SipOverTcp, RefusesAMalformedRequestWhoseEndIsKnownAndGoesOn) {
  start();
  TcpPhone& phone = connect();
  std::string malformed = options_bytes();
  malformed.insert(malformed.find("Call-ID"), "no header at all\r\n");
  EXPECT_EQ(status_of(ask(phone, malformed)), 400);
  EXPECT_EQ(status_of(ask(phone, options_bytes())), 200);
}

TEST_F(SipOverTcp, AnswersWhatCameBeforeThePeerEndedItsSide) {
  start();
  TcpPhone& phone = connect();
  phone.send(options_bytes() + options_bytes());
  phone.hang_up();
  run_for(10ms);
  EXPECT_EQ(status_of(phone.take_message()), 200);
  EXPECT_EQ(status_of(phone.take_message()), 200);
  EXPECT_TRUE(phone.ended());
  EXPECT_FALSE(phone.was_reset());
}

TEST_F(SipOverTcp, EndsAnIdleConnectionAtItsMoment) {
  options_.sip.tcp.idle_timeout = 100s;
  start();
  TcpPhone& phone = connect();
  run_until(50s);
  EXPECT_EQ(status_of(ask(phone, options_bytes())), 200);
  run_until(150s - 1ns);
  EXPECT_FALSE(phone.ended());
  run_until(150s);
  EXPECT_TRUE(phone.ended());
}

TEST_F(SipOverTcp, KeepsAConnectionForAsLongAsItsBindingLives) {
  options_.sip.tcp.idle_timeout = 10s;
  start();
  TcpPhone& phone = connect();
  const auto challenged = ask(phone, register_bytes({}));
  const Moment bound = world_.now();
  EXPECT_EQ(status_of(ask(phone, register_bytes({.cseq = 2, .headers = {"Expires: 600"}}, nonce_of(*challenged)))),
            200);
  run_until(bound - Moment{} + 599s);
  EXPECT_FALSE(phone.ended());
  run_until(bound - Moment{} + 601s);
  EXPECT_TRUE(phone.ended());
}

TEST_F(SipOverTcp, CutsOffWhoeverSendsAByteAMinute) {
  options_.sip.tcp.message_timeout = 90s;
  start();
  std::vector<TcpPhone*> slow;
  for (int i = 0; i < 20; ++i) slow.push_back(&connect());
  for (TcpPhone* phone : slow) phone->send("R");
  const Moment began = world_.now();
  run_for(60s);
  for (TcpPhone* phone : slow) phone->send("E");
  run_until(began - Moment{} + 89s);
  EXPECT_FALSE(slow[0]->ended());
  run_until(began - Moment{} + 91s);
  for (TcpPhone* phone : slow) EXPECT_TRUE(phone->ended());
  EXPECT_EQ(status_of(ask(connect(), options_bytes())), 200);
}

TEST_F(SipOverTcp, LetsTheOldestIdleConnectionGoForANewOne) {
  options_.sip.tcp.most = 2;
  start();
  TcpPhone& first = connect();
  TcpPhone& second = connect();
  EXPECT_EQ(status_of(ask(first, options_bytes())), 200);
  TcpPhone& third = connect();
  run_for(10ms);
  EXPECT_FALSE(first.ended());
  EXPECT_TRUE(second.ended());
  EXPECT_FALSE(third.ended());
}

TEST_F(SipOverTcp, PrefersToKeepTheConnectionsOfBindings) {
  options_.sip.tcp.most = 2;
  start();
  TcpPhone& first = connect();
  const auto challenged = ask(first, register_bytes({}));
  EXPECT_EQ(status_of(ask(first, register_bytes({.cseq = 2}, nonce_of(*challenged)))), 200);
  TcpPhone& second = connect();
  EXPECT_EQ(status_of(ask(second, options_bytes())), 200);
  connect();
  run_for(10ms);
  EXPECT_FALSE(first.ended());
  EXPECT_TRUE(second.ended());
}

TEST_F(SipOverTcp, EndsAConnectionThatDoesNotTakeItsAnswers) {
  options_.sip.tcp.write_timeout = 5s;
  start();
  TcpPhone& phone = connect();
  phone.stop_reading();
  std::string many;
  for (int i = 0; i < 100; ++i) many += options_bytes();
  for (int i = 0; i < 100; ++i) {
    phone.push(many);
    run_for(10ms);
  }
  run_for(10s);
  EXPECT_FALSE(phone.push("x"));
  EXPECT_EQ(status_of(ask(connect(), options_bytes())), 200);
}

class CloseAct : public sip::ServerScript {
 public:
  sip::ServerAct on_request(Moment, const Endpoint&, const sip::Message&) override { return act; }
  sip::ServerAct act;
};

TEST_F(SipOverTcp, ClosesAConnectionForItsScript) {
  CloseAct script;
  script_ = &script;
  start();
  script.act.close = true;
  TcpPhone& answered = connect();
  EXPECT_EQ(status_of(ask(answered, options_bytes())), 200);
  EXPECT_TRUE(answered.ended());
  script.act.drop = true;
  TcpPhone& dropped = connect();
  EXPECT_EQ(status_of(ask(dropped, options_bytes())), 0);
  EXPECT_TRUE(dropped.ended());
  script.act.drop = false;
  script.act.delay = 5s;
  TcpPhone& late = connect();
  late.send(options_bytes());
  run_for(5s - 1ms);
  EXPECT_FALSE(late.ended());
  run_for(10ms);
  EXPECT_EQ(status_of(late.take_message()), 200);
  EXPECT_TRUE(late.ended());
}

TEST_F(SipOverTcp, FinishesItsAnswersBeforeItGoesOff) {
  options_.sip.work_per_message = 100ms;
  start();
  TcpPhone& busy = connect();
  TcpPhone& idle = connect();
  busy.send(options_bytes());
  run_for(10ms);
  world_.power_off(host_);
  run_for(1s);
  EXPECT_FALSE(host_.powered());
  EXPECT_EQ(status_of(busy.take_message()), 200);
  EXPECT_TRUE(busy.ended());
  EXPECT_TRUE(idle.ended());
}

TEST_F(SipOverTcp, LosesItsPowerInTheMiddleOfAnything) {
  options_.sip.work_per_message = 100ms;
  start();
  TcpPhone& phone = connect();
  phone.send(register_bytes({}) + register_bytes({.cseq = 2}));
  run_for(150ms);
  world_.power_cut(host_);
  run_for(10s);
  start();
  TcpPhone& again = connect();
  again.send(options_bytes());
  run_for(200ms);
  EXPECT_EQ(status_of(again.take_message()), 200);
}

}  // namespace
}  // namespace dialtone
