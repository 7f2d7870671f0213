#include "wire/sip/contact.h"

#include "wire/sip/grammar.h"

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

Result<Contact> parse_contact(std::string_view text) {
  const Result<Address> address = parse_address(text);
  if (!address) return address.error();
  Contact contact;
  contact.address = *address;
  if (const auto expires = address->parameters.find("expires")) contact.expires = parse_number(*expires);
  if (const auto q = address->parameters.find("q")) {
    const std::optional<int> thousandths = parse_q(*q);
    if (!thousandths) return Failure{"Contact with a q that is not between 0 and 1"};
    contact.q = *thousandths;
  }
  return contact;
}

}  // namespace

Result<ContactList> contacts_of(const Message& message) {
  ContactList list;
  for (std::size_t i = 0; i < message.header_count(); ++i) {
    const Header header = message.header(i);
    if (header.name != HeaderName::kContact) continue;
    std::optional<std::string_view> rest = header.value;
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
