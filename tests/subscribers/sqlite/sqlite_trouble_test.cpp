// Databases that are locked, damaged, foreign, newer or missing.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "subscribers/sqlite/sqlite_store.h"
#include "tests/subscribers/sample_subscribers.h"
#include "tests/subscribers/sqlite/database_file.h"
#include "tests/subscribers/sqlite/trouble.h"

namespace dialtone {
namespace {

using Mode = SqliteSubscriberStore::Mode;
using testing::HasSubstr;

constexpr Mode kModes[] = {Mode::kReadWriteCreate, Mode::kExisting};

void write_file(const std::string& path, std::string_view bytes) {
  std::ofstream(path, std::ios::binary | std::ios::trunc) << bytes;
}

std::string read_file(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

mode_t mode_of(const std::string& path) {
  struct stat status{};
  return ::stat(path.c_str(), &status) == 0 ? status.st_mode & 0777 : 0;
}

TEST(SqliteTrouble, OnlyTheOwnerCanReadADatabase) {
  const DatabaseFolder folder;
  const mode_t before = ::umask(0);
  const auto store = folder.open();
  EXPECT_TRUE(store->import(samples(1)));
  ::umask(before);
  std::size_t files = 0;
  for (const auto& entry : std::filesystem::directory_iterator(folder.path())) {
    EXPECT_EQ(mode_of(entry.path()), 0600U) << entry.path();
    ++files;
  }
  EXPECT_GE(files, 2U);
}

TEST(SqliteTrouble, AMissingDatabaseIsMadeOnlyByAnImport) {
  const DatabaseFolder folder;
  expect_clear(folder.open_failure(Mode::kExisting), folder, "there is no such database");
  EXPECT_FALSE(std::filesystem::exists(folder.database()));
  EXPECT_EQ(folder.open_failure(Mode::kReadWriteCreate), "");
}

TEST(SqliteTrouble, AMissingFolderIsToldAsSuch) {
  const std::string path = testing::TempDir() + "no-such-folder/subscribers.db";
  for (const Mode mode : kModes) {
    const auto store = SqliteSubscriberStore::open(path, mode);
    ASSERT_FALSE(store);
    EXPECT_TRUE(store.error().reason.starts_with(path + ": ")) << store.error().reason;
  }
}

TEST(SqliteTrouble, AFolderIsNoDatabase) {
  const DatabaseFolder folder;
  std::filesystem::create_directory(folder.database());
  for (const Mode mode : kModes) expect_clear(folder.open_failure(mode), folder, "");
}

TEST(SqliteTrouble, WhatIsNoDatabaseStaysAsItIs) {
  for (const Mode mode : kModes) {
    for (const std::string& bytes : {std::string("serial_number,mac_address\nDT1,02:D1:A1:00:00:01\n"),
                                     std::string(8192, '\0'), std::string(100'000, 'x')}) {
      const DatabaseFolder folder;
      write_file(folder.database(), bytes);
      expect_clear(folder.open_failure(mode), folder, "not a database");
      EXPECT_EQ(read_file(folder.database()), bytes);
    }
  }
}

TEST(SqliteTrouble, AnEmptyFileIsNoDatabaseToServeFrom) {
  const DatabaseFolder folder;
  write_file(folder.database(), "");
  expect_clear(folder.open_failure(Mode::kExisting), folder, "");
  EXPECT_EQ(read_file(folder.database()), "");
  EXPECT_EQ(folder.open_failure(Mode::kReadWriteCreate), "");
}

TEST(SqliteTrouble, AnotherProgramsDatabaseStaysAsItIs) {
  for (const Mode mode : kModes) {
    for (const char* sql : {"CREATE TABLE bookmarks (url TEXT)", "CREATE TABLE subscribers (newspaper TEXT)",
                            "CREATE TABLE bookmarks (url TEXT); PRAGMA user_version = 1",
                            "CREATE TABLE subscribers (newspaper TEXT); PRAGMA user_version = 1"}) {
      const DatabaseFolder folder;
      ASSERT_EQ(OtherProgram(folder.database()).run(sql), SQLITE_OK);
      expect_clear(folder.open_failure(mode), folder, "");
      OtherProgram other(folder.database());
      EXPECT_EQ(other.ask("SELECT count(*) FROM sqlite_master"), "1") << sql;
    }
  }
}

TEST(SqliteTrouble, ANewerSchemaIsRefused) {
  const DatabaseFolder folder;
  ASSERT_TRUE(folder.open()->import(samples(1)));
  ASSERT_EQ(OtherProgram(folder.database()).run("PRAGMA user_version = 2"), SQLITE_OK);
  for (const Mode mode : kModes) expect_clear(folder.open_failure(mode), folder, "schema is version 2");
}

TEST(SqliteTrouble, ADamagedDatabaseNeverCrashes) {
  const DatabaseFolder folder;
  ASSERT_TRUE(folder.open()->import(samples(200)));
  const std::string whole = read_file(folder.database());
  ASSERT_GT(whole.size(), 8192U);
  for (std::size_t length = 0; length < whole.size(); length += 1021) {
    const DatabaseFolder damaged;
    write_file(damaged.database(), std::string_view(whole).substr(0, length));
    auto store = SqliteSubscriberStore::open(damaged.database(), Mode::kExisting);
    if (!store) continue;
    (void)(*store)->all();
    (void)(*store)->find_account("voip.example.net", "line100001");
    const auto match = (*store)->find_by_identity(identity_of(sample_subscriber(150)));
    if (!match) EXPECT_EQ(match.error(), StoreFault::kGone) << length;
  }
}

TEST(SqliteTrouble, ARowThatHoldsNonsenseIsNamed) {
  const DatabaseFolder folder;
  const auto store = folder.open();
  ASSERT_TRUE(store->import(samples(2)));
  OtherProgram other(folder.database());
  for (const std::string column : {"mac_address", "call_agent_protocol", "call_agent_transport", "call_agent_backup",
                                   "provision_authentication", "firmware_protocol"}) {
    const std::string before = other.ask("SELECT quote(" + column + ") FROM subscribers LIMIT 1");
    const std::string row = " WHERE serial_number = 'DT0000000001'";
    ASSERT_EQ(other.run("UPDATE subscribers SET " + column + " = 'nonsense'" + row), SQLITE_OK);
    const auto all = store->all();
    ASSERT_FALSE(all) << column;
    expect_clear(all.error().reason, folder, "the row of DT0000000001 holds no valid " + column);
    const auto match = store->find_by_identity(identity_of(sample_subscriber(0)));
    if (!match) EXPECT_EQ(match.error(), StoreFault::kGone) << column;
    EXPECT_TRUE(store->find_by_identity(identity_of(sample_subscriber(1)))) << column;
    ASSERT_EQ(other.run("UPDATE subscribers SET " + column + " = " + before + row), SQLITE_OK);
    EXPECT_TRUE(store->all()) << column;
  }
}

TEST(SqliteTrouble, AVanishedTableIsGone) {
  const DatabaseFolder folder;
  const auto store = folder.open();
  ASSERT_TRUE(store->import(samples(1)));
  ASSERT_EQ(OtherProgram(folder.database()).run("DROP TABLE subscribers"), SQLITE_OK);
  const auto match = store->find_by_identity(identity_of(sample_subscriber(0)));
  ASSERT_FALSE(match);
  EXPECT_EQ(match.error(), StoreFault::kGone);
  const auto account = store->find_account("voip.example.net", "line100001");
  ASSERT_FALSE(account);
  EXPECT_EQ(account.error(), StoreFault::kGone);
  const auto any = store->schemes_in_use();
  ASSERT_FALSE(any);
  EXPECT_EQ(any.error(), StoreFault::kGone);
  EXPECT_FALSE(store->all());
  EXPECT_FALSE(store->count());
  EXPECT_FALSE(store->import(samples(1)));
}

// --- a database that disappears and returns ---

TEST(SqliteTrouble, ADatabaseThatIsRemovedIsGoneUntilItIsBack) {
  const DatabaseFolder folder;
  ASSERT_TRUE(folder.open()->import(samples(1)));
  const auto store = folder.open(Mode::kExisting);
  store->refresh();
  EXPECT_EQ(look_up(*store), "found");
  const std::string elsewhere = folder.database() + ".moved";
  std::filesystem::rename(folder.database(), elsewhere);
  store->refresh();
  EXPECT_EQ(look_up(*store), "gone");
  EXPECT_FALSE(store->find_account("voip.example.net", "line100001"));
  EXPECT_FALSE(store->find_account_by_username("voip.example.net", "line100001"));
  EXPECT_FALSE(store->schemes_in_use());
  EXPECT_FALSE(store->find_provision_passwords(ProvisionAuthentication::kBasic, "a"));
  EXPECT_FALSE(store->all());
  EXPECT_FALSE(store->count());
  EXPECT_FALSE(store->import(samples(1)));
  store->refresh();
  EXPECT_EQ(look_up(*store), "gone");
  std::filesystem::rename(elsewhere, folder.database());
  store->refresh();
  EXPECT_EQ(look_up(*store), "found");
}

TEST(SqliteTrouble, ADatabaseThatIsReplacedIsOpenedAnew) {
  const DatabaseFolder folder;
  ASSERT_TRUE(folder.open()->import(samples(1)));
  const auto store = folder.open(Mode::kExisting);
  const DatabaseFolder other;
  const Subscriber second = sample_subscriber(1);
  ASSERT_TRUE(other.open()->import({&second, 1}));
  std::filesystem::rename(other.database(), folder.database());
  store->refresh();
  EXPECT_EQ(look_up(*store), "another");
  EXPECT_EQ(*store->all(), std::vector{second});
}

TEST(SqliteTrouble, ADatabaseThatWasDamagedIsOpenedAnewWhenItIsWell) {
  const DatabaseFolder folder;
  const auto store = folder.open();
  ASSERT_TRUE(store->import(samples(1)));
  ASSERT_EQ(OtherProgram(folder.database()).run("ALTER TABLE subscribers RENAME TO hidden"), SQLITE_OK);
  EXPECT_EQ(look_up(*store), "gone");
  store->refresh();
  EXPECT_EQ(look_up(*store), "gone");
  ASSERT_EQ(OtherProgram(folder.database()).run("ALTER TABLE hidden RENAME TO subscribers"), SQLITE_OK);
  store->refresh();
  EXPECT_EQ(look_up(*store), "found");
}

// --- locks ---

TEST(SqliteTrouble, LooksUpWhileAnotherProgramWrites) {
  const DatabaseFolder folder;
  const auto store = folder.open();
  ASSERT_TRUE(store->import(samples(1)));
  OtherProgram other(folder.database());
  ASSERT_EQ(other.run("BEGIN EXCLUSIVE; UPDATE subscribers SET expires = 60"), SQLITE_OK);
  const auto account = store->find_account("voip.example.net", "line100001");
  ASSERT_TRUE(account && *account);
  EXPECT_EQ((*account)->expires, 3600U);
  ASSERT_EQ(other.run("COMMIT"), SQLITE_OK);
  EXPECT_EQ((*store->find_account("voip.example.net", "line100001"))->expires, 60U);
}

// A database that is open for writing has a write-ahead log, with which a writer does not lock readers out.
TEST(SqliteTrouble, SaysThatAReadOnlyDatabaseWithoutALogIsLockedWhileAnotherProgramWrites) {
  const DatabaseFolder folder;
  ASSERT_TRUE(folder.open()->import(samples(1)));
  OtherProgram other(folder.database());
  ASSERT_EQ(other.run("PRAGMA journal_mode = DELETE"), SQLITE_OK);
  const auto store = SqliteSubscriberStore::open("file:" + folder.database() + "?mode=ro", Mode::kExisting);
  ASSERT_TRUE(store) << store.error().reason;
  EXPECT_EQ(look_up(**store), "found");
  ASSERT_EQ(other.run("BEGIN EXCLUSIVE"), SQLITE_OK);
  EXPECT_EQ(look_up(**store), "locked");
  ASSERT_EQ(other.run("ROLLBACK"), SQLITE_OK);
  EXPECT_EQ(look_up(**store), "found");
}

TEST(SqliteTrouble, DoesNotWaitToImportWhileAnotherProgramWrites) {
  const DatabaseFolder folder;
  const auto store = folder.open();
  ASSERT_TRUE(store->import(samples(1)));
  OtherProgram other(folder.database());
  ASSERT_EQ(other.run("BEGIN EXCLUSIVE"), SQLITE_OK);
  const Result<std::uint64_t> imported = store->import(samples(2));
  ASSERT_FALSE(imported);
  EXPECT_THAT(imported.error().reason, HasSubstr("locked"));
  ASSERT_EQ(other.run("ROLLBACK"), SQLITE_OK);
  EXPECT_TRUE(store->import(samples(2)));
}

TEST(SqliteTrouble, DoesNotWaitForADatabaseThatAnotherProgramHasToItself) {
  const DatabaseFolder folder;
  ASSERT_TRUE(folder.open()->import(samples(1)));
  for (const char* sql :
       {"PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE", "PRAGMA journal_mode = DELETE; BEGIN EXCLUSIVE"}) {
    OtherProgram other(folder.database());
    ASSERT_EQ(other.run(sql), SQLITE_OK);
    for (const Mode mode : kModes) expect_clear(folder.open_failure(mode), folder, "locked");
    ASSERT_EQ(other.run("ROLLBACK"), SQLITE_OK);
  }
  EXPECT_EQ(folder.open_failure(Mode::kExisting), "");
}

TEST(SqliteTrouble, HoldsNoLockBetweenItsCalls) {
  const DatabaseFolder folder;
  const auto store = folder.open();
  ASSERT_TRUE(store->import(samples(3)));
  ASSERT_TRUE(store->find_by_identity(identity_of(sample_subscriber(0))));
  ASSERT_TRUE(store->find_account("voip.example.net", "line100001"));
  ASSERT_TRUE(store->schemes_in_use());
  ASSERT_TRUE(store->all());
  ASSERT_TRUE(store->count());
  OtherProgram other(folder.database());
  ASSERT_EQ(other.run("UPDATE subscribers SET expires = 60"), SQLITE_OK);
  // The first number that a checkpoint returns is 0 unless another transaction kept it from completing.
  EXPECT_EQ(other.ask("PRAGMA wal_checkpoint(TRUNCATE)"), "0");
}

// 10 B13
TEST(SqliteTrouble, NamesTheCredentialsOfAnOlderImportThatADeviceWouldChange) {
  const DatabaseFolder folder;
  std::vector<Subscriber> subscribers;
  for (std::uint64_t i = 0; i < 8; ++i) subscribers.push_back(sample_subscriber(i));
  subscribers[6].enabled = false;
  subscribers[7].auth_password = "one blank";
  const auto store = folder.open();
  ASSERT_TRUE(store->import(subscribers));
  EXPECT_EQ(*store->credentials_that_devices_change(), std::vector<std::string>());
  OtherProgram other(folder.database());
  const std::pair<std::size_t, std::string> changes[] = {
      {5, "auth_password = 'two  blanks'"}, {1, "auth_password = ' before'"},  {2, "auth_username = 'after '"},
      {3, "firmware_password = 'a\tb'"},    {4, "firmware_username = 'a  b'"}, {6, "auth_password = 'two  blanks'"}};
  for (const auto& [i, change] : changes) {
    ASSERT_EQ(
        other.run("UPDATE subscribers SET " + change + " WHERE serial_number = '" + subscribers[i].serial_number + "'"),
        SQLITE_OK);
  }
  EXPECT_EQ(*store->credentials_that_devices_change(),
            (std::vector<std::string>{"auth_password of DT0000000002", "auth_username of DT0000000003",
                                      "firmware_password of DT0000000004", "firmware_username of DT0000000005",
                                      "auth_password of DT0000000006"}));
}

}  // namespace
}  // namespace dialtone
