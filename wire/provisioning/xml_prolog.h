// What stands before the root element of an XML document, looked at on its bytes before a parser gets any of them.
#pragma once

#include <string_view>

#include "values/result.h"

namespace dialtone::provisioning {

// The reasons that this and the parser share.
inline constexpr std::string_view kNoDoctype = "a DOCTYPE is not accepted";
inline constexpr std::string_view kNotWellFormed = "the document is not well-formed XML";

// The document without its byte order mark, when it may be parsed: it is UTF-8 throughout, has one mark at most, its
// declaration, if any, says XML 1.0 and UTF-8, and then come only comments, processing instructions and white space
// before the root's tag.
Result<std::string_view> check_prolog(std::string_view bytes);

// Whether all of `bytes` is well-formed UTF-8 (RFC 3629): no overlong forms, no surrogates, nothing over U+10FFFF.
bool is_utf8(std::string_view bytes);

}  // namespace dialtone::provisioning
