// Values with a spelling of their own (keys.h).
#pragma once

#include <string>
#include <vector>

#include "protocol/digest/lockout.h"
#include "scenarios/language/keys/keys.h"
#include "values/ip_address.h"
#include "values/time.h"
#include "wire/digest/algorithm.h"

namespace dialtone {

// Bits a second: `64kbit`.
extern const Spelling<std::uint64_t> kBandwidth;
// `MD5,SHA-256`.
extern const Spelling<std::vector<digest::Algorithm>> kDigestAlgorithms;
// Requests a second and address, as they are written: `10`, `30/m`.
extern const Spelling<std::string> kRequestLimit;
// Wrong secrets and a time: `5/10m`.
extern const Spelling<LockoutRule> kLockoutRule;
// `10.0.0.0/8,192.0.2.7`.
extern const Spelling<std::vector<Cidr>> kNetworks;
// `90s`, `-1h`.
extern const Spelling<Duration> kSignedDuration;
// Of a clock: `200`, `-200`.
extern const Spelling<std::int64_t> kDriftPartsPerMillion;
// `1970-01-01T00:00:00Z`.
extern const Spelling<WallTime> kDate;
// Of an Event header: one line of at most 64 bytes.
extern const Spelling<std::string> kEventPackage;

}  // namespace dialtone
