#include "wire/sip/contact.h"

#include "wire/sip/grammar.h"
#include "wire/sip/typed_headers.h"

namespace dialtone::sip {
namespace {

// RFC 3261 25.1 `qvalue`.
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

// `"<urn:uuid:...>"`.
std::optional<std::string_view> parse_instance(std::string_view text) {
  const bool well_formed = text.size() > 4 && text.starts_with("\"<") && text.ends_with(">\"");
  if (!well_formed) return std::nullopt;
  return text.substr(2, text.size() - 4);
}

Result<void> read_parameters(Contact& contact) {
  std::string_view rest = contact.address.parameters.text();
  while (const std::optional<Parameter> parameter = Parameters::next(rest)) {
    if (equal_ignoring_case(parameter->name, "expires")) {
      contact.expires = parse_number_or_most(parameter->value).value_or(kMalformedExpiresSeconds);
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
      list.contacts.push_back(std::move(*contact));
    }
  }
  return list;
}

}  // namespace dialtone::sip
