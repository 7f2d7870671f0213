// Limits the requests of each address by a token bucket, in bounded memory.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "values/ip_address.h"
#include "values/result.h"
#include "values/time.h"

namespace dialtone {

// Parses `10`, `0.5`, `10/s` or `30/m`, requests per second or minute; returns the time per request.
Result<Duration> parse_request_interval(std::string_view rate);

class RequestLimiter {
 public:
  // Admits one request per `interval` and address on average. After a pause, admits at once what a second allows, but
  // at least one. All addresses of a customer_network() share one limit. `secret` keeps others from guessing which
  // addresses share a row of the table. If there are more addresses than the table holds, some are forgotten.
  RequestLimiter(Duration interval, std::uint64_t secret);

  // Returns zero and counts the request if it is within the limit; else returns the time until a request will be.
  Duration admit(const IpAddress& address, Moment now);

 private:
  struct Bucket {
    std::uint64_t key[2] = {0, 0};
    // When this moment has come, all admitted requests are paid for.
    Moment paid_at = Moment::min();
  };

  Bucket& bucket_of(const IpAddress& address);

  Duration interval_;
  Duration burst_;  // how far paid_at may be ahead of `now` for a request to be admitted
  std::uint64_t secret_;
  std::vector<Bucket> buckets_;
};

}  // namespace dialtone
