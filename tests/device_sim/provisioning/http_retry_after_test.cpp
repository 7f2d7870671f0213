// How a device reads Retry-After.
#include "device_sim/provisioning/http_retry_after.h"

#include <gtest/gtest.h>

#include <optional>
#include <string>

namespace dialtone {
namespace {

using namespace std::chrono_literals;

constexpr WallTime kNow = std::chrono::sys_days(std::chrono::January / 1 / 2026);
constexpr Duration kLongest = 1h;

std::optional<Duration> wait_after(const std::string& value, const std::string& date = "", WallTime now = kNow) {
  http::Response response;
  response.status = 503;
  response.headers.add("Retry-After", value);
  if (!date.empty()) response.headers.add("Date", date);
  return retry_after_of(response, now, kLongest);
}

TEST(RetryAfter, IsInSeconds) {
  EXPECT_EQ(wait_after("120"), 120s);
  EXPECT_EQ(wait_after("1"), 1s);
}

TEST(RetryAfter, IsBelievedUpToABound) {
  EXPECT_EQ(wait_after("3600"), 1h);
  EXPECT_EQ(wait_after("3601"), 1h);
  EXPECT_EQ(wait_after("99999999999999999999999"), 1h);
  EXPECT_EQ(wait_after("Fri, 01 Jan 2027 00:00:00 GMT"), 1h);
  EXPECT_EQ(wait_after("Tue, 01 Jan 2261 00:00:00 GMT", "Mon, 01 Jan 1900 00:00:00 GMT"), 1h);
}

TEST(RetryAfter, IsADate) { EXPECT_EQ(wait_after("Thu, 01 Jan 2026 00:02:00 GMT"), 2min); }

TEST(RetryAfter, OfNoTimeIsNone) {
  EXPECT_EQ(wait_after("0"), std::nullopt);
  EXPECT_EQ(wait_after("Thu, 01 Jan 2026 00:00:00 GMT"), std::nullopt);
  EXPECT_EQ(wait_after("Wed, 31 Dec 2025 23:59:59 GMT"), std::nullopt);
}

TEST(RetryAfter, CountsADateFromTheServersOwn) {
  const WallTime epoch{};
  EXPECT_EQ(wait_after("Thu, 01 Jan 2026 00:02:00 GMT", "Thu, 01 Jan 2026 00:01:30 GMT", epoch), 30s);
  EXPECT_EQ(wait_after("Thu, 01 Jan 2026 00:02:00 GMT", "yesterday"), 2min);
}

TEST(RetryAfter, IsIgnoredWhereItIsMalformed) {
  for (const char* value : {"", "soon", "12 seconds", "-1", "+1", "1.5", "99999999999999999999 s",
                            "Mon, 01 Jan 2026 00:02:00 GMT", "Thu, 01 Jan 2026 00:02:00 CET"}) {
    EXPECT_EQ(wait_after(value), std::nullopt) << value;
  }
  EXPECT_EQ(retry_after_of({}, kNow, kLongest), std::nullopt);
}

}  // namespace
}  // namespace dialtone
