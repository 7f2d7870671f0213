// How the identities of devices and the ITSP's database differ.
#pragma once

#include <cstdint>

namespace dialtone {

enum class IdentityFault : std::uint8_t {
  kNone,
  kUnknown,        // not in the database at all
  kWrongMac,       // another MAC address than the subscriber's
  kWrongCustomer,  // another customer number
  kDisabled,       // the subscriber is disabled
};

}  // namespace dialtone
