// The audit: a record of each request and its outcome, so that an operator can see later who got which answer. Contains
// no passwords and no credentials.
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
  // As stated in the document; empty if no document could be read.
  std::string serial_number;
  std::optional<MacAddress> mac_address;
  std::string customer_number;
  // `accepted`, `refused`, `challenged`, `limited`, `locked`; a literal.
  std::string_view outcome;
  int status = 0;
  std::string reason;
  // The scheme of the request's credentials: `none`, `basic` or `digest`; a literal.
  std::string_view scheme;
};

class Audit {
 public:
  virtual ~Audit() = default;
  // Never waits, and never reports an error to the caller.
  virtual void note(AuditEntry entry) = 0;
};

}  // namespace dialtone
