// What a column of the CSV may hold, read from its text. A reason continues a sentence that begins with the column's
// name, and shows no value, which could be a password.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "subscribers/subscriber.h"
#include "values/result.h"

namespace dialtone {

inline constexpr std::size_t kLongestColumnText = 255;  // bytes
inline constexpr std::uint64_t kHighestSettingsRevision = INT64_MAX;

// Not empty; UTF-8 without control characters, without blanks at its ends and without two in a row: what is later
// written into documents and SIP messages must come back from them as it was.
Result<std::string> parse_column_text(std::string_view text);
// As parse_column_text, but may be empty.
Result<std::string> parse_column_password(std::string_view text);
// A password that stands in no document: blanks are characters of its own like any other.
Result<std::string> parse_column_provision_password(std::string_view text);
// What can be the user part of an address of record: no space, `@`, `<`, `>` or quote.
Result<std::string> parse_column_device_name(std::string_view text);
// An IPv4 address, an IPv6 address without brackets, or a domain name (labels of RFC 1123, the last not all digits). An
// address comes as canonical_host() writes it.
Result<std::string> parse_column_host(std::string_view text);
// 1 to 65535.
Result<std::uint16_t> parse_column_port(std::string_view text);
// `HOST:PORT` with `;` between, an IPv6 address in brackets.
Result<std::vector<BackupCallAgent>> parse_column_backup(std::string_view text);
// A relative path: no leading slash, no backslash, no part that is empty, `.` or `..`.
Result<std::string> parse_column_file(std::string_view text);
// Decimal digits only, `least` to `most`.
Result<std::uint64_t> parse_column_number(std::string_view text, std::uint64_t least, std::uint64_t most);
// 64 hexadecimal digits; the result is in lower case.
Result<std::string> parse_column_sha256(std::string_view text);
// `true` or `false`.
Result<bool> parse_column_boolean(std::string_view text);

}  // namespace dialtone
