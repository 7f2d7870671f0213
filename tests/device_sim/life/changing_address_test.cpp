// A device to which DHCP gives another address.
#include "tests/device_sim/signalling/registering.h"
#include "world/virtual/nat.h"

namespace dialtone {
namespace {

class OtherAddress : public Registering {
 protected:
  static constexpr std::string_view kOther = "11.0.1.1";

  void change_at(Duration at) {
    world_.at(Moment(at), [this] { world_.change_address(*device_, IpAddress::v4(11, 0, 1, 1)); });
  }
  std::string last_contact() const {
    return std::string(*registrar_.requests.back().message.first(sip::HeaderName::kContact));
  }
};

TEST_F(OtherAddress, RegistersItsNewContactAtOnceAndLeavesTheOldBinding) {
  start();
  change_at(1min);
  run_for(2min);
  const auto accepted = events_.named("registration.accepted");
  ASSERT_EQ(accepted.size(), 2U);
  EXPECT_EQ(accepted[1].time, Moment(1min));
  EXPECT_EQ(accepted[1].text("contact"), "sip:line100042@11.0.1.1:5060");
  EXPECT_EQ(registrar_.requests.back().message.count(sip::HeaderName::kContact), 1U) << "no contact is taken away";
  EXPECT_EQ(events_.count("registration.removed"), 0U);
  EXPECT_EQ(events_.count("registration.expired"), 0U);
  EXPECT_EQ(call_id(registrar_.requests.back()), call_id(registrar_.requests.front()));
}

TEST_F(OtherAddress, OverTcpConnectsAnewAtOnce) {
  provision_with({{.address = "ca1.voip.example.net", .transport = kTcp}});
  start();
  change_at(1min);
  run_for(2min);
  ASSERT_EQ(events_.count("registration.accepted"), 2U);
  EXPECT_EQ(events_.named("registration.accepted")[1].time, Moment(1min));
  EXPECT_TRUE(last_contact().starts_with("<sip:line100042@11.0.1.1:")) << last_contact();
}

TEST_F(OtherAddress, DuringARequestEndsThatRequestAndTheNextHasTheNewContact) {
  stay_silent(registrar_);
  start();
  change_at(kBootTime + 700ms);
  run_for(kBootTime + 600ms);
  registrar_.script = nullptr;
  run_for(1min);
  ASSERT_GE(events_.count("registration.accepted"), 1U);
  EXPECT_EQ(events_.named("registration.accepted")[0].text("contact"), "sip:line100042@11.0.1.1:5060");
  EXPECT_LT(events_.named("registration.accepted")[0].time, Moment(kBootTime + 10s));
}

TEST_F(OtherAddress, WhileTheCallAgentIsAwayIsNoRegistration) {
  start();
  run_for(30s);
  world_.power_cut(*registrar_host_);
  change_at(1min);
  run_for(2min);
  EXPECT_NE(events_.states().find("believes-registered>registering registering>retrying"), std::string::npos)
      << events_.states();
}

TEST_F(OtherAddress, WhileItFetchesItsSettingsIsTriedAgain) {
  provisioning_.delay = 5s;
  start();
  change_at(kBootTime + 1s);
  run_for(1min);
  EXPECT_EQ(events_.count("provision.failed"), 1U);
  EXPECT_EQ(events_.count("registration.accepted"), 1U);
  EXPECT_TRUE(last_contact().starts_with("<sip:line100042@11.0.1.1:")) << last_contact();
}

TEST_F(OtherAddress, StaysAfterAReboot) {
  start();
  change_at(1min);
  run_for(2min);
  power_cycle();
  run_for(1min);
  EXPECT_TRUE(last_contact().starts_with("<sip:line100042@11.0.1.1:")) << last_contact();
}

TEST_F(OtherAddress, IsWhereItTakesRequestsFromThenOn) {
  start();
  change_at(1min);
  run_for(2min);
  EXPECT_EQ(ask(request("OPTIONS")), 0) << "nobody is at the former address";
  contact_.address = IpAddress::v4(11, 0, 1, 1);
  EXPECT_EQ(ask(request("OPTIONS")), 200);
}

}  // namespace
}  // namespace dialtone
