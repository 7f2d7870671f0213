// What is kept of each request and its outcome, for whoever asks later who got what: no password, no credentials.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "values/ip_address.h"
#include "values/mac_address.h"
#include "values/time.h"

namespace dialtone {

struct AuditEntry {
  WallTime time;
  IpAddress client;
  // As the document gave them; nothing where none could be read.
  std::string serial_number;
  std::optional<MacAddress> mac_address;
  std::string customer_number;
  // `accepted`, `refused`, `challenged`, `limited`, `locked`; a literal.
  std::string_view outcome;
  int status = 0;
  std::string reason;
  // Of the credentials that came: `none`, `basic`, `digest`; a literal.
  std::string_view scheme;
};

class Audit {
 public:
  virtual ~Audit() = default;
  // Never waits, and never fails for the caller.
  virtual void note(AuditEntry entry) = 0;
};

}  // namespace dialtone
