// What others send to a device's own SIP port: it stays registered, keeps nothing of it, and answers as RFC 3261 says
// or not at all.
#include <malloc.h>

#include <algorithm>

#include "tests/device_sim/registering.h"
#include "tests/wire/sip/torture_answers.h"
#include "tests/world/datagram_probe.h"
#include "wire/sip/parser.h"
#include "wire/sip/stream_reader.h"
#include "wire/sip/writer.h"
#include "world/virtual/network.h"

namespace dialtone {
namespace {

constexpr auto kTcp = provisioning::CallAgentTransport::kTcp;
constexpr std::size_t kLargestDatagram = 65'507;

// A host that nobody has told the device of.
class Stranger {
 public:
  Task<void> run(Host& host) {
    const std::unique_ptr<UdpSocket> socket = *host.open_udp({host.address(), 5060});
    socket_ = socket.get();
    for (;;) static_cast<void>((co_await socket_->receive(kNever)).ok());
  }
  void send(const Endpoint& to, std::string_view bytes) { static_cast<void>(socket_->send(to, bytes).ok()); }

 private:
  UdpSocket* socket_ = nullptr;
};

std::string repeated(std::string_view part, std::size_t times) {
  std::string text;
  for (std::size_t i = 0; i < times; ++i) text += part;
  return text;
}

// Bytes without a meaning, the same each time.
std::string noise(std::size_t size) {
  std::string bytes;
  for (std::uint32_t state = 12345; bytes.size() < size; state = state * 1664525 + 1013904223) {
    bytes += static_cast<char>(state >> 24);
  }
  return bytes;
}

// See answer_to().
std::size_t most_answer_bytes(std::string_view request) { return request.size() * 3 / 2 + 600; }

std::size_t allocated_bytes() {
  const struct mallinfo2 all = mallinfo2();
  return all.uordblks + all.hblkhd;
}

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

class HostilePort : public Registering {
 protected:
  HostilePort() {
    HostConfig config;
    config.name = "stranger";
    config.addresses = {IpAddress::v4(10, 0, 0, 66)};
    config.main = [this](Host& host) { return stranger_.run(host); };
    world_.power_on(world_.add_host(std::move(config)));
    tap_.emplace(world_.network().install([this](const Packet& packet, Host&) {
      if (packet.from == contact_) sent_.push_back(packet.payload);
      return Verdict::pass();
    }));
  }

  // What the device sends because of `bytes`, which come from the stranger or from the call agent's address.
  std::vector<std::string> answers_to(std::string_view bytes, bool is_from_call_agent = false) {
    sent_.clear();
    if (is_from_call_agent) {
      registrar_.send(contact_, bytes);
    } else {
      stranger_.send(contact_, bytes);
    }
    run_for(1ms);
    return sent_;
  }
  // The status of the one answer to that; 0: there is none.
  int status_for(std::string_view bytes) {
    const std::vector<std::string> answers = answers_to(bytes);
    EXPECT_LE(answers.size(), 1U);
    return answers.empty() ? 0 : sip::parse_message(answers[0])->status();
  }
  // All that went wrong with the registration.
  std::size_t troubles() const {
    std::size_t all = 0;
    for (const char* name : {"registration.failed", "registration.rejected", "registration.expired", "device.reboot",
                             "device.resync", "connection.lost", "retry.scheduled"}) {
      all += events_.count(name);
    }
    return all;
  }
  // When the registrar was asked in three hours in which nobody disturbs.
  static std::vector<Duration> undisturbed() {
    struct Other : HostilePort {
      void TestBody() override {}
      std::vector<Duration> live() {
        start();
        run_until(3h);
        return registrar_.times();
      }
    };
    return Other().live();
  }

  Stranger stranger_;
  std::vector<std::string> sent_;
  std::optional<RuleGuard> tap_;
};

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

// --- torture messages ---

using TortureOfADevice = Registering;

// 10 C16
TEST_F(TortureOfADevice, GetsEachMessageItsAnswer) {
  start();
  run_for(1min);
  ASSERT_EQ(events_.count("registration.accepted"), 1U);
  DatagramProbe probe(world_, IpAddress::v4(10, 0, 0, 77), kTorturePorts);
  for (const TortureAnswer& torture : kTortureAnswers) {
    SCOPED_TRACE(std::string(torture.name));
    // Some have one branch: Timer J ends the transaction of the one before.
    run_for(std::chrono::seconds(33));
    const std::vector<std::string> answers = probe.ask(contact_, torture_datagram(torture.name));
    ASSERT_EQ(answers.size(), torture.device == 0 ? 0U : 1U);
    if (answers.empty()) continue;
    const Result<sip::Message> answer = sip::parse_message(answers[0]);
    ASSERT_TRUE(answer) << answers[0];
    EXPECT_EQ(answer->status(), torture.device);
  }
  run_for(2h);
  EXPECT_EQ(events_.count("registration.accepted"), 3U) << "it goes on as before";
}

class TortureOverAConnection : public TortureOfADevice {
 protected:
  TortureOverAConnection() { provision_with({{.address = "ca1.voip.example.net", .transport = kTcp}}); }

  // Whether those bytes are one message, and nothing more.
  static bool is_one_message(std::string_view bytes) {
    sip::StreamReader reader;
    reader.feed(bytes);
    if (reader.next() != sip::StreamReader::State::kMessage) return false;
    static_cast<void>(reader.take().ok());
    return reader.next() == sip::StreamReader::State::kNeedMore && reader.idle();
  }
};

// 10 C16
TEST_F(TortureOverAConnection, GetsEachMessageItsAnswer) {
  start();
  run_for(1min);
  int malformed = 0;
  for (const TortureAnswer& torture : kTortureAnswers) {
    SCOPED_TRACE(std::string(torture.name));
    const std::string bytes = torture_datagram(torture.name);
    if (!is_one_message(bytes)) continue;
    registrar_.responses.clear();
    registrar_.send_streamed(bytes);
    run_for(1s);
    ASSERT_EQ(registrar_.responses.size(), torture.device == 0 ? 0U : 1U);
    if (torture.device != 0) EXPECT_EQ(registrar_.responses[0].status(), torture.device);
    if (!sip::read_message(bytes)) ++malformed;
  }
  EXPECT_GE(malformed, 5) << "these are answered too";
  EXPECT_EQ(registrar_.connections.size(), 1U);
}

// --- responses ---

class ForgedResponses : public HostilePort {
 protected:
  // Sends what `forge` makes of the right answer ahead of each of those.
  void forge_with(const std::function<std::string(const std::string& right)>& forge) {
    registrar_.script = [this, forge](const Request& request, sip::Message usual) {
      for (const int status : {200, 401, 403, 503}) {
        sip::Message wrong = ScriptedRegistrar::response(request, status);
        wrong.add("Contact", "<sip:x@10.9.9.9>;expires=7");
        stranger_.send(contact_, forge(sip::write(wrong)));
      }
      return std::optional(std::move(usual));
    };
  }
  // The device is registered as if there had been none.
  void expect_no_effect() {
    start();
    run_until(3h);
    EXPECT_EQ(troubles(), 0U);
    EXPECT_EQ(events_.count("registration.challenged"), 1U);
    EXPECT_EQ(Duration(events_.named("registration.accepted").at(0).number("expires")), 1h);
    EXPECT_EQ(registrar_.times(), undisturbed());
  }
  static std::string replaced(std::string text, std::string_view from, std::string_view to) {
    const std::size_t at = text.find(from);
    return at == std::string::npos ? text : text.replace(at, from.size(), to);
  }
};

// 10 26
TEST_F(ForgedResponses, WithAnotherBranchHaveNoEffect) {
  forge_with([](const std::string& right) { return replaced(right, "branch=z9hG4bK", "branch=z9hG4bK0"); });
  expect_no_effect();
}

// 10 26
TEST_F(ForgedResponses, WithoutABranchHaveNoEffect) {
  forge_with([](const std::string& right) { return replaced(right, ";branch=", ";other="); });
  expect_no_effect();
}

// 10 26
TEST_F(ForgedResponses, WithAnotherCSeqHaveNoEffect) {
  forge_with([](const std::string& right) { return replaced(right, "CSeq: ", "CSeq: 9"); });
  expect_no_effect();
}

// 10 26
TEST_F(ForgedResponses, ToAnotherMethodHaveNoEffect) {
  forge_with([](const std::string& right) { return replaced(right, " REGISTER\r\n", " OPTIONS\r\n"); });
  expect_no_effect();
}

// 10 26
TEST_F(ForgedResponses, ToTheMethodInLowerCaseHaveNoEffect) {
  forge_with([](const std::string& right) { return replaced(right, " REGISTER\r\n", " register\r\n"); });
  expect_no_effect();
}

// 10 B12
TEST_F(ForgedResponses, WithASecondViaHaveNoEffect) {
  forge_with([](const std::string& right) {
    return replaced(right, "\r\nVia: ", "\r\nv: SIP/2.0/UDP 10.0.0.66;branch=z9hG4bK1\r\nVia: ");
  });
  expect_no_effect();
}

// 10 B12
TEST_F(ForgedResponses, WithASecondViaBehindTheFirstHaveNoEffect) {
  for (const std::string_view more : {"\r\nVia: SIP/2.0/UDP 10.0.0.66;branch=z9hG4bK1\r\nTo: ", "\r\nvia: x\r\nTo: "}) {
    struct Other : ForgedResponses {
      void TestBody() override {}
      void live(std::string_view more) {
        forge_with([more](const std::string& right) { return replaced(right, "\r\nTo: ", more); });
        expect_no_effect();
      }
    };
    Other().live(more);
  }
}

// 10 B12
TEST_F(ForgedResponses, WithAListOfViasHaveNoEffect) {
  forge_with([](const std::string& right) {
    return replaced(right, "\r\nFrom: ", ", SIP/2.0/UDP 10.0.0.66;branch=z9hG4bK1\r\nFrom: ");
  });
  expect_no_effect();
}

// RFC 3261 18.1.2.
// 10 26
TEST_F(ForgedResponses, ForWhatAnotherHasSentHaveNoEffect) {
  forge_with([](const std::string& right) { return replaced(right, "UDP 10.0.1.1:5060", "UDP 10.0.1.1:5061"); });
  expect_no_effect();
}

// 10 26
TEST_F(ForgedResponses, AfterTheRightOneHaveNoEffect) {
  registrar_.script = [this](const Request& request, sip::Message usual) {
    world_.at(world_.now() + 10ms, [this, late = sip::write(ScriptedRegistrar::response(request, 403))] {
      for (int i = 0; i < 100; ++i) stranger_.send(contact_, late);
    });
    return std::optional(std::move(usual));
  };
  expect_no_effect();
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

class HostileConnection : public HostilePort {
 protected:
  HostileConnection() { provision_with({{.address = "ca1.voip.example.net", .transport = kTcp}}); }

  // As far as the device takes it.
  void send_all(std::string_view bytes) {
    for (; !bytes.empty() && troubles() == 0; bytes.remove_prefix(std::min<std::size_t>(bytes.size(), 16'000))) {
      registrar_.send_streamed(bytes.substr(0, 16'000));
      run_for(10ms);
    }
  }
};

// 10 26
TEST_F(HostileConnection, ThatCannotBeReadIsReplacedByTheBackOffAndNothingIsKept) {
  for (const std::string& bytes :
       {std::string(200'000, 'A'), noise(200'000), std::string(200'000, '\0'),
        "SIP/2.0 200 OK\r\nContent-Length: 4294967295\r\n\r\n" + std::string(100'000, 'x'),
        std::string("OPTIONS sip:a SIP/2.0\r\nContent-Length: -1\r\n\r\n"),
        std::string("OPTIONS sip:a SIP/2.0\r\nl: 1\r\nl: 2\r\n\r\n"), std::string("SIP/2.0 200 OK\r\n\r\n")}) {
    SCOPED_TRACE(bytes.substr(0, 60));
    struct Other : HostileConnection {
      void TestBody() override {}
      void live(const std::string& bytes) {
        start();
        run_for(1min);
        const std::size_t before = allocated_bytes();
        send_all(bytes);
        EXPECT_LT(allocated_bytes(), before + 400'000);
        run_for(5s);
        EXPECT_EQ(events_.count("connection.lost"), 1U);
        EXPECT_EQ(events_.count("retry.scheduled"), 1U);
        run_for(2min);
        EXPECT_EQ(registrar_.connections.size(), 2U);
        EXPECT_EQ(events_.count("registration.accepted"), 2U);
        EXPECT_EQ(events_.count("registration.expired"), 0U);
      }
    };
    Other().live(bytes);
  }
}

// 10 26
TEST_F(HostileConnection, ThatBringsWhatIsNoAnswerStaysAsItIs) {
  start();
  run_for(1min);
  const sip::Message& last = registrar_.requests.back().message;
  const std::string forged = sip::write(ScriptedRegistrar::response(registrar_.requests.back(), 403));
  ASSERT_EQ(last.method(), sip::Method::kRegister);
  std::size_t most = 0;
  const std::size_t before = allocated_bytes();
  for (int i = 0; i < 2'000; ++i) {
    registrar_.send_streamed(forged + "\r\n\r\n\r\n" + request("INVITE") + "x y z\r\nContent-Length: 3\r\n\r\nabc");
    run_for(1ms);
    ASSERT_EQ(registrar_.responses.size(), 1U) << "only the INVITE is a request";
    EXPECT_EQ(registrar_.responses[0].status(), 405);
    registrar_.responses.clear();
    sent_.clear();
    most = std::max(most, allocated_bytes());
  }
  EXPECT_LT(most, before + 300'000);
  registrar_.send_streamed("OPTIONS sip:a SIP/2.0\r\nVia: x\r\nno header\r\nContent-Length: 0\r\n\r\n");
  run_for(1ms);
  ASSERT_EQ(registrar_.responses.size(), 1U);
  EXPECT_EQ(registrar_.responses[0].status(), 400);
  registrar_.send_streamed("OPTIONS sip:a SIP/7.0\r\nVia: x\r\nno header\r\nContent-Length: 0\r\n\r\n");
  run_for(1ms);
  ASSERT_EQ(registrar_.responses.size(), 2U);
  EXPECT_EQ(registrar_.responses[1].status(), 505);
  run_for(3h);
  EXPECT_EQ(troubles(), 0U);
  EXPECT_EQ(registrar_.connections.size(), 1U);
  EXPECT_GE(events_.count("registration.accepted"), 3U);
}

}  // namespace
}  // namespace dialtone
