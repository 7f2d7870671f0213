// Whom a REGISTER is about (RFC 3261 10.3, steps 1 and 5).
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "call_agent_sim/registrar/refusal.h"
#include "values/ip_address.h"
#include "values/result.h"
#include "wire/sip/headers/host_port.h"
#include "wire/sip/message.h"

namespace dialtone {

// The addresses at which the registrar is reached.
class LocalAddresses {
 public:
  // An unspecified address among them stands for every address.
  explicit LocalAddresses(std::vector<IpAddress> addresses) : addresses_(std::move(addresses)) {}

  // Whether it is one of them, as a text.
  bool contains(const sip::HostPort& host) const;

 private:
  std::vector<IpAddress> addresses_;
};

struct AddressOfRecord {
  // The user part of the To, escapes undone.
  std::string device_name;
  // As canonical_host() writes it. Where the To has one of the registrar's own addresses, that address.
  std::string domain;
  // Whether `domain` is an address, and so says nothing of the account's domain.
  bool is_local_address = false;

  // `sip:<device-name>@<domain>`, an IPv6 address in brackets.
  std::string text() const;
};

// As it may stand in a message: what a user part may not hold as it is stands escaped (RFC 3261 25.1).
std::string uri_of(std::string_view address_of_record);

// From the Request-URI and the To of a REGISTER that was validated. 416 for a Request-URI of another scheme than sip,
// 400 for a To of another scheme than sip and sips (RFC 4475 3.3.4) or without a user, 404 where the Request-URI is
// neither of the To's domain nor one of our addresses.
Result<AddressOfRecord, Refusal> address_of_record(const sip::Message& request, const LocalAddresses& local);

}  // namespace dialtone
