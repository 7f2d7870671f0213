// How often a device obeys a call agent that makes demands without end.
#include "tests/device_sim/hostile/floods.h"

namespace dialtone {
namespace {

class Demands : public Floods {
 protected:
  // Each demand is a new transaction.
  void demand_for_an_hour(std::string_view event, Duration interval) {
    start();
    run_for(1min);
    const Moment end = world_.now() + 1h;
    for (int number = 1; world_.now() < end; ++number) {
      registrar_.send(contact_, request("NOTIFY", event, numbered("z9hG4bKflood", number, "")));
      run_for(interval);
    }
  }
  Duration interval() const { return std::max(profile_.provisioning_retry.base, profile_.registration_retry.base); }
  std::size_t most() const { return 3 + static_cast<std::size_t>(1h / interval()); }
};

// 10 B8
TEST_F(Demands, ToProvisionAgainAreObeyedThreeTimesAtOnceAndThenAtIntervals) {
  demand_for_an_hour("Event: check-sync\r\n", 100ms);
  const auto resyncs = events_.named("device.resync");
  EXPECT_LE(resyncs.size(), most());
  ASSERT_GE(resyncs.size(), 5U);
  EXPECT_EQ(resyncs[2].time - resyncs[0].time, 200ms);
  EXPECT_EQ(resyncs[3].time - resyncs[0].time, interval());
  EXPECT_EQ(resyncs[4].time - resyncs[3].time, interval());
  EXPECT_EQ(provisioning_.requests.size(), 1 + resyncs.size());
  EXPECT_EQ(registrar_.responses.size(), 36'000U) << "each is answered";
}

// 10 B8
TEST_F(Demands, OverTcpAreLimitedAllTheSame) {
  use(Transport::kTcp);
  start();
  run_for(1min);
  const Moment first = world_.now();
  for (int i = 0; i < 100; ++i) registrar_.send_streamed(request("NOTIFY", "Event: check-sync\r\n"));
  run_for(1s);
  EXPECT_LE(events_.count("device.resync"), 3U) << "what comes together is one demand";
  for (int i = 0; i < 600; ++i) {
    registrar_.send_streamed(request("NOTIFY", "Event: check-sync\r\n"));
    run_for(100ms);
  }
  const auto resyncs = events_.named("device.resync");
  ASSERT_EQ(resyncs.size(), 5U);
  EXPECT_EQ(resyncs[3].time, first + interval());
}

// 10 B8
TEST_F(Demands, ToRebootAreLimitedAcrossReboots) {
  demand_for_an_hour("Event: check-sync;reboot=true\r\n", 1s);
  const auto reboots = events_.named("device.reboot");
  EXPECT_LE(reboots.size(), most());
  ASSERT_GE(reboots.size(), 5U);
  EXPECT_EQ(reboots[4].time - reboots[3].time, interval());
  EXPECT_LE(asked(), 2 * (1 + reboots.size()));
}

// 10 B8
TEST_F(Demands, ThatMustWaitAreNotForgotten) {
  start();
  run_for(1min);
  const Moment first = world_.now();
  for (int i = 0; i < 4; ++i) ask(request("NOTIFY", "Event: check-sync\r\n", numbered("z9hG4bK", i, "")));
  EXPECT_EQ(events_.count("device.resync"), 3U);
  world_.run(first + interval() - 1ns);
  EXPECT_EQ(events_.count("device.resync"), 3U);
  run_for(1ns);
  EXPECT_EQ(events_.count("device.resync"), 4U);
  run_for(1h);
  EXPECT_EQ(events_.count("device.resync"), 4U);
}

}  // namespace
}  // namespace dialtone
