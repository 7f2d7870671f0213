// Recognises the device that sent a request, whatever its address.
#include "scenarios/faults/requester.h"

#include <gtest/gtest.h>

#include "scenarios/language/plan/plan.h"
#include "tests/scenarios/engine/engine_samples.h"
#include "wire/sip/parser.h"

namespace dialtone {
namespace {

const Endpoint kHere{IpAddress::v4(10, 0, 0, 1), 1000};
const Endpoint kThere{IpAddress::v4(10, 0, 0, 2), 2000};

class RequesterTest : public testing::Test {
 protected:
  RequesterTest() {
    scenario_.fleet.push_back(scenario_.fleet.front());
    scenario_.fleet.back().name = "offices";
  }
  Subscriber device(std::size_t group, std::uint64_t index) const { return device_subscriber(scenario_, group, index); }
  static sip::Message registration(const std::string& user) {
    const std::string text =
        "REGISTER sip:voip.example.net SIP/2.0\r\nVia: SIP/2.0/UDP 10.0.0.1;branch=z9hG4bK1\r\n"
        "From: <sip:" +
        user + "@voip.example.net>;tag=1\r\nTo: <sip:" + user +
        "@voip.example.net>\r\nCall-ID: 1\r\nCSeq: 1 REGISTER\r\nContent-Length: 0\r\n\r\n";
    return *sip::parse_message(text);
  }

  Scenario scenario_ = homes(2);
};

TEST_F(RequesterTest, IsKnownByTheSerialNumberInTheDocumentHoweverItTravels) {
  const std::string serial = device(1, 4).serial_number;
  http::Request body;
  body.body = "<device><serial-number>" + serial + "</serial-number></device>";
  http::Request query;
  query.target = "/provision?document=%3Cdevice%3E%3Cserial-number%3E" + serial + "%3C%2Fserial-number%3E";
  EXPECT_EQ(requester_of(body, kHere).key, requester_of(query, kThere).key);
  EXPECT_EQ(requester_of(body, kHere).group, 1U);
  body.body = "<device><serial-number>" + device(0, 4).serial_number + "</serial-number></device>";
  EXPECT_NE(requester_of(body, kHere).key, requester_of(query, kHere).key);
  EXPECT_EQ(requester_of(body, kHere).group, 0U);
}

TEST_F(RequesterTest, IsKnownByTheUserOfTheAddressOfRecord) {
  const Requester one = requester_of(registration(device(1, 7).device_name), kHere);
  EXPECT_EQ(one.group, 1U);
  EXPECT_EQ(one.key, requester_of(registration(device(1, 7).device_name), kThere).key);
  EXPECT_NE(one.key, requester_of(registration(device(1, 8).device_name), kHere).key);
}

TEST_F(RequesterTest, IsElseKnownByItsAddress) {
  const Requester one = requester_of(http::Request{}, kHere);
  EXPECT_EQ(one.group, std::nullopt);
  EXPECT_EQ(one.key, requester_of(http::Request{}, {kHere.address, 1}).key);
  EXPECT_NE(one.key, requester_of(http::Request{}, kThere).key);
}

}  // namespace
}  // namespace dialtone
