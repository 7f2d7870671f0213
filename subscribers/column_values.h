// Parsers for the columns of the subscribers' CSV. A column accepts what its type in the documents accepts
// (wire/provisioning/field_types.h), and rejects values that a document or a SIP message would change on the way. An
// error is the rest of a sentence that begins with the column's name, and never shows the value, which could be a
// password.
#pragma once

#include <concepts>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "subscribers/subscriber.h"
#include "values/enumeration.h"
#include "values/result.h"
#include "wire/provisioning/field_types.h"

namespace dialtone {

inline constexpr std::size_t kLongestColumnText = 255;  // bytes

// The types of columns that are not a field of any document.
namespace column_types {

// A password that is written into no document; any blanks are part of the password.
struct UnwrittenPassword {
  static Result<std::string> parse(std::string_view text);
};

// A list of `HOST:PORT`, separated by `;`; an IPv6 address stands in brackets.
struct Backups {
  static Result<std::vector<BackupCallAgent>> parse(std::string_view text);
};

// The size of a file in bytes. A row of the database may hold 0.
struct Size : provisioning::types::Count {
  static Result<std::uint64_t> parse(std::string_view text) { return provisioning::parse_number(text, 1, kMost); }
};

}  // namespace column_types

// Fails unless the text is UTF-8 without control characters, without blanks at its ends and without two blanks in a
// row.
Result<void> check_column_text(std::string_view text);
// Parses 1 to 65535, at most five digits.
Result<std::uint16_t> parse_column_port(std::string_view text);
// Returns the error `is none of sip, mgcp`.
Failure none_of(std::span<const std::string_view> words);

template <typename Type, typename... Other>
concept IsOneOf = (std::same_as<Type, Other> || ...);

template <typename Type>
struct ColumnParser {
  static auto parse(std::string_view text) { return Type::parse(text); }
};

// Types whose texts cannot contain blanks, and UnwrittenPassword, whose blanks are kept.
template <typename Type>
concept NeedsNoCheckOfBlanks =
    IsOneOf<Type, provisioning::types::Host, provisioning::types::Sha256, column_types::UnwrittenPassword>;

template <typename Type>
  requires std::same_as<decltype(Type::parse(std::string_view())), Result<std::string>> && (!NeedsNoCheckOfBlanks<Type>)
struct ColumnParser<Type> {
  static Result<std::string> parse(std::string_view text) {
    if (const Result<void> good = check_column_text(text); !good) return good.error();
    return Type::parse(text);
  }
};

template <>
struct ColumnParser<provisioning::types::Port> {
  static Result<std::uint16_t> parse(std::string_view text) { return parse_column_port(text); }
};

template <typename Enumeration>
struct ColumnParser<provisioning::types::Word<Enumeration>> {
  static Result<Enumeration> parse(std::string_view text) {
    const std::optional<Enumeration> value = value_named<Enumeration>(text);
    if (!value) return none_of(kEveryWord<Enumeration>);
    return *value;
  }
};

}  // namespace dialtone
