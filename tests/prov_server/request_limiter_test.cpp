#include "prov_server/request_limiter.h"

#include <gtest/gtest.h>

#include <string>

namespace dialtone {
namespace {

using namespace std::chrono_literals;

IpAddress address(const std::string& text) { return *parse_ip_address(text); }

TEST(RequestLimiter, AdmitsASecondsWorthAtOnceThenTheRate) {
  RequestLimiter limiter(200ms, 1);
  const IpAddress client = address("10.0.0.1");
  for (int i = 0; i < 5; ++i) EXPECT_EQ(limiter.admit(client, Moment(0s)), 0ns) << i;
  EXPECT_EQ(limiter.admit(client, Moment(0s)), 200ms);
  EXPECT_EQ(limiter.admit(client, Moment(200ms) - 1ns), 1ns);
  EXPECT_EQ(limiter.admit(client, Moment(200ms)), 0ns);
  EXPECT_EQ(limiter.admit(client, Moment(200ms)), 200ms);
  for (int i = 0; i < 5; ++i) EXPECT_EQ(limiter.admit(client, Moment(10s)), 0ns) << i;
  EXPECT_GT(limiter.admit(client, Moment(10s)), 0ns);
}

TEST(RequestLimiter, AdmitsOneAtLeast) {
  RequestLimiter limiter(1min, 1);
  const IpAddress client = address("10.0.0.1");
  EXPECT_EQ(limiter.admit(client, Moment(0s)), 0ns);
  EXPECT_EQ(limiter.admit(client, Moment(1s)), 59s);
  EXPECT_EQ(limiter.admit(client, Moment(1min)), 0ns);
}

TEST(RequestLimiter, CountsEachAddressAndEachNetworkOfIpv6ForItself) {
  RequestLimiter limiter(1s, 1);
  EXPECT_EQ(limiter.admit(address("10.0.0.1"), Moment(0s)), 0ns);
  EXPECT_EQ(limiter.admit(address("10.0.0.2"), Moment(0s)), 0ns);
  EXPECT_EQ(limiter.admit(address("2001:db8:0:1::1"), Moment(0s)), 0ns);
  EXPECT_EQ(limiter.admit(address("2001:db8:0:2::1"), Moment(0s)), 0ns);
  EXPECT_EQ(limiter.admit(address("2001:db8:0:1:ffff::2"), Moment(0s)), 1s);
  EXPECT_EQ(limiter.admit(address("a00:1::"), Moment(0s)), 0ns);
  EXPECT_EQ(limiter.admit(address("::ffff:10.0.0.1"), Moment(0s)), 1s) << "the same node as 10.0.0.1";
}

// With 16'384 rows of four places each, only the addresses that asked last are remembered.
TEST(RequestLimiter, StillLimitsWhenVeryManyAddressesAsk) {
  RequestLimiter limiter(1s, 7);
  constexpr std::uint32_t kAsking = 300'000;
  const auto waits = [&](std::uint32_t i, Duration now) {
    return limiter.admit(IpAddress::v4(0x0B000000U + i), Moment(now)) > 0ns;
  };
  for (std::uint32_t i = 0; i < kAsking; ++i) EXPECT_FALSE(waits(i, Duration(i)));
  // From the newest on: an address that was forgotten replaces the oldest of its row.
  std::size_t limited = 0;
  for (std::uint32_t i = kAsking; i-- > 0;) limited += waits(i, Duration(kAsking)) ? 1 : 0;
  EXPECT_LE(limited, 4 * 16'384U);
  EXPECT_GT(limited, 4 * 16'384U * 99 / 100);
}

// The address that has asked most is forgotten last, however many others ask once.
TEST(RequestLimiter, IsNotForgottenByAFloodOfOtherAddresses) {
  RequestLimiter limiter(100ms, 7);
  const IpAddress greedy = address("10.0.0.1");
  for (int i = 0; i < 10; ++i) EXPECT_EQ(limiter.admit(greedy, Moment(5s)), 0ns) << i;
  for (std::uint32_t i = 0; i < 300'000; ++i) limiter.admit(IpAddress::v4(0x0B000000U + i), Moment(5s));
  EXPECT_EQ(limiter.admit(greedy, Moment(5s)), 100ms);
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
