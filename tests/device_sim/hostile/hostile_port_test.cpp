// What others send to a device's own SIP port: the device stays registered, keeps nothing, and answers by RFC 3261 or
// not at all.
#include <algorithm>

#include "tests/device_sim/hostile/hostile_port.h"
#include "tests/wire/sip/torture_answers.h"
#include "wire/sip/parser.h"
#include "wire/sip/writer.h"

namespace dialtone {
namespace {

constexpr std::size_t kLargestDatagram = 65'507;

// The limit that answer_to() promises.
std::size_t most_answer_bytes(std::string_view request) { return request.size() * 3 / 2 + 600; }

std::vector<std::string> garbage() {
  const std::string via = "Via: SIP/2.0/UDP 10.0.0.66:5060;branch=z9hG4bKx\r\n";
  return {"",
          "\r\n",
          "\r\n\r\n",
          std::string(4, '\0'),
          std::string(kLargestDatagram, '\0'),
          repeated("\r\n", kLargestDatagram / 2),
          noise(20),
          noise(1500),
          noise(kLargestDatagram),
          std::string("\0\1\0\0\x21\x12\xA4\x42", 8) + noise(12),
          "GET / HTTP/1.1\r\nHost: 10.0.1.1\r\n\r\n",
          "SIP/2.0",
          "SIP/2.0 200 OK\r\n\r\n",
          "SIP/2.0 200\r\n" + via + "\r\n",
          "SIP/2.0 999 What\r\n" + via + "\r\n",
          "SIP/7.0 200 OK\r\n" + via + "\r\n",
          "OPTIONS sip:a SIP/2.0\r\n\r\n",
          "OPTIONS sip:a SIP/2.0\r\nVia: x\r\n\r\n",
          "OPTIONS sip:a SIP/2.0\r\nVia: SIP/2.0/UDP 10.0.0.66:0;branch=z9hG4bKx\r\n\r\n",
          "OPTIONS sip:a SIP/2.0\r\nVia: SIP/2.0/UDP 255.255.255.255;rport=1;received=224.0.0.1\r\n\r\n",
          "OPTIONS sip:a SIP/2.0\r\n" + repeated(via, 127) + "\r\n",
          "OPTIONS sip:a SIP/2.0\r\n" + repeated(via, 1000) + "\r\n",
          "OPTIONS sip:a SIP/2.0\r\nVia: " + repeated("SIP/2.0/UDP a,", 4000) + "\r\n\r\n",
          "OPTIONS sip:" + std::string(60'000, 'a') + " SIP/2.0\r\n" + via + "\r\n",
          "OPTIONS sip:a SIP/2.0\r\n" + via + "Content-Length: 4294967295\r\n\r\n",
          "OPTIONS sip:a SIP/2.0\r\n" + via + "Content-Length: -1\r\n\r\n",
          "ACK sip:a SIP/2.0\r\n" + via + "\r\n",
          "NOTIFY sip:a SIP/2.0\r\n" + via + "Event: check-sync\r\n" + repeated("a:b\r\n", 8000) + "\r\n"};
}

std::vector<std::string> all_hostile() {
  std::vector<std::string> all = garbage();
  for (const TortureAnswer& torture : kTortureAnswers) all.push_back(torture_datagram(torture.name));
  return all;
}

// 10 26
TEST_F(HostilePort, IsNotDisturbedByDatagramsOfAnyKind) {
  start();
  run_until(1min);
  for (const bool is_from_call_agent : {false, true}) {
    for (const std::string& bytes : all_hostile()) {
      SCOPED_TRACE(bytes.substr(0, 200));
      const std::vector<std::string> answers = answers_to(bytes, is_from_call_agent);
      ASSERT_LE(answers.size(), 1U);
      if (answers.empty()) continue;
      EXPECT_LE(answers[0].size(), most_answer_bytes(bytes));
      const Result<sip::Message> answer = sip::parse_message(answers[0]);
      ASSERT_TRUE(answer) << answer.error().reason;
      ASSERT_FALSE(answer->is_request());
      const Result<sip::Message, sip::MalformedMessage> read = sip::read_message(bytes);
      ASSERT_TRUE(read ? read->is_request() : read.error().request.has_value()) << "no response is answered";
      const sip::Message& request = read ? *read : *read.error().request;
      EXPECT_NE(request.method(), sip::Method::kAck);
      if (!read) EXPECT_TRUE(answer->status() == 400 || answer->status() == 505) << answer->status();
      EXPECT_TRUE(answer->status() >= 400 || request.method() == sip::Method::kOptions) << answer->status();
    }
  }
  EXPECT_EQ(ask(request("OPTIONS")), 200);
  run_until(3h);
  EXPECT_EQ(troubles(), 0U);
  EXPECT_EQ(provisioning_.requests.size(), 1U);
  EXPECT_EQ(registrar_.times(), undisturbed());
}

// 10 26
TEST_F(HostilePort, MakesNoAnswerMuchLargerThanItsRequest) {
  start();
  run_until(1min);
  const std::string line = "OPTIONS sip:a SIP/2.0\r\n";
  std::vector<std::string> requests = {line + "v:x\r\n\r\n",
                                       line + repeated("v:x\r\n", 128) + "\r\n",
                                       line + repeated("v:\r\n", 128) + "\r\n",
                                       line + "v:SIP/2.0/UDP a;" + repeated("rport;", 1'000) + "\r\n\r\n",
                                       request("OPTIONS"),
                                       request("OPTIONS", {}, "z9hG4bKb;rport")};
  for (const std::string_view header : {"t:x\r\n", "f:x\r\n", "i:x\r\n", "CSeq:x\r\n", "t:\r\n", "i:\r\n"}) {
    requests.push_back(line + "v:x\r\n" + repeated(header, 127) + "\r\n");
  }
  requests.push_back(request("NOTIFY", "Require:" + repeated("a,", 15'000) + "a\r\n"));
  requests.push_back(request("INVITE"));
  for (const std::string& bytes : requests) {
    const std::vector<std::string> answers = answers_to(bytes);
    ASSERT_EQ(answers.size(), 1U) << bytes.substr(0, 200);
    EXPECT_LE(answers[0].size(), most_answer_bytes(bytes)) << bytes.substr(0, 200);
  }
}

// 10 26
TEST_F(HostilePort, IsNotDisturbedBeforeTheDeviceIsRegistered) {
  stay_silent(registrar_);
  start();
  run_for(kBootTime + 1s);
  for (const std::string& bytes : all_hostile()) answers_to(bytes);
  registrar_.script = nullptr;
  run_for(10s);
  EXPECT_EQ(events_.count("registration.accepted"), 1U);
  EXPECT_EQ(troubles(), 0U);
}

// --- requests ---

// 10 26
TEST_F(HostilePort, TakesNoOrdersOfAStrangerWhoeverHeSaysHeIs) {
  start();
  run_for(1min);
  for (const std::string_view event : {"Event: check-sync\r\n", "Event: check-sync;reboot=true\r\n"}) {
    EXPECT_EQ(status_for(request("NOTIFY", event)), 403);
    std::string received = request("NOTIFY", event, "z9hG4bKb;received=10.0.0.2;rport=5060");
    EXPECT_EQ(status_for(received), 403);
    const std::string route = "Route: <sip:10.0.0.2>\r\nContact: <sip:10.0.0.2>\r\n" + std::string(event);
    EXPECT_EQ(status_for(request("NOTIFY", route)), 403);
  }
  run_for(1min);
  EXPECT_EQ(troubles(), 0U);
  EXPECT_EQ(provisioning_.requests.size(), 1U);
}

// 10 26
TEST_F(HostilePort, KeepsNothingOfAFlood) {
  start();
  run_for(1min);
  answers_to(request("OPTIONS"));
  tap_.reset();
  const std::string forged = sip::write(ScriptedRegistrar::response(registrar_.requests.back(), 200));
  const std::size_t before = allocated_bytes();
  std::size_t most = 0;
  for (int i = 0; i < 10'000; ++i) {
    stranger_.send(contact_, request("OPTIONS", {}, "z9hG4bK" + std::to_string(i)));
    stranger_.send(contact_, request("NOTIFY", "Event: check-sync\r\n", "z9hG4bK" + std::to_string(i)));
    stranger_.send(contact_, forged);
    stranger_.send(contact_, noise(200));
    run_for(1ms);
    most = std::max(most, allocated_bytes());
  }
  EXPECT_LT(most, before + 200'000);
  run_until(3h);
  EXPECT_EQ(troubles(), 0U);
  EXPECT_EQ(registrar_.times(), undisturbed());
}

// 10 26
TEST_F(HostilePort, RemembersOnlyTheNewestTransactionsOfACallAgentThatFloodsIt) {
  start();
  run_for(1min);
  tap_.reset();
  std::size_t most = 0;
  const std::size_t before = allocated_bytes();
  for (int i = 0; i < 20'000; ++i) {
    registrar_.send(contact_, request("NOTIFY", "Event: check-sync\r\n", "z9hG4bK" + std::to_string(i)));
    run_for(1ms);
    registrar_.responses.clear();
    most = std::max(most, allocated_bytes());
  }
  EXPECT_LT(most, before + 200'000);
  EXPECT_EQ(events_.count("registration.expired"), 0U);
}

// --- TCP ---

// 10 26
TEST_F(HostilePort, TakesNoConnections) {
  start();
  run_for(1min);
  std::optional<IoError> error;
  HostConfig config;
  config.name = "caller";
  config.addresses = {IpAddress::v4(10, 0, 0, 67)};
  config.main = [&, to = contact_](Host& host) -> Task<void> {
    const auto stream = co_await host.connect(to, host.now() + 10s);
    if (!stream) error = stream.error();
  };
  world_.power_on(world_.add_host(std::move(config)));
  run_for(1min);
  EXPECT_EQ(error, IoError::kRefused);
}

}  // namespace
}  // namespace dialtone
