#include "wire/sip/parameters.h"

#include "wire/sip/grammar.h"

namespace dialtone::sip {
namespace {

bool is_uri_parameter_char(char c) {
  return is_token_char(c) || std::string_view("()[]/:&$").find(c) != std::string_view::npos;
}

// Hosts are values too (`maddr=[::1]`, `received=2001:db8::1`).
bool is_value_char(char c) { return is_token_char(c) || c == '[' || c == ']' || c == ':'; }

Failure failure_at(std::string_view what, std::string_view where) {
  return {std::string(what) + " at \"" + std::string(where.substr(0, 24)) + "\""};
}

template <typename Accept>
std::string_view take_while(Scanner& scanner, Accept accept) {
  const std::string_view rest = scanner.rest();
  std::size_t size = 0;
  while (size < rest.size() && accept(rest[size])) ++size;
  scanner.skip(size);
  return rest.substr(0, size);
}

}  // namespace

Result<Parameters> Parameters::parse(std::string_view text) {
  Scanner scanner(text);
  scanner.skip_spaces();
  const std::string_view whole = trim(scanner.rest());
  while (!scanner.at_end()) {
    const std::string_view before = scanner.rest();
    if (!scanner.take(';')) return failure_at("parameter without a semicolon", before);
    if (scanner.take_token().empty()) return failure_at("parameter without a name", before);
    if (!scanner.take('=')) {
      scanner.skip_spaces();
      continue;
    }
    if (scanner.peek() == '"') {
      if (!scanner.take_quoted()) return failure_at("quoted string without an end", before);
    } else if (take_while(scanner, is_value_char).empty()) {
      return failure_at("parameter without its value", before);
    }
    scanner.skip_spaces();
  }
  return Parameters(whole);
}

Result<Parameters> Parameters::parse_of_uri(std::string_view text) {
  Scanner scanner(text);
  while (!scanner.at_end()) {
    const std::string_view before = scanner.rest();
    if (scanner.peek() != ';') return failure_at("URI parameter without a semicolon", before);
    scanner.skip(1);
    if (take_while(scanner, is_uri_parameter_char).empty()) return failure_at("URI parameter without a name", before);
    if (scanner.peek() != '=') continue;
    scanner.skip(1);
    if (take_while(scanner, is_uri_parameter_char).empty())
      return failure_at("URI parameter without its value", before);
  }
  return Parameters(text);
}

std::optional<Parameter> Parameters::next(std::string_view& rest) {
  Scanner scanner(rest);
  if (!scanner.take(';')) return std::nullopt;
  Parameter parameter;
  parameter.name = take_while(scanner, is_uri_parameter_char);
  if (scanner.take('=')) {
    parameter.has_value = true;
    const std::optional<std::string_view> quoted = scanner.take_quoted();
    parameter.value = quoted ? *quoted : take_while(scanner, is_uri_parameter_char);
  }
  rest = scanner.rest();
  return parameter;
}

std::optional<std::string_view> Parameters::find(std::string_view name) const {
  std::string_view rest = text_;
  while (const std::optional<Parameter> parameter = next(rest)) {
    if (equal_ignoring_case(parameter->name, name)) return parameter->value;
  }
  return std::nullopt;
}

}  // namespace dialtone::sip
