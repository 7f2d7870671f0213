// Separates several challenges, of several schemes, in one header field or in several (RFC 9110 11.6.1).
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "values/result.h"
#include "wire/digest/challenge.h"

namespace dialtone::digest {

// Returns the challenges of one field, each with its scheme, as views into `field`: `Basic realm="a, b"`, `Digest
// realm="c", nonce="d"`. Fails if the field does not begin with a scheme, or a quoted string is not closed.
Result<std::vector<std::string_view>> split_challenges(std::string_view field);

// Returns the first Digest challenge that a client can answer (RFC 8760 2.4). `fields` are the message's header fields
// in their order. Skips malformed challenges, those of other schemes, and those with an unknown algorithm; the error
// tells why none was left.
Result<Challenge> topmost_challenge(std::span<const std::string_view> fields);

}  // namespace dialtone::digest
