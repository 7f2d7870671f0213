// The lines of the chunked transfer coding, without their line ends (RFC 9112 section 7.1).
#pragma once

#include <cstdint>
#include <string_view>

#include "values/result.h"

namespace dialtone::http {

// `1a;name=value;other="quoted"`: the size, in hexadecimal. Extensions say nothing to us, but must be well-formed.
Result<std::uint64_t> parse_chunk_size(std::string_view line);

// A field that nobody reads: a token, a colon, text.
bool is_trailer(std::string_view line);

// What goes on with the field of the line before (RFC 9112 section 5.2): a blank, and text.
bool is_folded_line(std::string_view line);

}  // namespace dialtone::http
