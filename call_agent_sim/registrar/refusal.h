// Why the registrar refuses a request: the status for the device, and the reason for the record.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "wire/sip/headers/header_name.h"

namespace dialtone {

struct Refusal {
  int status = 500;
  // For the record; the device gets only the RFC's phrase for the status.
  std::string reason;
  // Headers to add to the answer.
  std::vector<std::pair<sip::HeaderName, std::string>> headers{};
  // True if the credentials were not checked because of a lockout.
  bool is_locked = false;
};

}  // namespace dialtone
