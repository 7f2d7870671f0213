// What a device does with a connection on which no answer comes, and with one that it used for a single request.
#include "tests/device_sim/signalling/registering.h"

namespace dialtone {
namespace {

using TcpSilence = Registering;

// 10 26
TEST_F(TcpSilence, BringsANewConnectionForTheNextRound) {
  provision_with({{.address = "ca1.voip.example.net", .transport = kTcp}});
  stay_silent(registrar_);
  start();
  run_for(kBootTime + 32s + 1ms);
  ASSERT_EQ(events_.count("registration.failed"), 1U);
  ASSERT_EQ(registrar_.connections.size(), 1U);
  registrar_.script = nullptr;
  run_for(1min);
  EXPECT_EQ(registrar_.connections.size(), 2U);
  EXPECT_EQ(events_.count("registration.accepted"), 1U);
  EXPECT_EQ(events_.count("connection.lost"), 0U) << "it was the device that let go";
}

// --- events ---

TEST_F(TcpSilence, TellsTheRefreshWhereItComesBeforeTheNewConnectionWould) {
  profile_.registration_retry = {.base = 10min, .cap = 10min, .least_percent = 100};
  provisioning_.script = [](const http::Request&) {
    auto document = settings();
    document.call_agents = {{.address = "ca1.voip.example.net", .transport = kTcp}};
    document.expires_seconds = 60;
    return ScriptedProvisioning::ok(document);
  };
  start();
  run_until(kBootTime + 20s);
  registrar_.reset();
  run_for(1min);
  const auto told = events_.named("retry.scheduled");
  ASSERT_EQ(told.size(), 1U);
  const auto requests = events_.named("registration.request");
  ASSERT_GE(requests.size(), 3U);
  EXPECT_EQ(requests[2].time, told[0].time + Duration(told[0].number("delay")));
  EXPECT_LE(requests[2].time, Moment(kBootTime + 54s)) << "at 80 to 90 % of a minute";
}

// --- address learning (RFC 3581) ---

// 10 26
TEST_F(TcpSilence, AnAnswerToWhatWasTooLargeForADatagramTeachesNoAddress) {
  registrar_.script = [](const Request& request, sip::Message usual) -> std::optional<sip::Message> {
    if (request.authorized) return usual;
    sip::Message answer = ScriptedRegistrar::response(request, 401);
    answer.add("WWW-Authenticate", R"(Digest realm="voip.example.net", nonce=")" + std::string(1100, 'n') + '"');
    return answer;
  };
  start();
  run_for(3h);
  ASSERT_EQ(registrar_.requests.back().transport, Transport::kTcp);
  EXPECT_GE(events_.count("registration.accepted"), 3U);
  EXPECT_EQ(events_.count("address.learned"), 0U);
}

}  // namespace
}  // namespace dialtone
