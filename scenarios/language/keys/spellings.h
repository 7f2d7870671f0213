// Spellings (keys.h) of values whose text has its own form.
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

// Bits per second: `64kbit`, `2Mbit`, `1Gbit`, `9600bit`. A whole number and a decimal unit, from 1 kbit to 1,000 Gbit.
extern const Spelling<std::uint64_t> kBandwidth;
// A list of algorithms: `MD5,SHA-256`.
extern const Spelling<std::vector<digest::Algorithm>> kDigestAlgorithms;
// The maximum rate of requests from one address, kept as written: `10` per second, `30/m` per minute.
extern const Spelling<std::string> kRequestLimit;
// A number of wrong secrets and a period (LockoutRule): `5/10m`.
extern const Spelling<LockoutRule> kLockoutRule;
// A list of networks and addresses: `10.0.0.0/8,192.0.2.7`.
extern const Spelling<std::vector<Cidr>> kNetworks;
// A duration with an optional sign: `90s`, `-1h`.
extern const Spelling<Duration> kSignedDuration;
// The maximum drift of a clock, fast or slow, in millionths: of one fault, and of all open faults together.
inline constexpr std::int64_t kMostDriftPartsPerMillion = 500'000;
// A drift in millionths: `200`, `-200`.
extern const Spelling<std::int64_t> kDriftPartsPerMillion;
// A date: `1970-01-01T00:00:00Z`.
extern const Spelling<WallTime> kDate;
// A number of bytes: `300`, `64k`, `1M`, from 1 to 16M; a k is 1024.
extern const Spelling<std::uint64_t> kByteSize;
// A whole number of seconds, at least 1 s: `60s`.
extern const Spelling<Duration> kSecondsText;
// A number, with an optional comparison: `3`, `">=3"`.
extern const Spelling<CountBound> kCountBound;
// The value of an Event header: one line of at most 64 bytes.
extern const Spelling<std::string> kEventPackage;

}  // namespace dialtone
