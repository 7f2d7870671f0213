// Each torture message is sent to the call agent as a datagram; its answer is checked.
#include "tests/call_agent_sim/call_agent_world.h"
#include "tests/wire/sip/torture_answers.h"
#include "tests/world/conformance/datagram_probe.h"
#include "wire/sip/parser.h"
#include "wire/sip/typed_headers.h"

namespace dialtone {
namespace {

class TortureOfACallAgent : public CallAgentWorld {};

// 10 C16
TEST_F(TortureOfACallAgent, GetsEachMessageItsAnswer) {
  start();
  DatagramProbe probe(world_, IpAddress::v4(10, 0, 0, 77), kTorturePorts);
  for (const TortureAnswer& torture : kTortureAnswers) {
    SCOPED_TRACE(std::string(torture.name));
    // Some messages share a branch: Timer J ends the previous transaction.
    run_for(std::chrono::seconds(33));
    const std::vector<std::string> answers = probe.ask(server_, torture_datagram(torture.name));
    ASSERT_EQ(answers.size(), torture.call_agent == 0 ? 0U : 1U);
    if (answers.empty()) continue;
    const Result<sip::Message> answer = sip::parse_message(answers[0]);
    ASSERT_TRUE(answer) << answers[0];
    EXPECT_EQ(answer->status(), torture.call_agent);
    if (torture.call_agent == 405 || torture.call_agent == 501) {
      EXPECT_EQ(answer->first(sip::HeaderName::kAllow), "OPTIONS, REGISTER");
    }
    EXPECT_EQ(answer->first(sip::HeaderName::kUnsupported).has_value(), torture.call_agent == 420);
  }
  EXPECT_EQ(ask(register_bytes({}))->status(), 401) << "it goes on as before";
  EXPECT_TRUE(events_.named("binding.added").empty());
}

// 10 C16
TEST_F(TortureOfACallAgent, RefusesABadContactOfWhoeverMayRegister) {
  start();
  EXPECT_EQ(enroll({.contacts = {"sip:user@example.com?Route=%3Csip:sip.example.com%3E"}}).status(), 400);
}

}  // namespace
}  // namespace dialtone
