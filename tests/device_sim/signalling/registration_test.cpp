// How a device registers, and handles a registrar's answers.
#include "tests/device_sim/signalling/registering.h"
#include "wire/digest/credentials.h"
#include "wire/sip/typed_headers.h"

namespace dialtone {
namespace {

TEST_F(Registering, SendsWhatTheRfcAsksFor) {
  start();
  run_for(1min);
  const sip::Message& request = registrar_.requests.at(0).message;
  EXPECT_EQ(request.request_uri(), "sip:voip.example.net");
  EXPECT_EQ(request.first(sip::HeaderName::kTo), "<sip:line100042@voip.example.net>");
  EXPECT_EQ(request.first(sip::HeaderName::kContact), "<sip:line100042@10.0.1.1:5060>");
  EXPECT_EQ(request.first(sip::HeaderName::kMaxForwards), "70");
  EXPECT_EQ(request.first(sip::HeaderName::kUserAgent), profile_.user_agent);
  EXPECT_EQ(*sip::number_of(request, sip::HeaderName::kExpires), 3600U);
  const sip::Via via = *sip::top_via_of(request);
  EXPECT_TRUE(via.wants_rport);
  EXPECT_FALSE(via.rport);
  EXPECT_TRUE(via.branch.starts_with(sip::kMagicCookie));
  EXPECT_FALSE(sip::from_of(request)->tag().empty());
  EXPECT_EQ(registrar_.requests.at(0).from, contact_);
}

TEST_F(Registering, AnswersAChallengeOnceWithTheNextCSeqAndANewBranch) {
  start();
  run_for(1min);
  ASSERT_EQ(registrar_.requests.size(), 2U);
  const auto& [first, second] = std::tie(registrar_.requests[0], registrar_.requests[1]);
  EXPECT_FALSE(first.message.first(sip::HeaderName::kAuthorization));
  EXPECT_TRUE(second.authorized);
  EXPECT_EQ(cseq(first), 1U);
  EXPECT_EQ(cseq(second), 2U);
  EXPECT_NE(sip::top_via_of(first.message)->branch, sip::top_via_of(second.message)->branch);
  const auto credentials = digest::parse_credentials(*second.message.first(sip::HeaderName::kAuthorization));
  ASSERT_TRUE(credentials);
  EXPECT_EQ(credentials->uri, "sip:voip.example.net");
  EXPECT_EQ(credentials->qop, digest::Qop::kAuth);
  EXPECT_EQ(credentials->nonce_count, 1U);
}

TEST_F(Registering, SendsAgainAtTheMomentsOfTimerE) {
  registrar_.script = [](const Request&, const sip::Message&) { return std::nullopt; };
  start();
  run_for(kBootTime + 40s);
  const std::vector<Duration> expected{0s,      500ms,   1500ms,  3500ms,  7500ms, 11500ms,
                                       15500ms, 19500ms, 23500ms, 27500ms, 31500ms};
  EXPECT_EQ(registrar_.times(), expected);
  for (const Request& request : registrar_.requests) EXPECT_EQ(cseq(request), 1U);
  EXPECT_EQ(events_.count("registration.request"), 1U) << "a retransmission is no request";
}

TEST_F(Registering, GivesUpWhenTimerFFires) {
  registrar_.script = [](const Request&, const sip::Message&) { return std::nullopt; };
  start();
  run_for(kBootTime + 40s);
  const auto failed = events_.named("registration.failed");
  ASSERT_EQ(failed.size(), 1U);
  EXPECT_EQ(failed[0].time - registrar_.requests[0].time, 32s);
  EXPECT_EQ(failed[0].text("reason"), "no answer");
  EXPECT_EQ(failed[0].text("to"), "10.0.0.2:5060");
}

TEST_F(Registering, SlowsDownAtAProvisionalResponse) {
  registrar_.script = [](const Request& request, const sip::Message&) {
    return std::optional(ScriptedRegistrar::response(request, 100));
  };
  start();
  run_for(kBootTime + 40s);
  EXPECT_EQ(registrar_.times(),
            (std::vector<Duration>{0s, 500ms, 4500ms, 8500ms, 12500ms, 16500ms, 20500ms, 24500ms, 28500ms}));
}

TEST_F(Registering, TakesNoResponseThatIsNotToItsRequest) {
  registrar_.script = [](const Request& request, sip::Message usual) -> std::optional<sip::Message> {
    if (!request.authorized) return usual;
    sip::Message stray = sip::Message::response(200, "OK");
    for (std::size_t i = 0; i < usual.header_count(); ++i) {
      const sip::Header header = usual.header(i);
      stray.add(header.name, header.name == sip::HeaderName::kVia
                                 ? std::string_view("SIP/2.0/UDP 10.0.1.1:5060;branch=z9hG4bKother")
                                 : header.value);
    }
    return stray;
  };
  start();
  run_for(1min);
  EXPECT_EQ(events_.count("registration.accepted"), 0U);
}

TEST_F(Registering, RefreshesInTimeUnderTheSameCallId) {
  start();
  run_for(12h);
  const auto accepted = events_.named("registration.accepted");
  ASSERT_GE(accepted.size(), 12U);
  for (std::size_t i = 1; i < accepted.size(); ++i) {
    EXPECT_GE(accepted[i].time - accepted[i - 1].time, 48min);
    EXPECT_LE(accepted[i].time - accepted[i - 1].time, 54min);
  }
  for (std::size_t i = 0; i < registrar_.requests.size(); ++i) {
    EXPECT_EQ(cseq(registrar_.requests[i]), i + 1);
    EXPECT_EQ(sip::call_id_of(registrar_.requests[i].message).value(),
              sip::call_id_of(registrar_.requests[0].message).value());
  }
  EXPECT_EQ(events_.count("registration.challenged"), 1U) << "a nonce that is still good is used again";
  EXPECT_FALSE(accepted[1].fields.contains("since_power_on"));
}

TEST_F(Registering, CountsTheUsesOfANonce) {
  start();
  run_for(3h);
  for (std::size_t i = 1; i < registrar_.requests.size(); ++i) {
    const auto header = registrar_.requests[i].message.first(sip::HeaderName::kAuthorization);
    EXPECT_EQ(digest::parse_credentials(*header)->nonce_count, i);
  }
}

TEST_F(Registering, BelievesTheTimeThatTheRegistrarGrants) {
  registrar_.granted = 100s;
  start();
  run_for(kBootTime + 91s);
  const auto accepted = events_.named("registration.accepted");
  ASSERT_EQ(accepted.size(), 2U);
  EXPECT_EQ(Duration(accepted[0].number("expires")), 100s);
  EXPECT_GE(accepted[1].time - accepted[0].time, 80s);
}

TEST_F(Registering, AnswersAStaleNonceWithTheNewOne) {
  start();
  run_for(1min);
  registrar_.script = [n = 0](const Request& request, sip::Message usual) mutable -> std::optional<sip::Message> {
    if (n++ > 0) return usual;
    sip::Message answer = ScriptedRegistrar::response(request, 401);
    answer.add(sip::HeaderName::kWwwAuthenticate,
               R"(Digest realm="voip.example.net", nonce="fresh", stale=true, qop="auth")");
    return answer;
  };
  run_for(1h);
  ASSERT_EQ(events_.count("registration.accepted"), 2U);
  EXPECT_EQ(events_.named("registration.challenged").at(1).number("stale"), 1);
  EXPECT_EQ(events_.count("registration.rejected"), 0U);
  const auto header = registrar_.requests.back().message.first(sip::HeaderName::kAuthorization);
  EXPECT_EQ(digest::parse_credentials(*header)->nonce, "fresh");
  EXPECT_EQ(digest::parse_credentials(*header)->nonce_count, 1U);
}

TEST_F(Registering, TriesANewNonceOnceMoreAndThenGivesUp) {
  registrar_.password = "another";
  start();
  run_for(kBootTime + 20s);
  EXPECT_EQ(registrar_.requests.size(), 3U);
  const auto rejected = events_.named("registration.rejected");
  ASSERT_EQ(rejected.size(), 1U);
  EXPECT_EQ(rejected[0].number("status"), 401);
  EXPECT_EQ(rejected[0].text("reason"), "the credentials were not accepted");
  EXPECT_GE(first_delay(), 30s);
}

TEST_F(Registering, DoesNotAnswerTheSameNonceTwice) {
  registrar_.script = [](const Request& request, const sip::Message&) {
    sip::Message answer = ScriptedRegistrar::response(request, 401);
    answer.add(sip::HeaderName::kWwwAuthenticate, R"(Digest realm="voip.example.net", nonce="same", qop="auth")");
    return std::optional(std::move(answer));
  };
  start();
  run_for(kBootTime + 20s);
  EXPECT_EQ(registrar_.requests.size(), 2U);
  EXPECT_EQ(events_.count("registration.rejected"), 1U);
}

TEST_F(Registering, TakesTheTopmostChallengeThatItCanAnswer) {
  registrar_.script = [](const Request& request, sip::Message usual) -> std::optional<sip::Message> {
    if (request.authorized) return usual;
    sip::Message answer = ScriptedRegistrar::response(request, 401);
    const auto name = sip::HeaderName::kWwwAuthenticate;
    answer.add(name, R"(Digest realm="voip.example.net", nonce="one", algorithm=SHA-1)");
    answer.add(name, R"(Digest realm="voip.example.net", nonce="two", algorithm=MD5)");
    answer.add(name, R"(Digest realm="voip.example.net", nonce="three", algorithm=MD5)");
    return answer;
  };
  start();
  run_for(1min);
  ASSERT_EQ(events_.count("registration.accepted"), 1U);
  const auto header = registrar_.requests.back().message.first(sip::HeaderName::kAuthorization);
  EXPECT_EQ(digest::parse_credentials(*header)->nonce, "two");
}

TEST_F(Registering, SaysThatItHasNoPassword) {
  provisioning_.script = [](const http::Request&) {
    auto without = settings();
    without.authentication.reset();
    return ScriptedProvisioning::ok(without);
  };
  start();
  run_for(kBootTime + 20s);
  EXPECT_EQ(registrar_.requests.size(), 1U);
  EXPECT_EQ(events_.named("registration.rejected").at(0).text("reason"), "the settings have no authentication");
}

TEST_F(Registering, AsksForNoLessThanA423Demands) {
  refuse(423, "Min-Expires", "7200", 1);
  start();
  run_for(1min);
  ASSERT_EQ(registrar_.requests.size(), 3U);
  EXPECT_EQ(*sip::number_of(registrar_.requests[2].message, sip::HeaderName::kExpires), 7200U);
  EXPECT_EQ(Duration(events_.named("registration.accepted").at(0).number("expires")), 2h);
  run_for(2h);
  EXPECT_EQ(*sip::number_of(registrar_.requests.back().message, sip::HeaderName::kExpires), 7200U);
}

TEST_F(Registering, GivesUpWhereA423MakesNoSense) {
  refuse(423, "Min-Expires", "60");
  start();
  run_for(kBootTime + 20s);
  EXPECT_EQ(registrar_.requests.size(), 2U);
  EXPECT_EQ(events_.count("retry.scheduled"), 1U);
}

TEST_F(Registering, WaitsLongerAfterEachRefusalWithinBounds) {
  refuse(404);
  start();
  run_for(3h);
  const auto retries = events_.named("retry.scheduled");
  ASSERT_GT(retries.size(), 6U);
  Duration longest = 60s;
  for (const auto& retry : retries) {
    EXPECT_EQ(retry.text("for"), "registration");
    EXPECT_GE(Duration(retry.number("delay")), longest / 2);
    EXPECT_LE(Duration(retry.number("delay")), longest);
    longest = std::min<Duration>(2 * longest, 30min);
  }
  EXPECT_EQ(events_.named("registration.rejected").at(0).number("status"), 404);
  EXPECT_EQ(events_.named("registration.rejected").at(0).text("reason"), "Not Found");
}

TEST_F(Registering, WaitsForAsLongAsABusyRegistrarAsks) {
  refuse(503, "Retry-After", "300 (maintenance)");
  start();
  run_for(kBootTime + 20s);
  EXPECT_GE(first_delay(), 300s);
  EXPECT_LE(first_delay(), 330s);
}

TEST_F(Registering, ProvisionsAgainWhenItIsRefusedForLong) {
  refuse(404);
  start();
  run_for(20min);
  EXPECT_EQ(provisioning_.requests.size(), 2U);
  EXPECT_EQ(events_.count("registration.rejected"), 5U);
}

TEST_F(Registering, SaysWhenTheGrantedTimeIsOver) {
  start();
  run_for(1min);
  world_.power_cut(*registrar_host_);
  const auto accepted = events_.named("registration.accepted").at(0);
  run_for(3h);
  const auto expired = events_.named("registration.expired");
  ASSERT_EQ(expired.size(), 1U);
  EXPECT_EQ(expired[0].time - accepted.time, 1h);
  const auto states = events_.named("device.state");
  EXPECT_EQ(states.at(4).text("from"), "believes-registered");
  EXPECT_EQ(states.at(4).time, expired[0].time);
  world_.power_on(*registrar_host_);
  run_for(1h);
  EXPECT_EQ(events_.count("registration.accepted"), 2U);
  EXPECT_TRUE(events_.states().ends_with(">believes-registered"));
}

TEST_F(Registering, RemainsRegisteredWhenARefreshFailsOnce) {
  start();
  run_for(1min);
  world_.power_cut(*registrar_host_);
  const Moment end = Moment(55min);
  world_.at(end, [&] { world_.power_on(*registrar_host_); });
  run_for(1h + 30min);
  EXPECT_EQ(events_.count("registration.expired"), 0U);
  EXPECT_GE(events_.count("registration.accepted"), 2U);
  EXPECT_TRUE(events_.states().ends_with("registering>believes-registered"));
}

using CallAgents = Registering;

TEST_F(CallAgents, AreAskedInTheirOrder) {
  provision_with({{.address = "ca1.voip.example.net"}, {.address = "ca2.voip.example.net"}});
  start();
  run_for(1min);
  EXPECT_EQ(registrar_.requests.size(), 2U);
  EXPECT_TRUE(backup_.requests.empty());
}

TEST_F(CallAgents, TheNextIsAskedWhenTheFirstIsSilent) {
  provision_with({{.address = "ca1.voip.example.net"}, {.address = "ca2.voip.example.net"}});
  start();
  world_.power_cut(*registrar_host_);
  run_for(1min);
  ASSERT_EQ(backup_.requests.size(), 2U);
  EXPECT_EQ(backup_.requests[0].time,
            Moment(kBootTime + 32s) + (events_.named("settings.stored")[0].time - Moment(kBootTime)));
  EXPECT_EQ(events_.named("registration.accepted").at(0).text("to"), "10.0.0.3:5060");
  run_for(1h);
  EXPECT_EQ(events_.count("registration.failed"), 1U) << "a refresh goes to the one that served";
}

TEST_F(CallAgents, TheNextIsAskedAfterA503ButNotAfterA403) {
  provision_with({{.address = "ca1.voip.example.net"}, {.address = "ca2.voip.example.net"}});
  refuse(403, {}, {}, 1);
  start();
  run_for(kBootTime + 20s);
  EXPECT_TRUE(backup_.requests.empty());
  refuse(503);
  run_for(21min);
  EXPECT_FALSE(backup_.requests.empty());
  EXPECT_EQ(events_.count("registration.accepted"), 1U);
}

TEST_F(CallAgents, OfMgcpCannotBeUsedYet) {
  provision_with({{.address = "ca1.voip.example.net", .protocol = provisioning::CallAgentProtocol::kMgcp}});
  start();
  run_for(kBootTime + 20s);
  EXPECT_EQ(events_.named("registration.failed").at(0).text("reason"), "the protocol mgcp is not supported");
  EXPECT_EQ(events_.count("retry.scheduled"), 1U);
}

TEST_F(CallAgents, WithoutAnAddressAreTold) {
  provision_with({{.address = "nowhere.example.net"}, {.address = "10.0.0.3", .port = 5060}});
  start();
  run_for(1min);
  EXPECT_EQ(events_.named("registration.failed").at(0).text("to"), "nowhere.example.net");
  EXPECT_EQ(events_.count("registration.accepted"), 1U);
}

}  // namespace
}  // namespace dialtone
