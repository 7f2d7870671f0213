// The types of the documents' fields, from the text of an element, whose white space is collapsed. A reason continues a
// sentence that begins with the element's name.
#pragma once

#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "values/enumeration.h"
#include "values/ip_address.h"
#include "values/mac_address.h"
#include "values/result.h"

namespace dialtone::provisioning {

inline constexpr std::uint64_t kHighestRevision = std::numeric_limits<std::int64_t>::max();

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

// `is neither sip nor mgcp`, `is none of ftp, tftp and http`.
std::string not_among(std::span<const std::string_view> words);

// The types by name, as the tables of the documents have them. kSchema is what provisioning-types.xsd calls a type;
// nothing where the words are listed in the document's own schema.
namespace types {

struct Text {
  static constexpr std::string_view kSchema = "text";
  static Result<std::string> parse(std::string_view text) { return parse_text(text); }
};

struct Password {
  static constexpr std::string_view kSchema = "password";
  static Result<std::string> parse(std::string_view text) { return parse_password(text); }
};

struct DeviceName {
  static constexpr std::string_view kSchema = "device-name";
  static Result<std::string> parse(std::string_view text) { return parse_device_name(text); }
};

struct Host {
  static constexpr std::string_view kSchema = "host";
  static Result<std::string> parse(std::string_view text) { return parse_host(text); }
};

struct FilePath {
  static constexpr std::string_view kSchema = "file-path";
  static Result<std::string> parse(std::string_view text) { return parse_file_path(text); }
};

struct Sha256 {
  static constexpr std::string_view kSchema = "sha256";
  static Result<std::string> parse(std::string_view text) { return parse_sha256(text); }
};

struct Port {
  static constexpr std::string_view kSchema = "port";
  static constexpr std::uint64_t kLeast = 1;
  static constexpr std::uint64_t kMost = UINT16_MAX;
  static Result<std::uint16_t> parse(std::string_view text) { return parse_service_port(text); }
};

struct Count {
  static constexpr std::string_view kSchema = "count";
  static constexpr std::uint64_t kLeast = 0;
  static constexpr std::uint64_t kMost = kHighestRevision;
  static Result<std::uint64_t> parse(std::string_view text) { return parse_number(text, kLeast, kMost); }
};

struct Seconds {
  static constexpr std::string_view kSchema = "seconds";
  static constexpr std::uint64_t kLeast = 1;
  static constexpr std::uint64_t kMost = UINT32_MAX;
  static Result<std::uint32_t> parse(std::string_view text);
};

// Written where it is true; false where it is absent.
struct Flag {
  static constexpr std::string_view kSchema = "boolean";
  static Result<bool> parse(std::string_view text) { return parse_boolean(text); }
};

struct Mac {
  static constexpr std::string_view kSchema = "mac-address";
  static Result<MacAddress> parse(std::string_view text);
};

struct Ip {
  static constexpr std::string_view kSchema = "ip-address";
  static Result<IpAddress> parse(std::string_view text);
};

// One of an enumeration's words.
template <typename Enumeration>
struct Word {
  static constexpr std::string_view kSchema = {};
  static Result<Enumeration> parse(std::string_view text) {
    const std::optional<Enumeration> value = value_named<Enumeration>(text);
    if (!value) return Failure{not_among(kEveryWord<Enumeration>)};
    return *value;
  }
};

}  // namespace types
}  // namespace dialtone::provisioning
