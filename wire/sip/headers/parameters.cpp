#include "wire/sip/headers/parameters.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <string>

#include "wire/sip/headers/grammar.h"

namespace dialtone::sip {
namespace {

Failure failure_at(std::string_view what, std::string_view where) {
  return {std::string(what) + " at \"" + std::string(where.substr(0, 24)) + "\""};
}

// The characters of names and values of both header and URI parameters: the union of the sets.
constexpr auto kNameSet = static_cast<CharacterSet>(kTokenSet | kUriParameterSet | kParameterValueSet);

// Takes `1*paramchar`; an incomplete escape is an error.
std::optional<std::string_view> take_of_uri(Scanner& scanner) {
  const std::string_view rest = scanner.rest();
  std::size_t size = 0;
  while (size < rest.size() && (is_in(kUriParameterSet, rest[size]) || rest[size] == '%')) {
    if (rest[size] == '%' && !is_escape(rest.substr(size))) return std::nullopt;
    ++size;
  }
  if (size == 0) return std::nullopt;
  scanner.skip(size);
  return rest.substr(0, size);
}

constexpr std::size_t kMaxParameters = 64;

// Detects a repeated name in a list, which RFC 3261 7.3.1 forbids.
class SeenNames {
 public:
  bool is_full() const { return count_ == kMaxParameters; }

  // Returns false if the name occurred before. Requires that the table is not full.
  bool add(std::string_view name) {
    // Names that set different bits are different names.
    const std::uint64_t bit =
        1ULL << ((name.size() * 31 + static_cast<unsigned char>(lower(name.front())) * std::size_t{7} +
                  static_cast<unsigned char>(lower(name.back()))) %
                 64);
    if ((bits_ & bit) != 0 && contains(name)) return false;
    bits_ |= bit;
    names_[count_++] = {name.data(), name.size()};
    return true;
  }

 private:
  // Not initialised, to save time: usually two entries are used.
  struct Name {
    const char* begin;
    std::size_t size;
  };

  bool contains(std::string_view name) const {
    return std::any_of(names_.begin(), names_.begin() + static_cast<std::ptrdiff_t>(count_),
                       [name](const Name& seen) { return equal_ignoring_case({seen.begin, seen.size}, name); });
  }

  std::uint64_t bits_ = 0;
  std::size_t count_ = 0;
  std::array<Name, kMaxParameters> names_;
};

}  // namespace

Result<Parameters> Parameters::parse(std::string_view text) {
  return parse(text, [](const Parameter&) {});
}

Result<Parameters> Parameters::parse(std::string_view text, const std::function<void(const Parameter&)>& take) {
  Scanner scanner(text);
  scanner.skip_spaces();
  const std::string_view whole = trim(scanner.rest());
  SeenNames seen;
  while (!scanner.at_end()) {
    const std::string_view before = scanner.rest();
    if (seen.is_full()) return Failure{"more than 64 parameters"};
    if (!scanner.take(';')) return failure_at("parameter without a semicolon", before);
    Parameter parameter;
    parameter.name = scanner.take_token();
    if (parameter.name.empty()) return failure_at("parameter without a name", before);
    if (!seen.add(parameter.name)) return failure_at("parameter that is repeated", before);
    if (scanner.take('=')) {
      parameter.has_value = true;
      parameter.value =
          scanner.peek() == '"' ? scanner.take_quoted().value_or("") : scanner.take_all_in(kParameterValueSet);
      if (parameter.value.empty()) return failure_at("parameter without its value", before);
    }
    take(parameter);
    scanner.skip_spaces();
  }
  return Parameters(whole);
}

Result<Parameters> Parameters::parse_of_uri(std::string_view text) {
  Scanner scanner(text);
  SeenNames seen;
  while (!scanner.at_end()) {
    const std::string_view before = scanner.rest();
    if (seen.is_full()) return Failure{"more than 64 URI parameters"};
    if (scanner.peek() != ';') return failure_at("URI parameter without a semicolon", before);
    scanner.skip(1);
    const std::optional<std::string_view> name = take_of_uri(scanner);
    if (!name) return failure_at("URI parameter without a name", before);
    if (!seen.add(*name)) return failure_at("URI parameter that is repeated", before);
    if (scanner.peek() != '=') continue;
    scanner.skip(1);
    if (!take_of_uri(scanner)) return failure_at("URI parameter without its value", before);
  }
  return Parameters(text);
}

std::optional<Parameter> Parameters::next(std::string_view& rest) {
  Scanner scanner(rest);
  if (!scanner.take(';')) return std::nullopt;
  Parameter parameter;
  parameter.name = scanner.take_all_in(kNameSet);
  if (scanner.take('=')) {
    parameter.has_value = true;
    const std::optional<std::string_view> quoted = scanner.take_quoted();
    parameter.value = quoted ? *quoted : scanner.take_all_in(kNameSet);
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
