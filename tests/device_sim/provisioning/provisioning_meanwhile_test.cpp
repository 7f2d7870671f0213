// A device that provisions again while it is registered: neither delays the other.
#include <malloc.h>

#include "tests/device_sim/signalling/registering.h"
#include "wire/sip/writer.h"
#include "world/virtual/network.h"

namespace dialtone {
namespace {

class ProvisioningMeanwhile : public Registering {
 protected:
  ProvisioningMeanwhile() {
    profile_.refresh_from_percent = profile_.refresh_to_percent = 90;
    profile_.answer_deadline = 30min;
  }

  // Runs until the device is registered; returns the moment.
  Moment register_now() {
    start();
    run_for(kBootTime + 1s);
    EXPECT_EQ(registrations(), 1U);
    return events_.named("registration.accepted").at(0).time;
  }
  // Sets the provisioning server's later answers, and their delay.
  void answer_after(Duration delay, const std::function<void(provisioning::ProvisionResponse&)>& change) {
    auto answer = settings();
    answer.revision = 19;
    change(answer);
    provisioning_.delay = delay;
    provisioning_.script = [answer](const http::Request&) { return ScriptedProvisioning::ok(answer); };
  }
  void stop_answering() {
    provisioning_.script = [](const http::Request&) { return std::nullopt; };
  }
  std::size_t registrations() const { return events_.count("registration.accepted"); }
};

TEST_F(ProvisioningMeanwhile, ASilentServerDoesNotDelayTheRefresh) {
  const Moment registered = register_now();
  world_.run(registered + 50min);
  stop_answering();
  ask(request("NOTIFY", kCheckSync));
  world_.run(registered + 2h);
  const auto accepted = events_.named("registration.accepted");
  ASSERT_EQ(accepted.size(), 3U);
  EXPECT_EQ(accepted[1].time, registered + 54min);
  EXPECT_EQ(accepted[2].time, registered + 108min);
  EXPECT_EQ(events_.named("provision.failed").at(0).time, registered + 80min);
  EXPECT_EQ(events_.count("registration.expired"), 0U);
}

TEST_F(ProvisioningMeanwhile, NewSettingsAreUsedAsSoonAsTheyAreThere) {
  register_now();
  answer_after(10min, [](auto& answer) { answer.expires_seconds = 600; });
  const Moment asked = world_.now();
  ask(request("NOTIFY", kCheckSync));
  world_.run(asked + 11min);
  const auto stored = events_.named("settings.stored");
  ASSERT_EQ(stored.size(), 2U);
  const auto accepted = events_.named("registration.accepted");
  ASSERT_EQ(accepted.size(), 2U);
  EXPECT_EQ(events_.named("provision.accepted").at(1).time, asked + 10min);
  EXPECT_EQ(accepted[1].time, stored[1].time);
  EXPECT_EQ(Duration(accepted[1].number("expires")), 10min);
}

TEST_F(ProvisioningMeanwhile, NewSettingsWaitForTheEndOfARound) {
  const Moment registered = register_now();
  world_.run(registered + 50min);
  answer_after(4min + 10s, [](auto& answer) { answer.expires_seconds = 600; });
  ask(request("NOTIFY", kCheckSync));
  stay_silent(registrar_);
  world_.run(registered + 54min + 31s + 900ms);
  EXPECT_EQ(events_.count("settings.stored"), 1U);
  registrar_.script = nullptr;
  world_.run(registered + 54min + 33s);
  EXPECT_EQ(events_.count("settings.stored"), 2U);
  EXPECT_EQ(registrations(), 2U) << "at once, and with them";
}

TEST_F(ProvisioningMeanwhile, ARebootDoesNotWaitForTheAnswer) {
  register_now();
  stop_answering();
  ask(request("NOTIFY", kCheckSync));
  run_for(1min);
  const Moment asked = world_.now();
  ask(request("NOTIFY", kCheckSyncReboot, "z9hG4bKreboot"));
  run_for(1s);
  ASSERT_EQ(events_.count("device.reboot"), 1U);
  EXPECT_EQ(events_.named("device.reboot")[0].time, asked);
}

TEST_F(ProvisioningMeanwhile, AnotherDemandBringsAnotherQuestionAfterTheAnswer) {
  const Moment registered = register_now();
  answer_after(10min, [](auto&) {});
  ask(request("NOTIFY", kCheckSync, "z9hG4bKone"));
  run_for(1min);
  ask(request("NOTIFY", kCheckSync, "z9hG4bKtwo"));
  world_.run(registered + 30min);
  ASSERT_EQ(provisioning_.requests.size(), 3U);
  EXPECT_EQ(events_.count("device.resync"), 2U);
  EXPECT_EQ(provisioning_.requests[2].time, events_.named("settings.stored").at(1).time);
}

TEST_F(ProvisioningMeanwhile, ThePowerButtonEndsTheQuestion) {
  register_now();
  stop_answering();
  ask(request("NOTIFY", kCheckSync));
  world_.power_off(*device_);
  run_for(1s);
  EXPECT_FALSE(device_->powered());
  EXPECT_EQ(events_.count("registration.removed"), 1U);
}

TEST_F(ProvisioningMeanwhile, TheWayThroughANatIsKeptOpen) {
  profile_.datagram_keep_alive = DatagramKeepAlive::kLineEnds;
  profile_.datagram_keep_alive_least = profile_.datagram_keep_alive_most = 20s;
  register_now();
  stop_answering();
  ask(request("NOTIFY", kCheckSync));
  int pings = 0;
  const RuleGuard tap = world_.network().install([&](const Packet& packet, Moment) {
    pings += packet.from == contact_ && packet.payload == "\r\n\r\n" ? 1 : 0;
    return Verdict::pass();
  });
  run_for(10min);
  EXPECT_EQ(pings, 30);
}

TEST_F(ProvisioningMeanwhile, AConnectionThatIsLostIsReplacedAtItsMoment) {
  provision_with({{.address = "ca1.voip.example.net", .transport = kTcp}});
  register_now();
  stop_answering();
  registrar_.send_streamed(request("NOTIFY", kCheckSync));
  run_for(1s);
  const Moment lost = world_.now();
  registrar_.reset();
  run_for(2min);
  ASSERT_EQ(registrar_.connections.size(), 2U);
  EXPECT_EQ(registrar_.connections[1], lost + first_delay());
}

// 10 26
TEST_F(ProvisioningMeanwhile, ResponsesThatNobodyAwaitsAreNotKept) {
  provision_with({{.address = "ca1.voip.example.net", .transport = kTcp}});
  register_now();
  stop_answering();
  registrar_.send_streamed(request("NOTIFY", kCheckSync));
  run_for(1s);
  const std::string stray = sip::write(ScriptedRegistrar::response(registrar_.requests.back(), 200));
  std::size_t most = 0;
  const std::size_t before = mallinfo2().uordblks;
  for (int i = 0; i < 5000; ++i) {
    registrar_.send_streamed(stray);
    run_for(1ms);
    most = std::max(most, mallinfo2().uordblks);
  }
  EXPECT_LT(most, before + 200'000) << "of a million";
}

// --- before it is registered ---

// 10 26
TEST_F(ProvisioningMeanwhile, ALostConnectionDoesNotBringTheNextAttemptForward) {
  profile_.rounds_before_provisioning = 1;
  provision_with({{.address = "ca1.voip.example.net", .transport = kTcp}});
  refuse(404);
  start();
  for (int i = 0; i < 600 && events_.count("retry.scheduled") == 0; ++i) run_for(1s);
  ASSERT_EQ(events_.count("retry.scheduled"), 1U);
  provisioning_.script = [](const http::Request&) { return ScriptedProvisioning::status(500); };
  for (int i = 0; i < 6000 && events_.count("provision.refused") == 0; ++i) run_for(100ms);
  ASSERT_EQ(events_.count("provision.refused"), 1U);
  events_.clear();
  ASSERT_EQ(registrar_.connections.size(), 1U);
  const Moment refused = provisioning_.requests.back().time;
  registrar_.reset();
  run_for(15s);
  ASSERT_EQ(events_.count("connection.lost"), 1U);
  const auto requests = events_.named("provision.request");
  ASSERT_GE(requests.size(), 1U);
  EXPECT_GE(requests[0].time, refused + 5s);
}

// --- flash ---

TEST_F(ProvisioningMeanwhile, SettingsThatTheFlashRefusedAreWrittenAtTheNextOccasion) {
  flash_trouble_.refuses = true;
  register_now();
  EXPECT_EQ(events_.named("settings.rejected").at(0).text("reason"), "the flash cannot be written");
  flash_trouble_.refuses = false;
  ask(request("NOTIFY", kCheckSync, "z9hG4bKone"));
  run_for(1s);
  ASSERT_EQ(events_.count("settings.stored"), 1U);
  EXPECT_EQ(registrations(), 1U) << "they were in use all the time";
  ask(request("NOTIFY", kCheckSync, "z9hG4bKtwo"));
  run_for(1s);
  EXPECT_EQ(events_.count("settings.stored"), 1U) << "once is enough";
}

}  // namespace
}  // namespace dialtone
