#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "subscribers/sqlite/sqlite_store.h"
#include "tests/subscribers/sample_subscribers.h"
#include "tests/subscribers/sqlite/database_file.h"

namespace dialtone {
namespace {

using Mode = SqliteSubscriberStore::Mode;

TEST(AccountLookup, FindsAnAccountByDomainAndDeviceName) {
  const DatabaseFolder folder;
  const auto store = folder.open();
  std::vector<Subscriber> subscribers = samples(4);
  subscribers[1].domain = "other.example.net";
  subscribers[1].device_name = subscribers[0].device_name;
  subscribers[1].expires = 60;
  subscribers[3].enabled = false;
  ASSERT_TRUE(store->import(subscribers));
  const auto account = store->find_account("other.example.net", subscribers[0].device_name);
  ASSERT_TRUE(account && *account);
  EXPECT_EQ((*account)->domain, "other.example.net");
  EXPECT_EQ((*account)->device_name, subscribers[1].device_name);
  EXPECT_EQ((*account)->auth_username, subscribers[1].auth_username);
  EXPECT_EQ((*account)->auth_password, subscribers[1].auth_password);
  EXPECT_EQ((*account)->expires, 60U);
  struct Case {
    std::string_view domain;
    std::string_view device_name;
  };
  for (const Case& each : std::vector<Case>{{"voip.example.net", "nobody"},
                                            {"elsewhere.example.net", subscribers[0].device_name},
                                            {"voip.example.net", subscribers[3].device_name},
                                            {"", ""}}) {
    const auto none = store->find_account(each.domain, each.device_name);
    ASSERT_TRUE(none);
    EXPECT_FALSE(*none) << each.device_name;
  }
}

TEST(AccountLookup, FindsAnAccountByDomainAndUsername) {
  const DatabaseFolder folder;
  const auto store = folder.open();
  std::vector<Subscriber> subscribers = samples(5);
  subscribers[0].auth_username = "shared";
  subscribers[1].auth_username = "shared";
  subscribers[2].auth_username = "shared";
  subscribers[2].domain = "other.example.net";
  subscribers[3].auth_username = "disabled";
  subscribers[3].enabled = false;
  std::swap(subscribers[0].device_name, subscribers[1].device_name);
  ASSERT_TRUE(store->import(subscribers));
  const auto device_name = [&](std::string_view domain, std::string_view username) -> std::string {
    const auto account = store->find_account_by_username(domain, username);
    if (!account) return "failed";
    return *account ? (*account)->device_name : "nobody";
  };
  EXPECT_EQ(device_name("VoIP.example.net", "shared"), "line100001");
  EXPECT_EQ(device_name("other.example.net", "shared"), subscribers[2].device_name);
  EXPECT_EQ(device_name("voip.example.net", subscribers[4].device_name), subscribers[4].device_name);
  EXPECT_EQ(device_name("voip.example.net", "disabled"), "nobody");
  EXPECT_EQ(device_name("voip.example.net", "SHARED"), "nobody");
  const auto account = store->find_account_by_username("voip.example.net", "shared");
  EXPECT_EQ((*account)->auth_username, "shared");
  EXPECT_EQ((*account)->auth_password, subscribers[1].auth_password);
}

// 10 B11
TEST(AccountLookup, FindsAnAccountOfAnIpv6DomainHoweverItIsWritten) {
  const DatabaseFolder folder;
  const auto store = folder.open();
  std::vector<Subscriber> subscribers = samples(4);
  subscribers[3].domain = "::ffff:192.0.2.1";
  subscribers[3].device_name = subscribers[0].device_name;
  subscribers[0].domain = "2001:DB8:0:0::1";
  subscribers[1].domain = "2001:db8::2";
  subscribers[1].device_name = subscribers[0].device_name;
  ASSERT_TRUE(store->import(subscribers));
  for (const std::string_view domain : {"2001:db8::1", "2001:DB8::0:1", "2001:0db8::0001"}) {
    const auto account = store->find_account(domain, subscribers[0].device_name);
    ASSERT_TRUE(account && *account) << domain;
    EXPECT_EQ((*account)->auth_password, subscribers[0].auth_password);
    const auto by_username = store->find_account_by_username(domain, subscribers[0].auth_username);
    ASSERT_TRUE(by_username && *by_username) << domain;
    EXPECT_EQ((*by_username)->auth_password, subscribers[0].auth_password);
  }
  EXPECT_EQ((*store->find_account("2001:DB8::2", subscribers[0].device_name))->domain, "2001:db8::2");
  for (const std::string_view domain : {"192.0.2.1", "::ffff:192.0.2.1", "::FFFF:c000:201"}) {
    const auto mapped = store->find_account(domain, subscribers[3].device_name);
    ASSERT_TRUE(mapped && *mapped) << domain;
    EXPECT_EQ((*mapped)->auth_password, subscribers[3].auth_password);
  }
  EXPECT_FALSE(*store->find_account("2001:db8::3", subscribers[0].device_name));
  EXPECT_FALSE(*store->find_account("2001:db8::1", subscribers[2].device_name));
}

// 10 C14
TEST(AccountLookup, FindsTheAccountThatADeviceNameMeansWithoutADomain) {
  const DatabaseFolder folder;
  const auto store = folder.open();
  std::vector<Subscriber> subscribers = samples(5);
  subscribers[1].device_name = subscribers[0].device_name;
  subscribers[1].domain = "Other.example.net";
  subscribers[2].device_name = subscribers[0].device_name;
  subscribers[2].domain = "third.example.net";
  subscribers[2].enabled = false;
  subscribers[3].device_name = "alone";
  ASSERT_TRUE(store->import(subscribers));
  const auto domain = [&](std::string_view name, std::string_view first, std::string_view second) -> std::string {
    const auto named = store->find_account_by_device_name(name, first, second);
    if (!named) return "failed";
    if (named->is_ambiguous) return named->account ? "both" : "several";
    return named->account ? named->account->domain : "nobody";
  };
  const std::string shared = subscribers[0].device_name;
  EXPECT_EQ(domain("alone", "127.0.0.1", "127.0.0.1"), subscribers[3].domain);
  EXPECT_EQ(domain("nobody", "127.0.0.1", "127.0.0.1"), "nobody");
  EXPECT_EQ(domain(shared, "127.0.0.1", "realm"), "several");
  EXPECT_EQ(domain(shared, "127.0.0.1", "other.example.net"), "Other.example.net");
  EXPECT_EQ(domain(shared, subscribers[0].domain, "other.example.net"), subscribers[0].domain);
  EXPECT_EQ(domain(shared, "third.example.net", "realm"), "several") << "a disabled row is none";
}

// 10 C15
TEST(AccountLookup, FindsTheAccountsOfAllDomainsThatShareAUsername) {
  const DatabaseFolder folder;
  const auto store = folder.open();
  std::vector<Subscriber> subscribers = samples(kMostSharingAUsername + 2);
  for (std::size_t i = 0; i < subscribers.size(); ++i) {
    subscribers[i].auth_username = "shared";
    subscribers[i].domain = "d" + std::to_string(999 - i) + ".example.net";
  }
  subscribers.back().enabled = false;
  ASSERT_TRUE(store->import(subscribers));
  const auto found = store->find_accounts_by_username("shared");
  ASSERT_TRUE(found);
  ASSERT_EQ(found->size(), kMostSharingAUsername);
  for (std::size_t i = 0; i < found->size(); ++i) {
    const Subscriber& expected = subscribers[kMostSharingAUsername - i];
    ASSERT_TRUE((*found)[i]);
    EXPECT_EQ((*found)[i]->domain, expected.domain);
    EXPECT_EQ((*found)[i]->auth_password, expected.auth_password);
  }
  const auto is_found = [](const AccountMatch& each) { return static_cast<bool>(each); };
  for (const std::string_view name : {"nobody", "zzz"}) {
    const auto nobodys = store->find_accounts_by_username(name);
    EXPECT_EQ(nobodys->size(), kMostSharingAUsername) << name;
    EXPECT_TRUE(std::none_of(nobodys->begin(), nobodys->end(), is_found)) << name;
  }
}

}  // namespace
}  // namespace dialtone
