// Databases that are locked, damaged, foreign, newer, read-only or not there.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "subscribers/sqlite_store.h"
#include "tests/subscribers/database_file.h"
#include "tests/subscribers/sample_subscribers.h"

namespace dialtone {
namespace {

using Mode = SqliteSubscriberStore::Mode;
using testing::HasSubstr;

constexpr Mode kModes[] = {Mode::kReadWriteCreate, Mode::kExisting};

std::vector<Subscriber> samples(std::uint64_t count) {
  std::vector<Subscriber> subscribers;
  for (std::uint64_t i = 0; i < count; ++i) subscribers.push_back(sample_subscriber(i));
  return subscribers;
}

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

// The file, and one line of a reason.
void expect_clear(const std::string& reason, const DatabaseFolder& folder, std::string_view says) {
  EXPECT_TRUE(reason.starts_with(folder.database() + ": ")) << reason;
  EXPECT_EQ(reason.find('\n'), std::string::npos) << reason;
  EXPECT_THAT(reason, HasSubstr(std::string(says)));
}

// For a test that root runs too: nothing is read-only for root.
class NotRoot {
 public:
  NotRoot() : was_root_(::geteuid() == 0) {
    if (was_root_ && ::seteuid(65534) != 0) std::abort();
  }
  ~NotRoot() {
    if (was_root_ && ::seteuid(0) != 0) std::abort();
  }
  NotRoot(const NotRoot&) = delete;
  NotRoot& operator=(const NotRoot&) = delete;

 private:
  bool was_root_;
};

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

// --- a database that goes and comes ---

// What a look-up of the first sample says: "found", "another", "locked" or "gone".
std::string look_up(SqliteSubscriberStore& store) {
  const auto match = store.find_by_identity(identity_of(sample_subscriber(0)));
  if (!match) return match.error() == StoreFault::kLocked ? "locked" : "gone";
  return std::holds_alternative<Subscriber>(*match) ? "found" : "another";
}

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
  // The first number that a checkpoint gives is whether somebody's transaction kept it from its end.
  EXPECT_EQ(other.ask("PRAGMA wal_checkpoint(TRUNCATE)"), "0");
}

// --- read-only ---

std::size_t files_in(const DatabaseFolder& folder) {
  return static_cast<std::size_t>(std::distance(std::filesystem::directory_iterator(folder.path()), {}));
}

struct ReadOnly {
  mode_t file;
  mode_t folder;
};
constexpr ReadOnly kReadOnly[] = {{0444, 0555}, {0444, 0777}, {0666, 0555}};

// 10 27
TEST(SqliteTrouble, AReadOnlyDatabaseIsLookedUpAndNotImportedInto) {
  for (const ReadOnly& modes : kReadOnly) {
    SCOPED_TRACE(modes.file);
    const DatabaseFolder folder;
    ASSERT_TRUE(folder.open()->import(samples(2)));
    ASSERT_EQ(files_in(folder), 1U);
    ASSERT_EQ(::chmod(folder.database().c_str(), modes.file), 0);
    ASSERT_EQ(::chmod(folder.path().c_str(), modes.folder), 0);
    {
      const NotRoot user;
      expect_clear(folder.open_failure(Mode::kReadWriteCreate), folder, "the database is read-only; make it and its");
      const auto store = folder.open(Mode::kExisting);
      EXPECT_TRUE(store->is_read_only());
      EXPECT_EQ(look_up(*store), "found");
      EXPECT_TRUE(*store->find_account("voip.example.net", "line100002"));
      EXPECT_TRUE(store->find_account_by_username("voip.example.net", "line100001"));
      EXPECT_TRUE(store->schemes_in_use());
      EXPECT_EQ(store->all()->size(), 2U);
      const Result<std::uint64_t> imported = store->import(samples(1));
      ASSERT_FALSE(imported);
      expect_clear(imported.error().reason, folder, "the database is read-only; make it and its");
      store->refresh();
      EXPECT_EQ(look_up(*store), "found");
    }
    EXPECT_EQ(files_in(folder), 1U);
    ASSERT_EQ(::chmod(folder.path().c_str(), 0700), 0);
  }
}

// 10 27
TEST(SqliteTrouble, AReadOnlyDatabaseIsReadAnewWhenAnotherProgramHasWrittenIt) {
  const DatabaseFolder folder;
  ASSERT_TRUE(folder.open()->import(samples(1)));
  ASSERT_EQ(::chmod(folder.path().c_str(), 0555), 0);
  ASSERT_EQ(::chmod(folder.database().c_str(), 0644), 0);
  std::unique_ptr<SqliteSubscriberStore> store;
  const auto expires = [&] {
    const NotRoot user;
    store->refresh();
    return (*store->find_account("voip.example.net", "line100001"))->expires;
  };
  {
    const NotRoot user;
    store = folder.open(Mode::kExisting);
    ASSERT_TRUE(store->is_read_only());
  }
  EXPECT_EQ(expires(), 3600U);
  ASSERT_EQ(::chmod(folder.path().c_str(), 0755), 0);
  {
    OtherProgram other(folder.database());
    ASSERT_EQ(other.run("UPDATE subscribers SET expires = 60"), SQLITE_OK);
    // What stands in its log so far, and what comes while both have the database open.
    EXPECT_EQ(expires(), 60U);
    ASSERT_EQ(other.run("UPDATE subscribers SET expires = 61"), SQLITE_OK);
    EXPECT_EQ(expires(), 61U);
  }
  EXPECT_EQ(expires(), 61U);
  {
    OtherProgram other(folder.database());
    ASSERT_EQ(other.run("UPDATE subscribers SET expires = 62"), SQLITE_OK);
  }
  EXPECT_EQ(expires(), 62U);
}

// 10 27
TEST(SqliteTrouble, AUriMayAskForAReadOnlyDatabase) {
  const DatabaseFolder folder;
  ASSERT_TRUE(folder.open()->import(samples(1)));
  for (const char* parameter : {"?mode=ro", "?immutable=1", "?mode=ro&immutable=1"}) {
    const std::string path = "file:" + folder.database() + parameter;
    const auto store = SqliteSubscriberStore::open(path, Mode::kExisting);
    ASSERT_TRUE(store) << store.error().reason;
    EXPECT_TRUE((*store)->is_read_only());
    EXPECT_EQ(look_up(**store), "found") << parameter;
    const auto create = SqliteSubscriberStore::open(path, Mode::kReadWriteCreate);
    ASSERT_FALSE(create) << parameter;
    EXPECT_THAT(create.error().reason, HasSubstr("read-only"));
  }
  EXPECT_FALSE(folder.open(Mode::kExisting)->is_read_only());
}

// 10 27
TEST(SqliteTrouble, AReadOnlyDatabaseMayHaveAnyName) {
  const DatabaseFolder folder;
  for (const char* name : {"a b.db", "50%3f.db", "what?mode=memory.db", "a#b.db", "file:x.db"}) {
    const std::string path = folder.path() / name;
    ASSERT_TRUE((*SqliteSubscriberStore::open(path, Mode::kReadWriteCreate))->import(samples(1)));
    ASSERT_EQ(::chmod(path.c_str(), 0444), 0);
  }
  ASSERT_EQ(::chmod(folder.path().c_str(), 0555), 0);
  for (const char* name : {"a b.db", "50%3f.db", "what?mode=memory.db", "a#b.db", "file:x.db"}) {
    const NotRoot user;
    const auto store = SqliteSubscriberStore::open(folder.path() / name, Mode::kExisting);
    ASSERT_TRUE(store) << store.error().reason;
    EXPECT_EQ(look_up(**store), "found") << name;
  }
  ASSERT_EQ(::chmod(folder.path().c_str(), 0700), 0);
}

// 10 27
TEST(SqliteTrouble, AReadOnlyDatabaseWhoseLogWasLeftBehindIsToldAsSuch) {
  const DatabaseFolder folder;
  {
    const auto store = folder.open();
    ASSERT_TRUE(store->import(samples(1)));
    for (const char* suffix : {"", "-wal"}) {
      std::filesystem::copy_file(folder.database() + suffix, folder.path() / ("left.db" + std::string(suffix)));
      ASSERT_EQ(::chmod((folder.path() / ("left.db" + std::string(suffix))).c_str(), 0444), 0);
    }
  }
  ASSERT_EQ(::chmod(folder.path().c_str(), 0555), 0);
  std::string reason;
  {
    const NotRoot user;
    const auto store = SqliteSubscriberStore::open(folder.path() / "left.db", Mode::kExisting);
    if (!store) reason = store.error().reason;
  }
  ASSERT_EQ(::chmod(folder.path().c_str(), 0700), 0);
  EXPECT_THAT(reason, HasSubstr("left.db: the database is read-only, and a program that ended early left it a log"));
}

TEST(SqliteTrouble, ADatabaseThatIsSomebodyElsesIsToldAsSuch) {
  const DatabaseFolder folder;
  ASSERT_TRUE(folder.open()->import(samples(1)));
  ASSERT_EQ(::chmod(folder.path().c_str(), 0755), 0);
  ASSERT_EQ(::chmod(folder.database().c_str(), 0000), 0);
  std::string create;
  std::string existing;
  {
    const NotRoot user;
    create = folder.open_failure(Mode::kReadWriteCreate);
    existing = folder.open_failure(Mode::kExisting);
  }
  expect_clear(create, folder, "writable");
  expect_clear(existing, folder, "writable");
}

}  // namespace
}  // namespace dialtone
