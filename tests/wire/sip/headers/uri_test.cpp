#include "wire/sip/headers/uri.h"

#include <gtest/gtest.h>

namespace dialtone::sip {
namespace {

TEST(Uri, IsTakenApart) {
  const Result<Uri> uri =
      parse_uri("sip:alice;day=tuesday:s%20t@[2001:db8::1]:5070;transport=tcp;lr?subject=a%20b&x=y");
  ASSERT_TRUE(uri) << uri.error().reason;
  EXPECT_TRUE(uri->is_sip());
  EXPECT_EQ(uri->user, "alice;day=tuesday:s%20t");
  EXPECT_EQ(uri->host_port.host, "2001:db8::1");
  EXPECT_EQ(uri->host_port.port, 5070);
  EXPECT_EQ(uri->parameters.find("TRANSPORT"), "tcp");
  EXPECT_EQ(uri->parameters.find("lr"), "");
  EXPECT_FALSE(uri->parameters.has("maddr"));
  EXPECT_EQ(uri->headers, "subject=a%20b&x=y");
}

TEST(Uri, AcceptsWhatTheFieldWrites) {
  for (std::string_view good :
       {"sip:voip.example.net", "sips:a@b", "SIP:A@B:1", "sip:+1-212-555-1212:1234@gateway.com;user=phone",
        "tel:+358-555-1234567",
        "sip:1_unusual.URI~(to-be!sure)&isn't+it$/crazy?,/;;*:&it+has=1,weird!*pas$wo~d_too.(doesn't-it)@example.com",
        "sip:10.0.0.42:5060", "sip:line_1@host_name.example.net.", "sip:a@b;p=[::1]", "urn:service:sos"}) {
    const Result<Uri> uri = parse_uri(good);
    EXPECT_TRUE(uri) << good << ": " << uri.error().reason;
  }
}

TEST(Uri, RefusesWhatIsNone) {
  for (std::string_view bad : {"",
                               "sip",
                               "sip:",
                               ":a",
                               "1sip:a@b",
                               "sip:@b",
                               "sip:a@",
                               "sip:a@b:",
                               "sip:a@b:65536",
                               "sip:a@b:5 060",
                               "sip:a b@c",
                               "sip:a@b@c",
                               "sip:a@[::1",
                               "sip:a@[127.0.0.1]",
                               "sip:a@b;",
                               "sip:a@b;x=",
                               "sip:a@b;=y",
                               "sip:a@b;x=1;X=2",
                               "sip:a@b;x%4=1",
                               "sip:a@b;x=%",
                               "sip:a%4@b",
                               "sip:a%zz@b",
                               "sip:a@-b",
                               "sip:a@b..c",
                               "sip:a@b;x=\"y\"",
                               "sip:a@b?x y",
                               "sip:<a@b>",
                               "tel:",
                               "sip:a@b:5060x",
                               "sip:a@\xC3\xA4.net"}) {
    EXPECT_FALSE(parse_uri(bad)) << bad;
  }
  EXPECT_FALSE(parse_uri("sip:" + std::string(8192, 'a') + "@b"));
}

TEST(Uri, IsEquivalentByTheRulesOfRfc3261) {
  const std::pair<std::string_view, std::string_view> same[] = {
      {"sip:%61lice@atlanta.com;transport=TCP", "sip:alice@AtLanTa.CoM;Transport=tcp"},
      {"sip:carol@chicago.com", "sip:carol@chicago.com;newparam=5"},
      {"sip:carol@chicago.com;security=on", "sip:carol@chicago.com;newparam=5"},
      {"sip:biloxi.com;transport=tcp;method=REGISTER?to=sip:bob%40biloxi.com",
       "sip:biloxi.com;method=REGISTER;transport=tcp?to=sip:bob%40biloxi.com"},
      {"sip:a@b;n%61me=%76alue", "sip:a@b;name=value"},
      {"sip:alice@atlanta.com?subject=project%20x&priority=urgent",
       "sip:alice@atlanta.com?priority=urgent&subject=project%20x"},
  };
  for (const auto& [left, right] : same) {
    EXPECT_TRUE(equivalent(*parse_uri(left), *parse_uri(right))) << left << " " << right;
    EXPECT_TRUE(equivalent(*parse_uri(right), *parse_uri(left))) << right << " " << left;
  }
  const std::pair<std::string_view, std::string_view> different[] = {
      {"SIP:ALICE@AtLanTa.CoM;Transport=udp", "sip:alice@AtLanTa.CoM;Transport=UDP"},
      {"sip:bob@biloxi.com", "sip:bob@biloxi.com:5060"},
      {"sip:bob@biloxi.com", "sip:bob@biloxi.com;transport=udp"},
      {"sip:bob@biloxi.com", "sip:bob@biloxi.com:6000;transport=tcp"},
      {"sip:carol@chicago.com", "sip:carol@chicago.com?Subject=next%20meeting"},
      {"sip:bob@phone21.boxesbybob.com", "sip:bob@192.0.2.4"},
      {"sip:carol@chicago.com;security=on", "sip:carol@chicago.com;security=off"},
      {"sip:a@b;n%61me=1", "sip:a@b;name=2"},
      {"sip:a@b;m%61ddr=1.2.3.4", "sip:a@b"},
      {"sip:a@b", "sips:a@b"},
  };
  for (const auto& [left, right] : different) {
    EXPECT_FALSE(equivalent(*parse_uri(left), *parse_uri(right))) << left << " " << right;
    EXPECT_FALSE(equivalent(*parse_uri(right), *parse_uri(left))) << right << " " << left;
  }
}

// 10 B11
TEST(Uri, ComparesAddressesByValue) {
  const std::pair<std::string_view, std::string_view> same[] = {
      {"sip:a@[2001:db8:0:0::1]", "sip:a@[2001:DB8::1]"},
      {"sip:a@[2001:db8::1]:5070;transport=tcp", "sip:a@[2001:db8:0::0:1]:5070;transport=TCP"},
      {"sip:[2001:db8::c000:201]", "sip:[2001:db8::192.0.2.1]"},
      {"sip:a@[::ffff:192.0.2.1]", "sip:a@192.0.2.1"},
      {"sip:a@b;maddr=[2001:db8:0:0::1]", "sip:a@b;MADDR=[2001:DB8::1]"},
  };
  for (const auto& [left, right] : same) {
    EXPECT_TRUE(equivalent(*parse_uri(left), *parse_uri(right))) << left << " " << right;
    EXPECT_TRUE(equivalent(*parse_uri(right), *parse_uri(left))) << right << " " << left;
  }
  const std::pair<std::string_view, std::string_view> different[] = {
      {"sip:a@[2001:db8::1]", "sip:a@[2001:db8::2]"},
      {"sip:a@[2001:db8::1]", "sip:a@[2001:db8::1]:5060"},
      {"sip:a@[2001:db8::1]", "sip:A@[2001:db8::1]"},
      {"sip:a@b;maddr=[2001:db8::1]", "sip:a@b;maddr=[2001:db8::2]"},
      {"sip:a@b;x=[2001:db8:0::1]", "sip:a@b;x=[2001:db8::1]"},
  };
  for (const auto& [left, right] : different) {
    EXPECT_FALSE(equivalent(*parse_uri(left), *parse_uri(right))) << left << " " << right;
  }
}

}  // namespace
}  // namespace dialtone::sip
