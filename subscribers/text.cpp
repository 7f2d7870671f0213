#include <cstdlib>

#include "subscribers/subscriber_store.h"

namespace dialtone {

std::string_view to_text(IdentityMismatch mismatch) {
  switch (mismatch) {
    case IdentityMismatch::kUnknown: return "unknown device";
    case IdentityMismatch::kSerialNumber: return "serial number differs";
    case IdentityMismatch::kMacAddress: return "MAC address differs";
    case IdentityMismatch::kCustomer: return "customer number differs";
    case IdentityMismatch::kConflict: return "identity stands in two rows";
  }
  std::abort();
}

}  // namespace dialtone
