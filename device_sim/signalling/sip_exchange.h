// Sends one of a device's own requests and waits for the final response.
#pragma once

#include <cstdint>
#include <string>

#include "device_sim/signalling/sip_user_agent.h"
#include "protocol/sip/client_transaction.h"
#include "wire/sip/headers/method.h"

namespace dialtone {

struct SipRequest {
  sip::Method method;
  std::string branch;
  std::uint32_t cseq = 0;
  std::string bytes;
};

// Runs a sip::ClientTransaction over the user agent: over UDP to `to`, or over its TCP connection. Returns the final
// response. Errors: kDeadline when Timer F fires or at `limit`, whichever is first; kReset if the connection fails;
// others if the request cannot be sent.
Task<Result<sip::Message, IoError>> exchange_sip(Host& host, SipUserAgent& user_agent, Transport transport,
                                                 const Endpoint& to, SipRequest request, sip::Timers timers,
                                                 Moment limit);

}  // namespace dialtone
