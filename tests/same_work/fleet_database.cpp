#include "tests/same_work/fleet_database.h"

#include <sqlite3.h>

#include <cstdlib>
#include <vector>

#include "subscribers/generate.h"
#include "subscribers/sqlite/sqlite_store.h"

namespace dialtone {
namespace {

constexpr std::uint64_t kBehindAll = 800'000;
constexpr std::uint64_t kShared = 400'000;
constexpr std::uint64_t kSharing = 1'000;

Subscriber subscriber_numbered(std::uint64_t number) {
  Subscriber subscriber = generate_subscriber(number, {"voip.example.net", "ca1.voip.example.net", std::nullopt, 0});
  const auto place = static_cast<Place>(number % kBlock);
  subscriber.enabled = place != Place::kDisabled;
  subscriber.provision_authentication = place == Place::kOpen    ? ProvisionAuthentication::kNone
                                        : place == Place::kBasic ? ProvisionAuthentication::kBasic
                                                                 : ProvisionAuthentication::kDigest;
  if (place == Place::kOpen) return subscriber;
  subscriber.provision_username = "user" + subscriber.customer_number;
  subscriber.provision_password = subscriber.auth_password;
  return subscriber;
}

// Adds domains that are as long as the tested one and sort before it.
void add_sharing(std::vector<Subscriber>& subscribers) {
  const Subscriber shared = subscriber_at(0, Place::kShared);
  for (std::uint64_t i = 0; i < kSharing; ++i) {
    Subscriber each = subscriber_numbered(kShared + kBlock * i);
    each.domain = "d" + std::to_string(kSharing + i).substr(1) + ".example.net";
    each.device_name = shared.device_name;
    each.auth_username = shared.auth_username;
    each.provision_authentication = ProvisionAuthentication::kBasic;
    each.provision_username = "user" + shared.customer_number;
    subscribers.push_back(each);
  }
}

// Writes what import refuses: two enabled subscribers with one MAC address.
void run(const std::string& file, const std::string& sql) {
  sqlite3* connection = nullptr;
  if (sqlite3_open(file.c_str(), &connection) != SQLITE_OK) std::abort();
  if (sqlite3_exec(connection, sql.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK) std::abort();
  sqlite3_close(connection);
}

}  // namespace

Subscriber subscriber_at(std::uint64_t block, Place place) {
  if (place == Place::kShared) return subscriber_numbered(kShared);
  const std::uint64_t first = place == Place::kBehindAll ? kBehindAll : 0;
  return subscriber_numbered(first + kBlock * block + static_cast<std::uint64_t>(place) % kBlock);
}

void make_fleet_database(const std::string& file, bool authenticates, std::uint64_t blocks) {
  std::vector<Subscriber> subscribers;
  for (std::uint64_t number = 0; number < kBlock * blocks; ++number) {
    const auto place = static_cast<Place>(number % kBlock);
    if (number % 2 != 0 && place != Place::kDisabled) continue;
    subscribers.push_back(subscriber_numbered(number));
  }
  if (blocks > 1) add_sharing(subscribers);
  if (!authenticates) {
    for (Subscriber& each : subscribers) each.provision_authentication = ProvisionAuthentication::kNone;
  }
  auto store = SqliteSubscriberStore::open(file, OpenMode::kReadWriteCreate);
  if (!store || !(*store)->import(subscribers)) std::abort();
  store->reset();
  std::string conflicts = "BEGIN;";
  for (std::uint64_t block = 0; block < blocks; ++block) {
    const Subscriber one = subscriber_at(block, Place::kInConflict);
    const Subscriber other = subscriber_numbered(kBlock * block + static_cast<std::uint64_t>(Place::kInConflict) + 2);
    conflicts += "UPDATE subscribers SET mac_address = '" + to_text(one.mac_address) + "' WHERE serial_number = '" +
                 other.serial_number + "';";
  }
  run(file, conflicts + "COMMIT;");
}

}  // namespace dialtone
