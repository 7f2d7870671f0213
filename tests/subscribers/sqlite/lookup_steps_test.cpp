// Counts the steps of SQLite's virtual machine for look-ups in a database in which many rows share a name.
#include <gtest/gtest.h>
#include <sqlite3.h>

#include <algorithm>
#include <functional>
#include <string>
#include <vector>

#include "tests/subscribers/sample_subscribers.h"
#include "tests/subscribers/sqlite/database_file.h"

namespace dialtone {
namespace {

// The connection that was opened last.
sqlite3* opened = nullptr;

int keep_opened(sqlite3* connection, char**, const void*) {
  opened = connection;
  return SQLITE_OK;
}

class LookupSteps : public testing::Test {
 protected:
  LookupSteps() { sqlite3_auto_extension(reinterpret_cast<void (*)()>(keep_opened)); }
  ~LookupSteps() override { sqlite3_cancel_auto_extension(reinterpret_cast<void (*)()>(keep_opened)); }

  // Makes `count` subscribers who share the device name, the digest user and the user name of scheme basic, each in
  // their own domain, and one subscriber with other names before and after them.
  std::unique_ptr<SqliteSubscriberStore> store_with_sharing(std::uint64_t count) {
    std::filesystem::remove(folder_.database());
    std::vector<Subscriber> subscribers;
    for (std::uint64_t i = 0; i < count + 2; ++i) {
      Subscriber each = sample_subscriber(i);
      const std::string name = i == 0 ? "a" : i > count ? "z" : "phone";
      each.device_name = each.auth_username = each.provision_username = name;
      each.domain = "d" + std::to_string(100'000 + i) + ".example.net";
      each.provision_authentication =
          name == "phone" ? ProvisionAuthentication::kBasic : ProvisionAuthentication::kDigest;
      each.provision_password = "secret";
      subscribers.push_back(each);
    }
    EXPECT_TRUE(folder_.open()->import(subscribers));
    return folder_.open();
  }

  // Returns the steps of all statements of the connection since the last call.
  static std::int64_t steps_since_last() {
    std::int64_t steps = 0;
    for (sqlite3_stmt* each = sqlite3_next_stmt(opened, nullptr); each != nullptr;
         each = sqlite3_next_stmt(opened, each)) {
      steps += sqlite3_stmt_status(each, SQLITE_STMTSTATUS_VM_STEP, 1);
    }
    return steps;
  }

  DatabaseFolder folder_;
};

using Lookup = std::function<bool(SqliteSubscriberStore&, std::string_view last_domain)>;

// 10 C17
TEST_F(LookupSteps, DoNotDependOnHowManyShareAName) {
  const std::pair<std::string_view, Lookup> lookups[] = {
      {"account in the last domain", [](auto& store, auto last) { return store.find_account(last, "phone").ok(); }},
      {"account in no domain", [](auto& store, auto) { return store.find_account("e.example", "phone").ok(); }},
      {"account at an IPv4 address", [](auto& store, auto) { return store.find_account("192.0.2.1", "phone").ok(); }},
      {"account at an IPv6 address", [](auto& store, auto) { return store.find_account("2001:db8::1", "phone").ok(); }},
      {"user in the last domain",
       [](auto& store, auto last) { return store.find_account_by_username(last, "phone").ok(); }},
      {"user in no domain",
       [](auto& store, auto) { return store.find_account_by_username("e.example", "phone").ok(); }},
      {"user at an IPv6 address",
       [](auto& store, auto) { return store.find_account_by_username("2001:db8::1", "phone").ok(); }},
      {"device name", [](auto& store, auto) { return store.find_account_by_device_name("phone", "e", "f").ok(); }},
      {"users of all domains", [](auto& store, auto) { return store.find_accounts_by_username("phone").ok(); }},
      {"passwords of its scheme",
       [](auto& store, auto) { return store.find_provision_passwords(ProvisionAuthentication::kBasic, "phone").ok(); }},
      {"passwords of the other scheme",
       [](auto& store, auto) {
         return store.find_provision_passwords(ProvisionAuthentication::kDigest, "phone").ok();
       }},
  };
  std::vector<std::int64_t> steps;
  for (const std::uint64_t count : {200U, 10'000U}) {
    const auto store = store_with_sharing(count);
    const std::string last = "d" + std::to_string(100'000 + count) + ".example.net";
    EXPECT_TRUE(*store->find_account(last, "phone"));
    steps_since_last();
    for (const auto& [name, lookup] : lookups) {
      EXPECT_TRUE(lookup(*store, last)) << name;
      steps.push_back(steps_since_last());
    }
  }
  const std::size_t half = std::size(lookups);
  for (std::size_t i = 0; i < half; ++i) {
    EXPECT_GT(steps[i], 0) << lookups[i].first;
    EXPECT_EQ(steps[i], steps[half + i]) << lookups[i].first;
  }
}

}  // namespace
}  // namespace dialtone
