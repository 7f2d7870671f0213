// How a device follows a registrar's redirections (RFC 3261 8.1.3.4).
#include "tests/device_sim/signalling/registering.h"

namespace dialtone {
namespace {

class Redirections : public Registering {
 protected:
  std::size_t registrations() const { return events_.count("registration.accepted"); }
  void redirect(int status, std::string contacts) { answer_in_turn({{status, {{"Contact", std::move(contacts)}}}}); }
};

TEST_F(Redirections, ThatAreTemporaryHoldForTheRequest) {
  registrar_.script = [](const Request& request, const sip::Message&) {
    sip::Message answer = ScriptedRegistrar::response(request, 302);
    answer.add("Contact", "<sip:10.0.0.3>");
    return std::optional(std::move(answer));
  };
  start();
  run_for(1min);
  ASSERT_EQ(registrations(), 1U);
  EXPECT_EQ(registrar_.requests.size(), 1U);
  ASSERT_EQ(backup_.requests.size(), 2U);
  EXPECT_EQ(backup_.requests[0].message.request_uri(), "sip:10.0.0.3");
  EXPECT_EQ(credentials(backup_.requests[1]).uri, "sip:10.0.0.3");
  EXPECT_EQ(cseq(backup_.requests[0]), 2U);
  EXPECT_EQ(call_id(backup_.requests[0]), call_id(registrar_.requests[0]));
  EXPECT_NE(sip::top_via_of(backup_.requests[0].message)->branch,
            sip::top_via_of(registrar_.requests[0].message)->branch);
  EXPECT_EQ(*backup_.requests[0].message.first(sip::HeaderName::kTo), "<sip:line100042@voip.example.net>");
  run_for(1h);
  EXPECT_EQ(registrations(), 2U);
  EXPECT_EQ(registrar_.requests.size(), 2U) << "the next refresh begins at the configured one again";
}

TEST_F(Redirections, ThatArePermanentHoldForTheRefreshesToo) {
  redirect(301, "<sip:10.0.0.3>");
  start();
  run_for(3h);
  EXPECT_EQ(registrations(), 4U);
  EXPECT_EQ(registrar_.requests.size(), 1U);
}

TEST_F(Redirections, ThatArePermanentEndWhereTheTargetFails) {
  redirect(301, "<sip:10.0.0.3>");
  start();
  run_for(1min);
  world_.power_cut(*backup_host_);
  run_for(1h);
  EXPECT_EQ(registrations(), 2U);
  EXPECT_EQ(events_.named("registration.accepted").back().text("to"), "10.0.0.2:5060");
}

TEST_F(Redirections, ToAProxyKeepTheRequestsUri) {
  redirect(305, "<sip:10.0.0.3;lr>");
  start();
  run_for(1min);
  ASSERT_EQ(registrations(), 1U);
  EXPECT_EQ(backup_.requests.at(0).message.request_uri(), "sip:voip.example.net");
}

TEST_F(Redirections, AreTriedInTheOrderOfQ) {
  redirect(302, "<sip:nowhere.example.net>;q=0.9, <sip:10.0.0.3>;q=0.7, <sip:first.example.net>");
  start();
  run_for(1min);
  ASSERT_EQ(registrations(), 1U);
  const auto failed = events_.named("registration.failed");
  ASSERT_EQ(failed.size(), 2U);
  EXPECT_EQ(failed[0].text("to"), "first.example.net");
  EXPECT_EQ(failed[1].text("to"), "nowhere.example.net");
}

TEST_F(Redirections, ARefusalOfOneTargetDoesNotSpeakForTheNext) {
  redirect(302, "<sip:10.0.0.2>;q=0.9, <sip:10.0.0.3>;q=0.7");
  const auto first = registrar_.script;
  registrar_.script = [first, n = 0](const Request& request, sip::Message usual) mutable {
    if (n++ == 0) return first(request, std::move(usual));
    return std::optional(ScriptedRegistrar::response(request, 403));
  };
  start();
  run_for(1min);
  EXPECT_EQ(registrations(), 1U);
  EXPECT_EQ(events_.named("registration.accepted").at(0).text("to"), "10.0.0.3:5060");
}

TEST_F(Redirections, TheRefusalOfTheLastTargetSpeaksForAllCallAgents) {
  provision_with({{.address = "ca1.voip.example.net"}, {.address = "ca2.voip.example.net"}});
  redirect(302, "<sip:10.0.0.3>");
  backup_.script = [](const Request& request, const sip::Message&) {
    return std::optional(ScriptedRegistrar::response(request, 403));
  };
  start();
  run_for(kBootTime + 10s);
  EXPECT_EQ(backup_.requests.size(), 1U) << "as the target, and not once more as the second call agent";
  EXPECT_GE(first_delay(), 10min);
}

TEST_F(Redirections, InACircleEnd) {
  const auto to_the_other = [](std::string_view target) {
    return [target](const Request& request, const sip::Message&) {
      sip::Message answer = ScriptedRegistrar::response(request, 302);
      answer.add("Contact", target);
      return std::optional(std::move(answer));
    };
  };
  registrar_.script = to_the_other("<sip:10.0.0.3>");
  backup_.script = to_the_other("<sip:10.0.0.2>");
  start();
  run_for(kBootTime + 10s);
  EXPECT_EQ(registrar_.requests.size() + backup_.requests.size(), 3U);
  EXPECT_EQ(events_.named("registration.failed").at(0).text("reason"), "redirected in a circle");
  EXPECT_EQ(events_.count("retry.scheduled"), 1U);
}

// 10 B11
TEST_F(Redirections, InACircleEndHoweverTheAddressesAreWritten) {
  registrar_.script = [n = 0](const Request& request, const sip::Message&) mutable {
    sip::Message answer = ScriptedRegistrar::response(request, 302);
    answer.add("Contact", n++ == 0 ? "<sip:[::ffff:10.0.0.3]>" : "<sip:[0:0:0:0:0:FFFF:a00:3]>");
    return std::optional(std::move(answer));
  };
  backup_.script = [](const Request& request, const sip::Message&) {
    sip::Message answer = ScriptedRegistrar::response(request, 302);
    answer.add("Contact", "<sip:10.0.0.2>");
    return std::optional(std::move(answer));
  };
  start();
  run_for(kBootTime + 10s);
  EXPECT_EQ(registrar_.requests.size() + backup_.requests.size(), 3U);
  EXPECT_EQ(events_.named("registration.failed").at(0).text("reason"), "redirected in a circle");
}

TEST_F(Redirections, ThatGoOnForEverEnd) {
  registrar_.script = [n = 6000](const Request& request, const sip::Message&) mutable {
    sip::Message answer = ScriptedRegistrar::response(request, 302);
    answer.add("Contact", "<sip:10.0.0.2;n=" + std::to_string(++n) + ">");
    return std::optional(std::move(answer));
  };
  start();
  run_for(kBootTime + 10s);
  EXPECT_EQ(registrar_.requests.size(), 6U);
  EXPECT_EQ(events_.named("registration.failed").at(0).text("reason"), "too many redirections");
}

TEST_F(Redirections, ToNowhereAreARefusal) {
  redirect(302, "<tel:+15550100>, <sips:10.0.0.3>");
  start();
  run_for(kBootTime + 10s);
  EXPECT_EQ(registrar_.requests.size(), 1U);
  EXPECT_EQ(events_.named("registration.rejected").at(0).number("status"), 302);
}

TEST_F(Redirections, MayChangeTheTransport) {
  redirect(302, "<sip:10.0.0.3;transport=tcp>");
  start();
  run_for(1min);
  ASSERT_EQ(registrations(), 1U);
  EXPECT_EQ(backup_.requests.at(0).transport, Transport::kTcp);
}

TEST_F(Redirections, ThePowerButtonLeavesTheOneThatServes) {
  redirect(302, "<sip:10.0.0.3>");
  start();
  run_for(1min);
  world_.power_off(*device_);
  run_for(1s);
  EXPECT_EQ(events_.count("registration.removed"), 1U);
  EXPECT_EQ(backup_.requests.back().message.request_uri(), "sip:10.0.0.3");
}

}  // namespace
}  // namespace dialtone
