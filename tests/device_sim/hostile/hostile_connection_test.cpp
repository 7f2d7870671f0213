// What a call agent may send over a device's connection.
#include <algorithm>

#include "tests/device_sim/hostile/hostile_port.h"
#include "wire/sip/writer.h"

namespace dialtone {
namespace {

constexpr auto kHostileTcp = Transport::kTcp;

class HostileConnection : public HostilePort {
 protected:
  HostileConnection() { provision_with({{.address = "ca1.voip.example.net", .transport = kHostileTcp}}); }

  // Sends bytes until the device has read all of them or the registration fails.
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
