// Sends each torture message to a device's port and on its connection; the device's answer must be the one that the
// RFCs require.
#include "tests/device_sim/signalling/registering.h"
#include "tests/wire/sip/torture_answers.h"
#include "tests/world/conformance/datagram_probe.h"
#include "wire/sip/parser.h"
#include "wire/sip/stream_reader.h"

namespace dialtone {
namespace {

using TortureOfADevice = Registering;

// 10 C16
TEST_F(TortureOfADevice, GetsEachMessageItsAnswer) {
  start();
  run_for(1min);
  ASSERT_EQ(events_.count("registration.accepted"), 1U);
  DatagramProbe probe(world_, IpAddress::v4(10, 0, 0, 77), kTorturePorts);
  for (const TortureAnswer& torture : kTortureAnswers) {
    SCOPED_TRACE(std::string(torture.name));
    // Some messages share a branch, so Timer J must end the previous transaction first.
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

  // Returns true if the bytes are exactly one message.
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

}  // namespace
}  // namespace dialtone
