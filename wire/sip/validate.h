// Checks that a message has the headers that every message must have (RFC 3261 8.1.1, 8.2.2).
#pragma once

#include "values/result.h"
#include "wire/sip/message.h"

namespace dialtone::sip {

// Fails unless Via, From, To, Call-ID and CSeq are present and well-formed, no header that may occur only once is
// repeated, the CSeq's method and the Request-URI fit a request, and Max-Forwards is absent or 0 to 255. A request that
// fails is answered with 400, a response is dropped. Checks nothing of a message of an unknown version: see
// is_of_known_version().
Result<void> validate(const Message& message);

// Returns true unless the start line or the top Via states a version other than SIP/2.0. Another version is answered
// with 505.
bool is_of_known_version(const Message& message);

}  // namespace dialtone::sip
