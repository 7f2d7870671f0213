// The torture messages at a device's door: each comes as a datagram, and what goes back is what counts.
#include "tests/device_sim/registering.h"
#include "tests/wire/sip/torture_answers.h"
#include "tests/world/datagram_probe.h"
#include "wire/sip/parser.h"

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

}  // namespace
}  // namespace dialtone
