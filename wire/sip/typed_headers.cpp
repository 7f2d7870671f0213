#include "wire/sip/typed_headers.h"

#include <string>

#include "wire/sip/grammar.h"

namespace dialtone::sip {
namespace {

Failure no_header(HeaderName name) { return {"no " + std::string(name_of(name)) + " header"}; }

Failure bad_header(HeaderName name, std::string_view value) {
  return {"malformed " + std::string(name_of(name)) + " header: \"" + std::string(value.substr(0, 40)) + "\""};
}

Result<Address> address_of(const Message& message, HeaderName name) {
  const std::optional<std::string_view> value = message.first(name);
  if (!value) return no_header(name);
  Result<Address> address = parse_address(*value);
  if (!address) return Failure{std::string(name_of(name)) + ": " + address.error().reason};
  return address;
}

// RFC 3261 25.1 `word`, without the characters that would need an escape.
bool is_word(std::string_view text) {
  for (char c : text) {
    if (!is_token_char(c) && std::string_view("()<>:\\\"/[]?{}").find(c) == std::string_view::npos) return false;
  }
  return !text.empty();
}

}  // namespace

Result<Via> top_via_of(const Message& message) {
  std::optional<std::string_view> rest = message.first(HeaderName::kVia);
  if (!rest) return no_header(HeaderName::kVia);
  return parse_via(*next_element(rest));
}

Result<Address> from_of(const Message& message) { return address_of(message, HeaderName::kFrom); }

Result<Address> to_of(const Message& message) { return address_of(message, HeaderName::kTo); }

Result<std::string_view> call_id_of(const Message& message) {
  const std::optional<std::string_view> value = message.first(HeaderName::kCallId);
  if (!value) return no_header(HeaderName::kCallId);
  const std::size_t at = value->find('@');
  const bool well_formed =
      is_word(value->substr(0, at)) && (at == std::string_view::npos || is_word(value->substr(at + 1)));
  if (!well_formed) return bad_header(HeaderName::kCallId, *value);
  return *value;
}

Result<CSeq> cseq_of(const Message& message) {
  const std::optional<std::string_view> value = message.first(HeaderName::kCSeq);
  if (!value) return no_header(HeaderName::kCSeq);
  return parse_cseq(*value);
}

Result<std::uint32_t> number_of(const Message& message, HeaderName name) {
  const std::optional<std::string_view> value = message.first(name);
  if (!value) return no_header(name);
  const std::optional<std::uint32_t> number = parse_number(*value);
  if (!number) return bad_header(name, *value);
  return *number;
}

Result<std::uint32_t> retry_after_of(const Message& message) {
  const std::optional<std::string_view> value = message.first(HeaderName::kRetryAfter);
  if (!value) return no_header(HeaderName::kRetryAfter);
  const std::optional<std::uint32_t> seconds = parse_number(Scanner(*value).take_until(";("));
  if (!seconds) return bad_header(HeaderName::kRetryAfter, *value);
  return *seconds;
}

Result<std::string_view> event_of(const Message& message) {
  const std::optional<std::string_view> value = message.first(HeaderName::kEvent);
  if (!value) return no_header(HeaderName::kEvent);
  const std::string_view package = Scanner(*value).take_until(";");
  if (!is_token(package)) return bad_header(HeaderName::kEvent, *value);
  return package;
}

bool lists(const Message& message, HeaderName name, std::string_view element) {
  for (std::size_t i = 0; i < message.header_count(); ++i) {
    const Header header = message.header(i);
    if (header.name != name) continue;
    std::optional<std::string_view> rest = header.value;
    while (const std::optional<std::string_view> listed = next_element(rest)) {
      if (equal_ignoring_case(*listed, element)) return true;
    }
  }
  return false;
}

}  // namespace dialtone::sip
