// Decodes percent-encoding, Base64 and hexadecimal digits in parts of a text.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace dialtone {

// Replaces each %XX (RFC 3986 section 2.1) by its byte; leaves a % without two digits. nullopt if there is no %XX.
std::optional<std::string> percent_decoded(std::string_view text);

// Decodes Base64 of either alphabet (RFC 4648 sections 4 and 5). Skips the first `skipped` letters, which may not
// belong to the encoded text, and drops bits at the end that make no byte. `letters` must contain only letters of the
// alphabets.
std::string base64_decoded(std::string_view letters, std::size_t skipped);

// Decodes pairs of hexadecimal digits, after skipping `skipped` of them. `digits` must contain nothing else.
std::string hexadecimal_decoded(std::string_view digits, std::size_t skipped);

}  // namespace dialtone
