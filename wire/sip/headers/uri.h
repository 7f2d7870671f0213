// SIP and SIPS URIs (RFC 3261 19.1).
#pragma once

#include <string>
#include <string_view>

#include "values/result.h"
#include "wire/sip/headers/host_port.h"
#include "wire/sip/headers/parameters.h"

namespace dialtone::sip {

// A view: the parsed text must outlive it. Escapes (`%41`) are kept as written.
struct Uri {
  // The whole URI as written.
  std::string_view text;
  // `sip`, `sips`, or another scheme such as `tel`; for another scheme only `scheme` and `text` are set.
  std::string_view scheme;
  // Empty if absent. A password in the URI is accepted, and compared as part of the user.
  std::string_view user;
  HostPort host_port;
  Parameters parameters;
  // The headers of the URI: the part after the question mark.
  std::string_view headers;

  bool is_sip() const;
  bool is_sips() const;
};

// Parses a URI without angle brackets. Of schemes other than sip and sips, only the characters are checked.
Result<Uri> parse_uri(std::string_view text);

// Compares by RFC 3261 19.1.4: escapes resolved, addresses (and a maddr) by value, parameters in any order; `user`,
// `ttl`, `method`, `maddr` and `transport` must be in both URIs or in neither. Compares URIs of other schemes byte by
// byte.
bool equivalent(const Uri& left, const Uri& right);

// Resolves escapes; keeps an incomplete escape.
std::string unescape(std::string_view text);

}  // namespace dialtone::sip
