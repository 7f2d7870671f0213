// The types of the documents' fields, from the text of an element, whose white space is collapsed. A reason continues a
// sentence that begins with the element's name.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "values/result.h"

namespace dialtone::provisioning {

// Not empty, and without control characters, which would end a line of what it is later written into.
Result<std::string> parse_text(std::string_view text);
// As parse_text, but may be empty.
Result<std::string> parse_password(std::string_view text);
// What can be the user part of an address of record: parse_text, and no white space, `@`, `<`, `>` or `"`.
Result<std::string> parse_device_name(std::string_view text);
// An IPv4 address, an IPv6 address without brackets, or a domain name (RFC 1123 labels; the last one not all digits).
// An address comes as canonical_host() writes it.
Result<std::string> parse_host(std::string_view text);
// Parts separated by `/`, none of them empty, `.` or `..`; no leading slash, no backslash.
Result<std::string> parse_file_path(std::string_view text);
// 1 to 65535.
Result<std::uint16_t> parse_service_port(std::string_view text);
// Decimal digits only, `least` to `most`.
Result<std::uint64_t> parse_number(std::string_view text, std::uint64_t least, std::uint64_t most);
// 64 hexadecimal digits; the result is in lower case.
Result<std::string> parse_sha256(std::string_view text);
// `true` or `false`.
Result<bool> parse_boolean(std::string_view text);

}  // namespace dialtone::provisioning
