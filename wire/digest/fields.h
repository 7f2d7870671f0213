// The `name=value, name="value"` list of challenges and credentials (RFC 7235 2.1, RFC 7616 3.3, 3.4).
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "values/result.h"

namespace dialtone::digest {

// Returns true if `text` begins with the named authentication scheme, in any case, and a space.
bool is_scheme(std::string_view text, std::string_view scheme);

struct Field {
  std::string_view name;
  // The value without its quotes, with escapes resolved.
  std::string value;
};

// Calls `take` for each field of `text`, which is "Digest" and a list. Fails if the scheme is not Digest, a field is
// malformed or `take` fails. Skips empty list elements (RFC 9110 5.6.1).
Result<void> read_fields(std::string_view text, const std::function<Result<void>(Field)>& take);

// Appends `name="value"`, after ", " if `out` already has a field; escapes quotes and backslashes.
void append_quoted(std::string& out, std::string_view name, std::string_view value);
// Appends `name=value`, with a separator as append_quoted().
void append_plain(std::string& out, std::string_view name, std::string_view value);

}  // namespace dialtone::digest
