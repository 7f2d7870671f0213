// What a device must remember and forget between registrars, connections and rounds.
#include "tests/device_sim/signalling/registering.h"

namespace dialtone {
namespace {

class AcrossRounds : public Registering {};

// The Retry-After of each of two busy call agents.
class TwoRetryAfters : public AcrossRounds, public testing::WithParamInterface<std::pair<int, int>> {
 protected:
  static ScriptedRegistrar::Script busy_for(int seconds) {
    return [seconds](const Request& request, const sip::Message&) {
      sip::Message answer = ScriptedRegistrar::response(request, 503);
      answer.add("Retry-After", std::to_string(seconds));
      return std::optional(std::move(answer));
    };
  }
};

// 12.4
TEST_P(TwoRetryAfters, OfOneRoundCountAsTheLonger) {
  provision_with({{.address = "ca1.voip.example.net"}, {.address = "ca2.voip.example.net"}});
  registrar_.script = busy_for(GetParam().first);
  backup_.script = busy_for(GetParam().second);
  start();
  run_for(10s);
  ASSERT_EQ(events_.count("retry.scheduled"), 1U);
  EXPECT_GE(first_delay(), 400s);
  EXPECT_LT(first_delay(), 500s);
}

INSTANTIATE_TEST_SUITE_P(Seconds, TwoRetryAfters, testing::Values(std::pair(400, 200), std::pair(200, 400)),
                         [](const auto& each) { return std::to_string(each.param.first) + "First"; });

// 12.4: the device moves to another call agent while a refresh fails and the end of its old binding is awaited.
TEST_F(AcrossRounds, TheEndOfAnOldBindingIsNothingToADeviceThatMoved) {
  registrar_.granted = 600s;
  profile_.refresh_from_percent = profile_.refresh_to_percent = 50;
  provision_with({{.address = "ca1.voip.example.net"}});
  start();
  run_for(20s);
  ASSERT_EQ(events_.count("registration.accepted"), 1U);
  const Moment registered = events_.named("registration.accepted")[0].time;
  provision_with({{.address = "ca2.voip.example.net"}});
  stay_silent(registrar_);
  world_.run(registered + 340s);
  ASSERT_EQ(events_.count("registration.failed"), 1U);
  stay_silent(backup_);
  ask(request("NOTIFY", kCheckSync));
  world_.run(registered + 601s);
  EXPECT_GE(backup_.requests.size(), 2U);
  EXPECT_EQ(events_.count("registration.expired"), 0U);
  backup_.script = nullptr;
  run_for(1h);
  EXPECT_EQ(events_.named("registration.accepted").back().text("to"), "10.0.0.3:5060");
  EXPECT_EQ(events_.count("registration.expired"), 0U);
}

class AcrossConnections : public AcrossRounds {
 protected:
  AcrossConnections() { provision_with({{.address = "ca1.voip.example.net", .transport = kTcp}}); }

  Duration last_delay() const { return Duration(events_.named("retry.scheduled").back().number("delay")); }
};

// 12.4
TEST_F(AcrossConnections, ALineEndThatWasNotAskedForProvesNothing) {
  start();
  run_for(20s);
  registrar_.send_streamed("\r\n");
  run_for(1s);
  registrar_.reset();
  run_for(1s);
  EXPECT_EQ(events_.count("connection.lost"), 1U);
  EXPECT_GE(last_delay(), 30s) << "as one that was never proven";
  EXPECT_LE(last_delay(), 60s);
}

// 12.4
TEST_F(AcrossConnections, AProvenConnectionTakesTheWaitsOfThoseBeforeItBack) {
  start();
  run_for(20s);
  for (int lost = 0; lost < 3; ++lost) {
    registrar_.reset();
    run_for(1s);
    run_for(last_delay() + 10s);
  }
  EXPECT_GE(last_delay(), 60s) << "the third that was never proven";
  // The device's keep-alive is answered; then the connection is lost.
  run_for(130s);
  registrar_.reset();
  run_for(1s);
  EXPECT_EQ(events_.count("connection.lost"), 4U);
  EXPECT_GE(last_delay(), 15s);
  EXPECT_LE(last_delay(), 30s);
  // The next connection is lost before it is proven, so the back-off starts anew.
  run_for(last_delay() + 10s);
  registrar_.reset();
  run_for(1s);
  EXPECT_LE(last_delay(), 60s);
}

}  // namespace
}  // namespace dialtone
