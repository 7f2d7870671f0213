// One request of a device's own, from its first sending to its final response.
#pragma once

#include <cstdint>
#include <string>

#include "device_sim/signalling/sip_user_agent.h"
#include "protocol/sip/client_transaction.h"
#include "wire/sip/method.h"

namespace dialtone {

struct SipRequest {
  sip::Method method;
  std::string branch;
  std::uint32_t cseq = 0;
  std::string bytes;
};

// Sends the request to `to`, or over the user agent's connection, until a final response to it comes, and returns that:
// the client transaction of protocol/sip/client_transaction.h, with its timers. kDeadline when Timer F fires or at
// `limit`, whichever is first; kReset when the connection has failed; other errors when the request cannot be sent.
Task<Result<sip::Message, IoError>> exchange_sip(Host& host, SipUserAgent& user_agent, Transport transport,
                                                 const Endpoint& to, SipRequest request, sip::Timers timers,
                                                 Moment limit);

}  // namespace dialtone
