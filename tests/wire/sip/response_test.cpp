#include "wire/sip/response.h"

#include <gtest/gtest.h>

#include "tests/wire/sip/register_example.h"
#include "wire/sip/parser.h"
#include "wire/sip/typed_headers.h"
#include "wire/sip/writer.h"

namespace dialtone::sip {
namespace {

const Endpoint kSource{IpAddress::v4(192, 0, 2, 1), 9988};

Message request_with_via(std::string_view via) {
  Message message = Message::request(Method::kOptions, "sip:a");
  message.add(HeaderName::kVia, via);
  message.add(HeaderName::kVia, "SIP/2.0/UDP lower;branch=z9hG4bKlower");
  return message;
}

std::string top_via(std::string_view via, const Endpoint& source) {
  const Message response = response_to(request_with_via(via), 200, "t", source);
  EXPECT_EQ(response.header(1).value, "SIP/2.0/UDP lower;branch=z9hG4bKlower");
  return std::string(response.header(0).value);
}

TEST(Response, CopiesWhatIdentifiesTheRequest) {
  const Message request = *parse_message(kRegister);
  const Message response = response_to(request, 401, "x77", kSource);
  EXPECT_EQ(write(response),
            "SIP/2.0 401 Unauthorized\r\n"
            "Via: SIP/2.0/UDP 10.0.0.42:5060;branch=z9hG4bK-524287-1;rport=9988;received=192.0.2.1\r\n"
            "From: <sip:line100042@voip.example.net>;tag=49583\r\n"
            "To: <sip:line100042@voip.example.net>;tag=x77\r\n"
            "Call-ID: 843817637684230@10.0.0.42\r\n"
            "CSeq: 1826 REGISTER\r\n"
            "Content-Length: 0\r\n\r\n");
}

// 10 26
TEST(Response, HasOneOfEachHeaderHoweverOftenTheRequestRepeatsIt) {
  Message request = Message::request(Method::kOptions, "sip:a");
  request.add(HeaderName::kVia, "SIP/2.0/UDP 192.0.2.1;branch=z9hG4bK1");
  for (const HeaderName name : {HeaderName::kTo, HeaderName::kFrom, HeaderName::kCallId, HeaderName::kCSeq}) {
    for (const char* value : {"first", "second", "third"}) request.add(name, value);
  }
  EXPECT_EQ(write(response_to(request, 400, "t", kSource)),
            "SIP/2.0 400 Bad Request\r\nVia: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bK1\r\nTo: first;tag=t\r\n"
            "From: first\r\nCall-ID: first\r\nCSeq: first\r\nContent-Length: 0\r\n\r\n");
}

TEST(Response, LeavesATagThatIsThere) {
  Message request = Message::request(Method::kOptions, "sip:a");
  request.add(HeaderName::kTo, "<sip:b@c>;Tag=1");
  EXPECT_EQ(response_to(request, 200, "2", kSource).first(HeaderName::kTo), "<sip:b@c>;Tag=1");
  for (std::string_view to : {"sip:b@c;tag=1", "\"<x>\" <sip:b@c>;x=\"<y>\";tag=1", "<sip:b@c> ; TAG = 1"}) {
    Message other = Message::request(Method::kOptions, "sip:a");
    other.add(HeaderName::kTo, to);
    EXPECT_EQ(response_to(other, 200, "2", kSource).first(HeaderName::kTo), to);
  }
  for (std::string_view to : {"<sip:b@c;tag=1>", "\"tag=1\" <sip:b@c>", "<sip:b@c>;x=\";tag=1\"", "sip:b@c"}) {
    Message other = Message::request(Method::kOptions, "sip:a");
    other.add(HeaderName::kTo, to);
    EXPECT_EQ(response_to(other, 200, "2", kSource).first(HeaderName::kTo), std::string(to) + ";tag=2");
  }
  Message early = Message::request(Method::kOptions, "sip:a");
  early.add(HeaderName::kTo, "<sip:b@c>");
  EXPECT_EQ(response_to(early, 100, "", kSource).first(HeaderName::kTo), "<sip:b@c>");
}

TEST(Response, WritesTheReceivedAddressWhereTheSentByIsAnother) {
  EXPECT_EQ(top_via("SIP/2.0/UDP 192.0.2.1:5060;branch=z", kSource), "SIP/2.0/UDP 192.0.2.1:5060;branch=z");
  EXPECT_EQ(top_via("SIP/2.0/UDP phone.local;branch=z", kSource),
            "SIP/2.0/UDP phone.local;branch=z;received=192.0.2.1");
  EXPECT_EQ(top_via("SIP/2.0/UDP [::1]:5060;branch=z", {*parse_ip_address("2001:db8::1"), 7}),
            "SIP/2.0/UDP [::1]:5060;branch=z;received=2001:db8::1");
}

// 10 B11
TEST(Response, WritesNoReceivedAddressWhereTheSentByIsOnlyWrittenOtherwise) {
  const Endpoint source{*parse_ip_address("2001:db8::1"), 7};
  EXPECT_EQ(top_via("SIP/2.0/UDP [2001:DB8:0:0::1]:5060;branch=z", source),
            "SIP/2.0/UDP [2001:DB8:0:0::1]:5060;branch=z");
  EXPECT_EQ(top_via("SIP/2.0/UDP [::ffff:192.0.2.1];branch=z", kSource), "SIP/2.0/UDP [::ffff:192.0.2.1];branch=z");
}

TEST(Response, WritesBothBackWhereRportIsAskedFor) {
  EXPECT_EQ(top_via("SIP/2.0/UDP 192.0.2.1;rport;branch=z", kSource),
            "SIP/2.0/UDP 192.0.2.1;rport=9988;branch=z;received=192.0.2.1");
  EXPECT_EQ(top_via("SIP/2.0/UDP 192.0.2.1;rport=1;received=9.9.9.9;branch=z", kSource),
            "SIP/2.0/UDP 192.0.2.1;rport=9988;branch=z;received=192.0.2.1");
}

TEST(Response, ChangesOnlyTheTopOfAListOfVias) {
  EXPECT_EQ(top_via("SIP/2.0/UDP 192.0.2.1;rport, SIP/2.0/TCP b;branch=z", kSource),
            "SIP/2.0/UDP 192.0.2.1;rport=9988;received=192.0.2.1, SIP/2.0/TCP b;branch=z");
}

TEST(Response, GoesToTheSource) {
  EXPECT_EQ(answer_endpoint(*parse_via("SIP/2.0/UDP 10.0.0.1:5062;rport;branch=z"), kSource), kSource);
  EXPECT_EQ(answer_endpoint(*parse_via("SIP/2.0/UDP 10.0.0.1:5062;branch=z"), kSource),
            (Endpoint{kSource.address, 5062}));
  EXPECT_EQ(answer_endpoint(*parse_via("SIP/2.0/UDP 10.0.0.1;maddr=1.2.3.4"), kSource),
            (Endpoint{kSource.address, 5060}));
}

TEST(Response, HasAReasonForEveryStatus) {
  EXPECT_EQ(reason_of(423), "Interval Too Brief");
  EXPECT_EQ(reason_of(499), "Client Error");
  EXPECT_EQ(reason_of(699), "Global Failure");
}

}  // namespace
}  // namespace dialtone::sip
