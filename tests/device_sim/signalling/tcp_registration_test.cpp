// How a device registers over TCP, keeps its connection alive, and survives its end.
#include "tests/device_sim/signalling/registering.h"
#include "wire/sip/writer.h"
#include "world/virtual/network.h"

namespace dialtone {
namespace {

class OverTcp : public Registering {
 protected:
  OverTcp() { provision_with({{.address = "ca1.voip.example.net", .transport = kTcp}}); }

  void run_until_pinged() {
    for (int second = 0; second < 200 && registrar_.pings.empty(); ++second) run_for(1s);
    ASSERT_EQ(registrar_.pings.size(), 1U);
  }
  // Registers the device and waits for a pong.
  void prove_the_connection() {
    start();
    run_until_pinged();
  }
  Duration delay_after_loss() const { return Duration(events_.named("retry.scheduled").at(0).number("delay")); }
  std::size_t registrations() const { return events_.count("registration.accepted"); }
  int ask_streamed(std::string_view bytes) {
    registrar_.responses.clear();
    registrar_.send_streamed(bytes);
    run_for(1ms);
    return registrar_.responses.empty() ? 0 : registrar_.responses[0].status();
  }
};

TEST_F(OverTcp, ADeviceRegistersOnOneConnection) {
  start();
  run_for(1min);
  ASSERT_EQ(registrar_.requests.size(), 2U);
  EXPECT_EQ(registrar_.connections.size(), 1U);
  const auto& request = registrar_.requests[1];
  EXPECT_EQ(request.transport, Transport::kTcp);
  EXPECT_TRUE(request.authorized);
  const sip::Via via = *sip::top_via_of(request.message);
  EXPECT_EQ(via.transport, "TCP");
  EXPECT_TRUE(via.wants_rport);
  const std::string contact = "sip:line100042@" + to_text(request.from) + ";transport=tcp";
  EXPECT_EQ(request.message.first(sip::HeaderName::kContact), "<" + contact + ">");
  EXPECT_EQ(request.message.count(sip::HeaderName::kContact), 1U);
  ASSERT_EQ(registrations(), 1U);
  EXPECT_EQ(events_.named("registration.accepted")[0].text("contact"), contact);
}

TEST_F(OverTcp, RefreshesTravelOnTheSameConnection) {
  start();
  run_for(5h);
  EXPECT_GE(registrations(), 6U);
  EXPECT_EQ(registrar_.connections.size(), 1U);
  EXPECT_EQ(events_.count("connection.lost"), 0U);
}

TEST_F(OverTcp, ARequestIsSentOnceAndTimerFFiresAfter32Seconds) {
  stay_silent(registrar_);
  start();
  run_for(kBootTime + 33s);
  EXPECT_EQ(registrar_.requests.size(), 1U);
  const auto failed = events_.named("registration.failed");
  ASSERT_EQ(failed.size(), 1U);
  EXPECT_EQ(failed[0].time - registrar_.requests[0].time, 32s);
  EXPECT_EQ(failed[0].text("reason"), "no answer");
}

TEST_F(OverTcp, TimerFIncludesTheConnectionsSetUp) {
  start();
  world_.power_cut(*registrar_host_);
  run_for(kBootTime + 33s);
  const auto failed = events_.named("registration.failed");
  ASSERT_EQ(failed.size(), 1U);
  EXPECT_EQ(failed[0].time - events_.named("name.resolved").back().time, 32s);
}

TEST_F(OverTcp, ARefusedConnectionIsTriedAtTheNextCallAgent) {
  provision_with(
      {{.address = "ca1.voip.example.net", .transport = kTcp}, {.address = "ca2.voip.example.net", .transport = kTcp}});
  registrar_.speaks_tcp = false;
  start();
  run_for(1min);
  EXPECT_EQ(events_.named("registration.failed").at(0).text("reason"), "connection refused");
  EXPECT_EQ(registrations(), 1U);
  EXPECT_EQ(backup_.requests.size(), 2U);
}

TEST_F(OverTcp, ANoAnswerBringsTheNextCallAgentANewBranch) {
  provision_with({{.address = "ca1.voip.example.net", .transport = kTcp}, {.address = "ca2.voip.example.net"}});
  stay_silent(registrar_);
  start();
  run_for(1min);
  ASSERT_EQ(backup_.requests.size(), 2U);
  EXPECT_EQ(backup_.requests[0].transport, Transport::kUdp);
  EXPECT_EQ(cseq(backup_.requests[0]), 2U);
  EXPECT_NE(sip::top_via_of(backup_.requests[0].message)->branch,
            sip::top_via_of(registrar_.requests[0].message)->branch);
}

TEST_F(OverTcp, MessagesMayComeInPiecesAndTogether) {
  start();
  run_for(1min);
  const std::string options = request("OPTIONS");
  registrar_.send_streamed("\r\n");
  run_for(1s);
  registrar_.send_streamed(options.substr(0, 100));
  run_for(1s);
  registrar_.send_streamed(options.substr(100) + options);
  run_for(1ms);
  EXPECT_EQ(registrar_.responses.size(), 2U);
  EXPECT_EQ(registrations(), 1U);
}

// --- keep-alive (RFC 5626 4.4.1) ---

TEST_F(OverTcp, APingGoesOutEach95To120Seconds) {
  start();
  run_for(1h);
  ASSERT_GE(registrar_.pings.size(), 30U);
  Moment before = registrar_.connections[0];
  Duration least = 1h, most = 0s;
  for (const Moment ping : registrar_.pings) {
    least = std::min<Duration>(least, ping - before);
    most = std::max<Duration>(most, ping - before);
    before = ping;
  }
  EXPECT_GE(least, 95s);
  EXPECT_LE(least, 100s) << "drawn";
  EXPECT_GE(most, 115s) << "drawn";
  EXPECT_LE(most, 120s);
}

TEST_F(OverTcp, APongMayTakeTenSeconds) {
  registrar_.answers_pings = false;
  start();
  run_until_pinged();
  const Moment ping = registrar_.pings[0];
  world_.run(ping + 10s - 1ns);
  EXPECT_EQ(events_.count("connection.lost"), 0U);
  world_.run(ping + 10s);
  const auto lost = events_.named("connection.lost");
  ASSERT_EQ(lost.size(), 1U);
  EXPECT_EQ(lost[0].time, ping + 10s);
  EXPECT_EQ(lost[0].text("reason"), "no answer to a keep-alive");
  EXPECT_EQ(lost[0].text("to"), "10.0.0.2:5060");
}

TEST_F(OverTcp, APongInTimeIsEnough) {
  registrar_.answers_pings = false;
  start();
  run_until_pinged();
  world_.at(registrar_.pings[0] + 10s, [&] { registrar_.send_streamed("\r\n"); });
  world_.run(registrar_.pings[0] + 60s);
  EXPECT_EQ(events_.count("connection.lost"), 0U);
}

// --- flow recovery (RFC 5626 4.5) ---

TEST_F(OverTcp, AProvenConnectionThatIsResetIsReplacedAfter15To30Seconds) {
  prove_the_connection();
  registrar_.reset();
  const Moment reset = world_.now();
  run_for(1s);
  const auto lost = events_.named("connection.lost");
  ASSERT_EQ(lost.size(), 1U);
  EXPECT_EQ(lost[0].time, reset);
  EXPECT_GE(delay_after_loss(), 15s);
  EXPECT_LE(delay_after_loss(), 30s);
  run_for(1min);
  ASSERT_EQ(registrar_.connections.size(), 2U);
  EXPECT_EQ(registrar_.connections[1], reset + delay_after_loss());
  ASSERT_EQ(registrations(), 2U);
  const Request& again = registrar_.requests.back();
  EXPECT_EQ(call_id(again), call_id(registrar_.requests[0]));
  EXPECT_EQ(cseq(again), 3U);
  EXPECT_EQ(events_.count("registration.expired"), 0U);
}

TEST_F(OverTcp, TheNewConnectionTakesTheOldContactAway) {
  prove_the_connection();
  const std::string old_contact(*registrar_.requests.back().message.first(sip::HeaderName::kContact));
  registrar_.reset();
  run_for(1min);
  const sip::Message& again = registrar_.requests.back().message;
  ASSERT_EQ(again.count(sip::HeaderName::kContact), 2U);
  EXPECT_NE(*again.first(sip::HeaderName::kContact), old_contact);
  bool removes = false;
  for (std::size_t i = 0; i < again.header_count(); ++i) removes |= again.header(i).value == old_contact + ";expires=0";
  EXPECT_TRUE(removes);
  run_for(1h);
  EXPECT_EQ(registrar_.requests.back().message.count(sip::HeaderName::kContact), 1U);
}

TEST_F(OverTcp, AConnectionThatWasNeverProvenIsReplacedAfter30To60Seconds) {
  start();
  run_for(kBootTime + 10s);
  registrar_.reset();
  const Moment reset = world_.now();
  run_for(2min);
  EXPECT_GE(delay_after_loss(), 30s);
  EXPECT_LE(delay_after_loss(), 60s);
  ASSERT_EQ(registrar_.connections.size(), 2U);
  EXPECT_EQ(registrar_.connections[1], reset + delay_after_loss());
}

TEST_F(OverTcp, ConnectionsThatNeverProveThemselvesAreReplacedEverMoreSlowly) {
  registrar_.script = [this](const Request& request, sip::Message usual) {
    if (request.authorized) world_.at(world_.now() + 1s, [this] { registrar_.reset(); });
    return std::optional(std::move(usual));
  };
  start();
  run_for(3h);
  const auto retries = events_.named("retry.scheduled");
  ASSERT_GE(retries.size(), 6U);
  Duration longest = 60s;
  for (const auto& retry : retries) {
    EXPECT_GE(Duration(retry.number("delay")), longest / 2);
    EXPECT_LE(Duration(retry.number("delay")), longest);
    longest = std::min<Duration>(2 * longest, 30min);
  }
  EXPECT_GE(provisioning_.requests.size(), 2U) << "after a while its settings may be wrong";
}

TEST_F(OverTcp, ARegistrarThatClosesIsLeftAndAskedAgain) {
  prove_the_connection();
  registrar_.close();
  run_for(1min);
  EXPECT_EQ(events_.named("connection.lost").at(0).text("reason"), "closed by the call agent");
  EXPECT_EQ(registrations(), 2U);
}

TEST_F(OverTcp, ABlackHoleIsNoticedByTheMissingPong) {
  prove_the_connection();
  const Moment dark = world_.now();
  RuleGuard hole = world_.network().install([this](const Packet& packet, Moment) {
    return packet.from == contact_ || packet.from.address == contact_.address ? Verdict::drop() : Verdict::pass();
  });
  world_.run(dark + 131s);
  const auto lost = events_.named("connection.lost");
  ASSERT_EQ(lost.size(), 1U);
  EXPECT_LE(lost[0].time - dark, 130s);
  hole.release();
  run_for(2min);
  EXPECT_EQ(registrations(), 2U);
}

TEST_F(OverTcp, ARegistrarThatRestartsIsFoundAgain) {
  prove_the_connection();
  world_.power_cut(*registrar_host_);
  run_for(5min);
  EXPECT_GE(events_.count("registration.failed"), 1U);
  world_.power_on(*registrar_host_);
  run_for(10min);
  EXPECT_GE(registrations(), 2U);
  EXPECT_TRUE(events_.states().ends_with("believes-registered"));
}

TEST_F(OverTcp, AMessageThatCannotBeFramedEndsTheConnection) {
  prove_the_connection();
  registrar_.send_streamed("OPTIONS sip:a SIP/2.0\r\nVia: x\r\n\r\n");
  run_for(1min);
  EXPECT_EQ(events_.count("connection.lost"), 1U);
  EXPECT_EQ(registrations(), 2U);
}

// --- requests over the connection ---

TEST_F(OverTcp, RequestsAreAnsweredOnTheConnection) {
  start();
  run_for(1min);
  EXPECT_EQ(ask_streamed(request("OPTIONS")), 200);
  EXPECT_EQ(ask_streamed(request("INVITE")), 405);
  EXPECT_EQ(ask_streamed(request("ACK")), 0);
}

TEST_F(OverTcp, RequestsAreAnsweredInTheMiddleOfATransaction) {
  stay_silent(registrar_);
  start();
  run_for(kBootTime + 10s);
  EXPECT_EQ(ask_streamed(request("OPTIONS")), 200);
}

TEST_F(OverTcp, ACallAgentThatAsksAndDoesNotReadGetsNoMoreThanWhatMayWaitForIt) {
  constexpr std::size_t kAsked = 8000;
  for (std::size_t i = 0; i < kAsked; ++i) registrar_.flood += request("OPTIONS");
  start();
  run_for(1min);
  EXPECT_GT(registrar_.responses.size(), 100U);
  EXPECT_LT(registrar_.responses.size(), kAsked / 2) << "answers of more than 300 bytes, where 64 KiB may wait";
  EXPECT_EQ(registrations(), 1U) << "what was sent was sent as a whole";
}

TEST_F(OverTcp, ANotifyMakesItProvisionAgain) {
  start();
  run_for(1min);
  EXPECT_EQ(ask_streamed(request("NOTIFY", "Event: check-sync\r\n")), 200);
  EXPECT_EQ(provisioning_.requests.size(), 2U);
  EXPECT_EQ(ask_streamed(request("NOTIFY", "Event: check-sync\r\n")), 200);
  EXPECT_EQ(provisioning_.requests.size(), 3U) << "over TCP Timer J is 0: nothing is sent twice";
  run_for(1min);
  EXPECT_EQ(registrar_.connections.size(), 1U);
}

// --- power ---

TEST_F(OverTcp, ThePowerButtonTakesTheBindingAwayOnTheSameConnection) {
  start();
  run_for(1min);
  world_.power_off(*device_);
  run_for(1s);
  EXPECT_FALSE(device_->powered());
  EXPECT_EQ(*sip::number_of(registrar_.requests.back().message, sip::HeaderName::kExpires), 0U);
  EXPECT_EQ(events_.count("registration.removed"), 1U);
  EXPECT_EQ(registrar_.connections.size(), 1U);
}

TEST_F(OverTcp, ThePowerButtonWaitsForASilentRegistrarOnlyForAMoment) {
  start();
  run_for(1min);
  world_.power_cut(*registrar_host_);
  world_.power_off(*device_);
  run_for(1999ms);
  EXPECT_TRUE(device_->powered());
  run_for(2ms);
  EXPECT_FALSE(device_->powered());
}

TEST_F(OverTcp, ThePowerButtonConnectsAgainWhereTheConnectionIsLost) {
  prove_the_connection();
  registrar_.reset();
  run_for(1ms);
  world_.power_off(*device_);
  run_for(1s);
  EXPECT_FALSE(device_->powered());
  EXPECT_EQ(events_.count("registration.removed"), 1U);
  EXPECT_EQ(registrar_.connections.size(), 2U);
}

TEST_F(OverTcp, APowerCutIsNotHeardOf) {
  start();
  run_for(1min);
  world_.power_cut(*device_);
  run_for(1h);
  EXPECT_EQ(registrar_.requests.size(), 2U);
}

TEST_F(OverTcp, NewSettingsMayBringAnotherTransport) {
  start();
  run_for(1min);
  provision_with({{.address = "ca1.voip.example.net"}});
  ask_streamed(request("NOTIFY", "Event: check-sync\r\n"));
  run_for(1min);
  EXPECT_EQ(events_.count("registration.removed"), 1U);
  ASSERT_EQ(registrations(), 2U);
  EXPECT_EQ(registrar_.requests.back().transport, Transport::kUdp);
  EXPECT_EQ(ask(request("OPTIONS")), 200);
}

}  // namespace
}  // namespace dialtone
