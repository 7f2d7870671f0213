// The Contact header of a registration (RFC 3261 10.2.1, 20.10).
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "values/result.h"
#include "wire/sip/address.h"
#include "wire/sip/message.h"

namespace dialtone::sip {

struct Contact {
  Address address;
  // Seconds; none where the parameter is absent or malformed, which count alike (RFC 3261 10.2.1.1, 20.10).
  std::optional<std::uint32_t> expires;
  // In thousandths, 0 to 1000: the default is 1000.
  int q = 1000;
};

// All Contact headers of a message. Views into the message, which must outlive them.
struct ContactList {
  // `Contact: *`, alone.
  bool is_star = false;
  std::vector<Contact> contacts;
};

// Fails where one is malformed, or a star stands beside another contact.
Result<ContactList> contacts_of(const Message& message);

}  // namespace dialtone::sip
