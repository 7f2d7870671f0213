// What a device that only registers makes of a request (RFC 3261 8.2): it tells that it lives (OPTIONS), and its call
// agent may have it fetch its settings again (NOTIFY with the event check-sync, as phones understand it).
#pragma once

#include <cstdint>
#include <string_view>

#include "device_sim/signalling/demand.h"
#include "values/endpoint.h"
#include "wire/sip/message.h"

namespace dialtone {

struct SipRuling {
  // 0: no answer at all.
  int status = 0;
  // What it makes the device do besides answering.
  Demand demand = Demand::kNone;
};

// For a request that could not be parsed whole.
SipRuling rule_on_malformed(const sip::Message& request);

// Only the call agent may make it do something: a NOTIFY of another gets 403.
SipRuling rule_on(const sip::Message& request, bool is_from_call_agent);

// The answer of that status, with the headers that belong to it. The same request gets the same bytes. The answer is at
// most half as long again as the request and 600 bytes more, so that a request with a forged source gains little.
sip::Message answer_to(const sip::Message& request, int status, std::string_view to_tag, const Endpoint& source);

}  // namespace dialtone
