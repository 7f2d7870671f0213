// Quirks of registration that public reports describe: each test runs for a device with the quirk and for one without.
#include "tests/device_sim/signalling/registering.h"

namespace dialtone {
namespace {

class ReportedQuirks : public Registering, public testing::WithParamInterface<bool> {
 protected:
  bool is_faulty() const { return GetParam(); }
  void give(Quirk quirk) {
    if (is_faulty()) profile_.quirks.add(quirk);
  }
  static std::string header(const Request& request, sip::HeaderName name) {
    return std::string(request.message.first(name).value_or("none"));
  }
  static std::uint32_t expires(const Request& request) {
    return *sip::number_of(request.message, sip::HeaderName::kExpires);
  }
};

// R11
TEST_P(ReportedQuirks, AskForWhatWasGranted) {
  give(Quirk::kAsksForWhatWasGranted);
  registrar_.script = [](const Request& request, sip::Message usual) {
    if (usual.status() != 200) return std::optional(std::move(usual));
    sip::Message answer = ScriptedRegistrar::response(request, 200);
    answer.add("Expires", std::to_string(expires(request) - 100));
    return std::optional(std::move(answer));
  };
  start();
  run_for(4h);
  ASSERT_GE(registrar_.requests.size(), 5U);
  EXPECT_EQ(expires(registrar_.requests[1]), 3600U);
  EXPECT_EQ(expires(registrar_.requests[2]), is_faulty() ? 3500U : 3600U);
  EXPECT_EQ(expires(registrar_.requests[3]), is_faulty() ? 3400U : 3600U);
}

// R11
TEST_P(ReportedQuirks, AskForWhatWasGrantedUntilTheyMoveToAnotherCallAgent) {
  give(Quirk::kAsksForWhatWasGranted);
  registrar_.granted = 600s;
  start();
  run_for(10s);
  provision_with({{.address = "ca2.voip.example.net"}});
  EXPECT_EQ(ask(request("NOTIFY", kCheckSync)), 200);
  run_for(10s);
  ASSERT_FALSE(backup_.requests.empty());
  EXPECT_EQ(expires(backup_.requests[0]), 3600U);
}

// R14
TEST_P(ReportedQuirks, KeepAddresses) {
  give(Quirk::kKeepsAddresses);
  profile_.rounds_before_provisioning = 1000;
  provision_with({{.address = "moving.example.net"}});
  world_.set_name("moving.example.net", {IpAddress::v4(10, 9, 9, 9)});
  start();
  run_for(10s);
  world_.set_name("moving.example.net", {IpAddress::v4(10, 0, 0, 2)});
  run_for(1h);
  EXPECT_EQ(events_.count("registration.accepted") > 0, !is_faulty());
  EXPECT_GE(events_.count("registration.failed"), is_faulty() ? 3U : 1U);
  power_cycle();
  run_for(10s);
  EXPECT_GT(events_.count("registration.accepted"), 0U) << "its next boot asks again";
}

// R15
TEST_P(ReportedQuirks, SendCredentialsForEveryRealm) {
  give(Quirk::kSendsCredentialsForEveryRealm);
  answer_in_turn({{401, {{"WWW-Authenticate", R"(Digest realm="east", nonce="one")"}}},
                  {401, {{"WWW-Authenticate", R"(Digest realm="west", nonce="two", stale=true)"}}}});
  start();
  run_for(10s);
  ASSERT_GE(registrar_.requests.size(), 3U);
  const std::string both = header(registrar_.requests[2], sip::HeaderName::kAuthorization);
  EXPECT_EQ(both.find("realm=\"east\"") != std::string::npos, is_faulty()) << both;
  EXPECT_NE(both.find("realm=\"west\""), std::string::npos) << both;
  EXPECT_EQ(digest::parse_credentials(both).ok(), !is_faulty());
}

// R15
TEST_P(ReportedQuirks, SendTheCredentialsOfTheirOnlyRealmAlone) {
  give(Quirk::kSendsCredentialsForEveryRealm);
  answer_in_turn({{401, {{"WWW-Authenticate", R"(Digest realm="voip.example.net", nonce="one")"}}},
                  {401, {{"WWW-Authenticate", R"(Digest realm="voip.example.net", nonce="two", stale=true)"}}}});
  start();
  run_for(10s);
  ASSERT_EQ(registrar_.requests.size(), 3U);
  const auto sent = digest::parse_credentials(header(registrar_.requests[2], sip::HeaderName::kAuthorization));
  ASSERT_TRUE(sent) << "one set";
  EXPECT_EQ(sent->nonce, "two");
  EXPECT_EQ(events_.count("registration.accepted"), 1U);
}

// R16
TEST_P(ReportedQuirks, GiveUpOnARefusal) {
  give(Quirk::kGivesUpOnARefusal);
  refuse(480, {}, {}, 2);
  start();
  run_for(1h);
  EXPECT_EQ(events_.count("registration.accepted") > 0, !is_faulty());
  EXPECT_EQ(events_.count("registration.abandoned"), is_faulty() ? 1U : 0U);
  EXPECT_EQ(events_.count("retry.scheduled"), is_faulty() ? 0U : 2U);
}

// R17
TEST_P(ReportedQuirks, DoNotRegisterFromANewAddress) {
  give(Quirk::kDoesNotRegisterFromANewAddress);
  profile_.refresh_from_percent = profile_.refresh_to_percent = 90;
  start();
  run_for(10s);
  const Moment registered = events_.named("registration.accepted").at(0).time;
  world_.change_address(*device_, IpAddress::v4(11, 0, 1, 1));
  run_for(2h);
  const auto accepted = events_.named("registration.accepted");
  ASSERT_GE(accepted.size(), 2U);
  EXPECT_EQ(accepted[1].time, is_faulty() ? registered + 54min : Moment(10s));
  EXPECT_EQ(accepted[1].text("contact"), "sip:line100042@11.0.1.1:5060");
}

// R19
TEST_P(ReportedQuirks, RemoveAllContacts) {
  give(Quirk::kRemovesAllContacts);
  start();
  run_for(10s);
  EXPECT_EQ(header(registrar_.requests.back(), sip::HeaderName::kContact), "<sip:line100042@10.0.1.1:5060>");
  world_.power_off(*device_);
  run_for(1s);
  EXPECT_EQ(expires(registrar_.requests.back()), 0U);
  EXPECT_EQ(header(registrar_.requests.back(), sip::HeaderName::kContact),
            is_faulty() ? "*" : "<sip:line100042@10.0.1.1:5060>");
  EXPECT_EQ(registrar_.requests.back().message.count(sip::HeaderName::kContact), 1U);
}

INSTANTIATE_TEST_SUITE_P(Of, ReportedQuirks, testing::Bool(),
                         [](const auto& each) { return each.param ? "AFaultyDevice" : "AHealthyDevice"; });

}  // namespace
}  // namespace dialtone
