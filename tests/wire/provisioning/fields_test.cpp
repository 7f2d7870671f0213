#include "wire/provisioning/fields.h"

#include <gtest/gtest.h>

#include <set>
#include <string_view>

#include "wire/provisioning/provision_request.h"
#include "wire/provisioning/provision_response.h"

namespace dialtone::provisioning {
namespace {

template <typename Rows>
std::size_t names() {
  std::set<std::string_view> names;
  for_each_field<Rows>([&](const auto& field) { EXPECT_TRUE(names.insert(field.name).second) << field.name; });
  return names.size();
}

// A member without a field fails here.
TEST(Fields, AreThereForEachMember) {
  [[maybe_unused]] const auto& [address, port, protocol, transport] = CallAgent();
  EXPECT_EQ(names<CallAgent>(), 4U);
  [[maybe_unused]] const auto& [username, password] = Authentication();
  EXPECT_EQ(names<Authentication>(), 2U);
  [[maybe_unused]] const auto& [revision, domain, call_agents, device_name, authentication, expires] = Settings();
  EXPECT_EQ(names<Settings>(), 6U);
  [[maybe_unused]] const auto& [by, from, at, file, version, size, sha256, downgrade, user, secret] = Firmware();
  EXPECT_EQ(names<Firmware>(), 10U);
  [[maybe_unused]] const auto& [product, customer, serial, mac, ip, firmware, held] = ProvisionRequest();
  EXPECT_EQ(names<HeaderFields<ProvisionRequest>>() - 1 + names<RequestFields::Device>(), 7U);
}

}  // namespace
}  // namespace dialtone::provisioning
