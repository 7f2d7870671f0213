// Reads the final answer to a REGISTER (RFC 3261 10.2.4, 10.3, 8.1.3.4).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "device_sim/model/settings.h"
#include "values/time.h"
#include "values/transport.h"
#include "wire/sip/message.h"

namespace dialtone {

// How long a 200 binds a contact.
struct Grant {
  Duration time{};
  // True if the answer lists several contacts, none of which is the requested one.
  bool is_unmatched = false;

  friend bool operator==(const Grant&, const Grant&) = default;
};

// Returns what a 200 grants to `contact`: the contact's own `expires`, otherwise the Expires header, otherwise the
// requested time (RFC 3261 10.2.4, 19.1.4). If only one contact is listed, it counts as the device's own, even if it
// was rewritten on the way. If several are listed and none is equivalent to `contact`, the `expires` of none of them
// counts, even if all but one have expired.
Grant grant_of(const sip::Message& response, std::string_view contact, std::uint32_t asked_seconds);

// A registrar to which a REGISTER can be sent.
struct RegistrarTarget {
  // A host name or an address.
  std::string host;
  std::optional<std::uint16_t> port;
  Transport transport = Transport::kUdp;
  std::string request_uri;
  // True if later rounds also use this registrar.
  bool is_permanent = false;

  // Compares hosts by is_same_host(), and Request-URIs by RFC 3261 19.1.4.
  friend bool operator==(const RegistrarTarget& left, const RegistrarTarget& right);
};

// Returns the targets of a 3xx, by descending q, and in the order of the answer for equal q. Contacts without a sip URI
// are left out. After 305 the request's own URI is kept; after 301 the targets are permanent.
std::vector<RegistrarTarget> redirections_of(const sip::Message& response, std::string_view request_uri,
                                             Transport transport);

// Returns true if the next call agent may do better (RFC 3263 4.3): after a time-out (408), and after a server failure
// (5xx).
bool next_call_agent_may_do_better(int status);
// Returns true if asking again soon is useless: after 403, and after a 6xx, which holds for all call agents.
bool is_definite_refusal(int status);

// Returns the wait of Retry-After, but at most `longest`. nullopt if the header is absent or malformed, or says 0 s: a
// device that obeyed it would send requests without a pause.
std::optional<Duration> retry_after_of(const sip::Message& response, Duration longest);

}  // namespace dialtone
