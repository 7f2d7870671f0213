// The checks that a server other than a proxy makes before it carries out a request (RFC 3261 8.2). Their order is 505,
// 400, 513, 481 to a CANCEL, 416, 405 or 501, 420, 415, and then the checks of the method itself. The scheme is checked
// before the method, so that a request for another network is refused for that reason. Max-Forwards, Proxy-Require and
// loops are not checked, because only a proxy must check them (RFC 3261 16.3).
#pragma once

#include <cstddef>
#include <limits>
#include <span>

#include "wire/sip/message.h"

namespace dialtone::sip {

// The requests that a server accepts.
struct ServedRequests {
  // Without CANCEL and ACK. The array must outlive this struct.
  std::span<const Method> methods;
  std::size_t most_body_bytes = std::numeric_limits<std::size_t>::max();
};

// Returns the first status that applies, or 0 to accept the request. 505: the request line or the top Via is of a
// version other than SIP/2.0 (RFC 3261 21.5.7). 400: the request is not valid, see validate(). 513: the body is too
// long. 481: a CANCEL, which is matched with its request before this check (9.2), and matched none. 416: the
// Request-URI's scheme is not `sip` (8.2.2.1; `sips` needs TLS). 501: a method that is not a SIP method. 405: any other
// method that is not served (8.2.1). Must not be called for an ACK, which is never answered.
int refusal_of(const Message& request, const ServedRequests& served);

// Returns 505 or 400 for a request that could not be parsed completely.
int refusal_of_malformed(const Message& request);

// Returns 420 if the request requires an extension, because none is supported (RFC 3261 8.2.2.3); 415 if the request
// has a body of any type or encoding that is not marked optional, because none is understood (8.2.3); else 0.
int refusal_of_demands(const Message& request);

// Adds the headers that a status requires: Unsupported for 420; for 415 Accept-Encoding if the encoding is not
// understood, else an empty Accept (RFC 3261 8.2.2.3, 8.2.3).
void add_what_is_supported(Message& answer, const Message& request);

}  // namespace dialtone::sip
