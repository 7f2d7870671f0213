#include "prov_server/request_limiter.h"

#include <algorithm>
#include <cassert>
#include <charconv>
#include <string>

#include "values/hash.h"
#include "values/host_text.h"

namespace dialtone {
namespace {

// The table takes 2 MB. A hash gives an address's row, in which it has one of a few places.
constexpr std::size_t kRows = 16'384;
constexpr std::size_t kPlacesOfARow = 4;
constexpr double kMostPerSecond = 1e9;

// The first eight bytes, which are all that differ between customers.
std::uint64_t number_of(const IpAddress& network) {
  std::uint64_t number = 0;
  for (std::size_t i = 0; i < 8; ++i) number = number << 8 | network.bytes()[i];
  return number;
}

}  // namespace

Result<Duration> parse_request_interval(std::string_view rate) {
  const std::string_view given = rate.substr(0, 64);
  double count = 0;
  const auto [end, fault] = std::from_chars(rate.data(), rate.data() + rate.size(), count, std::chars_format::fixed);
  const std::string_view unit = rate.substr(static_cast<std::size_t>(end - rate.data()));
  const double seconds = unit.empty() || unit == "/s" ? 1 : unit == "/m" ? 60 : 0;
  const bool fits = fault == std::errc() && seconds > 0 && count >= 0.001 && count <= kMostPerSecond;
  if (!fits)
    return Failure{"'" + std::string(given) +
                   "' is not a rate of requests such as 10, 0.5/s or 30/m; only /s and /m exist"};
  return Duration(static_cast<std::int64_t>(seconds * 1e9 / count));
}

RequestLimiter::RequestLimiter(Duration interval, std::uint64_t secret)
    : interval_(std::max(interval, Duration(1))), secret_(secret), buckets_(kRows * kPlacesOfARow) {
  burst_ = std::max(Duration(std::chrono::seconds(1)) - interval_, Duration::zero());
}

Duration RequestLimiter::admit(const IpAddress& address, Moment now) {
  Bucket& bucket = bucket_of(address);
  const Moment paid_at = std::max(bucket.paid_at, now);
  if (paid_at - now > burst_) return paid_at - now - burst_;
  bucket.paid_at = paid_at + interval_;
  assert(bucket.paid_at > now && bucket.paid_at - now <= burst_ + interval_ && "nobody runs up a longer debt");
  return Duration::zero();
}

RequestLimiter::Bucket& RequestLimiter::bucket_of(const IpAddress& address) {
  const IpAddress network = customer_network(address);
  // The 4 or 6 distinguishes an IPv4 address from an IPv6 /64 with the same bytes.
  const std::uint64_t key[2] = {number_of(network), network.is_v4() ? 4U : 6U};
  const std::uint64_t row = combine(combine(secret_, key[0]), key[1]) % kRows;
  Bucket* const first = &buckets_[row * kPlacesOfARow];
  Bucket* oldest = first;
  for (Bucket* bucket = first; bucket != first + kPlacesOfARow; ++bucket) {
    if (bucket->key[0] == key[0] && bucket->key[1] == key[1]) return *bucket;
    if (bucket->paid_at < oldest->paid_at) oldest = bucket;
  }
  *oldest = {{key[0], key[1]}, Moment::min()};
  return *oldest;
}

}  // namespace dialtone
