// What a text says when the encoding of a part of it is undone.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace dialtone {

// With each %XX (RFC 3986 section 2.1) as its byte; a % without two digits stays. Nothing where there is no %XX.
std::optional<std::string> percent_decoded(std::string_view text);

// The bytes of Base64 of either alphabet (RFC 4648 sections 4 and 5), where the letters before `skipped` belong to
// something else; bits at the end that make no byte are dropped. `letters`: nothing but its alphabets.
std::string base64_decoded(std::string_view letters, std::size_t skipped);

// The bytes of pairs of hexadecimal digits. `digits`: nothing else.
std::string hexadecimal_decoded(std::string_view digits, std::size_t skipped);

}  // namespace dialtone
