#include "wire/sip/headers/address.h"

#include <algorithm>

#include "wire/sip/headers/grammar.h"

namespace dialtone::sip {
namespace {

bool is_display_name(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return is_token_char(c) || is_space(c); });
}

Failure bad_address(std::string_view what, std::string_view text) {
  return {std::string(what) + " in the address \"" + std::string(text.substr(0, 64)) + "\""};
}

// Parses the URI and the parameters after it; `rest` begins with an angle bracket.
Result<Address> parse_bracketed(std::string_view display_name, std::string_view rest, std::string_view text) {
  const std::size_t end = rest.find('>');
  if (end == std::string_view::npos) return bad_address("no closing angle bracket", text);
  const Result<Uri> uri = parse_uri(rest.substr(1, end - 1));
  if (!uri) return uri.error();
  const Result<Parameters> parameters = Parameters::parse(rest.substr(end + 1));
  if (!parameters) return parameters.error();
  return Address{display_name, *uri, *parameters};
}

}  // namespace

Result<Address> parse_address(std::string_view text) {
  text = trim(text);
  Scanner scanner(text);
  if (scanner.peek() == '"') {
    const std::optional<std::string_view> quoted = scanner.take_quoted();
    if (!quoted) return bad_address("quoted string without an end", text);
    scanner.skip_spaces();
    if (scanner.peek() != '<') return bad_address("no URI in angle brackets", text);
    return parse_bracketed(*quoted, scanner.rest(), text);
  }
  if (const std::size_t bracket = text.find('<'); bracket != std::string_view::npos) {
    const std::string_view display_name = trim(text.substr(0, bracket));
    if (!is_display_name(display_name)) return bad_address("a display name that needs quotes", text);
    return parse_bracketed(display_name, text.substr(bracket), text);
  }
  const std::string_view uri_text = scanner.take_until(";");
  if (uri_text.find_first_of(",?") != std::string_view::npos)
    return bad_address("a URI that needs angle brackets", text);
  const Result<Uri> uri = parse_uri(uri_text);
  if (!uri) return uri.error();
  const Result<Parameters> parameters = Parameters::parse(scanner.rest());
  if (!parameters) return parameters.error();
  return Address{{}, *uri, *parameters};
}

void append(std::string& out, const Address& address) {
  if (!address.display_name.empty()) {
    out += address.display_name;
    out += ' ';
  }
  out += '<';
  out += address.uri.text;
  out += '>';
  out += address.parameters.text();
}

}  // namespace dialtone::sip
