// The Basic scheme's credentials (RFC 7617): a user name and a password in the clear, in Base64.
#pragma once

#include <string>
#include <string_view>

#include "values/result.h"

namespace dialtone::http {

struct BasicCredentials {
  // Must not contain a colon.
  std::string username;
  std::string password;

  friend bool operator==(const BasicCredentials&, const BasicCredentials&) = default;
};

// Parses the value of Authorization, `Basic dXNlcjpwYXNz`. Fails if the scheme is another, the Base64 is malformed, or
// the decoded text has no colon or has a control character.
Result<BasicCredentials> parse_basic_credentials(std::string_view authorization);

std::string to_text(const BasicCredentials& credentials);

}  // namespace dialtone::http
