// Why the registrar says no: the status for the device, and the reason for the record.
#pragma once

#include <string>

#include "wire/sip/header_name.h"

namespace dialtone {

struct Refusal {
  int status = 500;
  // In words, for whoever reads the record; the device sees the RFC's phrase for the status.
  std::string reason;
  // A header that the answer has; kUnknown where it has none.
  sip::HeaderName header = sip::HeaderName::kUnknown;
  std::string header_value{};
};

}  // namespace dialtone
