// The memory that all peers together make the call agent use is limited, and other clients are served.
#include <chrono>
#include <deque>

#include "tests/call_agent_sim/call_agent_world.h"
#include "tests/call_agent_sim/service/tcp_phone.h"

namespace dialtone {
namespace {

using namespace std::chrono_literals;

class LateScript : public sip::ServerScript {
 public:
  sip::ServerAct on_request(Moment, const Endpoint&, const sip::Message&) override {
    sip::ServerAct act;
    act.delay = delay;
    return act;
  }
  Duration delay = 1s;
};

class CallAgentSums : public CallAgentWorld {
 protected:
  TcpPhone& connect() {
    const auto number = static_cast<std::uint8_t>(50 + phones_.size());
    return phones_.emplace_back(world_, "tcp-phone-" + std::to_string(number), IpAddress::v4(10, 0, 0, number),
                                server_);
  }
  // Returns an OPTIONS of at least that size, whose answer is no longer for it.
  std::string options(std::size_t size = 0, std::string_view transport = "UDP") {
    const std::string number = std::to_string(next_branch_++);
    std::string head =
        "OPTIONS sip:10.0.0.1 SIP/2.0\r\nVia: SIP/2.0/" + std::string(transport) + " 10.0.0.42;branch=z9hG4bKs" +
        number + ";rport\r\nFrom: <sip:a@b>;tag=1\r\nTo: <sip:a@b>\r\nCall-ID: c\r\nCSeq: " + number + " OPTIONS\r\n";
    if (head.size() < size) head += "Subject: " + std::string(size - head.size(), 'x') + "\r\n";
    return head + "Content-Length: 0\r\n\r\n";
  }
  std::string over_tcp(std::size_t size = 0) { return options(size, "TCP"); }
  // Connects a phone that has not read twenty answers of 30,000 bytes, each as long as its request because of its Via.
  TcpPhone& connect_deaf() {
    TcpPhone& phone = connect();
    phone.stop_reading();
    for (int sent = 0; sent < 20; ++sent) {
      std::string request = over_tcp();
      phone.push(request.insert(request.find(";rport"), ";x=" + std::string(30'000, 'x')));
      run_for(100ms);
    }
    return phone;
  }
  bool is_served(TcpPhone& phone) {
    phone.send(over_tcp());
    run_for(200ms);
    const auto answer = phone.take_message();
    return answer && answer->status() == 200;
  }

  void expect_the_oldest_deaf_to_go() {
    std::vector<TcpPhone*> deaf;
    for (int i = 0; i < 6; ++i) {
      deaf.push_back(&connect_deaf());
      EXPECT_TRUE(is_served(connect())) << i;
    }
    std::size_t left = 0;
    for (TcpPhone* phone : deaf) left += phone->push("x") ? 1 : 0;
    EXPECT_GE(left, 1U);
    EXPECT_LE(left, 3U);
    EXPECT_TRUE(deaf.back()->push("x")) << "those who had waited the longest had to go";
  }

  void expect_one_answer_kept() {
    start();
    const std::string first = register_bytes({});
    ask(first);
    const std::string answer = phone_.received().back().bytes;
    ASSERT_GT(answer.size(), 500U);
    run_for(1s);
    ask(first);
    EXPECT_EQ(phone_.received().back().bytes, answer);
    ask(register_bytes({}));
    ask(first);
    EXPECT_NE(phone_.received().back().bytes, answer) << "it was forgotten, and is dealt with anew";
  }

  std::deque<TcpPhone> phones_;
};

// --- datagrams ---

TEST_F(CallAgentSums, BoundTheBytesOfDatagramsThatWait) {
  options_.sip.work_per_message = 100ms;
  options_.sip.most_waiting_bytes = 10'000;
  start();
  Phone other(world_, "other", IpAddress::v4(10, 0, 0, 43));
  for (int i = 0; i < 5; ++i) phone_.send(server_, options(4000));
  other.send(server_, options());
  run_for(1s);
  EXPECT_EQ(phone_.received().size(), 2U);
  EXPECT_EQ(other.received().size(), 1U);
  for (int i = 0; i < 2; ++i) phone_.send(server_, options(4000));
  run_for(1s);
  EXPECT_EQ(phone_.received().size(), 4U) << "what was dealt with waits no more";
}

TEST_F(CallAgentSums, BoundTheBytesOfAnswersThatAreKept) {
  options_.sip.most_transaction_bytes = 1000;
  expect_one_answer_kept();
}

TEST_F(CallAgentSums, BoundTheAnswersThatAreKept) {
  options_.sip.most_transactions = 1;
  expect_one_answer_kept();
}

// --- connections ---

TEST_F(CallAgentSums, BoundTheRequestsThatAScriptDelays) {
  LateScript script;
  script_ = &script;
  options_.sip.most_waiting = 2;
  start();
  TcpPhone& phone = connect();
  for (int i = 0; i < 5; ++i) phone.send(over_tcp());
  run_for(2s);
  int answered = 0;
  while (phone.take_message()) ++answered;
  EXPECT_EQ(answered, 2);
  script.delay = 0s;
  EXPECT_TRUE(is_served(connect()));
}

TEST_F(CallAgentSums, BoundTheBytesOfDatagramsThatAScriptDelays) {
  LateScript script;
  script_ = &script;
  options_.sip.most_waiting_bytes = 10'000;
  start();
  for (int i = 0; i < 5; ++i) phone_.send(server_, options(4000));
  run_for(2s);
  EXPECT_EQ(phone_.received().size(), 2U);
  for (int i = 0; i < 2; ++i) phone_.send(server_, options(4000));
  run_for(2s);
  EXPECT_EQ(phone_.received().size(), 4U) << "what was dealt with waits no more";
}

TEST_F(CallAgentSums, BoundTheBytesOfRequestsOverConnectionsThatAScriptDelays) {
  LateScript script;
  script_ = &script;
  options_.sip.most_waiting_bytes = 10'000;
  start();
  TcpPhone& phone = connect();
  for (int i = 0; i < 5; ++i) phone.send(over_tcp(4000));
  run_for(2s);
  int answered = 0;
  while (phone.take_message()) ++answered;
  EXPECT_EQ(answered, 2);
  script.delay = 0s;
  EXPECT_TRUE(is_served(connect()));
}

TEST_F(CallAgentSums, BoundTheConnectionsAlsoWhileAllAreBusy) {
  options_.sip.work_per_message = 100ms;
  options_.sip.tcp.most = 2;
  start();
  TcpPhone& first = connect();
  TcpPhone& second = connect();
  for (TcpPhone* phone : {&first, &second}) phone->send(over_tcp());
  run_for(10ms);
  TcpPhone& third = connect();
  run_for(10ms);
  EXPECT_TRUE(third.ended() && third.was_reset());
  run_for(500ms);
  for (TcpPhone* phone : {&first, &second}) EXPECT_TRUE(phone->take_message()) << "it was being answered";
  EXPECT_TRUE(is_served(connect())) << "nobody is busy any more";
}

// Otherwise the waiting bytes and the socket would stay for as long as the client takes to read.
TEST_F(CallAgentSums, EndWhoDoesNotReadTogetherWithWhatWaitsForIt) {
  options_.sip.tcp.most = 2;
  start();
  TcpPhone& deaf = connect();
  deaf.stop_reading();
  std::string many;
  for (int i = 0; i < 100; ++i) many += over_tcp();
  for (int i = 0; i < 100; ++i) {
    ASSERT_TRUE(deaf.push(many));
    run_for(10ms);
  }
  TcpPhone& second = connect();
  EXPECT_TRUE(is_served(second));
  EXPECT_TRUE(deaf.push("x"));
  EXPECT_TRUE(is_served(connect()));
  EXPECT_FALSE(deaf.push("x"));
}

TEST_F(CallAgentSums, BoundTheBytesOfMessagesThatHaveComeInPart) {
  options_.sip.tcp.most_held_bytes = 100'000;
  start();
  std::vector<TcpPhone*> slow;
  const std::string part = over_tcp(60'000).substr(0, 30'000);
  for (int i = 0; i < 6; ++i) {
    slow.push_back(&connect());
    slow.back()->send(part);
    run_for(1s);
    EXPECT_TRUE(is_served(connect()));
  }
  // Three fit: the connections with the oldest messages had to be closed.
  for (std::size_t i = 0; i < slow.size(); ++i) EXPECT_EQ(slow[i]->ended(), i < 3) << i;
}

// These line ends are neither a ping nor the beginning of a message.
TEST_F(CallAgentSums, BoundTheBytesOfLineEndsThatAreNone) {
  options_.sip.tcp.most_held_bytes = 100'000;
  start();
  std::vector<TcpPhone*> floods;
  for (int i = 0; i < 6; ++i) {
    floods.push_back(&connect());
    floods.back()->send(std::string(30'000, '\r'));
    run_for(1s);
    EXPECT_TRUE(is_served(connect())) << i;
  }
  for (std::size_t i = 0; i < floods.size(); ++i) EXPECT_EQ(floods[i]->ended(), i < 3) << i;
  run_for(options_.sip.tcp.message_timeout);
  for (TcpPhone* flood : floods) EXPECT_TRUE(flood->ended()) << "no message takes so long";
}

// A request and the rest of an earlier answer are too much together.
TEST_F(CallAgentSums, BoundTheBytesThatOneHoldsWhoDoesNotRead) {
  options_.sip.tcp.most_held_bytes = 45'000;
  start();
  TcpPhone& deaf = connect_deaf();
  EXPECT_FALSE(deaf.push("x"));
}

TEST_F(CallAgentSums, BoundTheBytesThatWaitForOneWhoDoesNotRead) {
  options_.sip.tcp.most_waiting_bytes = 10'000;
  start();
  TcpPhone& deaf = connect_deaf();
  EXPECT_FALSE(deaf.push("x"));
  EXPECT_TRUE(is_served(connect()));
}

TEST_F(CallAgentSums, BoundTheBytesThatWaitForAllWhoDoNotRead) {
  options_.sip.tcp.most_held_bytes = 100'000;
  start();
  expect_the_oldest_deaf_to_go();
}

// The answers come while the next request is awaited.
TEST_F(CallAgentSums, BoundTheBytesOfLateAnswersThatWaitForAllWhoDoNotRead) {
  LateScript script;
  script.delay = 10ms;
  script_ = &script;
  options_.sip.tcp.most_held_bytes = 100'000;
  start();
  expect_the_oldest_deaf_to_go();
}

TEST_F(CallAgentSums, HoldNothingOfMessagesThatWereDealtWith) {
  options_.sip.tcp.most_held_bytes = 100'000;
  start();
  TcpPhone& slow = connect();
  slow.send(over_tcp(60'000).substr(0, 30'000));
  for (int i = 0; i < 10; ++i) {
    TcpPhone& phone = connect();
    phone.send(over_tcp(60'000));
    run_for(1s);
    ASSERT_TRUE(phone.take_message()) << i;
  }
  EXPECT_FALSE(slow.ended());
}

}  // namespace
}  // namespace dialtone
