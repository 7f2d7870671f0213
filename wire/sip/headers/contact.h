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
  // Seconds; none where the parameter is absent. A number over 2^32 - 1 is that, and what is no number is 3600
  // (RFC 3261 10.2, 20.10).
  std::optional<std::uint32_t> expires;
  // In thousandths, 0 to 1000: the default is 1000.
  int q = 1000;
  // `urn:uuid:...` of +sip.instance, without its quotes and angle brackets (RFC 5626 4.1); empty where there is
  // none, or none in that form.
  std::string_view instance;
  // RFC 5626 4.2; none where it is absent or no number.
  std::optional<std::uint32_t> reg_id;
};

// All Contact headers of a message. Views into the message, which must outlive them.
struct ContactList {
  // `Contact: *`, alone.
  bool is_star = false;
  std::vector<Contact> contacts;
};

// Fails where one is malformed, or a star stands beside another contact.
Result<ContactList> contacts_of(const Message& message);

// A Contact of an answer, as far as it can be read.
struct LenientContact {
  // None where the element has no URI that can be read.
  std::optional<Uri> uri;
  // As in a Contact; of a q with more than three decimals the first three count.
  std::optional<std::uint32_t> expires;
  int q = 1000;
};

// The elements of an answer's Contact headers (RFC 3261 10.3, 8.1.3.4). Each element is read by itself, and so is each
// of its parameters: a part that cannot be read hides no other part. So a device understands an answer in which a proxy
// or another device's contact has spoiled a part. Empty elements are left out, and at most 256 elements are read. Views
// into the message, which must outlive them.
std::vector<LenientContact> lenient_contacts_of(const Message& answer);

}  // namespace dialtone::sip
