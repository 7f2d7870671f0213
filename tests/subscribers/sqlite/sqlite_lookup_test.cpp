#include "subscribers/sqlite/sqlite_store.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tests/subscribers/sample_subscribers.h"
#include "tests/subscribers/sqlite/database_file.h"

namespace dialtone {
namespace {

using Mode = SqliteSubscriberStore::Mode;

Subscriber found(SqliteSubscriberStore& store, const Identity& identity) {
  const Result<IdentityMatch, StoreFault> match = store.find_by_identity(identity);
  if (match && match->served() != nullptr) return *match->served();
  ADD_FAILURE() << "there is no such subscriber";
  return {};
}

// Returns why the store finds no subscriber.
std::string mismatch(SqliteSubscriberStore& store, const Identity& identity) {
  const Result<IdentityMatch, StoreFault> match = store.find_by_identity(identity);
  if (!match) return match.error() == StoreFault::kLocked ? "locked" : "gone";
  return match->mismatch ? std::string(to_text(*match->mismatch)) : "found";
}

TEST(SubscriberLookup, GivesBackWhatWasImported) {
  const DatabaseFolder folder;
  const auto store = folder.open();
  const std::vector<Subscriber> subscribers = {sample_subscriber(0), full_subscriber(1), sample_subscriber(2)};
  const Result<std::uint64_t> imported = store->import(subscribers);
  ASSERT_TRUE(imported) << imported.error().reason;
  EXPECT_EQ(*imported, 3U);
  EXPECT_EQ(*store->count(), 3U);
  const Result<std::vector<Subscriber>> all = store->all();
  ASSERT_TRUE(all) << all.error().reason;
  EXPECT_EQ(*all, subscribers);
}

TEST(SubscriberLookup, KeepsItsRowsWhenItIsOpenedAgain) {
  const DatabaseFolder folder;
  ASSERT_TRUE(folder.open()->import(samples(3)));
  EXPECT_EQ(*folder.open(Mode::kExisting)->all(), samples(3));
  EXPECT_EQ(*folder.open(Mode::kReadWriteCreate)->all(), samples(3));
}

TEST(SubscriberLookup, ListsInTheOrderOfSerialNumbers) {
  const DatabaseFolder folder;
  const auto store = folder.open();
  std::vector<Subscriber> subscribers = samples(5);
  std::swap(subscribers[0], subscribers[3]);
  std::swap(subscribers[1], subscribers[4]);
  ASSERT_TRUE(store->import(subscribers));
  EXPECT_EQ(*store->all(), samples(5));
}

TEST(SubscriberLookup, FindsTheSubscriberWhoseThreePartsMatch) {
  const DatabaseFolder folder;
  const auto store = folder.open();
  std::vector<Subscriber> subscribers = samples(10);
  subscribers[4] = full_subscriber(4);
  subscribers[4].enabled = true;
  ASSERT_TRUE(store->import(subscribers));
  for (const Subscriber& subscriber : subscribers) EXPECT_EQ(found(*store, identity_of(subscriber)), subscriber);
}

TEST(SubscriberLookup, SaysWhichPartOfAnIdentityDiffers) {
  const DatabaseFolder folder;
  const auto store = folder.open();
  std::vector<Subscriber> subscribers = samples(3);
  subscribers[2].enabled = false;
  ASSERT_TRUE(store->import(subscribers));
  const Identity first = identity_of(subscribers[0]);
  const Identity second = identity_of(subscribers[1]);
  const Identity disabled = identity_of(subscribers[2]);
  const MacAddress other_mac{{2, 2, 2, 2, 2, 2}};
  struct Case {
    Identity identity;
    IdentityMismatch mismatch;
  };
  for (const Case& each : std::vector<Case>{
           {{"X", other_mac, first.customer_number}, IdentityMismatch::kUnknown},
           {{"X", first.mac_address, first.customer_number}, IdentityMismatch::kSerialNumber},
           {{first.serial_number, other_mac, first.customer_number}, IdentityMismatch::kMacAddress},
           {{first.serial_number, second.mac_address, first.customer_number}, IdentityMismatch::kMacAddress},
           {{first.serial_number, first.mac_address, second.customer_number}, IdentityMismatch::kCustomer},
           {{first.serial_number, first.mac_address, ""}, IdentityMismatch::kCustomer},
           {disabled, IdentityMismatch::kUnknown},
           {{disabled.serial_number, first.mac_address, first.customer_number}, IdentityMismatch::kSerialNumber},
           {{"' OR 1=1 --", other_mac, ""}, IdentityMismatch::kUnknown},
           {{std::string("DT0000000001\0", 13), other_mac, ""}, IdentityMismatch::kUnknown},
           {{"", MacAddress{}, ""}, IdentityMismatch::kUnknown}}) {
    EXPECT_EQ(mismatch(*store, each.identity), to_text(each.mismatch)) << each.identity.serial_number;
  }
}

TEST(SubscriberLookup, ADisabledRowLeavesItsIdentityToAnother) {
  const DatabaseFolder folder;
  const auto store = folder.open();
  Subscriber old = sample_subscriber(0);
  old.enabled = false;
  Subscriber sold_on = sample_subscriber(1);
  sold_on.mac_address = old.mac_address;
  sold_on.device_name = old.device_name;
  ASSERT_TRUE(store->import(std::vector{old, sold_on}));
  EXPECT_EQ(found(*store, identity_of(sold_on)), sold_on);
  const auto account = store->find_account(old.domain, old.device_name);
  ASSERT_TRUE(account && *account);
  EXPECT_EQ((*account)->auth_password, sold_on.auth_password);
}

TEST(SubscriberLookup, SeesAConflictThatAnotherProgramWrote) {
  const DatabaseFolder folder;
  const auto store = folder.open();
  ASSERT_TRUE(store->import(samples(3)));
  const Identity first = identity_of(sample_subscriber(0));
  const Identity second = identity_of(sample_subscriber(1));
  const Identity third = identity_of(sample_subscriber(2));
  OtherProgram other(folder.database());
  ASSERT_EQ(other.run("UPDATE subscribers SET mac_address = '" + to_text(first.mac_address) +
                      "' WHERE serial_number = '" + second.serial_number + "'"),
            SQLITE_OK);
  EXPECT_EQ(mismatch(*store, first), to_text(IdentityMismatch::kConflict));
  EXPECT_EQ(mismatch(*store, {second.serial_number, first.mac_address, second.customer_number}),
            to_text(IdentityMismatch::kConflict));
  EXPECT_EQ(mismatch(*store, {"X", first.mac_address, ""}), to_text(IdentityMismatch::kConflict));
  EXPECT_EQ(mismatch(*store, third), "found");
  ASSERT_EQ(other.run("UPDATE subscribers SET enabled = 0 WHERE serial_number = '" + second.serial_number + "'"),
            SQLITE_OK);
  EXPECT_EQ(mismatch(*store, first), "found");
}

TEST(SubscriberLookup, GivesAnOlderDatabaseTheIndexesThatItLacks) {
  const DatabaseFolder folder;
  ASSERT_TRUE(folder.open()->import(samples(1)));
  OtherProgram other(folder.database());
  ASSERT_EQ(other.run("DROP INDEX subscribers_by_username; DROP INDEX subscribers_by_mac"), SQLITE_OK);
  folder.open(Mode::kExisting);
  EXPECT_EQ(other.ask("SELECT count(*) FROM sqlite_master WHERE name LIKE 'subscribers_by_%'"), "4");
}

// Checks for each look-up which index SQLite reports to search.
TEST(SubscriberLookup, SearchesAnIndexEachTime) {
  const DatabaseFolder folder;
  ASSERT_TRUE(folder.open()->import(samples(3)));
  OtherProgram other(folder.database());
  for (const std::string condition :
       {"serial_number = 'a'", "mac_address = 'a'", "device_name = 'a' AND domain = 'b'",
        "auth_username = 'a' AND domain = 'b' ORDER BY device_name",
        "provision_authentication = 'basic' AND provision_authentication <> 'none'",
        "provision_username = 'a' AND provision_authentication = 'digest' AND provision_authentication <> 'none'"}) {
    std::string enabled = condition;
    enabled.insert(std::min(condition.find(" ORDER"), condition.size()), " AND enabled");
    const std::string plan = other.ask_last("EXPLAIN QUERY PLAN SELECT * FROM subscribers WHERE " + enabled);
    EXPECT_NE(plan.find(" INDEX "), std::string::npos) << condition << ": " << plan;
  }
}

TEST(SubscriberLookup, ComparesNamesOfDomainsAsDnsDoes) {
  const DatabaseFolder folder;
  const auto store = folder.open();
  ASSERT_TRUE(store->import(samples(1)));
  const auto account = store->find_account("VoIP.Example.NET", "line100001");
  ASSERT_TRUE(account && *account);
  EXPECT_EQ((*account)->domain, "voip.example.net");
  const auto none = store->find_account("voip.example.net", "LINE100001");
  ASSERT_TRUE(none);
  EXPECT_FALSE(*none);
  Subscriber same = sample_subscriber(1);
  same.domain = "VOIP.example.net";
  same.device_name = "line100001";
  EXPECT_FALSE(store->import({&same, 1}));
}

TEST(SubscriberLookup, KnowsTheSchemesInUse) {
  const DatabaseFolder folder;
  const auto store = folder.open();
  std::vector<Subscriber> subscribers = samples(3);
  const auto schemes = [&] {
    EXPECT_TRUE(store->import(subscribers));
    const Result<SchemesInUse, StoreFault> in_use = store->schemes_in_use();
    return std::string(in_use->basic ? "basic " : "") + (in_use->digest ? "digest" : "");
  };
  EXPECT_EQ(schemes(), "");
  subscribers[1].provision_authentication = ProvisionAuthentication::kBasic;
  subscribers[1].enabled = false;
  EXPECT_EQ(schemes(), "");
  subscribers[1].enabled = true;
  EXPECT_EQ(schemes(), "basic ");
  subscribers[2].provision_authentication = ProvisionAuthentication::kDigest;
  EXPECT_EQ(schemes(), "basic digest");
  subscribers[1].provision_authentication = ProvisionAuthentication::kDigest;
  EXPECT_EQ(schemes(), "digest");
}

TEST(SubscriberLookup, KnowsWhetherAnybodyNeedNotAuthenticate) {
  const DatabaseFolder folder;
  const auto store = folder.open();
  EXPECT_FALSE(store->any_without_authentication());
  std::vector<Subscriber> subscribers = samples(2);
  ASSERT_TRUE(store->import(subscribers));
  EXPECT_TRUE(store->any_without_authentication());
  subscribers[0].provision_authentication = ProvisionAuthentication::kDigest;
  subscribers[1].enabled = false;
  ASSERT_TRUE(store->import(subscribers));
  EXPECT_FALSE(store->any_without_authentication());
}

TEST(SubscriberLookup, FindsThePasswordsOfAProvisionUsername) {
  const DatabaseFolder folder;
  const auto store = folder.open();
  // Five subscribers share a user name of scheme digest, one more than are tried.
  std::vector<Subscriber> subscribers = samples(9);
  for (Subscriber& each : subscribers) {
    each.provision_authentication = ProvisionAuthentication::kDigest;
    each.provision_username = "shared";
    each.provision_password = "of " + each.serial_number;
  }
  subscribers[0].provision_authentication = ProvisionAuthentication::kBasic;
  subscribers[1].enabled = false;
  subscribers[2].provision_username = "own";
  subscribers[3].provision_authentication = ProvisionAuthentication::kNone;
  ASSERT_TRUE(store->import(subscribers));
  using Passwords = std::vector<std::string>;
  const auto passwords = [&](ProvisionAuthentication scheme, std::string_view username) {
    Passwords theirs;
    const auto possible = store->find_provision_passwords(scheme, username);
    EXPECT_EQ(possible->size(), kMostSharingAProvisionUsername);
    for (const PossiblePassword& each : *possible) {
      if (each.is_theirs) theirs.push_back(each.password);
    }
    return theirs;
  };
  EXPECT_EQ(passwords(ProvisionAuthentication::kBasic, "shared"), Passwords{"of DT0000000001"});
  EXPECT_EQ(passwords(ProvisionAuthentication::kDigest, "own"), Passwords{"of DT0000000003"});
  EXPECT_EQ(passwords(ProvisionAuthentication::kDigest, "shared").size(), 4U);
  EXPECT_EQ(passwords(ProvisionAuthentication::kBasic, "own"), Passwords{});
  EXPECT_EQ(passwords(ProvisionAuthentication::kDigest, "Own"), Passwords{});
}

TEST(SubscriberLookup, SeesWhatAnotherProgramCommits) {
  const DatabaseFolder folder;
  const auto server = folder.open();
  EXPECT_EQ(mismatch(*server, identity_of(sample_subscriber(0))), to_text(IdentityMismatch::kUnknown));
  ASSERT_TRUE(folder.open(Mode::kExisting)->import(samples(1)));
  EXPECT_EQ(mismatch(*server, identity_of(sample_subscriber(0))), "found");
}

// --- import ---

TEST(SubscriberLookup, UpdatesBySerialNumber) {
  const DatabaseFolder folder;
  const auto store = folder.open();
  ASSERT_TRUE(store->import(samples(3)));
  Subscriber moved = full_subscriber(1);
  ASSERT_TRUE(store->import({&moved, 1}));
  EXPECT_EQ(*store->all(), (std::vector{sample_subscriber(0), moved, sample_subscriber(2)}));
}

TEST(SubscriberLookup, SwapsTwoDevicesInOneImport) {
  const DatabaseFolder folder;
  const auto store = folder.open();
  std::vector<Subscriber> subscribers = samples(2);
  ASSERT_TRUE(store->import(subscribers));
  std::swap(subscribers[0].mac_address, subscribers[1].mac_address);
  std::swap(subscribers[0].device_name, subscribers[1].device_name);
  const Result<std::uint64_t> imported = store->import(subscribers);
  ASSERT_TRUE(imported) << imported.error().reason;
  EXPECT_EQ(*store->all(), subscribers);
}

TEST(SubscriberLookup, ImportsAllOrNothing) {
  const DatabaseFolder folder;
  const auto store = folder.open();
  ASSERT_TRUE(store->import(samples(2)));
  Subscriber same_mac = sample_subscriber(3);
  same_mac.mac_address = sample_subscriber(0).mac_address;
  Subscriber same_name = sample_subscriber(3);
  same_name.device_name = sample_subscriber(0).device_name;
  struct Case {
    Subscriber second;
    std::string_view what;
  };
  for (const Case& each : std::vector<Case>{{same_mac, "the same MAC address"}, {same_name, "the same device name"}}) {
    const Result<std::uint64_t> imported = store->import(std::vector{sample_subscriber(2), each.second});
    ASSERT_FALSE(imported) << each.what;
    EXPECT_NE(imported.error().reason.find(each.what), std::string::npos) << imported.error().reason;
    EXPECT_NE(imported.error().reason.find("DT0000000001"), std::string::npos) << imported.error().reason;
    EXPECT_NE(imported.error().reason.find("DT0000000004"), std::string::npos) << imported.error().reason;
    EXPECT_EQ(*store->all(), samples(2));
  }
  EXPECT_TRUE(store->import(samples(4)));
}

TEST(SubscriberLookup, ImportsNothing) {
  const DatabaseFolder folder;
  const auto store = folder.open();
  EXPECT_EQ(*store->import({}), 0U);
  EXPECT_EQ(*store->count(), 0U);
}

TEST(SubscriberLookup, TellsHowManyRowsAreWritten) {
  const DatabaseFolder folder;
  const auto store = folder.open();
  std::vector<std::uint64_t> told;
  const auto tell = [&](std::uint64_t rows) {
    told.push_back(rows);
    return true;
  };
  ASSERT_TRUE(store->import(samples(2'500), tell));
  EXPECT_EQ(told, (std::vector<std::uint64_t>{1'000, 2'000, 2'500}));
}

TEST(SubscriberLookup, ImportsNothingWhereItIsInterrupted) {
  const DatabaseFolder folder;
  const auto store = folder.open();
  ASSERT_TRUE(store->import(samples(1)));
  for (const std::uint64_t last : {1'000U, 2'000U, 2'500U}) {
    const Result<std::uint64_t> imported =
        store->import(samples(2'500), [&](std::uint64_t rows) { return rows < last; });
    ASSERT_FALSE(imported);
    EXPECT_EQ(imported.error().reason, "interrupted");
    EXPECT_EQ(*store->all(), samples(1));
  }
}

}  // namespace
}  // namespace dialtone
