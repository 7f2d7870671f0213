#include "tools/signals/run_until_signal.h"

#include <gtest/gtest.h>
#include <signal.h>

#include <string>

#include "tools/signals/signals.h"

namespace dialtone {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

HostConfig party(Host::Main main) {
  HostConfig config{.name = "party", .addresses = {IpAddress::loopback_v4()}};
  config.main = std::move(main);
  return config;
}

class RunUntilSignal : public testing::Test {
 protected:
  ~RunUntilSignal() override {
    for (const int number : {SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGPIPE}) signal(number, SIG_DFL);
  }
};

TEST_F(RunUntilSignal, EndsWithThePartysMain) {
  RealWorld world({});
  EXPECT_EQ(run_until_signal(world, party([](Host& host) -> Task<void> { co_await host.sleep(milliseconds(1)); })), 0);
}

TEST_F(RunUntilSignal, PressesThePowerButtonAtASignal) {
  for (const int number : {SIGTERM, SIGINT, SIGHUP}) {
    RealWorld world({});
    bool polite = false;
    const int ended_by = run_until_signal(world, party([&](Host& host) -> Task<void> {
                                            raise(number);
                                            while (!host.power_off_requested()) {
                                              co_await Wait(host.power_button(), kNever, "the power button");
                                            }
                                            co_await host.sleep(milliseconds(1));
                                            polite = true;
                                          }));
    EXPECT_EQ(ended_by, number);
    EXPECT_TRUE(polite);
  }
}

// 10 D22
TEST_F(RunUntilSignal, ASignalThatWasNotedBeforePressesThePowerButtonAtOnce) {
  catch_signals();
  EXPECT_EQ(noted_signal(), 0);
  raise(SIGHUP);
  EXPECT_EQ(noted_signal(), SIGHUP);
  RealWorld world({});
  bool polite = false;
  EXPECT_EQ(run_until_signal(world, party([&](Host& host) -> Task<void> {
                               while (!host.power_off_requested()) {
                                 co_await Wait(host.power_button(), kNever, "the power button");
                               }
                               polite = true;
                             })),
            SIGHUP);
  EXPECT_TRUE(polite);
  EXPECT_EQ(noted_signal(), 0);
}

TEST_F(RunUntilSignal, CutsThePowerAtTheSecondSignal) {
  RealWorld world({});
  bool finished = false;
  const int ended_by = run_until_signal(world, party([&](Host& host) -> Task<void> {
                                          raise(SIGTERM);
                                          while (!host.power_off_requested()) {
                                            co_await Wait(host.power_button(), kNever, "the power button");
                                          }
                                          raise(SIGINT);
                                          co_await host.sleep(seconds(1000));
                                          finished = true;
                                        }));
  EXPECT_EQ(ended_by, SIGTERM);
  EXPECT_FALSE(finished);
}

TEST_F(RunUntilSignal, DescribesThePartyAtAQuitAndGoesOn) {
  RealWorld world({});
  bool finished = false;
  testing::internal::CaptureStderr();
  const int ended_by = run_until_signal(world, party([&](Host& host) -> Task<void> {
                                          raise(SIGQUIT);
                                          co_await host.sleep(milliseconds(200));
                                          finished = true;
                                        }));
  const std::string printed = testing::internal::GetCapturedStderr();
  EXPECT_EQ(ended_by, 0);
  EXPECT_TRUE(finished);
  EXPECT_NE(printed.find("party\n  main awaits the end of a pause"), std::string::npos) << printed;
}

}  // namespace
}  // namespace dialtone
