// The lines of the chunked transfer coding, without their line ends (RFC 9112 section 7.1).
#pragma once

#include <cstdint>
#include <string_view>

#include "values/result.h"

namespace dialtone::http {

// Parses `1a;name=value;other="quoted"`: returns the hexadecimal size. Extensions must be well-formed and are ignored.
Result<std::uint64_t> parse_chunk_size(std::string_view line);

// Returns true for a trailer field, which is ignored: a token, a colon, text.
bool is_trailer(std::string_view line);

// Returns true if the line continues the field of the line before (RFC 9112 section 5.2): it begins with a blank.
bool is_folded_line(std::string_view line);

}  // namespace dialtone::http
