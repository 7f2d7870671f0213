// How a device answers other parties' requests, and obeys their demands.
#include "tests/device_sim/signalling/registering.h"
#include "wire/sip/typed_headers.h"

namespace dialtone {
namespace {

using RequestsToADevice = Registering;

TEST_F(RequestsToADevice, AreAnsweredWhileItIsRegistered) {
  start();
  run_for(1min);
  EXPECT_EQ(ask(request("OPTIONS")), 200);
  EXPECT_EQ(registrar_.responses[0].first(sip::HeaderName::kAllow), "NOTIFY, OPTIONS");
  EXPECT_EQ(ask(request("INVITE")), 405);
  EXPECT_EQ(ask(request("BYE")), 481);
  EXPECT_EQ(ask(request("CANCEL")), 481);
  EXPECT_EQ(ask(request("ACK")), 0);
  EXPECT_EQ(ask(request("JUMP")), 501);
  EXPECT_EQ(ask("OPTIONS sip:10.0.1.1 SIP/2.0\r\nVia: SIP/2.0/UDP 10.0.0.2:5060;branch=z9hG4bK1\r\n\r\n"), 400);
}

TEST_F(RequestsToADevice, GetTheSameTagWhenTheyComeAgain) {
  start();
  run_for(1min);
  ask(request("OPTIONS"));
  const std::string tag(sip::to_of(registrar_.responses.at(0))->tag());
  ask(request("OPTIONS"));
  EXPECT_EQ(sip::to_of(registrar_.responses.at(0))->tag(), tag);
  EXPECT_FALSE(tag.empty());
}

TEST_F(RequestsToADevice, AreAnsweredInTheMiddleOfATransaction) {
  registrar_.script = [](const Request&, const sip::Message&) { return std::nullopt; };
  start();
  run_for(kBootTime + 10s);
  EXPECT_EQ(ask(request("OPTIONS")), 200);
}

TEST_F(RequestsToADevice, ThatAreNoneDoNotDisturbIt) {
  start();
  run_for(1min);
  for (const std::string_view noise :
       {"", "\r\n\r\n", "\0\0\0\0", "GET / HTTP/1.1\r\n\r\n", "SIP/2.0 200 OK\r\n\r\n"}) {
    registrar_.send(contact_, noise);
  }
  run_for(2h);
  EXPECT_EQ(events_.count("registration.accepted"), 3U);
}

TEST_F(RequestsToADevice, OfAVersionOrASchemeThatItDoesNotKnowAreRefused) {
  start();
  run_for(1min);
  std::string other_version = request("OPTIONS");
  other_version.replace(other_version.find("SIP/2.0"), 7, "SIP/3.0");
  EXPECT_EQ(ask(other_version), 505);
  std::string other_scheme = request("OPTIONS");
  other_scheme.replace(other_scheme.find("sip:line100042@10.0.1.1:5060"), 28, "tel:+15550100");
  EXPECT_EQ(ask(other_scheme), 416);
  std::string secured = request("OPTIONS");
  secured.replace(secured.find("sip:line100042"), 4, "sips:");
  EXPECT_EQ(ask(secured), 416) << "there is no TLS";
}

// 10 C16
TEST_F(RequestsToADevice, AreRefusedInTheOrderOfTheRfc) {
  start();
  run_for(1min);
  const auto with = [](std::string bytes, std::string_view old, std::string_view now) {
    return bytes.replace(bytes.find(old), old.size(), now);
  };
  const std::string own = "sip:line100042@10.0.1.1:5060";
  for (const std::string_view method : {"OPTIONS", "NOTIFY", "INVITE", "BYE", "JUMP"}) {
    EXPECT_EQ(ask(with(request(method, "Require: x\r\n"), own, "tel:+1555")), 416) << method;
    EXPECT_EQ(ask(with(request(method), "SIP/2.0/UDP", "SIP/7.0/UDP")), 505) << method;
    EXPECT_EQ(ask(with(request(method), "SIP/2.0/UDP", "SIP/2.0")), 400) << method;
    EXPECT_EQ(ask(with(request(method), "Call-ID: probe", "no header")), 400) << method;
  }
  EXPECT_EQ(ask(with(request("CANCEL"), own, "tel:+1555")), 481);
  EXPECT_EQ(ask(with(request("ACK"), "SIP/2.0/UDP", "SIP/7.0/UDP")), 0);
  EXPECT_EQ(ask(with(request("ACK"), "Call-ID: probe", "no header")), 0);
  const std::string body = with(request("OPTIONS", "Content-Type: a/b\r\n"), "Content-Length: 0\r\n\r\n", "\r\nbody");
  EXPECT_EQ(ask(body), 415);
  EXPECT_EQ(registrar_.responses[0].first(sip::HeaderName::kAccept), "");
  EXPECT_EQ(ask(with(body, "Call-ID", "Require: x\r\nCall-ID")), 420);
}

TEST_F(RequestsToADevice, ThatRequireAnExtensionAreToldWhichOneIsMissing) {
  start();
  run_for(1min);
  EXPECT_EQ(ask(request("OPTIONS", "Require: 100rel, path\r\n")), 420);
  EXPECT_EQ(registrar_.responses[0].first(sip::HeaderName::kUnsupported), "100rel, path");
}

TEST_F(RequestsToADevice, AreAnsweredWhileItWaitsForTheProvisioningServer) {
  profile_.resync_period = 10min;
  profile_.resync_spread_percent = 0;
  start();
  run_for(1min);
  provisioning_.script = [](const http::Request&) { return std::nullopt; };
  run_for(10min - 50s);
  ASSERT_EQ(events_.count("device.resync"), 1U);
  EXPECT_EQ(ask(request("OPTIONS")), 200);
}

TEST_F(RequestsToADevice, AreAnsweredWhileItRetries) {
  refuse(404);
  start();
  run_for(kBootTime + 10s);
  ASSERT_EQ(events_.count("retry.scheduled"), 1U);
  EXPECT_EQ(ask(request("OPTIONS")), 200);
}

TEST_F(RequestsToADevice, AreAnsweredWhereTheRequestAsksForIt) {
  start();
  run_for(1min);
  std::string bytes = request("OPTIONS");
  bytes.replace(bytes.find("10.0.0.2:5060;branch"), 13, "10.0.0.2:9;rport");
  EXPECT_EQ(ask(bytes), 200);
  const sip::Via via = *sip::top_via_of(registrar_.responses[0]);
  EXPECT_EQ(via.rport, 5060);
  EXPECT_EQ(via.received, "10.0.0.2");
}

}  // namespace
}  // namespace dialtone
