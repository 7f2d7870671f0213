#include "wire/sip/typed_headers.h"

#include <algorithm>
#include <string>

#include "wire/sip/headers/date.h"
#include "wire/sip/headers/grammar.h"
#include "wire/sip/headers/retry_after.h"

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

bool is_word(std::string_view text) { return !text.empty() && is_all_in(kWordSet, text); }

}  // namespace

Result<Via> top_via_of(const Message& message) {
  std::optional<std::string_view> rest = message.first(HeaderName::kVia);
  if (!rest) return no_header(HeaderName::kVia);
  return parse_via(*next_element(rest));
}

Result<Via> only_via_of(const Message& answer) {
  std::optional<std::string_view> rest = answer.first(HeaderName::kVia);
  if (!rest) return no_header(HeaderName::kVia);
  const std::string_view only = *next_element(rest);
  if (rest || answer.count(HeaderName::kVia) > 1) return Failure{"more than one Via"};
  return parse_via(only);
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

std::optional<std::uint32_t> expires_of(const Message& message) {
  const std::optional<std::string_view> value = message.first(HeaderName::kExpires);
  if (!value) return std::nullopt;
  return parse_number_or_most(*value).value_or(kMalformedExpiresSeconds);
}

Result<std::uint32_t> min_expires_of(const Message& message) {
  const std::optional<std::string_view> value = message.first(HeaderName::kMinExpires);
  if (!value) return no_header(HeaderName::kMinExpires);
  const std::optional<std::uint32_t> seconds = parse_number_or_most(*value);
  if (!seconds) return bad_header(HeaderName::kMinExpires, *value);
  return *seconds;
}

Result<std::uint32_t> retry_after_of(const Message& message) {
  const std::optional<std::string_view> value = message.first(HeaderName::kRetryAfter);
  if (!value) return no_header(HeaderName::kRetryAfter);
  const Result<RetryAfter> parsed = parse_retry_after(*value);
  if (!parsed) return parsed.error();
  return parsed->seconds;
}

Result<WallTime> date_of(const Message& message) {
  const std::optional<std::string_view> value = message.first(HeaderName::kDate);
  if (!value) return no_header(HeaderName::kDate);
  return parse_date(*value);
}

Result<EventHeader> event_header_of(const Message& message) {
  const std::optional<std::string_view> value = message.first(HeaderName::kEvent);
  if (!value) return no_header(HeaderName::kEvent);
  Scanner scanner(*value);
  EventHeader event;
  event.package = scanner.take_token();
  if (event.package.empty()) return bad_header(HeaderName::kEvent, *value);
  const Result<Parameters> parameters = Parameters::parse(scanner.rest());
  if (!parameters) return bad_header(HeaderName::kEvent, *value);
  event.parameters = *parameters;
  return event;
}

Result<std::string_view> event_of(const Message& message) {
  const Result<EventHeader> event = event_header_of(message);
  if (!event) return event.error();
  return event->package;
}

std::vector<std::string_view> listed(const Message& message, HeaderName name) {
  std::vector<std::string_view> elements;
  for (std::size_t i = 0; i < message.header_count(); ++i) {
    if (message.name_at(i) != name) continue;
    std::optional<std::string_view> rest = message.header(i).value;
    while (const std::optional<std::string_view> element = next_element(rest)) {
      if (!element->empty()) elements.push_back(*element);
    }
  }
  return elements;
}

bool lists(const Message& message, HeaderName name, std::string_view element) {
  for (std::string_view each : listed(message, name)) {
    if (equal_ignoring_case(each, element)) return true;
  }
  return false;
}

bool allows(const Message& message, Method method) {
  for (std::string_view each : listed(message, HeaderName::kAllow)) {
    if (each == name_of(method)) return true;
  }
  return false;
}

std::string unsupported_of(const Message& message, std::span<const std::string_view> supported) {
  std::string unsupported;
  for (std::string_view option : listed(message, HeaderName::kRequire)) {
    const bool known = std::any_of(supported.begin(), supported.end(),
                                   [option](std::string_view each) { return equal_ignoring_case(each, option); });
    if (known) continue;
    if (!unsupported.empty()) unsupported += ", ";
    unsupported += option;
  }
  return unsupported;
}

}  // namespace dialtone::sip
