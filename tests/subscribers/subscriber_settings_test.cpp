#include "subscribers/subscriber_settings.h"

#include <gtest/gtest.h>

#include <set>
#include <string_view>

#include "subscribers/subscriber_columns.h"
#include "subscribers/subscriber_fields.h"
#include "subscribers/subscriber_row.h"
#include "tests/subscribers/sample_subscribers.h"

namespace dialtone {
namespace {

using provisioning::Authentication;
using provisioning::CallAgent;

TEST(SubscriberSettings, AreThoseOfTheRow) {
  const Subscriber row = full_subscriber(7);
  const auto agent = [](std::string address, std::uint16_t port) {
    return CallAgent{std::move(address), port, CallAgentProtocol::kMgcp, Transport::kTcp};
  };
  const provisioning::Settings expected{
      .revision = INT64_MAX,
      .domain = "voip.example.net",
      .call_agents = {agent("2001:db8::5", 65535), agent("ca2.voip.example.net", 5060), agent("192.0.2.7", 5062),
                      agent("2001:db8::6", 1)},
      .device_name = "line100008",
      .authentication = Authentication{"häns, \"the\" user", "s3 cret,;\"'"},
      .expires_seconds = 4'294'967'295};
  EXPECT_EQ(settings_of(row), expected);
}

TEST(SubscriberSettings, LackAPortThatTheRowLacks) {
  EXPECT_EQ(settings_of(sample_subscriber(7)).call_agents,
            (std::vector{CallAgent{.address = "ca1.voip.example.net", .port = std::nullopt}}));
}

TEST(SubscriberSettings, HaveNoAuthenticationWithoutAPasswordOrAName) {
  Subscriber row = sample_subscriber(7);
  EXPECT_TRUE(settings_of(row).authentication);
  row.auth_password.clear();
  EXPECT_FALSE(settings_of(row).authentication);
  row = sample_subscriber(7);
  row.auth_username.clear();
  EXPECT_FALSE(settings_of(row).authentication);
}

// A `change` may make the password empty.
TEST(SubscriberSettings, HaveNoFirmwarePasswordWhereItsColumnIsMadeEmpty) {
  SubscriberDraft draft;
  draft.subscriber = full_subscriber(7);
  draft.firmware = draft.subscriber.firmware.value();
  draft.has_firmware_protocol = true;
  draft.firmware.username.reset();
  for (const SubscriberColumn& column : subscriber_columns()) {
    if (column.name == "firmware_password") EXPECT_TRUE(column.read(draft, ""));
  }
  const Result<Subscriber> changed = complete(std::move(draft));
  ASSERT_TRUE(changed) << changed.error().reason;
  EXPECT_FALSE(changed->firmware->password);
}

// Existing databases contain this text. Other columns need another version of the schema.
TEST(SubscriberSettings, ComeFromATableOfVersionOne) {
  EXPECT_EQ(kSchemaVersion, 1);
  EXPECT_EQ(table_definition(),
            "CREATE TABLE subscribers ("
            " serial_number TEXT NOT NULL UNIQUE, mac_address TEXT NOT NULL, customer_number TEXT NOT NULL,"
            " product TEXT NOT NULL, device_name TEXT NOT NULL, domain TEXT NOT NULL COLLATE NOCASE,"
            " call_agent_protocol TEXT NOT NULL, call_agent_transport TEXT NOT NULL, call_agent_address TEXT NOT NULL,"
            " call_agent_port INTEGER, call_agent_backup TEXT NOT NULL, auth_username TEXT NOT NULL,"
            " auth_password TEXT NOT NULL, expires INTEGER NOT NULL, settings_revision INTEGER NOT NULL,"
            " provision_authentication TEXT NOT NULL, provision_username TEXT NOT NULL,"
            " provision_password TEXT NOT NULL, firmware_protocol TEXT, firmware_address TEXT, firmware_port INTEGER,"
            " firmware_file TEXT, firmware_version TEXT, firmware_size INTEGER, firmware_sha256 TEXT,"
            " firmware_allow_downgrade INTEGER, firmware_username TEXT, firmware_password TEXT,"
            " enabled INTEGER NOT NULL)");
}

// A member without a column fails here.
TEST(SubscriberSettings, AreOfASubscriberWhoHasAColumnForEachMember) {
  const Subscriber subscriber;
  [[maybe_unused]] const auto& [serial_number, mac_address, customer_number, product, device_name, domain, protocol,
                                transport, address, port, backup, auth_username, auth_password, expires, revision,
                                scheme, provision_username, provision_password, firmware, enabled] = subscriber;
  constexpr std::size_t kMembers = 20;
  constexpr std::size_t kOfFirmware = std::tuple_size_v<decltype(provisioning::Firmware::fields())>;
  EXPECT_EQ(kColumnCount, kMembers - 1 + kOfFirmware);
}

TEST(SubscriberSettings, AreOfASubscriberWhoseColumnsHaveOneNameEach) {
  std::set<std::string_view> names;
  for_each_column([&](const auto& column) { EXPECT_TRUE(names.insert(column.name).second) << column.name; });
}

}  // namespace
}  // namespace dialtone
