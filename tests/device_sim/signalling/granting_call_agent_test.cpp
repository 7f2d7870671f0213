// A device deregisters from the call agent that granted its binding, and obeys only that one, not the one asked last.
#include "tests/device_sim/signalling/registering.h"
#include "world/virtual/network.h"

namespace dialtone {
namespace {

class TheGrantingCallAgent : public Registering {
 protected:
  TheGrantingCallAgent() { profile_.refresh_from_percent = profile_.refresh_to_percent = 90; }

  // The refresh fails: neither call agent answers. The first has granted the binding; the second was asked last.
  void fail_to_refresh() {
    stay_silent(backup_);
    start();
    run_for(10s);
    ASSERT_EQ(events_.count("registration.accepted"), 1U);
    const Moment registered = events_.named("registration.accepted")[0].time;
    stay_silent(registrar_);
    world_.run(registered + 54min + 64s + 1s);
    ASSERT_EQ(events_.count("registration.failed"), 2U);
    ASSERT_FALSE(backup_.requests.empty());
    registrar_.script = nullptr;
    registrar_.requests.clear();
    backup_.requests.clear();
  }
  void have_two(Transport first = {}) {
    provision_with({{.address = "ca1.voip.example.net", .transport = first}, {.address = "ca2.voip.example.net"}});
  }
  void expect_removal_by_the_first() const {
    ASSERT_FALSE(registrar_.requests.empty());
    EXPECT_EQ(*sip::number_of(registrar_.requests.back().message, sip::HeaderName::kExpires), 0U);
    EXPECT_EQ(events_.count("registration.removed"), 1U);
    EXPECT_TRUE(backup_.requests.empty());
  }
};

// 10 26
TEST_F(TheGrantingCallAgent, GetsTheBindingBackAtThePowerButton) {
  have_two();
  fail_to_refresh();
  world_.power_off(*device_);
  run_for(1s);
  expect_removal_by_the_first();
}

TEST_F(TheGrantingCallAgent, GetsTheBindingBackOverItsOwnTransport) {
  have_two(kTcp);
  fail_to_refresh();
  world_.power_off(*device_);
  run_for(1s);
  expect_removal_by_the_first();
  EXPECT_EQ(registrar_.requests.back().transport, Transport::kTcp);
}

TEST_F(TheGrantingCallAgent, GetsTheBindingBackBeforeAReboot) {
  profile_.removes_binding_before_reboot = true;
  have_two();
  fail_to_refresh();
  EXPECT_EQ(ask(request("NOTIFY", kCheckSyncReboot)), 200);
  run_for(500ms);
  expect_removal_by_the_first();
}

TEST_F(TheGrantingCallAgent, GetsTheBindingBackWhereTheDeviceMoves) {
  have_two();
  fail_to_refresh();
  provision_with({{.address = "ca2.voip.example.net"}});
  ask(request("NOTIFY", kCheckSync));
  ASSERT_FALSE(registrar_.requests.empty());
  EXPECT_EQ(*sip::number_of(registrar_.requests.back().message, sip::HeaderName::kExpires), 0U);
  EXPECT_EQ(events_.count("registration.removed"), 1U);
}

// 10 26
TEST_F(TheGrantingCallAgent, MayNotifyAndNoOther) {
  have_two();
  fail_to_refresh();
  EXPECT_EQ(ask(backup_, request("NOTIFY", kCheckSync)), 403);
  EXPECT_EQ(ask(registrar_, request("NOTIFY", kCheckSync)), 200);
}

TEST_F(TheGrantingCallAgent, IsTheOneToWhomTheWayIsKeptOpen) {
  profile_.datagram_keep_alive = DatagramKeepAlive::kLineEnds;
  profile_.datagram_keep_alive_least = profile_.datagram_keep_alive_most = 20s;
  profile_.registration_retry = {.base = 10min, .cap = 10min, .least_percent = 100};
  have_two();
  fail_to_refresh();
  std::map<IpAddress, int> pings;
  const RuleGuard tap = world_.network().install([&](const Packet& packet, Moment) {
    if (packet.from == contact_ && packet.payload == "\r\n\r\n") ++pings[packet.to.address];
    return Verdict::pass();
  });
  run_for(2min);
  EXPECT_EQ(pings, (std::map<IpAddress, int>{{IpAddress::v4(10, 0, 0, 2), 6}}));
}

TEST_F(TheGrantingCallAgent, IsNobodyAnyMoreWhenTheGrantHasExpired) {
  have_two();
  fail_to_refresh();
  stay_silent(registrar_);
  backup_.script = nullptr;
  run_for(1h);
  ASSERT_EQ(events_.named("registration.accepted").back().text("to"), "10.0.0.3:5060");
  EXPECT_EQ(ask(backup_, request("NOTIFY", kCheckSync)), 200);
  EXPECT_EQ(ask(registrar_, request("NOTIFY", kCheckSync)), 403);
}

TEST_F(TheGrantingCallAgent, IsAskedByItsOwnUriToTakeTheBindingAway) {
  have_two();
  registrar_.script = [](const Request& request, const sip::Message&) -> std::optional<sip::Message> {
    sip::Message answer = ScriptedRegistrar::response(request, 302);
    answer.add("Contact", "<sip:farm.example.net:5060>");
    return answer;
  };
  ScriptedRegistrar farm;
  HostConfig config;
  config.name = "farm";
  config.addresses = {IpAddress::v4(10, 0, 0, 9)};
  config.main = [&farm](Host& host) { return farm.run(host); };
  world_.set_name("farm.example.net", config.addresses);
  world_.power_on(world_.add_host(std::move(config)));
  start();
  run_for(10s);
  ASSERT_EQ(events_.named("registration.accepted").at(0).text("to"), "10.0.0.9:5060");
  stay_silent(registrar_);
  stay_silent(backup_);
  run_for(54min + 70s);
  world_.power_off(*device_);
  run_for(1s);
  EXPECT_EQ(farm.requests.back().message.request_uri(), "sip:farm.example.net:5060");
  EXPECT_EQ(events_.count("registration.removed"), 1U);
}

// --- a binding that was not removed ---

TEST_F(TheGrantingCallAgent, IsSilentAndTheDeviceIsNotRegisteredForAllThat) {
  profile_.removes_binding_before_reboot = true;
  start();
  run_for(10s);
  stay_silent(registrar_);
  registrar_.send(contact_, request("NOTIFY", kCheckSyncReboot));
  run_for(1s);
  EXPECT_TRUE(events_.states().ends_with("believes-registered>leaving"));
  run_for(1s + 1ms);
  EXPECT_TRUE(events_.states().ends_with("leaving>off off>booting"));
}

}  // namespace
}  // namespace dialtone
