// `name-addr` and `addr-spec` with header parameters: From, To, Contact, Route (RFC 3261 20.10, 25.1).
#pragma once

#include <string>
#include <string_view>

#include "values/result.h"
#include "wire/sip/headers/parameters.h"
#include "wire/sip/headers/uri.h"

namespace dialtone::sip {

// A view: the parsed text must outlive the address.
struct Address {
  // As written, with its quotes; empty if absent.
  std::string_view display_name;
  Uri uri;
  // The parameters of the header, not those of the URI.
  Parameters parameters;

  // Empty if there is no tag.
  std::string_view tag() const { return parameters.find("tag").value_or(std::string_view()); }
};

// Parses one address. Without angle brackets, parameters after a semicolon belong to the header, and the URI must not
// contain a comma or a question mark (RFC 3261 20).
Result<Address> parse_address(std::string_view text);

// Always writes angle brackets.
void append(std::string& out, const Address& address);

}  // namespace dialtone::sip
