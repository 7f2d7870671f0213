// The quirks of a device while it registers: each test runs for a device with the quirk and for one without.
#include "tests/device_sim/signalling/registering.h"
#include "world/virtual/network.h"

namespace dialtone {
namespace {

constexpr std::string_view kFresh = R"(Digest realm="voip.example.net", nonce="fresh")";
constexpr std::string_view kStale = R"(Digest realm="voip.example.net", nonce="fresh", stale=true)";

class RegistrationQuirks : public Registering, public testing::WithParamInterface<bool> {
 protected:
  bool is_faulty() const { return GetParam(); }
  void give(Quirk quirk) {
    if (is_faulty()) profile_.quirks.add(quirk);
  }
  // Makes the refresh come as late as the default profile permits.
  void refresh_at_90_percent() { profile_.refresh_from_percent = profile_.refresh_to_percent = 90; }
  // Challenges the next request.
  void challenge_once(std::string_view challenge) {
    answer_in_turn({{401, {{"WWW-Authenticate", std::string(challenge)}}}});
  }
  // Runs until the device is registered; returns the moment.
  Moment register_now() {
    start();
    run_for(10s);
    EXPECT_EQ(registrations(), 1U);
    return events_.named("registration.accepted").at(0).time;
  }
  std::size_t registrations() const { return events_.count("registration.accepted"); }
  static std::string contact(const Request& request) {
    return std::string(*request.message.first(sip::HeaderName::kContact));
  }
  static std::uint32_t expires(const Request& request) {
    return *sip::number_of(request.message, sip::HeaderName::kExpires);
  }
};

// --- challenges ---

TEST_P(RegistrationQuirks, GiveUpOnAFreshNonce) {
  give(Quirk::kGivesUpOnAFreshNonce);
  refresh_at_90_percent();
  const Moment registered = register_now();
  challenge_once(kFresh);
  run_for(24h);
  const auto abandoned = events_.named("registration.abandoned");
  ASSERT_EQ(abandoned.size(), is_faulty() ? 1U : 0U);
  EXPECT_EQ(registrations() > 20, !is_faulty());
  if (!is_faulty()) return;
  EXPECT_EQ(abandoned[0].time, registered + 54min);
  EXPECT_EQ(events_.named("registration.rejected").at(0).number("status"), 401);
  EXPECT_EQ(events_.named("registration.expired").at(0).time, registered + 1h);
  EXPECT_TRUE(events_.states().ends_with("believes-registered>given-up"));
  power_cycle();
  run_for(1min);
  EXPECT_EQ(registrations(), 2U) << "its next boot begins anew";
}

TEST_P(RegistrationQuirks, GiveUpOnAFreshNonceUnlessItIsSaidToReplaceAStaleOne) {
  give(Quirk::kGivesUpOnAFreshNonce);
  register_now();
  challenge_once(kStale);
  run_for(1h);
  EXPECT_EQ(registrations(), 2U);
  EXPECT_EQ(events_.count("registration.abandoned"), 0U);
}

TEST_P(RegistrationQuirks, GiveUpOnASecondChallengeInARound) {
  give(Quirk::kGivesUpOnAFreshNonce);
  answer_in_turn({{401, {{"WWW-Authenticate", R"(Digest realm="voip.example.net", nonce="first")"}}},
                  {401, {{"WWW-Authenticate", std::string(kFresh)}}}});
  start();
  run_for(10s);
  EXPECT_EQ(registrations(), is_faulty() ? 0U : 1U);
  EXPECT_EQ(events_.count("registration.abandoned"), is_faulty() ? 1U : 0U);
  run_for(24h);
  EXPECT_EQ(registrar_.requests.size() == 2U, is_faulty());
}

// --- refusals ---

TEST_P(RegistrationQuirks, RepeatExpires) {
  give(Quirk::kRepeatsExpires);
  registrar_.script = [](const Request& request, sip::Message usual) -> std::optional<sip::Message> {
    if (!request.authorized || expires(request) >= 7200) return usual;
    sip::Message answer = ScriptedRegistrar::response(request, 423);
    answer.add("Min-Expires", "7200");
    return answer;
  };
  start();
  run_for(10s);
  EXPECT_EQ(registrations(), is_faulty() ? 0U : 1U);
  const auto rejected = events_.named("registration.rejected");
  ASSERT_EQ(rejected.size(), is_faulty() ? 3U : 1U) << "at once, and then by the usual retries";
  EXPECT_EQ(rejected[0].number("min_expires"), Duration(7200s).count());
  run_for(24h);
  EXPECT_EQ(registrations() > 0, !is_faulty());
  for (const Request& request : registrar_.requests) {
    if (is_faulty()) EXPECT_EQ(expires(request), 3600U);
  }
  EXPECT_EQ(expires(registrar_.requests.back()), is_faulty() ? 3600U : 7200U);
}

TEST_P(RegistrationQuirks, IgnoreRetryAfter) {
  give(Quirk::kIgnoresRetryAfter);
  refuse(503, "Retry-After", "300");
  start();
  run_for(10s);
  EXPECT_EQ(events_.named("registration.rejected").at(0).number("retry_after"), Duration(300s).count());
  EXPECT_EQ(events_.named("registration.rejected").at(0).text("min_expires"), "");
  EXPECT_EQ(first_delay() <= 60s, is_faulty());
  EXPECT_EQ(first_delay() >= 300s, !is_faulty());
}

TEST_P(RegistrationQuirks, GiveUpAfterRetryAfter) {
  give(Quirk::kGivesUpAfterRetryAfter);
  refuse(503, "Retry-After", "300", 1);
  start();
  run_for(24h);
  EXPECT_EQ(registrations() > 0, !is_faulty());
  const auto abandoned = events_.named("registration.abandoned");
  ASSERT_EQ(abandoned.size(), is_faulty() ? 1U : 0U);
  if (is_faulty()) EXPECT_EQ(abandoned[0].time, registrar_.requests.back().time);
}

TEST_P(RegistrationQuirks, GiveUpAfterRetryAfterUnlessAnotherCallAgentServes) {
  give(Quirk::kGivesUpAfterRetryAfter);
  provision_with({{.address = "ca1.voip.example.net"}, {.address = "ca2.voip.example.net"}});
  refuse(503, "Retry-After", "300");
  start();
  run_for(10s);
  EXPECT_EQ(registrations(), 1U);
}

TEST_P(RegistrationQuirks, GiveUpAfterRetryAfterUntilThereAreNewSettings) {
  give(Quirk::kGivesUpAfterRetryAfter);
  refuse(503, "Retry-After", "3000", 1);
  start();
  run_for(10s);
  ask(request("NOTIFY", "Event: check-sync\r\n", "z9hG4bKone"));
  run_for(10s);
  EXPECT_EQ(registrar_.requests.size(), 2U);
  EXPECT_TRUE(events_.states().ends_with(is_faulty() ? "provisioning>given-up" : "provisioning>retrying"));
  provision_with({{.address = "ca1.voip.example.net", .port = 5060}});
  ask(request("NOTIFY", "Event: check-sync\r\n", "z9hG4bKtwo"));
  run_for(10s);
  EXPECT_EQ(registrations(), 1U);
}

TEST_P(RegistrationQuirks, RetryWithoutBackOff) {
  give(Quirk::kRetriesWithoutBackOff);
  profile_.rounds_before_provisioning = 1000;
  refuse(500);
  start();
  run_for(10s + 5min);
  std::size_t exact = 0;
  for (const auto& retry : events_.named("retry.scheduled")) exact += Duration(retry.number("delay")) == 30s ? 1U : 0U;
  EXPECT_EQ(exact, is_faulty() ? 11U : 0U);
}

// --- expiry ---

TEST_P(RegistrationQuirks, IgnoreGrantedExpires) {
  give(Quirk::kIgnoresGrantedExpires);
  refresh_at_90_percent();
  registrar_.granted = 60s;
  const Moment registered = register_now();
  run_for(1h);
  const auto accepted = events_.named("registration.accepted");
  EXPECT_EQ(accepted.at(1).time, registered + (is_faulty() ? Duration(54min) : Duration(54s)));
  EXPECT_EQ(accepted[0].number("expires"), Duration(60s).count()) << "what the registrar said";
}

// 10 B10
TEST_P(RegistrationQuirks, RegisterAgainWhereNoneOfSeveralContactsIsTheirs) {
  give(Quirk::kRegistersAgainWhenUnmatched);
  refresh_at_90_percent();
  registrar_.script = [this](const Request& request, sip::Message usual) {
    if (usual.status() != 200 || world_.now() > Moment(10min)) return std::optional(std::move(usual));
    sip::Message answer = ScriptedRegistrar::response(request, 200);
    answer.add("Contact", "<sip:line100042@192.0.2.1>;expires=60, <sip:line100042@192.0.2.2>;expires=60");
    return std::optional(std::move(answer));
  };
  start();
  run_until(50min);
  const auto unmatched = events_.named("contact.unmatched");
  const auto accepted = events_.named("registration.accepted");
  ASSERT_FALSE(accepted.empty());
  for (std::size_t i = 1; i < accepted.size(); ++i) EXPECT_EQ(accepted[i].time, accepted[0].time + i * 5s);
  EXPECT_EQ(accepted.size(), is_faulty() ? 121U : 1U);
  EXPECT_EQ(unmatched.size(), is_faulty() ? 120U : 1U) << "as long as that lasts";
  EXPECT_EQ(events_.count("registration.expired"), 0U);
}

// --- identities ---

TEST_P(RegistrationQuirks, ReuseTheirCallId) {
  give(Quirk::kReusesCallId);
  register_now();
  power_cycle();
  run_for(10s);
  ASSERT_EQ(registrar_.requests.size(), 4U);
  EXPECT_EQ(call_id(registrar_.requests[2]) == call_id(registrar_.requests[0]), is_faulty());
  EXPECT_EQ(call_id(registrar_.requests[2]), call_id(registrar_.requests[3]));
  EXPECT_EQ(cseq(registrar_.requests[1]), 2U);
  EXPECT_EQ(cseq(registrar_.requests[2]), 1U);
}

TEST_P(RegistrationQuirks, HaveANewPortAtEachBoot) {
  give(Quirk::kNewPortAtEachBoot);
  register_now();
  power_cycle();
  run_for(1h);
  const std::string first = contact(registrar_.requests[1]);
  const std::string second = contact(registrar_.requests[3]);
  EXPECT_EQ(first != second, is_faulty());
  EXPECT_EQ(contact(registrar_.requests.back()), second) << "one for a boot";
  EXPECT_EQ(first == "<sip:line100042@10.0.1.1:5060>", !is_faulty());
  EXPECT_EQ(registrar_.requests.back().from.port == 5060, !is_faulty());
}

TEST_P(RegistrationQuirks, HaveANewPortAtEachBootAndTakeNoContactAway) {
  give(Quirk::kNewPortAtEachBoot);
  register_now();
  world_.power_off(*device_);
  run_for(1s);
  EXPECT_FALSE(device_->powered());
  EXPECT_EQ(expires(registrar_.requests.back()), is_faulty() ? 3600U : 0U);
}

// --- call agents ---

TEST_P(RegistrationQuirks, NeverFailOver) {
  give(Quirk::kNeverFailsOver);
  provision_with({{.address = "ca1.voip.example.net"}, {.address = "ca2.voip.example.net"}});
  stay_silent(registrar_);
  start();
  run_for(24h);
  EXPECT_EQ(backup_.requests.empty(), is_faulty());
  EXPECT_EQ(registrations() > 0, !is_faulty());
}

TEST_P(RegistrationQuirks, AskTheNameOfACallAgentOnce) {
  give(Quirk::kAsksNamesOnce);
  profile_.rounds_before_provisioning = 1000;
  provision_with({{.address = "late.example.net"}});
  start();
  run_for(10s);
  world_.set_name("late.example.net", {IpAddress::v4(10, 0, 0, 2)});
  run_for(1h);
  EXPECT_EQ(registrations() > 0, !is_faulty());
  EXPECT_EQ(events_.count("name.failed"), 1U);
  EXPECT_GE(events_.count("registration.failed"), is_faulty() ? 3U : 1U);
}

TEST_P(RegistrationQuirks, IgnoreNotify) {
  give(Quirk::kIgnoresNotify);
  register_now();
  EXPECT_EQ(ask(request("NOTIFY", "Event: check-sync\r\n")), 200);
  EXPECT_EQ(provisioning_.requests.size(), is_faulty() ? 1U : 2U);
  EXPECT_EQ(ask(request("NOTIFY", "Event: check-sync;reboot=true\r\n", "z9hG4bKanother")), 200);
  run_for(1s);
  EXPECT_EQ(events_.count("device.reboot"), is_faulty() ? 0U : 1U);
}

// --- connections ---

TEST_P(RegistrationQuirks, NeverNoticeAResetConnection) {
  give(Quirk::kNeverNoticesADeadConnection);
  refresh_at_90_percent();
  provision_with({{.address = "ca1.voip.example.net", .transport = kTcp}});
  const Moment registered = register_now();
  registrar_.reset();
  run_for(10min);
  EXPECT_EQ(registrar_.connections.size(), is_faulty() ? 1U : 2U);
  if (!is_faulty()) return;
  run_for(24h);
  EXPECT_EQ(registrar_.connections.size(), 1U);
  EXPECT_EQ(registrations(), 1U);
  EXPECT_EQ(events_.named("registration.failed").at(0).time, registered + 54min);
}

TEST_P(RegistrationQuirks, NeverNoticeABlackHole) {
  give(Quirk::kNeverNoticesADeadConnection);
  refresh_at_90_percent();
  provision_with({{.address = "ca1.voip.example.net", .transport = kTcp}});
  const Moment registered = register_now();
  registrar_.answers_pings = false;
  run_for(10min);
  EXPECT_EQ(events_.count("connection.lost") > 0, !is_faulty());
  EXPECT_EQ(registrar_.connections.size() > 1, !is_faulty());
  if (!is_faulty()) return;
  stay_silent(registrar_);
  run_for(1h);
  const auto failed = events_.named("registration.failed");
  ASSERT_GE(failed.size(), 2U);
  EXPECT_EQ(failed[0].time, registered + 54min + 32s);
  EXPECT_EQ(registrar_.connections.size(), 1U) << "each round writes to the same connection";
}

TEST_P(RegistrationQuirks, NeverNoticeADeadConnectionUntilTheirNextBoot) {
  give(Quirk::kNeverNoticesADeadConnection);
  provision_with({{.address = "ca1.voip.example.net", .transport = kTcp}});
  register_now();
  registrar_.reset();
  power_cycle();
  run_for(10s);
  EXPECT_EQ(registrations(), 2U);
}

INSTANTIATE_TEST_SUITE_P(Of, RegistrationQuirks, testing::Bool(),
                         [](const auto& each) { return each.param ? "AFaultyDevice" : "AHealthyDevice"; });

}  // namespace
}  // namespace dialtone
