// What a server that is no proxy looks at before it does what a request asks for, whatever that is (RFC 3261 8.2). The
// order of its answers: 505, 400, 481 to a CANCEL, 416, 405 or 501, 420, 415, and then what the method itself comes to.
// It does not look at Max-Forwards, at Proxy-Require or for loops, which are a proxy's affair (RFC 3261 16.3).
#pragma once

#include "wire/sip/message.h"

namespace dialtone::sip {

// 505 where the request line or the top Via is of another version than SIP/2.0 (RFC 3261 21.5.7), 400 where the request
// is not valid, see validate(); 0 where neither is so.
int refusal_of_form(const Message& request);

// 420 where it requires an extension: none is supported (RFC 3261 8.2.2.3). 415 where it has a body of some type or
// encoding, which is not said to be optional: none is understood (8.2.3). 0 where neither is so.
int refusal_of_demands(const Message& request);

// Adds what an answer of its status must tell besides: Unsupported to 420; to 415 an empty Accept, or where it is the
// encoding that is not understood Accept-Encoding (RFC 3261 8.2.2.3, 8.2.3).
void add_what_is_supported(Message& answer, const Message& request);

}  // namespace dialtone::sip
