// What stands before the root element of an XML document, which the SAX parser does not report.
#pragma once

#include <string_view>

#include "values/result.h"

namespace dialtone::provisioning {

// The document without its byte order mark, when it may be parsed: it is UTF-8 throughout, its declaration, if any,
// says XML 1.0 and UTF-8, and no DOCTYPE comes before the root.
Result<std::string_view> check_prolog(std::string_view bytes);

// Whether all of `bytes` is well-formed UTF-8 (RFC 3629): no overlong forms, no surrogates, nothing over U+10FFFF.
bool is_utf8(std::string_view bytes);

}  // namespace dialtone::provisioning
