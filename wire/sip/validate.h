// Whether a message has what every message must have (RFC 3261 8.1.1, 8.2.2).
#pragma once

#include "values/result.h"
#include "wire/sip/message.h"

namespace dialtone::sip {

// Via, From, To, Call-ID and CSeq are there and well-formed, no header that can stand only once is repeated, the CSeq's
// method and the Request-URI are a request's, Max-Forwards is 0 to 255 where it is there at all. A request that fails
// is answered with 400, a response dropped. Of a version that is not known nothing is judged: see
// is_of_known_version().
Result<void> validate(const Message& message);

// Whether the start line and the top Via are of SIP/2.0, as far as they say. Another version is answered with 505.
bool is_of_known_version(const Message& message);

}  // namespace dialtone::sip
