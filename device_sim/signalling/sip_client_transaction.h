// The non-INVITE client transaction (RFC 3261 17.1.2).
#pragma once

#include <cstdint>
#include <string>

#include "device_sim/signalling/sip_user_agent.h"
#include "wire/sip/method.h"

namespace dialtone {

struct SipRequest {
  sip::Method method;
  std::string branch;
  std::uint32_t cseq = 0;
  std::string bytes;
};

struct SipTimers {
  Duration t1{};
  Duration t2{};
};

// Sends the request to `to`, or over the user agent's connection, until a final response to it comes, and returns that.
// Over UDP it goes out at 0, T1, 3 T1, 7 T1 and so on, at most T2 apart; over TCP once. kDeadline when Timer F fires
// (64 T1) or at `limit`, whichever is first; kReset when the connection has failed; other errors when it cannot be
// sent. A response that comes later matches no transaction: Timer K needs no one to wait.
Task<Result<sip::Message, IoError>> run_client_transaction(Host& host, SipUserAgent& user_agent,
                                                           SignallingTransport transport, const Endpoint& to,
                                                           SipRequest request, SipTimers timers, Moment limit);

}  // namespace dialtone
