#include "wire/sip/headers/via.h"

#include <gtest/gtest.h>

namespace dialtone::sip {
namespace {

TEST(Via, ReadsHostPortAndParameters) {
  const Result<Via> via =
      parse_via("SIP/2.0/UDP first.example.com:4000;ttl=16;received=192.0.2.207;branch=z9hG4bKa7c6a8dlze.1;rport=9988");
  ASSERT_TRUE(via) << via.error().reason;
  EXPECT_EQ(via->transport, "UDP");
  EXPECT_EQ(via->sent_by.host, "first.example.com");
  EXPECT_EQ(via->sent_by.port, 4000);
  EXPECT_EQ(via->branch, "z9hG4bKa7c6a8dlze.1");
  EXPECT_EQ(via->received, "192.0.2.207");
  EXPECT_TRUE(via->wants_rport);
  EXPECT_EQ(via->rport, 9988);
}

TEST(Via, AcceptsSpacesWhereTheGrammarHasThem) {
  const Result<Via> via =
      parse_via("SIP  / 2.0\t / TCP     spindle.example.com  : 5060 ;  branch  =   z9hG4bK9ikj8  ; rport");
  ASSERT_TRUE(via) << via.error().reason;
  EXPECT_EQ(via->transport, "TCP");
  EXPECT_EQ(via->sent_by.port, 5060);
  EXPECT_EQ(via->branch, "z9hG4bK9ikj8");
  EXPECT_TRUE(via->wants_rport);
  EXPECT_FALSE(via->rport);
}

TEST(Via, ReadsIpv6) {
  const Result<Via> via = parse_via("SIP/2.0/UDP [2001:db8::9:1]:5070;received=2001:db8::9:255;branch=z9hG4bKas3");
  ASSERT_TRUE(via) << via.error().reason;
  EXPECT_EQ(via->sent_by.host, "2001:db8::9:1");
  EXPECT_EQ(via->received, "2001:db8::9:255");
}

TEST(Via, TakesBracketsAroundTheReceivedAddressAway) {
  const Result<Via> via = parse_via("SIP/2.0/UDP [2001:db8::9:1];received=[2001:db8::9:255];branch=z9hG4bKas3");
  ASSERT_TRUE(via) << via.error().reason;
  EXPECT_EQ(via->received, "2001:db8::9:255");
}

TEST(Via, RefusesWhatIsMalformed) {
  for (std::string_view bad : {"",
                               "SIP",
                               "SIP/2.0",
                               "SIP/2.0/UDP",
                               "SIP/2.0/UDP ",
                               "SIP/3.0/UDP a",
                               "HTTP/2.0/UDP a",
                               "SIP/2.0/ a",
                               "SIP/2.0/UDP a:",
                               "SIP/2.0/UDP a:99999",
                               "SIP/2.0/UDP a;",
                               "SIP/2.0/UDP a;branch=",
                               "SIP/2.0/UDP a;rport=0",
                               "SIP/2.0/UDP a;rport=x",
                               "SIP/2.0/UDP a b",
                               "SIP/2.0/UDP ;branch=z",
                               "SIP/2.0/UDP [::1;branch=z",
                               "SIP/2.0/UDPa",
                               "SIP/2.0/UDP a;;lskpmc=1",
                               "SIP/2.0/UDP a;branch=1;branch=2",
                               "SIP/2.0/UDP a;rport;RPORT=1"}) {
    EXPECT_FALSE(parse_via(bad)) << bad;
  }
}

TEST(Via, IsWrittenAsItWasRead) {
  for (std::string_view text : {"SIP/2.0/UDP 10.0.0.1:5060;branch=z9hG4bKx;rport", "SIP/2.0/TCP [::1]:1;a=\"b\""}) {
    std::string out;
    append(out, *parse_via(text));
    EXPECT_EQ(out, text);
  }
}

}  // namespace
}  // namespace dialtone::sip
