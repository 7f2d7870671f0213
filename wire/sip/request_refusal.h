// What a server that is no proxy checks before it does what a request asks for (RFC 3261 8.2). The order of its answers
// is 505, 400, 513, 481 to a CANCEL, 416, 405 or 501, 420, 415, and then what the method itself comes to. The scheme
// comes before the method, so that a request for another network is refused as such. Max-Forwards, Proxy-Require and
// loops are not checked: they are a proxy's affair (RFC 3261 16.3).
#pragma once

#include <cstddef>
#include <limits>
#include <span>

#include "wire/sip/message.h"

namespace dialtone::sip {

// What a server takes.
struct ServedRequests {
  // Without CANCEL and ACK. The methods must outlive it.
  std::span<const Method> methods;
  std::size_t most_body_bytes = std::numeric_limits<std::size_t>::max();
};

// The first of these: 505 where the request line or the top Via is of another version than SIP/2.0 (RFC 3261 21.5.7);
// 400 where the request is not valid, see validate(); 513 where the body is too long; 481 to a CANCEL, which is matched
// with the request that it cancels before anything else (9.2), and there is none; 416 where the Request-URI is not of
// the scheme `sip` (8.2.2.1; `sips` asks for TLS); 501 to a method that SIP does not know, 405 to any other that is not
// served (8.2.1). 0 where none of these is so. Not for an ACK, which is never answered.
int refusal_of(const Message& request, const ServedRequests& served);

// 505 or 400, for a request that could not be parsed whole.
int refusal_of_malformed(const Message& request);

// 420 where it requires an extension: none is supported (RFC 3261 8.2.2.3). 415 where it has a body of some type or
// encoding, which is not said to be optional: none is understood (8.2.3). 0 where neither is so.
int refusal_of_demands(const Message& request);

// Adds what an answer of its status must tell besides: Unsupported to 420; to 415 an empty Accept, or where it is the
// encoding that is not understood Accept-Encoding (RFC 3261 8.2.2.3, 8.2.3).
void add_what_is_supported(Message& answer, const Message& request);

}  // namespace dialtone::sip
