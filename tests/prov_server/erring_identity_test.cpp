#include "prov_server/erring_identity.h"

#include <gtest/gtest.h>

#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace dialtone {
namespace {

struct Overlooked {
  std::string what;
  // Changes the row that would be served.
  std::function<void(Subscriber&)> change;
  IdentityMismatch mismatch;
  // The only quirk with which it is served; nullopt: never.
  std::optional<ProvisioningQuirk> quirk;
};

Subscriber served_row() {
  Subscriber row;
  row.serial_number = "DT0000000001";
  row.mac_address.bytes = {2, 0, 0, 0, 0, 1};
  row.customer_number = "C1";
  return row;
}

const std::vector<Overlooked>& overlooked() {
  static const std::vector<Overlooked> all{
      {"another MAC address", [](Subscriber& row) { row.mac_address.bytes[5] = 2; }, IdentityMismatch::kMacAddress,
       ProvisioningQuirk::kIgnoresMacAddress},
      {"another customer", [](Subscriber& row) { row.customer_number = "C2"; }, IdentityMismatch::kCustomer,
       ProvisioningQuirk::kIgnoresCustomerNumber},
      {"a disabled one", [](Subscriber& row) { row.enabled = false; }, IdentityMismatch::kUnknown,
       ProvisioningQuirk::kServesDisabledSubscribers},
      {"another's row", [](Subscriber& row) { row.serial_number = "DT0000000002"; }, IdentityMismatch::kUnknown,
       ProvisioningQuirk::kServesTheUnknown},
      {"no row", [](Subscriber& row) { row = Subscriber(); }, IdentityMismatch::kUnknown, std::nullopt},
      {"two rows", [](Subscriber&) {}, IdentityMismatch::kConflict, std::nullopt},
  };
  return all;
}

// 12 8
TEST(WhatAServerThatErrsOverlooks, IsWhatItsQuirkSaysAndNothingElse) {
  const Subscriber right = served_row();
  const Identity identity{right.serial_number, right.mac_address, right.customer_number};
  for (const Overlooked& each : overlooked()) {
    IdentityMatch match(each.mismatch);
    match.subscriber = served_row();
    each.change(match.subscriber);
    for (const auto& word : kProvisioningQuirks) {
      EXPECT_EQ(is_overlooked(match, identity, {word.quirk}), word.quirk == each.quirk)
          << each.what << ", " << word.name;
    }
  }
}

}  // namespace
}  // namespace dialtone
