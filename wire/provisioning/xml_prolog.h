// Checks the bytes before the root element of an XML document, before a parser gets any of the bytes.
#pragma once

#include <string_view>

#include "values/result.h"

namespace dialtone::provisioning {

// Error texts that this check and the parser share.
inline constexpr std::string_view kNoDoctype = "a DOCTYPE is not accepted";
inline constexpr std::string_view kNotWellFormed = "the document is not well-formed XML";

// Returns the document without its byte order mark if it may be parsed: all bytes are UTF-8, there is at most one mark,
// the declaration, if present, says XML 1.0 and UTF-8, and only comments, processing instructions and white space
// precede the root's tag. Fails otherwise.
Result<std::string_view> check_prolog(std::string_view bytes);

// Returns true if all of `bytes` is well-formed UTF-8 (RFC 3629): no overlong forms, no surrogates, nothing above
// U+10FFFF.
bool is_utf8(std::string_view bytes);

}  // namespace dialtone::provisioning
