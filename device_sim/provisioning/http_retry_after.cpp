#include "device_sim/provisioning/http_retry_after.h"

#include <charconv>
#include <chrono>
#include <cstdint>
#include <string>

#include "wire/sip/headers/date.h"

namespace dialtone {
namespace {

// SIP and HTTP write dates alike (RFC 9110 5.6.7, IMF-fixdate). Returns seconds, because the span between two dates in
// nanoseconds may overflow.
std::optional<std::chrono::seconds> until(const std::string& date, const http::Response& response, WallTime now) {
  const Result<WallTime> then = sip::parse_date(date);
  if (!then) return std::nullopt;
  const std::string* stamp = response.headers.find("Date");
  const Result<WallTime> servers_now = stamp == nullptr ? Result<WallTime>(now) : sip::parse_date(*stamp);
  return std::chrono::floor<std::chrono::seconds>(*then) -
         std::chrono::floor<std::chrono::seconds>(servers_now ? *servers_now : now);
}

}  // namespace

std::optional<Duration> retry_after_of(const http::Response& response, WallTime now, Duration longest) {
  const std::string* value = response.headers.find("Retry-After");
  if (value == nullptr) return std::nullopt;
  std::uint32_t seconds = 0;
  const char* const value_end = value->data() + value->size();
  const auto [end, error] = std::from_chars(value->data(), value_end, seconds);
  const bool is_number = end == value_end && !value->empty();
  if (is_number && error == std::errc::result_out_of_range) return longest;
  const std::optional<std::chrono::seconds> asked =
      is_number && error == std::errc() ? std::optional(std::chrono::seconds(seconds)) : until(*value, response, now);
  if (!asked || *asked <= std::chrono::seconds::zero()) return std::nullopt;
  return *asked >= std::chrono::floor<std::chrono::seconds>(longest) ? longest : Duration(*asked);
}

}  // namespace dialtone
