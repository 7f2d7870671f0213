// How many requests an address may make: a token bucket each, in bounded memory.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "values/ip_address.h"
#include "values/result.h"
#include "values/time.h"

namespace dialtone {

// `10`, `0.5`, `10/s` or `30/m`: requests a second or a minute, as the time that a request stands for.
Result<Duration> parse_request_interval(std::string_view rate);

class RequestLimiter {
 public:
  // One request each `interval` and address; behind a pause as many at once as a second has, at least one. An IPv6
  // address counts with all of its /64: that is what one customer has. `secret` keeps others from guessing who shares a
  // place in the table. Where more addresses ask than it has places, it forgives some.
  RequestLimiter(Duration interval, std::uint64_t secret);

  // Zero: the request is within the limit, and counted. Otherwise the time until one will be.
  Duration admit(const IpAddress& address, Moment now);

 private:
  struct Bucket {
    std::uint64_t key[2] = {0, 0};
    // When all that was admitted has been made up for.
    Moment paid_at = Moment::min();
  };

  Bucket& bucket_of(const IpAddress& address);

  Duration interval_;
  Duration burst_;  // how far ahead of `now` paid_at may be before a request is admitted
  std::uint64_t secret_;
  std::vector<Bucket> buckets_;
};

}  // namespace dialtone
