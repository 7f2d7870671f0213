#include "call_agent_sim/service/prober.h"

#include <algorithm>
#include <chrono>

#include "tests/call_agent_sim/call_agent_world.h"
#include "tests/call_agent_sim/service/tcp_phone.h"
#include "tests/wanted.h"
#include "wire/sip/parser.h"

namespace dialtone {
namespace {

using namespace std::chrono_literals;

class Probing : public CallAgentWorld {
 protected:
  Probing() { options_.probe_period = 60s; }

  // Returns the number of OPTIONS since the last enrolment.
  std::size_t probes() const {
    return static_cast<std::size_t>(
        std::count_if(phone_.received().begin(), phone_.received().end(),
                      [](const Datagram& each) { return each.bytes.starts_with("OPTIONS "); }));
  }
  // Runs the world until a probe has come, to the nanosecond.
  Moment await_probe() {
    const std::size_t before = probes();
    const Moment deadline = world_.now() + 120s;
    while (probes() == before && world_.now() < deadline) run_for(1ms);
    EXPECT_EQ(probes(), before + 1);
    return world_.now();
  }
};

TEST_F(Probing, AsksEachBindingOnceInAPeriodAtItsPlace) {
  start();
  EXPECT_EQ(enroll({}).status(), 200);
  const Moment first = await_probe();
  const sip::Message request = last_request();
  EXPECT_EQ(request.request_uri(), "sip:line1@10.0.0.42:5060");
  EXPECT_EQ(request.first(sip::HeaderName::kTo), "<sip:line1@voip.example.net>");
  EXPECT_EQ(phone_.received().back().from, server_);
  phone_.send(server_, answer_bytes(request, 200));
  const Moment second = await_probe();
  EXPECT_EQ(second - first, 60s);
  phone_.send(server_, answer_bytes(last_request(), 486));
  run_for(59s);
  EXPECT_TRUE(events_.named("binding.unreachable").empty());
}

TEST_F(Probing, SpreadsThoseWhoRegisteredTogetherOverThePeriod) {
  start();
  for (int i = 1; i <= 60; ++i) {
    const std::string line = "line" + std::to_string(i);
    EXPECT_EQ(enroll({.line = line, .call_id = line, .contacts = {"<sip:" + line + "@10.0.0.42:5060>"}}).status(), 200);
  }
  // The first probe may come a whole period after the registration.
  std::size_t most = 0;
  std::size_t all = 0;
  for (int slice = 0; slice < 600; ++slice) {
    const std::size_t before = phone_.received().size();
    run_for(100ms);
    std::size_t fresh = 0;
    for (std::size_t i = before; i < phone_.received().size(); ++i) {
      const sip::Message request = *sip::parse_message(phone_.received()[i].bytes);
      phone_.send(server_, answer_bytes(request, 200));
      ++fresh;
    }
    all += fresh;
    most = std::max(most, fresh);
  }
  EXPECT_EQ(all, 60U);
  EXPECT_LE(most, 4U);
}

TEST_F(Probing, AsksAgainAtTimerEAndGivesUpAtTimerF) {
  start();
  EXPECT_EQ(enroll({}).status(), 200);
  const Moment first = await_probe();
  const std::string bytes = phone_.received().back().bytes;
  const std::size_t before = phone_.received().size() - 1;
  run_until(first - Moment{} + 32s - 1ms);
  EXPECT_TRUE(events_.named("binding.unreachable").empty());
  EXPECT_EQ(phone_.received().size() - before, 11U);
  EXPECT_EQ(phone_.received().back().bytes, bytes);
  run_until(first - Moment{} + 32s);
  const auto unreachable = events_.named("binding.unreachable");
  ASSERT_EQ(unreachable.size(), 1U);
  EXPECT_LE(first - unreachable[0].time, -32s + 1ms);
  EXPECT_EQ(unreachable[0].fields.at("aor"), "sip:line1@voip.example.net");
  EXPECT_EQ(unreachable[0].fields.at("contact"), "sip:line1@10.0.0.42:5060");
}

TEST_F(Probing, TellsOnceThatABindingIsUnreachableAndOnceThatItIsAgain) {
  start();
  EXPECT_EQ(enroll({}).status(), 200);
  run_for(200s);
  EXPECT_EQ(events_.named("binding.unreachable").size(), 1U);
  EXPECT_TRUE(events_.named("binding.expired").empty());
  run_for(30s);
  await_probe();
  phone_.send(server_, answer_bytes(last_request(), 200));
  run_for(1s);
  EXPECT_EQ(events_.named("binding.reachable").size(), 1U);
  run_for(100s);
  EXPECT_EQ(events_.named("binding.unreachable").size(), 2U);
}

TEST_F(Probing, EndsWithTheBinding) {
  start();
  EXPECT_EQ(enroll({.headers = {"Expires: 100"}}).status(), 200);
  run_for(101s);
  const std::size_t before = probes();
  run_for(200s);
  EXPECT_LE(probes() - before, 10U);  // the one in progress
  EXPECT_EQ(events_.named("binding.expired").size(), 1U);
  const std::size_t after = probes();
  run_for(200s);
  EXPECT_EQ(probes(), after);
}

TEST_F(Probing, TakesAConnectionThatIsGoneForADeviceThatIs) {
  start();
  TcpPhone phone(world_, "tcp-phone", IpAddress::v4(10, 0, 0, 50), server_);
  phone.send(register_bytes({}));
  run_for(1ms);
  phone.send(register_bytes({.cseq = 2}, nonce_of(wanted(phone.take_message()))));
  run_for(1ms);
  EXPECT_EQ(wanted(phone.take_message()).status(), 200);
  turn_until_asked(phone);
  const auto asked = phone.take_message();
  ASSERT_TRUE(asked && asked->is_request());
  EXPECT_EQ(asked->method(), sip::Method::kOptions);
  phone.send(answer_bytes(*asked, 200));
  turn_until_asked(phone);
  EXPECT_TRUE(events_.named("binding.unreachable").empty());
  // While it is being probed.
  phone.hang_up();
  run_for(1ms);
  EXPECT_EQ(events_.named("binding.unreachable").size(), 1U);
  EXPECT_TRUE(events_.named("binding.removed").empty());
}

}  // namespace
}  // namespace dialtone
