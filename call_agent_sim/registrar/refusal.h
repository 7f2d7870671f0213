// Why the registrar says no: the status for the device, and the reason for the record.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "wire/sip/headers/header_name.h"

namespace dialtone {

struct Refusal {
  int status = 500;
  // In words, for whoever reads the record; the device sees the RFC's phrase for the status.
  std::string reason;
  // Those that the answer has for it.
  std::vector<std::pair<sip::HeaderName, std::string>> headers{};
  // True if the credentials were not checked because of a lockout.
  bool is_locked = false;
};

}  // namespace dialtone
