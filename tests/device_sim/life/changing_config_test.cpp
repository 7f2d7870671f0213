// A configuration that changes while the device lives: its line is in use for a time, it has a wrong password, or a
// quirk is added and removed.
#include "tests/device_sim/signalling/registering.h"

namespace dialtone {
namespace {

class BusyLine : public Registering {
 protected:
  // The line is in use from one minute on until three minutes.
  void become_busy() {
    start();
    run_for(1min);
    config_.busy_until = Moment(3min);
  }
};

TEST_F(BusyLine, ANotifyIsAnsweredAndFetchesTheSettingsWhenTheLineIsIdle) {
  become_busy();
  EXPECT_EQ(ask(request("NOTIFY", kCheckSync)), 200);
  run_until(3min - 1ms);
  EXPECT_EQ(provisioning_.requests.size(), 1U);
  run_until(3min);
  ASSERT_EQ(provisioning_.requests.size(), 2U);
  EXPECT_EQ(provisioning_.requests[1].time, Moment(3min));
  EXPECT_EQ(events_.named("device.resync").at(0).time, Moment(3min));
}

TEST_F(BusyLine, ARebootWaitsUntilTheLineIsIdle) {
  become_busy();
  EXPECT_EQ(ask(request("NOTIFY", kCheckSyncReboot)), 200);
  run_until(10min);
  EXPECT_EQ(events_.named("device.reboot").at(0).time, Moment(3min));
}

TEST_F(BusyLine, ALineThatBecomesBusyKeepsADemandWaitingThatWasPostponed) {
  start();
  run_for(1min);
  for (int i = 0; i < 4; ++i) ask(request("NOTIFY", kCheckSync, "z9hG4bK" + std::to_string(i)));
  EXPECT_EQ(events_.count("device.resync"), 3U);
  config_.busy_until = Moment(5min);
  run_until(10min);
  ASSERT_EQ(events_.count("device.resync"), 4U);
  EXPECT_EQ(events_.named("device.resync")[3].time, Moment(5min));
}

TEST_F(BusyLine, ThePeriodWaitsTooAndTheRegistrationDoesNot) {
  profile_.resync_period = 90s;
  profile_.resync_spread_percent = 0;
  become_busy();
  run_until(4min);
  ASSERT_GE(events_.count("device.resync"), 1U);
  EXPECT_EQ(events_.named("device.resync")[0].time, Moment(3min));
}

TEST_F(BusyLine, ADeviceWithoutSettingsFetchesThem) {
  config_.busy_until = Moment(3min);
  start();
  run_for(1min);
  EXPECT_EQ(provisioning_.requests.size(), 1U);
  EXPECT_EQ(events_.count("registration.accepted"), 1U);
}

class ChangedConfig : public Registering {};

TEST_F(ChangedConfig, AWrongPasswordIsSentUntilItIsRightAgain) {
  const std::string wrong = "wrong";
  profile_.registration_retry = {.base = 10s, .cap = 10s, .least_percent = 100};
  config_.call_agent_password = &wrong;
  start();
  run_for(1min);
  EXPECT_EQ(events_.count("registration.accepted"), 0U);
  EXPECT_GT(events_.count("registration.rejected"), 1U);
  config_.call_agent_password = nullptr;
  run_for(20s);
  EXPECT_EQ(events_.count("registration.accepted"), 1U);
}

TEST_F(ChangedConfig, AQuirkComesAndGoes) {
  DeviceProfile deaf = profile_;
  deaf.quirks.add(Quirk::kIgnoresNotify);
  start();
  run_for(1min);
  config_.profile = &deaf;
  ask(request("NOTIFY", kCheckSync, "z9hG4bKone"));
  EXPECT_EQ(events_.count("device.resync"), 0U);
  config_.profile = &profile_;
  ask(request("NOTIFY", kCheckSync, "z9hG4bKtwo"));
  EXPECT_EQ(events_.count("device.resync"), 1U);
}

TEST_F(ChangedConfig, AnAddressIsKeptOnlyWhileTheDeviceHasThatQuirk) {
  profile_.rounds_before_provisioning = 1000;
  DeviceProfile stubborn = profile_;
  stubborn.quirks.add(Quirk::kKeepsAddresses);
  provision_with({{.address = "moving.example.net"}});
  world_.set_name("moving.example.net", {IpAddress::v4(10, 9, 9, 9)});
  config_.profile = &stubborn;
  start();
  run_for(10s);
  world_.set_name("moving.example.net", {IpAddress::v4(10, 0, 0, 2)});
  run_for(10min);
  EXPECT_EQ(events_.count("registration.accepted"), 0U);
  config_.profile = &profile_;
  run_for(1h);
  EXPECT_GT(events_.count("registration.accepted"), 0U);
}

TEST_F(ChangedConfig, SettingsAreWrittenInPlaceOnlyWhileTheDeviceHasThatQuirk) {
  DeviceProfile careless = profile_;
  careless.quirks.add(Quirk::kWritesFlashInPlace);
  std::uint64_t revision = 18;
  provisioning_.script = [&](const http::Request&) {
    auto answer = settings();
    answer.revision = revision;
    return ScriptedProvisioning::ok(answer);
  };
  const auto renew = [&] {
    ++revision;
    ask(request("NOTIFY", kCheckSync, "z9hG4bK" + std::to_string(revision)));
    run_for(1min);
  };
  const auto slot = [&](const char* file) {
    const Result<std::string, FlashError> bytes = device_->flash().read(file);
    return bytes ? bytes->substr(0, bytes->find(' ', bytes->find(' ', bytes->find(' ') + 1) + 1)) : "none";
  };
  start();
  run_for(1min);
  EXPECT_EQ(slot("settings-a"), "dialtone-settings 1 1");
  renew();
  EXPECT_EQ(slot("settings-b"), "dialtone-settings 1 2");
  config_.profile = &careless;
  renew();
  EXPECT_EQ(slot("settings-b"), "dialtone-settings 1 3");
  EXPECT_EQ(slot("settings-a"), "dialtone-settings 1 1");
  config_.profile = &profile_;
  renew();
  EXPECT_EQ(slot("settings-a"), "dialtone-settings 1 4");
  EXPECT_EQ(slot("settings-b"), "dialtone-settings 1 3");
}

}  // namespace
}  // namespace dialtone
