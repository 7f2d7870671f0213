// `name-addr` and `addr-spec` with header parameters: From, To, Contact, Route (RFC 3261 20.10, 25.1).
#pragma once

#include <string>
#include <string_view>

#include "values/result.h"
#include "wire/sip/headers/parameters.h"
#include "wire/sip/headers/uri.h"

namespace dialtone::sip {

// A view: the text that it was read from must outlive it.
struct Address {
  // As it was written, with its quotes; empty where there is none.
  std::string_view display_name;
  Uri uri;
  // Of the header, not of the URI.
  Parameters parameters;

  // Empty where there is none.
  std::string_view tag() const { return parameters.find("tag").value_or(std::string_view()); }
};

// One address. Without angle brackets what follows a semicolon belongs to the header, and the URI can have neither
// comma nor question mark (RFC 3261 20).
Result<Address> parse_address(std::string_view text);

// In angle brackets, always.
void append(std::string& out, const Address& address);

}  // namespace dialtone::sip
