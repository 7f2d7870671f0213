// Parsers for the types of the documents' fields. Each gets the text of an element with its white space collapsed. An
// error is the rest of a sentence that begins with the element's name.
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

// Fails on an empty text, and on control characters, which could end the line that the text is written into later.
Result<std::string> parse_text(std::string_view text);
// As parse_text, but an empty text is accepted.
Result<std::string> parse_password(std::string_view text);
// Parses the user part of an address of record: as parse_text, and without white space, `@`, `<`, `>` and `"`.
Result<std::string> parse_device_name(std::string_view text);
// Parses an IPv4 address, an IPv6 address without brackets, or a domain name (RFC 1123 labels; the last label is not
// all digits). Returns an address in the form of canonical_host().
Result<std::string> parse_host(std::string_view text);
// Parses path segments separated by `/`; no segment is empty, `.` or `..`, and no leading slash or backslash is
// accepted.
Result<std::string> parse_file_path(std::string_view text);
// Parses 1 to 65535.
Result<std::uint16_t> parse_service_port(std::string_view text);
// Parses decimal digits only; fails outside `least` to `most`.
Result<std::uint64_t> parse_number(std::string_view text, std::uint64_t least, std::uint64_t most);
// Parses 64 hexadecimal digits; returns the digits in lower case.
Result<std::string> parse_sha256(std::string_view text);
// Parses `true` or `false`.
Result<bool> parse_boolean(std::string_view text);

// Returns an error that lists `words`: `is neither sip nor mgcp`, `is none of ftp, tftp and http`.
std::string not_among(std::span<const std::string_view> words);

// The field types that the tables of the documents name. kSchema is the type's name in provisioning-types.xsd; empty if
// the document's own schema lists the words.
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

// An element that is written only if true; an absent element means false.
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
