#include "wire/sip/headers/uri.h"

#include <algorithm>
#include <vector>

#include "values/host_text.h"
#include "wire/sip/headers/grammar.h"

namespace dialtone::sip {
namespace {

constexpr std::size_t kMaxUriSize = 8192;

// Returns true if the text consists of characters of the set and complete escapes.
bool consists_of(std::string_view text, CharacterSet set) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (is_in(set, text[i])) continue;
    if (!is_escape(text.substr(i))) return false;
    i += 2;
  }
  return true;
}

bool is_alphanumeric(char c) { return is_digit(c) || (lower(c) >= 'a' && lower(c) <= 'z'); }

bool is_scheme(std::string_view text) {
  return !text.empty() && !is_digit(text.front()) && std::all_of(text.begin(), text.end(), [](char c) {
    return is_alphanumeric(c) || c == '+' || c == '-' || c == '.';
  });
}

Failure bad_uri(std::string_view what, std::string_view text) {
  return {std::string(what) + " in the URI \"" + std::string(text.substr(0, 64)) + "\""};
}

// Returns true for a parameter that makes two URIs differ if only one of them has it.
bool must_be_in_both(std::string_view name) {
  for (std::string_view other : {"user", "ttl", "method", "maddr", "transport"}) {
    if (equal_ignoring_case(name, other)) return true;
  }
  return false;
}

// As Parameters::find, with the escapes in names resolved.
std::optional<std::string_view> find_unescaped(const Parameters& parameters, std::string_view plain_name) {
  std::string_view rest = parameters.text();
  while (const std::optional<Parameter> parameter = Parameters::next(rest)) {
    if (equal_ignoring_case(unescape(parameter->name), plain_name)) return parameter->value;
  }
  return std::nullopt;
}

// Compares maddr as a host (RFC 3261 25.1), other values as text.
bool values_agree(std::string_view name, std::string_view left, std::string_view right) {
  if (equal_ignoring_case(left, right)) return true;
  return equal_ignoring_case(name, "maddr") && is_same_host(without_brackets(left), without_brackets(right));
}

bool parameters_agree(const Parameters& left, const Parameters& right) {
  std::string_view rest = left.text();
  while (const std::optional<Parameter> parameter = Parameters::next(rest)) {
    const std::string name = unescape(parameter->name);
    const std::optional<std::string_view> other = find_unescaped(right, name);
    if (!other) {
      if (must_be_in_both(name)) return false;
    } else if (!values_agree(name, unescape(*other), unescape(parameter->value))) {
      return false;
    }
  }
  return true;
}

// The order of headers does not matter (RFC 3261 19.1.4), so they are compared sorted.
std::vector<std::string> sorted_headers(std::string_view text) {
  std::vector<std::string> headers;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('&'), text.size());
    headers.push_back(unescape(text.substr(0, end)));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  std::sort(headers.begin(), headers.end());
  return headers;
}

}  // namespace

bool Uri::is_sip() const { return equal_ignoring_case(scheme, "sip"); }
bool Uri::is_sips() const { return equal_ignoring_case(scheme, "sips"); }

Result<Uri> parse_uri(std::string_view text) {
  if (text.size() > kMaxUriSize) return Failure{"URI of more than 8192 bytes"};
  const std::size_t colon = text.find(':');
  if (colon == std::string_view::npos || !is_scheme(text.substr(0, colon))) return bad_uri("no scheme", text);
  Uri uri;
  uri.text = text;
  uri.scheme = text.substr(0, colon);
  std::string_view rest = text.substr(colon + 1);
  if (!uri.is_sip() && !uri.is_sips()) {
    if (rest.empty() || !consists_of(rest, kOtherUriSet)) return bad_uri("a character that is not allowed", text);
    return uri;
  }
  if (const std::size_t at = rest.find('@'); at != std::string_view::npos) {
    uri.user = rest.substr(0, at);
    if (uri.user.empty()) return bad_uri("an empty user", text);
    if (!consists_of(uri.user, kUserSet)) return bad_uri("a character that no user has", text);
    rest.remove_prefix(at + 1);
  }
  if (const std::size_t question = rest.find('?'); question != std::string_view::npos) {
    uri.headers = rest.substr(question + 1);
    if (!consists_of(uri.headers, kUriHeaderSet)) return bad_uri("a character that no header has", text);
    rest = rest.substr(0, question);
  }
  const std::size_t semicolon = std::min(rest.find(';'), rest.size());
  const std::string_view host_port = rest.substr(0, semicolon);
  if (std::any_of(host_port.begin(), host_port.end(), is_space)) return bad_uri("a space", text);
  const Result<HostPort> parsed = parse_host_port(host_port);
  if (!parsed) return parsed.error();
  uri.host_port = *parsed;
  const Result<Parameters> parameters = Parameters::parse_of_uri(rest.substr(semicolon));
  if (!parameters) return parameters.error();
  uri.parameters = *parameters;
  return uri;
}

bool equivalent(const Uri& left, const Uri& right) {
  if (!equal_ignoring_case(left.scheme, right.scheme)) return false;
  if (!left.is_sip() && !left.is_sips()) return left.text == right.text;
  if (left.text == right.text) return true;
  return left.host_port == right.host_port && unescape(left.user) == unescape(right.user) &&
         parameters_agree(left.parameters, right.parameters) && parameters_agree(right.parameters, left.parameters) &&
         sorted_headers(left.headers) == sorted_headers(right.headers);
}

std::string unescape(std::string_view text) {
  std::string plain;
  plain.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (is_escape(text.substr(i))) {
      plain += static_cast<char>(hex_value(text[i + 1]) * 16 + hex_value(text[i + 2]));
      i += 2;
    } else {
      plain += text[i];
    }
  }
  return plain;
}

}  // namespace dialtone::sip
