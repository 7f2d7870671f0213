// Bindings that change while something reads them, or twice in one request.
#include <chrono>

#include "tests/call_agent_sim/call_agent_world.h"
#include "tests/call_agent_sim/service/tcp_phone.h"
#include "tests/wanted.h"

namespace dialtone {
namespace {

using namespace std::chrono_literals;

class ChangingBindings : public CallAgentWorld {
 protected:
  // Registers line1's contact over the phone's own connection.
  void enroll_over(TcpPhone& phone, std::uint32_t cseq) {
    phone.send(register_bytes({.cseq = cseq}));
    run_for(1ms);
    phone.send(register_bytes({.cseq = cseq + 1}, nonce_of(wanted(phone.take_message()))));
    run_for(1ms);
    ASSERT_EQ(wanted(phone.take_message()).status(), 200);
  }
};

// 12.4: whichever of the two would count, the request is refused as a whole.
TEST_F(ChangingBindings, AContactThatOneRequestNamesTwiceChangesNothing) {
  start();
  EXPECT_EQ(enroll({.contacts = {"<sip:a@10.0.0.42>", "<sip:b@10.0.0.42>"}}).status(), 200);
  std::uint32_t cseq = 1;
  for (const auto& [first, second] : {std::pair("a@10.0.0.42>;expires=0", "a@10.0.0.42>;expires=0"),
                                      {"a@10.0.0.42>;expires=60", "a@10.0.0.42>;expires=0"},
                                      {"a@10.0.0.42>;expires=60", "a@10.0.0.42>;expires=120"},
                                      {"c@10.0.0.42>;expires=60", "c@10.0.0.42>;expires=120"},
                                      {"c@10.0.0.42>;expires=60", "c@10.0.0.42>;expires=0"}}) {
    const auto answer =
        enroll({.cseq = cseq += 2, .contacts = {"<sip:" + std::string(first), "<sip:" + std::string(second)}});
    EXPECT_EQ(answer.status(), 400) << first << " " << second;
  }
  EXPECT_TRUE(events_.named("binding.removed").empty());
  EXPECT_TRUE(events_.named("binding.refreshed").empty());
  EXPECT_EQ(events_.named("binding.added").size(), 2U);
}

// 12.4
TEST_F(ChangingBindings, AProbeOverAnEarlierFlowSaysNothingOfTheNewOne) {
  options_.probe_period = 60s;
  start();
  TcpPhone old_phone(world_, "old-phone", IpAddress::v4(10, 0, 0, 50), server_);
  TcpPhone new_phone(world_, "new-phone", IpAddress::v4(10, 0, 0, 51), server_);
  enroll_over(old_phone, 1);
  turn_until_asked(old_phone);
  enroll_over(new_phone, 3);
  old_phone.hang_up();
  run_for(1s);
  EXPECT_TRUE(events_.named("binding.unreachable").empty());
  // From now on the new flow is probed.
  turn_until_asked(new_phone);
  new_phone.hang_up();
  run_for(1ms);
  const auto unreachable = events_.named("binding.unreachable");
  ASSERT_EQ(unreachable.size(), 1U);
  EXPECT_TRUE(unreachable[0].fields.at("peer").starts_with("10.0.0.51:"));
}

// 12.4
TEST_F(ChangingBindings, ABindingThatIsRemovedWhileItIsProbedIsNotToldUnreachable) {
  options_.probe_period = 60s;
  start();
  TcpPhone phone(world_, "phone", IpAddress::v4(10, 0, 0, 50), server_);
  enroll_over(phone, 1);
  turn_until_asked(phone);
  EXPECT_EQ(enroll({.cseq = 3, .contacts = {"*"}, .headers = {"Expires: 0"}}).status(), 200);
  phone.hang_up();
  run_for(1s);
  EXPECT_TRUE(events_.named("binding.unreachable").empty());
}

}  // namespace
}  // namespace dialtone
