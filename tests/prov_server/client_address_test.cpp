#include "prov_server/client_address.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace dialtone {
namespace {

std::string client(const std::string& peer, const std::vector<std::string>& forwarded,
                   const std::vector<std::string>& trusted) {
  http::Headers headers;
  headers.add("Host", "prov");
  for (const std::string& value : forwarded) headers.add("x-forwarded-for", value);
  std::vector<Cidr> blocks;
  for (const std::string& text : trusted) blocks.push_back(*parse_cidr(text));
  return to_text(client_address(*parse_ip_address(peer), headers, blocks));
}

TEST(ClientAddress, IsThePeersWhereNoProxyIsTrusted) {
  EXPECT_EQ(client("10.0.0.1", {"192.0.2.1"}, {}), "10.0.0.1");
  EXPECT_EQ(client("10.0.0.1", {"192.0.2.1"}, {"10.0.0.2"}), "10.0.0.1");
}

TEST(ClientAddress, IsTheRightmostThatIsNotTrusted) {
  const std::vector<std::string> trusted = {"10.0.0.0/8", "::1"};
  EXPECT_EQ(client("10.0.0.1", {"192.0.2.1"}, trusted), "192.0.2.1");
  EXPECT_EQ(client("::1", {"192.0.2.1"}, trusted), "192.0.2.1");
  EXPECT_EQ(client("10.0.0.1", {"203.0.113.9, 192.0.2.1"}, trusted), "192.0.2.1");
  EXPECT_EQ(client("10.0.0.1", {"203.0.113.9, 192.0.2.1 ,10.0.0.7,10.0.0.8"}, trusted), "192.0.2.1");
  EXPECT_EQ(client("10.0.0.1", {"203.0.113.9", "192.0.2.1", "10.0.0.7"}, trusted), "192.0.2.1");
}

TEST(ClientAddress, IsTheLastThatIsKnownWhereTheRestIsNone) {
  const std::vector<std::string> trusted = {"10.0.0.0/8"};
  EXPECT_EQ(client("10.0.0.1", {}, trusted), "10.0.0.1");
  EXPECT_EQ(client("10.0.0.1", {""}, trusted), "10.0.0.1");
  EXPECT_EQ(client("10.0.0.1", {"unknown"}, trusted), "10.0.0.1");
  EXPECT_EQ(client("10.0.0.1", {"192.0.2.1, unknown, 10.0.0.9"}, trusted), "10.0.0.9");
  EXPECT_EQ(client("10.0.0.1", {"10.0.0.5, 10.0.0.9"}, trusted), "10.0.0.5");
}

TEST(ClientAddress, MayHaveAPortOrBracketsAndIpv4InIpv6) {
  const std::vector<std::string> trusted = {"10.0.0.0/8"};
  EXPECT_EQ(client("10.0.0.1", {"192.0.2.1:4711"}, trusted), "192.0.2.1");
  EXPECT_EQ(client("10.0.0.1", {"[2001:db8::1]:4711"}, trusted), "2001:db8::1");
  EXPECT_EQ(client("10.0.0.1", {"[2001:db8::1]"}, trusted), "2001:db8::1");
  EXPECT_EQ(client("10.0.0.1", {"2001:db8::1"}, trusted), "2001:db8::1");
  EXPECT_EQ(client("::ffff:10.0.0.1", {"::ffff:192.0.2.1"}, trusted), "192.0.2.1");
  EXPECT_EQ(client("::ffff:192.0.2.1", {}, {}), "192.0.2.1");
}

}  // namespace
}  // namespace dialtone
