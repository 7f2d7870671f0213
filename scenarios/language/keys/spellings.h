// Spellings (keys.h): values whose text has a form of its own.
#pragma once

#include <string>
#include <vector>

#include "protocol/digest/lockout.h"
#include "scenarios/language/document/comparison.h"
#include "scenarios/language/keys/keys.h"
#include "values/ip_address.h"
#include "values/time.h"
#include "wire/digest/algorithm.h"

namespace dialtone {

// Bits a second: `64kbit`, `2Mbit`, `1Gbit`, `9600bit`: a whole number and a decimal unit, from 1 kbit to 1,000 Gbit.
extern const Spelling<std::uint64_t> kBandwidth;
// `MD5,SHA-256`.
extern const Spelling<std::vector<digest::Algorithm>> kDigestAlgorithms;
// Requests per second and address, kept as written: `10`, `30/m`.
extern const Spelling<std::string> kRequestLimit;
// Wrong secrets and a time: `5/10m`.
extern const Spelling<LockoutRule> kLockoutRule;
// `10.0.0.0/8,192.0.2.7`.
extern const Spelling<std::vector<Cidr>> kNetworks;
// `90s`, `-1h`.
extern const Spelling<Duration> kSignedDuration;
// The fastest and slowest drift of a clock, in millionths: of one fault, and of all open faults together.
inline constexpr std::int64_t kMostDriftPartsPerMillion = 500'000;
// `200`, `-200`.
extern const Spelling<std::int64_t> kDriftPartsPerMillion;
// `1970-01-01T00:00:00Z`.
extern const Spelling<WallTime> kDate;
// Bytes: `300`, `64k`, `1M`, from 1 to 16M; a k is 1024.
extern const Spelling<std::uint64_t> kByteSize;
// `60s`, whole seconds from 1 s on.
extern const Spelling<Duration> kSecondsText;
// `3`, `">=3"`.
extern const Spelling<CountBound> kCountBound;
// The value of an Event header: one line of at most 64 bytes.
extern const Spelling<std::string> kEventPackage;

}  // namespace dialtone
