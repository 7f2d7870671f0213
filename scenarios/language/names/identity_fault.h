// How the identity of a device can differ from the ITSP's database.
#pragma once

#include <cstdint>

namespace dialtone {

enum class IdentityFault : std::uint8_t {
  kNone,
  kUnknown,        // the identity is not in the database
  kWrongMac,       // the MAC address is not the subscriber's
  kWrongCustomer,  // the customer number is not the subscriber's
  kDisabled,       // the subscriber is disabled
};

}  // namespace dialtone
