// Whether a request fits a fault's match, judged by the request alone.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "scenarios/language/faults/fault_match.h"
#include "values/time.h"
#include "values/transport.h"
#include "wire/http/message.h"
#include "wire/sip/message.h"

namespace dialtone {

// How an answer to a request of SIP can go.
struct AnswerWay {
  // Nothing: unknown.
  std::optional<Transport> transport{};
  // False: no other device has sent a request over UDP.
  bool can_reach_another = true;
};

// The parts of a request that a match looks at. The texts are valid during the call.
struct SeenRequest {
  Moment now;
  std::string_view method;
  // The path of the URL, without its query; empty for SIP.
  std::string_view path = {};
  bool is_authorized = false;
  // Equal for a request and its retransmissions, for which a fault decides only once; 0: no transaction.
  std::uint64_t transaction = 0;
  // The whole request, for matches on headers and size: exactly one of the two pointers is set.
  const http::Request* http = nullptr;
  const sip::Message* sip = nullptr;
  AnswerWay way{};
};

// Does not check what needs the device: its group, the number of the request, how often it was refused.
bool fits(const FaultMatch& match, const SeenRequest& request);

}  // namespace dialtone
