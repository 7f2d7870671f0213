// Effects of changing columns of the user database while a home uses the old values.
#include <gtest/gtest.h>

#include "subscribers/subscriber_columns.h"
#include "tests/scenarios/effects/effect_runs.h"

namespace dialtone {

namespace {

const std::string kChange = "faults.*.do.change.";

// Returns a fault that changes one home's row. Every change sets the revision, so that the revision does not cause a
// difference between the runs.
std::string change_of_home(const std::string& columns = "") {
  return "faults.it={target: provisioning, at: 30s, do: {change: {of: homes, settings_revision: 5" + columns + "}}}";
}

struct ColumnRow {
  std::string column;
  std::string value;
  std::string shown;
  EffectChange change;
  // Overrides of both runs.
  std::vector<std::string> more = {};
};

// Makes rows of these columns; `common` are the overrides of all rows.
std::vector<EffectRow> rows_of(const std::vector<std::string>& common, const std::vector<ColumnRow>& columns) {
  std::vector<EffectRow> rows;
  for (const ColumnRow& row : columns) {
    std::vector<std::string> both = common;
    both.insert(both.end(), row.more.begin(), row.more.end());
    rows.push_back(
        {kChange + row.column, both, "faults.it.do.change." + row.column + "=" + row.value, row.shown, row.change});
  }
  return rows;
}

// Columns whose new values reach the home because it asks for its settings every 20 s.
std::vector<EffectRow> columns_that_it_asks_for() {
  using enum EffectChange;
  const std::string away = "faults.also={target: call_agent, from: 1m, do: {drop: requests}}";
  const std::string with_credentials =
      change_of_home(", provision_username: someone, provision_password: a-password-9");
  const std::string digest = "fleet.homes.authentication=digest";
  return rows_of(
      {"fleet.homes.count=1", "profiles.phone.resync_period=20s", change_of_home()},
      {
          {"mac_address", "02:D1:A1:77:77:77", "provision.refused host=homes", kMore},
          {"customer_number", "C9", "provision.refused host=homes", kMore},
          {"enabled", "false", "provision.refused host=homes", kMore},
          {"product", "P7", "", kUnnamed},
          {"device_name", "line777", "binding.added aor=sip:line777@", kMore},
          {"domain", "other.example.org", "registration.request host=homes", kMore},
          {"call_agent_protocol", "mgcp", "registration.failed host=homes reason=the protocol mgcp", kMore},
          {"call_agent_transport", "tcp", "connection.established host=homes", kMore},
          {"call_agent_address", "10.0.3.1", "registration.failed host=homes to=10.0.3.1", kMore},
          {"call_agent_port", "5061", "registration.failed host=homes to=10.0.0.20:5061", kMore},
          {"call_agent_backup", "ca9.example.org:5060", "name.failed name=ca9.example.org", kMore, {away}},
          {"expires", "60", "binding.refreshed", kMore},
          {"settings_revision", "9", "settings.stored revision=9", kMore},
          {"provision_authentication", "digest", "provision.refused host=homes status=401", kMore, {with_credentials}},
          {"provision_username", "someone", "provision.refused host=homes", kMore, {digest}},
          {"provision_password", "a-password-9", "provision.refused host=homes", kMore, {digest}},
      });
}

// Columns whose change makes the settings that the home has invalid.
std::vector<EffectRow> columns_of_the_account() {
  using enum EffectChange;
  return rows_of({"fleet.homes.count=1", change_of_home()},
                 {{"auth_username", "someone", "registration.accepted host=homes", kFewer},
                  {"auth_password", "a-password-9", "registration.accepted host=homes", kFewer}});
}

// No device fetches firmware yet, so only the document in the answer differs.
std::vector<EffectRow> columns_of_firmware() {
  using enum EffectChange;
  const std::string sha256(64, 'a');
  const std::string firmware =
      ", firmware_protocol: ftp, firmware_address: fw.example.org, firmware_file: a.bin, firmware_version: 2.0, "
      "firmware_size: 1000, firmware_username: u, firmware_sha256: " +
      sha256;
  return rows_of({"fleet.homes.count=1", "profiles.phone.resync_period=20s", change_of_home(firmware)},
                 {{"firmware_protocol", "http", "", kUnnamed},
                  {"firmware_address", "other.example.org", "", kUnnamed},
                  {"firmware_port", "2121", "", kUnnamed},
                  {"firmware_file", "b.bin", "", kUnnamed},
                  {"firmware_version", "\"2.1\"", "", kUnnamed},
                  {"firmware_size", "2000", "", kUnnamed},
                  {"firmware_sha256", std::string(64, 'b'), "", kUnnamed},
                  {"firmware_allow_downgrade", "true", "", kUnnamed},
                  {"firmware_username", "v", "", kUnnamed},
                  {"firmware_password", "a-password-9", "", kUnnamed}});
}

}  // namespace

std::vector<EffectRow> change_effects() {
  std::vector<EffectRow> rows = columns_that_it_asks_for();
  for (const auto& more : {columns_of_the_account(), columns_of_firmware()}) {
    rows.insert(rows.end(), more.begin(), more.end());
  }
  return rows;
}

namespace {

TEST(Effects, OfChangesInTheDatabase) { EffectRuns().expect_effects(change_effects()); }

TEST(EveryColumn, HasAnEffectInARunWhenItIsChanged) {
  const std::vector<EffectRow> rows = change_effects();
  for (const SubscriberColumn& column : subscriber_columns()) {
    // Rows are identified by the serial number, so the reader refuses to change it.
    if (column.name == "serial_number") continue;
    EXPECT_TRUE(std::any_of(rows.begin(), rows.end(), [&](const EffectRow& row) {
      return row.key == kChange + std::string(column.name);
    })) << column.name;
  }
}

}  // namespace
}  // namespace dialtone
