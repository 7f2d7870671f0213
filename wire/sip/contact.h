// The Contact header of a registration (RFC 3261 10.2.1, 20.10).
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "values/result.h"
#include "wire/sip/headers/address.h"
#include "wire/sip/message.h"

namespace dialtone::sip {

struct Contact {
  Address address;
  // Seconds; nullopt if the parameter is absent. A larger number counts as 2^32 - 1, and a value that is no number as
  // 3600 (RFC 3261 10.2, 20.10).
  std::optional<std::uint32_t> expires;
  // In thousandths, 0 to 1000; 1000 if absent.
  int q = 1000;
  // `urn:uuid:...` of +sip.instance, without its quotes and angle brackets (RFC 5626 4.1); empty if absent or of
  // another form.
  std::string_view instance;
  // RFC 5626 4.2; nullopt if absent or not a number.
  std::optional<std::uint32_t> reg_id;
};

// All Contact headers of a message. Views into the message, which must outlive them.
struct ContactList {
  // True for `Contact: *` alone.
  bool is_star = false;
  std::vector<Contact> contacts;
};

// Fails if a contact is malformed, or a star stands next to another contact.
Result<ContactList> contacts_of(const Message& message);

// A Contact of a response, as far as it can be read.
struct LenientContact {
  // nullopt if no URI of the element can be read.
  std::optional<Uri> uri;
  // As Contact::expires and Contact::q; of a q with more than three decimals the first three count.
  std::optional<std::uint32_t> expires;
  int q = 1000;
};

// Reads the elements of a response's Contact headers (RFC 3261 10.3, 8.1.3.4). Reads each element and each parameter
// separately, so that an unreadable part hides no other part: a device then understands a response in which a proxy or
// another device's contact is malformed. Skips empty elements and reads at most 256 elements. Returns views into the
// message, which must outlive them.
std::vector<LenientContact> lenient_contacts_of(const Message& answer);

}  // namespace dialtone::sip
