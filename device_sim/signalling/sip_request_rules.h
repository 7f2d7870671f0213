// How a device that only registers answers requests (RFC 3261 8.2). OPTIONS asks whether the device is reachable.
// NOTIFY with the event check-sync makes it fetch its settings again or reboot, as phones understand that event.
#pragma once

#include <cstdint>
#include <string_view>

#include "device_sim/signalling/demand.h"
#include "values/endpoint.h"
#include "wire/sip/message.h"

namespace dialtone {

struct SipRuling {
  // The status of the answer; 0: no answer.
  int status = 0;
  // What the device must do apart from answering.
  Demand demand = Demand::kNone;
};

// For a request of which only parts could be parsed.
SipRuling rule_on_malformed(const sip::Message& request);

// Only the call agent can demand something: a NOTIFY from elsewhere gets 403.
SipRuling rule_on(const sip::Message& request, bool is_from_call_agent);

// Returns the answer with that status and the headers that it requires, always the same for the same request. It has at
// most 1.5 times the request's size plus 600 bytes, so that requests with a forged source are hardly amplified.
sip::Message answer_to(const sip::Message& request, int status, std::string_view to_tag, const Endpoint& source);

}  // namespace dialtone
