// SIP and SIPS URIs (RFC 3261 19.1).
#pragma once

#include <string>
#include <string_view>

#include "values/result.h"
#include "wire/sip/headers/host_port.h"
#include "wire/sip/headers/parameters.h"

namespace dialtone::sip {

// A view: the text that it was read from must outlive it. Escapes (`%41`) stay as they were written.
struct Uri {
  // The whole, as it was read.
  std::string_view text;
  // `sip`, `sips`, or another scheme (`tel`), of which only `scheme` and `text` are set.
  std::string_view scheme;
  // Empty where there is none; a password in the URI is refused in no way and compared as part of the user.
  std::string_view user;
  HostPort host_port;
  Parameters parameters;
  // Behind the question mark.
  std::string_view headers;

  bool is_sip() const;
  bool is_sips() const;
};

// A URI with no angle brackets around it. Of schemes other than sip and sips only the characters are judged.
Result<Uri> parse_uri(std::string_view text);

// RFC 3261 19.1.4: escapes undone, addresses by value (also that of maddr), parameters in any order, `user`, `ttl`,
// `method`, `maddr` and `transport` in both or in none. URIs of other schemes are compared byte by byte.
bool equivalent(const Uri& left, const Uri& right);

// With its escapes undone; an incomplete escape stays.
std::string unescape(std::string_view text);

}  // namespace dialtone::sip
