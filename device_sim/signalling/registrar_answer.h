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
  // Whether the answer lists several contacts, none of which is the requested one.
  bool is_unmatched = false;

  friend bool operator==(const Grant&, const Grant&) = default;
};

// Returns what a 200 grants to `contact`: the contact's own `expires`, otherwise the Expires header, otherwise the
// requested time (RFC 3261 10.2.4, 19.1.4). A contact that is listed alone counts as the device's own, even if it was
// rewritten on the way. If several are listed and none is equivalent to `contact`, no contact's `expires` counts, even
// if all but one have ended.
Grant grant_of(const sip::Message& response, std::string_view contact, std::uint32_t asked_seconds);

// A registrar to which a REGISTER can be sent.
struct RegistrarTarget {
  // A name or an address.
  std::string host;
  std::optional<std::uint16_t> port;
  Transport transport = Transport::kUdp;
  std::string request_uri;
  // Whether later rounds also use this registrar.
  bool is_permanent = false;

  // Compares hosts by is_same_host(), and Request-URIs by RFC 3261 19.1.4.
  friend bool operator==(const RegistrarTarget& left, const RegistrarTarget& right);
};

// Returns the targets of a 3xx, by falling q, and in the order of the answer for equal q. Contacts without a sip URI
// are left out. 305 keeps the request's own URI, and 301 is permanent.
std::vector<RegistrarTarget> redirections_of(const sip::Message& response, std::string_view request_uri,
                                             Transport transport);

// Whether the next call agent may do better (RFC 3263 4.3): after a time-out (408), and after a server failure (5xx).
bool next_call_agent_may_do_better(int status);
// Whether asking again soon is useless: after 403, and after a 6xx, which speaks for all call agents.
bool is_definite_refusal(int status);

// The time of Retry-After, but at most `longest`. Empty if the header is absent or malformed, or says 0 s: a device
// that obeyed would send requests without a pause.
std::optional<Duration> retry_after_of(const sip::Message& response, Duration longest);

}  // namespace dialtone
