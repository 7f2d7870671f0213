// Several challenges, of several schemes, in one header field or in more (RFC 9110 11.6.1).
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "values/result.h"
#include "wire/digest/challenge.h"

namespace dialtone::digest {

// The challenges of one field, each with its scheme: `Basic realm="a, b"`, `Digest realm="c", nonce="d"`. Views into
// `field`. Fails where it does not begin with a scheme, or a quoted string has no end.
Result<std::vector<std::string_view>> split_challenges(std::string_view field);

// The topmost Digest challenge that can be answered (RFC 8760 2.4), `fields` being the message's in their order. What
// is of another scheme, malformed or not computed here is passed over; the failure says why none was left.
Result<Challenge> topmost_challenge(std::span<const std::string_view> fields);

}  // namespace dialtone::digest
