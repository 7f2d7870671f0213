// The `name=value, name="value"` list of challenges and credentials (RFC 7235 2.1, RFC 7616 3.3, 3.4).
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "values/result.h"

namespace dialtone::digest {

// Whether `text` begins with that authentication scheme, in any case, and a space.
bool is_scheme(std::string_view text, std::string_view scheme);

struct Field {
  std::string_view name;
  // Without its quotes, escapes undone.
  std::string value;
};

// Calls `take` for each field of `text`, which is "Digest" and its list. Fails where the scheme is another, a field is
// malformed or `take` fails. Empty list elements are skipped (RFC 9110 5.6.1).
Result<void> read_fields(std::string_view text, const std::function<Result<void>(Field)>& take);

// `name="value"` behind ", " where a field stands before; quotes and backslashes are escaped.
void append_quoted(std::string& out, std::string_view name, std::string_view value);
// `name=value`, in the same manner.
void append_plain(std::string& out, std::string_view name, std::string_view value);

}  // namespace dialtone::digest
