// Databases that cannot be written, or not even be read.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <filesystem>
#include <iterator>
#include <memory>
#include <string>

#include "subscribers/sqlite/sqlite_store.h"
#include "tests/subscribers/sample_subscribers.h"
#include "tests/subscribers/sqlite/database_file.h"
#include "tests/subscribers/sqlite/trouble.h"

namespace dialtone {
namespace {

using Mode = SqliteSubscriberStore::Mode;
using testing::HasSubstr;

std::size_t files_in(const DatabaseFolder& folder) {
  return static_cast<std::size_t>(std::distance(std::filesystem::directory_iterator(folder.path()), {}));
}

struct ReadOnly {
  mode_t file;
  mode_t folder;
};
constexpr ReadOnly kReadOnly[] = {{0444, 0555}, {0444, 0777}, {0666, 0555}};

// 10 27
TEST(SqliteReadOnly, AReadOnlyDatabaseIsLookedUpAndNotImportedInto) {
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
TEST(SqliteReadOnly, AReadOnlyDatabaseIsReadAnewWhenAnotherProgramHasWrittenIt) {
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
    // Row versions that are in the log already, and those written while both programs have the database open.
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
TEST(SqliteReadOnly, AUriMayAskForAReadOnlyDatabase) {
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
TEST(SqliteReadOnly, AReadOnlyDatabaseMayHaveAnyName) {
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
TEST(SqliteReadOnly, AReadOnlyDatabaseWhoseLogWasLeftBehindIsToldAsSuch) {
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

TEST(SqliteReadOnly, ADatabaseThatIsSomebodyElsesIsToldAsSuch) {
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
