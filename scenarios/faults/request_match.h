// Whether a request is one that a fault is about, as far as the request itself tells.
#pragma once

#include <cstdint>
#include <string_view>

#include "scenarios/language/faults/fault_match.h"
#include "values/time.h"
#include "wire/http/message.h"
#include "wire/sip/message.h"

namespace dialtone {

// The parts of a request that a match looks at. The texts are valid during the call.
struct SeenRequest {
  Moment now;
  std::string_view method;
  // The path of the URL, without its query; empty for SIP.
  std::string_view path = {};
  bool is_authorized = false;
  // The same for a request and its retransmissions, which share one decision; 0: no transaction.
  std::uint64_t transaction = 0;
  // The request itself, of which a match may ask for headers and the size: one of these.
  const http::Request* http = nullptr;
  const sip::Message* sip = nullptr;
};

// Leaves out what needs the device: its group, its number, how often it was refused.
bool fits(const FaultMatch& match, const SeenRequest& request);

}  // namespace dialtone
