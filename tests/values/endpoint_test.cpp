#include "values/endpoint.h"

#include <gtest/gtest.h>

#include <string>
#include <unordered_set>

namespace dialtone {
namespace {

TEST(Endpoint, ReadsBackWhatItWrites) {
  for (const std::string_view text : {"127.0.0.1:5060", "0.0.0.0:0", "255.255.255.255:65535", "[::1]:5060", "[::]:1",
                                      "[2001:db8::9:1]:65535", "[::ffff:192.0.2.7]:80"}) {
    const Result<Endpoint> endpoint = parse_endpoint(text);
    ASSERT_TRUE(endpoint) << text;
    EXPECT_EQ(to_text(*endpoint), text);
  }
}

TEST(Endpoint, HasAnAddressAndAPort) {
  const Result<Endpoint> endpoint = parse_endpoint("[2001:db8::9:1]:5070");
  ASSERT_TRUE(endpoint);
  EXPECT_EQ(to_text(endpoint->address), "2001:db8::9:1");
  EXPECT_EQ(endpoint->port, 5070);
}

TEST(Endpoint, RefusesWhatIsNone) {
  for (const std::string_view text : {"",
                                      ":",
                                      "127.0.0.1",
                                      "127.0.0.1:",
                                      ":5060",
                                      "127.0.0.1:65536",
                                      "127.0.0.1:-1",
                                      "127.0.0.1:+1",
                                      "127.0.0.1: 1",
                                      "127.0.0.1:1 ",
                                      "127.0.0.1:0x1",
                                      "127.0.0.1:000001",
                                      "[127.0.0.1]:1",
                                      "::1:5060",
                                      "[::1]",
                                      "[::1]:",
                                      "[::1:5060",
                                      "::1]:5060",
                                      "[]:5060",
                                      "[[::1]]:5060",
                                      "localhost:5060",
                                      "127.0.0.1:5060:5061",
                                      "127.0.0.1:sip"}) {
    EXPECT_FALSE(parse_endpoint(text)) << text;
  }
}

TEST(Endpoint, RefusesATextThatIsCutOffBeforeItsPort) {
  constexpr std::string_view kWhole = "[2001:db8::9:1]:5070";
  for (std::size_t length = 0; length <= kWhole.find("5070"); ++length) {
    EXPECT_FALSE(parse_endpoint(kWhole.substr(0, length))) << kWhole.substr(0, length);
  }
}

TEST(Endpoint, ShowsOnlyAPieceOfWhatItCouldNotRead) {
  EXPECT_EQ(parse_endpoint("sip").error().reason, "'sip' is not an ADDRESS:PORT");
  EXPECT_LT(parse_endpoint(std::string(100'000, ':')).error().reason.size(), 128U);
}

TEST(Port, IsANumberOfSixteenBits) {
  EXPECT_EQ(*parse_port("0"), 0);
  EXPECT_EQ(*parse_port("5060"), 5060);
  EXPECT_EQ(*parse_port("65535"), 65535);
  for (const std::string_view text : {"", "65536", "99999", "100000", "-1", "+1", " 1", "1 ", "1.0", "a", "1a"}) {
    EXPECT_FALSE(parse_port(text)) << text;
  }
  EXPECT_FALSE(parse_port("000080")) << "no port has six digits";
}

TEST(Endpoint, HashesAddressAndPort) {
  std::unordered_set<std::size_t> hashes;
  for (const std::string_view text :
       {"127.0.0.1:5060", "127.0.0.1:5061", "127.0.0.2:5060", "[::1]:5060", "[::1]:5061"}) {
    hashes.insert(std::hash<Endpoint>()(*parse_endpoint(text)));
  }
  EXPECT_EQ(hashes.size(), 5U);
}

TEST(Endpoint, IsOrderedByAddressThenPort) {
  EXPECT_LT(*parse_endpoint("10.0.0.1:9"), *parse_endpoint("10.0.0.2:1"));
  EXPECT_LT(*parse_endpoint("10.0.0.1:1"), *parse_endpoint("10.0.0.1:9"));
}

}  // namespace
}  // namespace dialtone
