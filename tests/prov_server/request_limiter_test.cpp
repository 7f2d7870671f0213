#include "prov_server/request_limiter.h"

#include <gtest/gtest.h>

#include <string>

namespace dialtone {
namespace {

using namespace std::chrono_literals;

Moment at(Duration since_start) { return Moment(since_start); }

IpAddress address(const std::string& text) { return *parse_ip_address(text); }

TEST(RequestLimiter, AdmitsASecondsWorthAtOnceThenTheRate) {
  RequestLimiter limiter(200ms, 1);
  const IpAddress client = address("10.0.0.1");
  for (int i = 0; i < 5; ++i) EXPECT_EQ(limiter.admit(client, at(0s)), 0ns) << i;
  EXPECT_EQ(limiter.admit(client, at(0s)), 200ms);
  EXPECT_EQ(limiter.admit(client, at(200ms) - 1ns), 1ns);
  EXPECT_EQ(limiter.admit(client, at(200ms)), 0ns);
  EXPECT_EQ(limiter.admit(client, at(200ms)), 200ms);
  for (int i = 0; i < 5; ++i) EXPECT_EQ(limiter.admit(client, at(10s)), 0ns) << i;
  EXPECT_GT(limiter.admit(client, at(10s)), 0ns);
}

TEST(RequestLimiter, AdmitsOneAtLeast) {
  RequestLimiter limiter(1min, 1);
  const IpAddress client = address("10.0.0.1");
  EXPECT_EQ(limiter.admit(client, at(0s)), 0ns);
  EXPECT_EQ(limiter.admit(client, at(1s)), 59s);
  EXPECT_EQ(limiter.admit(client, at(1min)), 0ns);
}

TEST(RequestLimiter, CountsEachAddressAndEachNetworkOfIpv6ForItself) {
  RequestLimiter limiter(1s, 1);
  EXPECT_EQ(limiter.admit(address("10.0.0.1"), at(0s)), 0ns);
  EXPECT_EQ(limiter.admit(address("10.0.0.2"), at(0s)), 0ns);
  EXPECT_EQ(limiter.admit(address("2001:db8:0:1::1"), at(0s)), 0ns);
  EXPECT_EQ(limiter.admit(address("2001:db8:0:2::1"), at(0s)), 0ns);
  EXPECT_EQ(limiter.admit(address("2001:db8:0:1:ffff::2"), at(0s)), 1s);
  EXPECT_EQ(limiter.admit(address("a00:1::"), at(0s)), 0ns);
}

TEST(RequestLimiter, StillLimitsWhenVeryManyAddressesAsk) {
  RequestLimiter limiter(1s, 7);
  int limited = 0;
  for (std::uint32_t i = 0; i < 300'000; ++i) {
    limiter.admit(IpAddress::v4(0x0B000000U + i), at(Duration(i)));
    if (i % 1000 == 0) limited += limiter.admit(address("10.0.0.1"), at(Duration(i))) > 0ns ? 1 : 0;
  }
  EXPECT_GT(limited, 200);
}

TEST(RequestLimiter, ReadsARate) {
  EXPECT_EQ(*parse_request_interval("10"), 100ms);
  EXPECT_EQ(*parse_request_interval("0.5"), 2s);
  EXPECT_EQ(*parse_request_interval("4/s"), 250ms);
  EXPECT_EQ(*parse_request_interval("30/m"), 2s);
  for (const char* bad : {"", "0", "-1", "x", "10/h", "10 ", "1e3", "nan", "inf", "1e400", "/s"}) {
    EXPECT_FALSE(parse_request_interval(bad)) << bad;
  }
}

}  // namespace
}  // namespace dialtone
