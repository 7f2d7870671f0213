// How a server answers a request (RFC 3261 8.2.6, 18.2; RFC 3581).
#pragma once

#include <string_view>

#include "values/endpoint.h"
#include "wire/sip/headers/via.h"
#include "wire/sip/message.h"

namespace dialtone::sip {

// Returns the RFCs' phrase for a status, such as `Not Found`; for an unknown status its class, such as `Client Error`.
std::string_view reason_of(int status);

// Copies the request's Vias and its first From, To, Call-ID and CSeq in the request's order, as far as present. A
// request that repeats one of the four is malformed, and the answer must not grow with the copies. Adds `to_tag` to a
// To without a tag; pass an empty tag for 100. The top Via gets `received` if the request asked for rport or came from
// an address other than its sent-by, and `rport` with the source port if the request asked for rport.
Message response_to(const Message& request, int status, std::string_view to_tag, const Endpoint& source);
Message response_to(const Message& request, int status, std::string_view reason, std::string_view to_tag,
                    const Endpoint& source);

// Returns where to send the answer to a request with this top Via over UDP: the source address, with the source port if
// the request asked for rport or the Via cannot be read, else with the port of the sent-by. Ignores `maddr`, which
// would make a server a reflector.
Endpoint answer_endpoint(const Result<Via>& top_via, const Endpoint& source);

}  // namespace dialtone::sip
