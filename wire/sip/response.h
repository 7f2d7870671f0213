// How a server answers a request (RFC 3261 8.2.6, 18.2; RFC 3581).
#pragma once

#include <string_view>

#include "values/endpoint.h"
#include "wire/sip/headers/via.h"
#include "wire/sip/message.h"

namespace dialtone::sip {

// The RFCs' words for a status: `Not Found`; of an unknown one those of its class, such as `Client Error`.
std::string_view reason_of(int status);

// The request's Vias and its first From, To, Call-ID and CSeq in its order, each as far as it is there: a request that
// repeats one of those four is malformed, and its answer must not grow with the number of copies. `to_tag` is added to
// a To that has no tag; give none for 100. The top Via gets `received` where the request asked for rport or came from
// another address than its sent-by says, and `rport`, where it was asked for, the port that it came from.
Message response_to(const Message& request, int status, std::string_view to_tag, const Endpoint& source);
Message response_to(const Message& request, int status, std::string_view reason, std::string_view to_tag,
                    const Endpoint& source);

// Where the answer to a request with this top Via goes over UDP: to its source, at the port that it came from where
// rport was asked for or the Via cannot be read, else at the port of its sent-by. A `maddr` is not followed: it would
// turn a server into a reflector.
Endpoint answer_endpoint(const Result<Via>& top_via, const Endpoint& source);

}  // namespace dialtone::sip
