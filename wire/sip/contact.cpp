#include "wire/sip/contact.h"

#include <algorithm>

#include "wire/sip/headers/grammar.h"
#include "wire/sip/typed_headers.h"

namespace dialtone::sip {
namespace {

// Returns thousandths (RFC 3261 25.1 `qvalue`).
std::optional<int> parse_q(std::string_view text) {
  if (text.empty() || text.size() > 5 || (text[0] != '0' && text[0] != '1')) return std::nullopt;
  int thousandths = text[0] == '1' ? 1000 : 0;
  if (text.size() == 1) return thousandths;
  if (text[1] != '.') return std::nullopt;
  int unit = 100;
  for (char c : text.substr(2)) {
    if (!is_digit(c)) return std::nullopt;
    thousandths += (c - '0') * unit;
    unit /= 10;
  }
  if (thousandths > 1000) return std::nullopt;
  return thousandths;
}

// Parses `"<urn:uuid:...>"`.
std::optional<std::string_view> parse_instance(std::string_view text) {
  const bool well_formed = text.size() > 4 && text.starts_with("\"<") && text.ends_with(">\"");
  if (!well_formed) return std::nullopt;
  return text.substr(2, text.size() - 4);
}

std::uint32_t expires_in(const Parameter& parameter) {
  return parse_number_or_most(parameter.value).value_or(kMalformedExpiresSeconds);
}

Result<void> read_parameters(Contact& contact) {
  std::string_view rest = contact.address.parameters.text();
  while (const std::optional<Parameter> parameter = Parameters::next(rest)) {
    if (equal_ignoring_case(parameter->name, "expires")) {
      contact.expires = expires_in(*parameter);
    } else if (equal_ignoring_case(parameter->name, "q")) {
      const std::optional<int> thousandths = parse_q(parameter->value);
      if (!thousandths) return Failure{"Contact with a q that is not between 0 and 1"};
      contact.q = *thousandths;
    } else if (equal_ignoring_case(parameter->name, "+sip.instance")) {
      contact.instance = parse_instance(parameter->value).value_or(std::string_view());
    } else if (equal_ignoring_case(parameter->name, "reg-id")) {
      contact.reg_id = parse_number(parameter->value);
    }
  }
  return {};
}

Result<Contact> parse_contact(std::string_view text) {
  const Result<Address> address = parse_address(text);
  if (!address) return address.error();
  Contact contact;
  contact.address = *address;
  if (const Result<void> read = read_parameters(contact); !read) return read.error();
  return contact;
}

// --- contacts of responses ---

// Elements beyond this number are not read.
constexpr std::size_t kMostElements = 256;

// Returns true if each quoted string is where the grammar permits one, before a URI or as a parameter's value, and each
// angle bracket is closed before the next one opens. If false, a comma that seems to be inside quotes or brackets may
// separate two elements.
bool is_closed(std::string_view element) {
  bool bracketed = false;
  char before = '\0';
  Scanner scanner(element);
  while (!scanner.at_end()) {
    const char c = scanner.peek();
    if (c == '"') {
      const bool is_value = before == '=';
      if (bracketed || (!is_value && before != '\0') || !scanner.take_quoted()) return false;
      scanner.skip_spaces();
      const bool goes_on = is_value ? scanner.at_end() || scanner.peek() == ';' : scanner.peek() == '<';
      if (!goes_on) return false;
    } else {
      if (c == '<' && bracketed) return false;
      if (c == '<' || c == '>') bracketed = c == '<';
      scanner.skip(1);
    }
    if (!is_space(c)) before = c;
  }
  return !bracketed;
}

// As next_element, but an unclosed quote or bracket does not hide the elements after it.
std::optional<std::string_view> next_lenient_element(std::optional<std::string_view>& rest) {
  const std::optional<std::string_view> before = rest;
  const std::optional<std::string_view> element = next_element(rest);
  if (!element || element->find(',') == std::string_view::npos || is_closed(*element)) return element;
  const std::size_t comma = before->find(',');
  rest = before->substr(comma + 1);
  return trim(before->substr(0, comma));
}

// Returns the end of the parameter whose semicolon begins `text`.
std::size_t parameter_end(std::string_view text) {
  bool quoted = false;
  for (std::size_t i = 1; i < text.size(); ++i) {
    if (text[i] == '"') quoted = !quoted;
    if (quoted && text[i] == '\\') ++i;
    if (text[i] == ';' && !quoted) return i;
  }
  const std::size_t next = text.find(';', 1);
  return quoted && next != std::string_view::npos ? next : text.size();
}

void read_lenient_parameters(LenientContact& contact, std::string_view text) {
  while (!text.empty()) {
    const std::size_t end = parameter_end(text);
    std::string_view rest = text.substr(0, end);
    text.remove_prefix(end);
    if (!Parameters::parse(rest)) continue;
    const std::optional<Parameter> parameter = Parameters::next(rest);
    if (!parameter) continue;
    if (equal_ignoring_case(parameter->name, "expires")) contact.expires = expires_in(*parameter);
    if (equal_ignoring_case(parameter->name, "q"))
      contact.q = parse_q(parameter->value.substr(0, 5)).value_or(contact.q);
  }
}

LenientContact read_lenient(std::string_view element) {
  std::string_view uri = element;
  std::string_view parameters;
  Scanner scanner(element);
  scanner.take_quoted();
  const std::string_view unquoted = scanner.rest();
  if (const std::size_t bracket = unquoted.find('<'); bracket != std::string_view::npos) {
    uri = unquoted.substr(bracket + 1);
    const std::size_t end = std::min(uri.find('>'), uri.size());
    parameters = uri.substr(std::min(end + 1, uri.size()));
    uri = uri.substr(0, end);
  } else {
    parameters = element;
    uri = element.substr(0, element.find(';'));
  }
  LenientContact contact;
  if (const Result<Uri> parsed = parse_uri(trim(uri))) contact.uri = *parsed;
  const std::size_t semicolon = parameters.find(';');
  if (semicolon != std::string_view::npos) read_lenient_parameters(contact, parameters.substr(semicolon));
  return contact;
}

}  // namespace

Result<ContactList> contacts_of(const Message& message) {
  ContactList list;
  for (std::size_t i = 0; i < message.header_count(); ++i) {
    if (message.name_at(i) != HeaderName::kContact) continue;
    std::optional<std::string_view> rest = message.header(i).value;
    while (const std::optional<std::string_view> element = next_element(rest)) {
      if (list.is_star || (*element == "*" && !list.contacts.empty()))
        return Failure{"Contact * beside another contact"};
      if (*element == "*") {
        list.is_star = true;
        continue;
      }
      Result<Contact> contact = parse_contact(*element);
      if (!contact) return contact.error();
      list.contacts.push_back(*contact);
    }
  }
  return list;
}

std::vector<LenientContact> lenient_contacts_of(const Message& answer) {
  std::vector<LenientContact> all;
  for (std::size_t i = 0; i < answer.header_count(); ++i) {
    if (answer.name_at(i) != HeaderName::kContact) continue;
    std::optional<std::string_view> rest = answer.header(i).value;
    while (const std::optional<std::string_view> element = next_lenient_element(rest)) {
      if (all.size() == kMostElements) return all;
      if (!element->empty()) all.push_back(read_lenient(*element));
    }
  }
  return all;
}

}  // namespace dialtone::sip
