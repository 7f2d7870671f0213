// Percent-encoding (RFC 3986 section 2.1), and queries as forms write them.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "values/result.h"

namespace dialtone::http {

// Encodes every byte except the unreserved ones (letters, digits, `-._~`) as %XX.
std::string percent_encode(std::string_view bytes);
// `+` stays a plus. Fails on a % without two hexadecimal digits.
Result<std::string> percent_decode(std::string_view text);

struct QueryParameter {
  std::string name;
  std::string value;

  friend bool operator==(const QueryParameter&, const QueryParameter&) = default;
};

// Parses `a=1&b=x+y`, without the question mark, decoded and in order; `+` is a space. A part without `=` is a name
// with an empty value; empty parts are skipped.
Result<std::vector<QueryParameter>> parse_query(std::string_view query);

}  // namespace dialtone::http
