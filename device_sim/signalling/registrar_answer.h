// What the final answer to a REGISTER says (RFC 3261 10.2.4, 10.3, 8.1.3.4).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "device_sim/model/settings.h"
#include "device_sim/signalling/signalling_transport.h"
#include "values/time.h"
#include "wire/sip/message.h"

namespace dialtone {

// For how long a 200 binds a contact.
struct Grant {
  Duration time{};
  // Whether several contacts are listed and none of them is the one that was asked for.
  bool is_unmatched = false;

  friend bool operator==(const Grant&, const Grant&) = default;
};

// What a 200 grants `contact`: the time beside it, else Expires, else the time that was asked for (RFC 3261 10.2.4,
// 19.1.4). A contact that is listed alone is the device's own, even where it was rewritten on its way. Where several
// are listed and none is equivalent to `contact`, no time beside one counts, not even where all but one have ended.
Grant grant_of(const sip::Message& response, std::string_view contact, std::uint32_t asked_seconds);

// Where a REGISTER can be sent.
struct RegistrarTarget {
  // A name or an address.
  std::string host;
  std::optional<std::uint16_t> port;
  SignallingTransport transport = SignallingTransport::kUdp;
  std::string request_uri;
  // Whether it is to be asked from now on, and not just this once.
  bool is_permanent = false;

  // Hosts as is_same_host() compares them, Request-URIs by RFC 3261 19.1.4.
  friend bool operator==(const RegistrarTarget& left, const RegistrarTarget& right);
};

// Where a 3xx sends the request, by falling q and else in the answer's order; what is no sip URI is left out. 305 keeps
// the request's own URI, and 301 is for good.
std::vector<RegistrarTarget> redirections_of(const sip::Message& response, std::string_view request_uri,
                                             SignallingTransport transport);

// Whether the next call agent may do better (RFC 3263 4.3): after a time-out, and where this one has a failure.
bool next_call_agent_may_do_better(int status);
// Whether to ask again soon is of no use: 403, and a 6xx, which speaks for all call agents.
bool is_definite_refusal(int status);

// The time that Retry-After asks for, but at most `longest`. None where the header is absent or malformed, and none
// where it asks for 0 s: a device that obeyed would send requests without a pause.
std::optional<Duration> retry_after_of(const sip::Message& response, Duration longest);

}  // namespace dialtone
