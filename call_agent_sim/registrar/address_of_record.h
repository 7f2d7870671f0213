// The address of record that a REGISTER is about (RFC 3261 10.3, steps 1 and 5).
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

// The addresses on which the registrar is reached.
class LocalAddresses {
 public:
  // An unspecified address stands for every address.
  explicit LocalAddresses(std::vector<IpAddress> addresses) : addresses_(std::move(addresses)) {}

  // Returns true if the host's text is one of the addresses.
  bool contains(const sip::HostPort& host) const;

 private:
  std::vector<IpAddress> addresses_;
};

struct AddressOfRecord {
  // The user part of the To, with escapes resolved.
  std::string device_name;
  // In the form of canonical_host(). If the To names one of the registrar's own addresses, that address.
  std::string domain;
  // True if `domain` is an address and so does not tell the account's domain.
  bool is_local_address = false;

  // Returns `sip:<device-name>@<domain>`, with brackets around an IPv6 address.
  std::string text() const;
};

// Returns the URI for messages: characters that a user part must not contain are escaped (RFC 3261 25.1).
std::string uri_of(std::string_view address_of_record);

// Reads the Request-URI and the To of a validated REGISTER. Fails with 416 for a Request-URI of a scheme other than
// sip, with 400 for a To of a scheme other than sip and sips (RFC 4475 3.3.4) or without a user, and with 404 if the
// Request-URI is neither the To's domain nor one of the registrar's addresses.
Result<AddressOfRecord, Refusal> address_of_record(const sip::Message& request, const LocalAddresses& local);

}  // namespace dialtone
