#include "wire/sip/request_refusal.h"

#include <gtest/gtest.h>

#include <array>
#include <string>
#include <string_view>

#include "wire/sip/parser.h"

namespace dialtone::sip {
namespace {

constexpr std::array kServed = {Method::kOptions};

int refusal_of(std::string text) {
  const Result<Message> request = parse_message(text);
  EXPECT_TRUE(request) << text;
  return request ? refusal_of(*request, {.methods = kServed, .most_body_bytes = 4}) : -1;
}

std::string request(std::string_view method, std::string_view uri = "sip:a", std::string_view body = "") {
  std::string text(method);
  return text.append(" ")
      .append(uri)
      .append(
          " SIP/2.0\r\nVia: SIP/2.0/UDP a;branch=z9hG4bK1\r\nFrom: <sip:b@c>;tag=1\r\nTo: <sip:b@c>\r\nCall-ID: 1\r\n")
      .append("CSeq: 1 ")
      .append(method)
      .append("\r\n\r\n")
      .append(body);
}

// 10 C16
TEST(RequestRefusal, NamesTheFirstFaultInTheOrderOfTheRfc) {
  // The first request has every error at once; each step corrects one.
  std::string text =
      "INVITE sips:a SIP/7.0\r\nVia: SIP/7.0/UDP a;branch=z9hG4bK1\r\nFrom: <sip:b@c>;tag=1\r\n"
      "To: <sip:b@c>\r\nCall-ID: 1\r\nCSeq: 1 INVITE\r\nMax-Forwards: many\r\n\r\nlong body";
  const auto mend = [&text](std::string_view fault, std::string_view right) {
    text.replace(text.find(fault), fault.size(), right);
    return refusal_of(text);
  };
  EXPECT_EQ(refusal_of(text), 505);
  EXPECT_EQ(mend("SIP/7.0\r\n", "SIP/2.0\r\n"), 505);
  EXPECT_EQ(mend("SIP/7.0/UDP", "SIP/2.0/UDP"), 400);
  EXPECT_EQ(mend("many", "70"), 513);
  EXPECT_EQ(mend("long body", "body"), 416);
  EXPECT_EQ(mend("sips:a", "sip:a"), 405);
  EXPECT_EQ(refusal_of(request("OPTIONS")), 0);
}

// 10 C16
TEST(RequestRefusal, OfACancelComesBeforeTheScheme) {
  EXPECT_EQ(refusal_of(request("CANCEL", "tel:+1555", "too long")), 513);
  EXPECT_EQ(refusal_of(request("CANCEL", "tel:+1555")), 481);
}

// 10 C16
TEST(RequestRefusal, TellsUnknownMethodsFromThoseThatAreNotServed) {
  EXPECT_EQ(refusal_of(request("JUMP")), 501);
  EXPECT_EQ(refusal_of(request("options")), 501);
  EXPECT_EQ(refusal_of(request("REGISTER")), 405);
  for (const std::string_view uri : {"sips:a", "tel:+1555", "http://a/"}) {
    EXPECT_EQ(refusal_of(request("OPTIONS", uri)), 416) << uri;
    EXPECT_EQ(refusal_of(request("JUMP", uri)), 416) << uri;
  }
}

}  // namespace
}  // namespace dialtone::sip
