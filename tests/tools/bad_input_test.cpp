// Malformed messages at every port: the servers answer or close, reveal no secret, lose nothing, and continue to serve
// other clients.
#include "tests/tools/bad_input.h"

#include <Poco/Exception.h>
#include <gmock/gmock.h>

#include "tests/tools/socket_client.h"

namespace dialtone {
namespace {

using testing::AnyOf;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

class BadInput : public ServersUnderAttack {
 protected:
  // A server may close before all bytes were sent.
  static void attack_tcp(int port, const std::string& bytes) {
    try {
      send_tcp(port, bytes);
    } catch (const Poco::Exception&) {
    }
  }
  // Returns what the server sends before it closes, as far as it arrives.
  static std::string answer_to(int port, const std::string& bytes) {
    try {
      return ask_tcp(port, bytes);
    } catch (const Poco::Exception&) {
      return "";
    }
  }
  static std::string http(const std::string& line, const std::string& headers, const std::string& body) {
    return line + " HTTP/1.1\r\nHost: a\r\n" + headers + "\r\n" + body;
  }
};

TEST_F(BadInput, OfRandomBytesHarmsNobody) {
  Dice dice(1);
  for (int i = 0; i < 150; ++i) {
    attack_tcp(http_port_, dice.bytes(dice.below(3000)));
    attack_tcp(sip_port_, dice.bytes(dice.below(3000)));
    send_udp(sip_port_, dice.bytes(dice.below(3000)));
  }
  expect_good_end();
}

TEST_F(BadInput, OfMutatedMessagesHarmsNobody) {
  Dice dice(2);
  const std::string authorized = register_request(
      {.number = 2,
       .authorization = authorization_for({.number = 2}, ask_udp(sip_port_, register_request({.number = 2}))),
       .contact = "sip:line100002@127.0.0.1:9"});
  for (int i = 0; i < 250; ++i) {
    attack_tcp(http_port_, mutated(provision_request(2), dice));
    attack_tcp(sip_port_, mutated(authorized, dice));
    send_udp(sip_port_, mutated(authorized, dice));
  }
  expect_good_end();
}

TEST_F(BadInput, OfMessagesCutOffAnywhereHarmsNobody) {
  const std::string provision = provision_request(3);
  const std::string registration = register_request({.number = 3, .contact = "sip:line100003@127.0.0.1:9"});
  for (std::size_t end = 0; end < provision.size(); end += 5) attack_tcp(http_port_, provision.substr(0, end));
  for (std::size_t end = 0; end < registration.size(); end += 5) {
    attack_tcp(sip_port_, registration.substr(0, end));
    send_udp(sip_port_, registration.substr(0, end));
  }
  expect_good_end();
}

TEST_F(BadInput, SmuggledBehindAnotherRequestIsNeverServed) {
  const std::string hidden = provision_request(4);
  const std::string length = std::to_string(hidden.size());
  const std::string requests[] = {
      http("GET /provision", "Content-Length: 0\r\nContent-Length: " + length + "\r\n", hidden),
      http("GET /provision", "Content-Length: " + length + "\r\nTransfer-Encoding: chunked\r\n", "0\r\n\r\n" + hidden),
      http("GET /provision", "Transfer-Encoding: xchunked\r\n", "0\r\n\r\n" + hidden),
      http("GET /provision", "Transfer-Encoding: chunked, identity\r\n", "0\r\n\r\n" + hidden),
      http("GET /provision", "Content-Length: +0\r\n", hidden),
      http("GET /provision", "Content-Length : 0\r\n", hidden),
      http("GET /provision", "X: y\r\n Content-Length: 0\r\n", hidden),
      http("GET /provision", "Transfer-Encoding: chunked\r\n", "0x0\r\n\r\n" + hidden),
      "GET /provision HTTP/1.1\r\n\r\n" + hidden,
      "GET /provision HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n" + hidden,
      "GET /provision HTTP/1.0\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + hidden};
  for (const std::string& request : requests) {
    const std::string answer = answer_to(http_port_, request);
    EXPECT_THAT(answer, AnyOf(StartsWith("HTTP/1.1 4"), StartsWith("HTTP/1.1 501 "))) << request;
    EXPECT_THAT(answer, Not(HasSubstr(" 200 OK"))) << request;
    EXPECT_THAT(answer, Not(HasSubstr("line100004"))) << request;
  }
  expect_good_end();
}

TEST_F(BadInput, OfEntitiesIsRefusedBeforeAnyIsExpanded) {
  std::string bomb = "<?xml version=\"1.0\"?><!DOCTYPE provision-request [<!ENTITY a0 \"ha\">";
  for (int i = 1; i < 30; ++i) {
    const std::string inner = "&a" + std::to_string(i - 1) + ";";
    bomb += "<!ENTITY a" + std::to_string(i) + " \"" + inner + inner + inner + "\">";
  }
  bomb += "]><provision-request version=\"1.0\">&a29;</provision-request>";
  const std::string secret = folder_.write("secret.txt", "the secret of the file");
  const std::string outside =
      "<!DOCTYPE a [<!ENTITY f SYSTEM \"file://" + secret + "\">]><provision-request>&f;</provision-request>";
  for (const std::string& document : {bomb, outside}) {
    const std::string answer = answer_to(
        http_port_, http("POST /provision",
                         "Connection: close\r\nContent-Length: " + std::to_string(document.size()) + "\r\n", document));
    EXPECT_THAT(answer, StartsWith("HTTP/1.1 400 "));
    EXPECT_THAT(answer, Not(HasSubstr("the secret")));
  }
  expect_good_end();
}

TEST_F(BadInput, OfFiveMegabytesIsTooLarge) {
  const std::string padding(5'000'000, ' ');
  const std::string announced =
      answer_to(http_port_, http("POST /provision", "Content-Length: " + std::to_string(padding.size()) + "\r\n", ""));
  EXPECT_THAT(announced, StartsWith("HTTP/1.1 413 "));
  for (int i = 0; i < 10; ++i) {
    // Sends the body in spite of the refusal, once by a client that stops to read and once by one that does not; the
    // latter's answer may be lost in a reset.
    const std::string length = "Content-Length: " + std::to_string(padding.size()) + "\r\n";
    const std::string chunked = "Transfer-Encoding: chunked\r\n";
    const std::string begun = padding.substr(0, 500'000);
    EXPECT_THAT(answer_to(http_port_, http("POST /provision", length, begun)), StartsWith("HTTP/1.1 413 "));
    EXPECT_THAT(answer_to(http_port_, http("POST /provision", chunked, "4c4b40\r\n" + begun)),
                StartsWith("HTTP/1.1 413 "));
    attack_tcp(http_port_, http("POST /provision", length, padding));
    attack_tcp(http_port_, http("POST /provision", chunked, "4c4b40\r\n" + padding));
    attack_tcp(sip_port_, "REGISTER sip:a SIP/2.0\r\nContent-Length: 5000000\r\n\r\n" + padding);
    attack_tcp(sip_port_, padding);
  }
  expect_good_end();
}

TEST_F(BadInput, OfADigestThatWasHeardOnTheWayRegistersNobody) {
  const Registration mine{.number = 5, .cseq = 1, .contact = "sip:line100005@127.0.0.1:9", .call_id = "heard"};
  Registration authorized = mine;
  authorized.authorization = authorization_for(mine, ask_udp(sip_port_, register_request(mine)));
  authorized.cseq = 2;
  ASSERT_THAT(ask_udp(sip_port_, register_request(authorized)), StartsWith("SIP/2.0 200 OK\r\n"));
  Registration replay = authorized;
  replay.contact = "sip:thief@127.0.0.1:666";
  for (const int cseq : {3, 4}) {
    replay.cseq = cseq;
    EXPECT_THAT(ask_udp(sip_port_, register_request(replay)), StartsWith("SIP/2.0 401 "));
    replay.call_id = "another-call";
    EXPECT_THAT(ask_udp(sip_port_, register_request(replay)), StartsWith("SIP/2.0 401 "));
  }
  const std::string bindings = register_with_digest({.number = 5, .call_id = "query"});
  EXPECT_THAT(bindings, HasSubstr("line100005@127.0.0.1:9"));
  EXPECT_THAT(bindings, Not(HasSubstr("thief")));
  expect_good_end();
}

TEST_F(BadInput, ForAnothersAddressOfRecordIsRefused) {
  EXPECT_THAT(
      register_with_digest({.number = 6, .contact = "sip:thief@127.0.0.1:666", .call_id = "theft", .other_number = 7}),
      StartsWith("SIP/2.0 403 "));
  EXPECT_THAT(register_with_digest({.number = 7, .call_id = "query"}), Not(HasSubstr("thief")));
  expect_good_end();
}

}  // namespace
}  // namespace dialtone
