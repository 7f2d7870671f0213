// Why a device fetches its settings again, and what it does with new ones.
#include "tests/device_sim/signalling/registering.h"
#include "wire/provisioning/provision_request.h"

namespace dialtone {
namespace {

class Resync : public Registering {
 protected:
  // Sets the provisioning server's later answers.
  void change_settings(const std::function<void(provisioning::ProvisionResponse&)>& change) {
    auto answer = settings();
    answer.revision = 19;
    change(answer);
    provisioning_.script = [answer](const http::Request&) { return ScriptedProvisioning::ok(answer); };
  }
  std::size_t registrations() const { return events_.count("registration.accepted"); }
};

TEST_F(Resync, ANotifyOfTheCallAgentMakesItProvisionAgainAtOnce) {
  start();
  run_for(1min);
  const Moment asked = world_.now();
  EXPECT_EQ(ask(request("NOTIFY", kCheckSync)), 200);
  ASSERT_EQ(provisioning_.requests.size(), 2U);
  EXPECT_EQ(provisioning_.requests[1].time, asked);
  const auto resync = events_.named("device.resync");
  ASSERT_EQ(resync.size(), 1U);
  EXPECT_EQ(resync[0].text("reason"), "check-sync");
  run_for(1min);
  EXPECT_EQ(events_.count("device.boot"), 1U) << "without a reboot";
}

TEST_F(Resync, WithTheSameSettingsItRegistersNothingAnew) {
  start();
  run_for(1min);
  ask(request("NOTIFY", kCheckSync));
  run_for(1min);
  EXPECT_EQ(registrar_.requests.size(), 2U);
  EXPECT_EQ(events_.count("settings.stored"), 1U);
  EXPECT_TRUE(events_.states().ends_with("registering>believes-registered"));
}

TEST_F(Resync, ARevisionAloneIsStoredAndRegistersNothing) {
  start();
  run_for(1min);
  change_settings([](provisioning::ProvisionResponse&) {});
  ask(request("NOTIFY", kCheckSync));
  run_for(1min);
  EXPECT_EQ(events_.named("settings.stored").at(1).number("revision"), 19);
  EXPECT_EQ(registrar_.requests.size(), 2U);
}

TEST_F(Resync, AnotherNameLeavesTheOldBindingAndRegistersAnew) {
  start();
  run_for(1min);
  change_settings([](provisioning::ProvisionResponse& answer) {
    answer.device_name = "line7";
    answer.authentication->username = "line7";
  });
  ask(request("NOTIFY", kCheckSync));
  run_for(1s);
  EXPECT_EQ(events_.named("registration.removed").at(0).text("aor"), "sip:line100042@voip.example.net");
  ASSERT_EQ(registrations(), 2U);
  EXPECT_EQ(events_.named("registration.accepted")[1].text("aor"), "sip:line7@voip.example.net");
  EXPECT_EQ(call_id(registrar_.requests.back()), call_id(registrar_.requests.front())) << "one Call-ID for a boot";
  EXPECT_EQ(cseq(registrar_.requests.back()), registrar_.requests.size());
}

TEST_F(Resync, AnotherDomainLeavesTheOldBindingAndRegistersAnew) {
  start();
  run_for(1min);
  change_settings([](provisioning::ProvisionResponse& answer) { answer.domain = "other.example.net"; });
  ask(request("NOTIFY", kCheckSync));
  run_for(1s);
  EXPECT_EQ(events_.count("registration.removed"), 1U);
  EXPECT_EQ(events_.named("registration.accepted").at(1).text("aor"), "sip:line100042@other.example.net");
  EXPECT_EQ(registrar_.requests.back().message.request_uri(), "sip:other.example.net");
}

TEST_F(Resync, AnotherCallAgentGetsTheRegistrationAndTheOldOneIsLeft) {
  start();
  run_for(1min);
  change_settings(
      [](provisioning::ProvisionResponse& answer) { answer.call_agents = {{.address = "ca2.voip.example.net"}}; });
  ask(request("NOTIFY", kCheckSync));
  run_for(1s);
  EXPECT_EQ(*sip::number_of(registrar_.requests.back().message, sip::HeaderName::kExpires), 0U);
  EXPECT_EQ(backup_.requests.size(), 2U);
  EXPECT_EQ(events_.named("registration.accepted").at(1).text("to"), "10.0.0.3:5060");
  EXPECT_EQ(ask(request("NOTIFY", kCheckSync)), 403) << "it is not the call agent any more";
}

TEST_F(Resync, AnOldCallAgentThatIsGoneHoldsTheMoveUpForAMomentOnly) {
  start();
  run_for(1min);
  change_settings(
      [](provisioning::ProvisionResponse& answer) { answer.call_agents = {{.address = "ca2.voip.example.net"}}; });
  stay_silent(registrar_);
  ask(request("NOTIFY", kCheckSync));
  run_for(1900ms);
  EXPECT_EQ(registrations(), 1U);
  run_for(200ms);
  EXPECT_EQ(registrations(), 2U);
}

TEST_F(Resync, AnotherPasswordIsUsedAtOnceAndTheBindingStays) {
  start();
  run_for(1min);
  change_settings([](provisioning::ProvisionResponse& answer) { answer.authentication->password = "other"; });
  registrar_.password = "other";
  ask(request("NOTIFY", kCheckSync));
  run_for(1s);
  EXPECT_EQ(registrations(), 2U);
  EXPECT_EQ(events_.count("registration.removed"), 0U);
  EXPECT_EQ(events_.count("registration.rejected"), 0U);
}

TEST_F(Resync, AnotherPasswordBeginsWithoutTheOldChallenge) {
  start();
  run_for(1min);
  ASSERT_EQ(registrar_.requests.size(), 2U);
  change_settings([](provisioning::ProvisionResponse& answer) { answer.authentication->password = "other"; });
  registrar_.password = "other";
  ask(request("NOTIFY", kCheckSync));
  run_for(1s);
  ASSERT_EQ(registrar_.requests.size(), 4U);
  EXPECT_FALSE(registrar_.requests[2].message.first(sip::HeaderName::kAuthorization));
  EXPECT_TRUE(registrar_.requests[3].authorized);
}

TEST_F(Resync, AnotherExpiryIsAskedForAtOnce) {
  start();
  run_for(1min);
  change_settings([](provisioning::ProvisionResponse& answer) { answer.expires_seconds = 600; });
  ask(request("NOTIFY", kCheckSync));
  run_for(1s);
  ASSERT_EQ(registrations(), 2U);
  EXPECT_EQ(Duration(events_.named("registration.accepted")[1].number("expires")), 10min);
}

TEST_F(Resync, IsOnlyForTheCallAgentToAskFor) {
  start();
  run_for(1min);
  EXPECT_EQ(ask(backup_, request("NOTIFY", kCheckSync)), 403);
  run_for(1min);
  EXPECT_EQ(provisioning_.requests.size(), 1U);
  EXPECT_EQ(events_.count("device.resync"), 0U);
}

// 10 B12
TEST_F(Resync, IsAskedForInAnyCase) {
  for (const std::string_view event : {"Event: check-sync;Reboot=True\r\n", "EVENT: check-sync;REBOOT=TRUE\r\n",
                                       "o: Check-Sync ; reboot = tRue\r\n"}) {
    struct Other : Resync {
      void TestBody() override {}
      std::size_t reboots(std::string_view event) {
        start();
        run_for(1min);
        EXPECT_EQ(ask(request("NOTIFY", event)), 200);
        return events_.count("device.reboot");
      }
    };
    EXPECT_EQ(Other().reboots(event), 1U) << event;
  }
}

// 10 B12
TEST_F(Resync, WithAnotherValueThanTrueIsNoReboot) {
  start();
  run_for(1min);
  EXPECT_EQ(ask(request("NOTIFY", "Event: check-sync;Reboot=False\r\n", "z9hG4bKone")), 200);
  EXPECT_EQ(ask(request("NOTIFY", "Event: check-sync;reboot\r\n", "z9hG4bKtwo")), 200);
  EXPECT_EQ(events_.count("device.reboot"), 0U);
  EXPECT_EQ(events_.count("device.resync"), 2U);
}

// 10 B12
TEST_F(Resync, IsAMethodInCapitalsOnly) {
  start();
  run_for(1min);
  EXPECT_EQ(ask(request("notify", kCheckSync)), 501);
}

TEST_F(Resync, OtherEventsAreNotUnderstood) {
  start();
  run_for(1min);
  EXPECT_EQ(ask(request("NOTIFY", "Event: message-summary\r\n")), 489);
  EXPECT_EQ(registrar_.responses[0].first(sip::HeaderName::kAllowEvents), "check-sync");
  EXPECT_EQ(ask(request("NOTIFY")), 400);
  run_for(1min);
  EXPECT_EQ(provisioning_.requests.size(), 1U);
}

TEST_F(Resync, AFailureIsTriedAgain) {
  start();
  run_for(1min);
  provisioning_.script = [](const http::Request&) { return ScriptedProvisioning::status(500); };
  ask(request("NOTIFY", kCheckSync));
  run_for(5min);
  EXPECT_GE(provisioning_.requests.size(), 4U);
  EXPECT_EQ(events_.count("registration.expired"), 0U);
}

TEST_F(Resync, WhileItRetriesEndsTheWait) {
  refuse(404);
  start();
  run_for(kBootTime + 5s);
  ASSERT_EQ(events_.count("retry.scheduled"), 1U);
  change_settings([](provisioning::ProvisionResponse& answer) { answer.expires_seconds = 600; });
  registrar_.script = nullptr;
  EXPECT_EQ(ask(request("NOTIFY", kCheckSync)), 200);
  run_for(1s);
  EXPECT_EQ(registrations(), 1U);
}

TEST_F(Resync, OfADeviceWithManualSettingsIsAnsweredAndNothingElse) {
  const DeviceSettings manual = settings_of(settings());
  config_.manual_settings = &manual;
  start();
  run_for(1min);
  EXPECT_EQ(ask(request("NOTIFY", kCheckSync)), 200);
  run_for(2h);
  EXPECT_TRUE(provisioning_.requests.empty());
  EXPECT_EQ(registrations(), 3U);
}

TEST_F(Resync, ARetransmittedNotifyGetsTheSameBytesAndHasNoSecondEffectUntilTimerJFires) {
  start();
  run_for(1min);
  const Moment first = world_.now();
  ask(request("NOTIFY", kCheckSync));
  const sip::Message answer = registrar_.responses.at(0);
  world_.run(first + 32s - 1ns);
  EXPECT_EQ(ask(request("NOTIFY", kCheckSync)), 200);
  EXPECT_TRUE(registrar_.responses.at(0) == answer);
  EXPECT_EQ(provisioning_.requests.size(), 2U);
  EXPECT_EQ(ask(request("NOTIFY", kCheckSync)), 200);
  EXPECT_EQ(provisioning_.requests.size(), 3U) << "Timer J has fired, and it is another transaction";
}

TEST_F(Resync, AnotherTransactionIsAnotherResync) {
  start();
  run_for(1min);
  ask(request("NOTIFY", kCheckSync, "z9hG4bKone"));
  ask(request("NOTIFY", kCheckSync, "z9hG4bKtwo"));
  EXPECT_EQ(provisioning_.requests.size(), 3U);
}

TEST_F(Resync, WithRebootItBootsAgain) {
  start();
  run_for(1min);
  const Moment asked = world_.now();
  EXPECT_EQ(ask(request("NOTIFY", kCheckSyncReboot)), 200);
  const auto reboots = events_.named("device.reboot");
  ASSERT_EQ(reboots.size(), 1U);
  EXPECT_EQ(reboots[0].time, asked);
  run_for(1min);
  EXPECT_EQ(events_.count("device.boot"), 2U);
  ASSERT_EQ(provisioning_.requests.size(), 2U);
  EXPECT_EQ(provisioning_.requests[1].time, asked + kBootTime);
  EXPECT_EQ(registrations(), 2U);
  EXPECT_EQ(events_.count("registration.removed"), 0U);
  EXPECT_NE(call_id(registrar_.requests.back()), call_id(registrar_.requests.front()));
  EXPECT_NE(events_.states().find("believes-registered>off off>booting"), std::string::npos);
  EXPECT_TRUE(device_->powered());
}

TEST_F(Resync, AModelMayLeaveBeforeItReboots) {
  profile_.removes_binding_before_reboot = true;
  start();
  run_for(1min);
  ask(request("NOTIFY", kCheckSyncReboot));
  run_for(1min);
  EXPECT_EQ(events_.count("registration.removed"), 1U);
  EXPECT_EQ(registrations(), 2U);
}

TEST_F(Resync, ARebootIsPossibleInAnyState) {
  stay_silent(registrar_);
  start();
  run_for(kBootTime + 10s);
  ask(request("NOTIFY", kCheckSyncReboot));
  run_for(23s);
  EXPECT_EQ(events_.count("device.reboot"), 1U) << "what it had begun is over";
  registrar_.script = nullptr;
  run_for(2min);
  EXPECT_EQ(registrations(), 1U);
  world_.power_off(*device_);
  run_for(1s);
  EXPECT_FALSE(device_->powered());
}

TEST_F(Resync, HappensPeriodicallyWhereTheModelDoesThat) {
  profile_.resync_period = 1h;
  start();
  run_for(10h);
  ASSERT_GE(provisioning_.requests.size(), 10U);
  for (std::size_t i = 1; i < provisioning_.requests.size(); ++i) {
    const Duration apart = provisioning_.requests[i].time - provisioning_.requests[i - 1].time;
    EXPECT_GE(apart, 54min);
    EXPECT_LE(apart, 1h);
  }
  EXPECT_EQ(events_.named("device.resync").at(0).text("reason"), "period");
  EXPECT_EQ(events_.count("device.resync"), provisioning_.requests.size() - 1);
}

}  // namespace
}  // namespace dialtone
