// The store at its limits: a full disk, values that no import writes, changed permissions.
#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <string>
#include <vector>

#include "subscribers/sqlite/sqlite_store.h"
#include "tests/subscribers/sample_subscribers.h"
#include "tests/subscribers/sqlite/database_file.h"

namespace dialtone {
namespace {

using testing::HasSubstr;

// Makes the disk appear full when a file reaches that size.
class DiskLimit {
 public:
  explicit DiskLimit(rlim_t bytes) : handler_(std::signal(SIGXFSZ, SIG_IGN)) {
    if (::getrlimit(RLIMIT_FSIZE, &before_) != 0) std::abort();
    const rlimit limit{bytes, before_.rlim_max};
    if (::setrlimit(RLIMIT_FSIZE, &limit) != 0) std::abort();
  }
  ~DiskLimit() {
    ::setrlimit(RLIMIT_FSIZE, &before_);
    std::signal(SIGXFSZ, handler_);
  }
  DiskLimit(const DiskLimit&) = delete;
  DiskLimit& operator=(const DiskLimit&) = delete;

 private:
  rlimit before_{};
  void (*handler_)(int);
};

TEST(SqliteLimits, AFullDiskImportsNothingAndLooksUpAsBefore) {
  const DatabaseFolder folder;
  const auto store = folder.open();
  ASSERT_TRUE(store->import(samples(1)));
  {
    const DiskLimit limit(200'000);
    // More than SQLite keeps in memory before the commit.
    const Result<std::uint64_t> imported = store->import(samples(3'000));
    ASSERT_FALSE(imported);
    EXPECT_TRUE(imported.error().reason.starts_with(folder.database() + ": ")) << imported.error().reason;
    EXPECT_THAT(imported.error().reason, HasSubstr("disk"));
    const auto match = store->find_by_identity(identity_of(sample_subscriber(0)));
    ASSERT_TRUE(match);
    EXPECT_NE(match->served(), nullptr);
  }
  EXPECT_EQ(*store->all(), samples(1));
  EXPECT_TRUE(store->import(samples(3'000)));
  EXPECT_EQ(*store->count(), 3'000U);
}

TEST(SqliteLimits, ANumberOutOfItsBoundsIsNamed) {
  const DatabaseFolder folder;
  const auto store = folder.open();
  Subscriber full = full_subscriber(0);
  full.enabled = true;
  for (const std::string wrong :
       {"call_agent_port = 0", "call_agent_port = 65536", "expires = 0", "expires = 4294967296",
        "settings_revision = -1", "firmware_port = 70000", "firmware_size = -1"}) {
    ASSERT_TRUE(store->import(std::vector{full, sample_subscriber(1)}));
    ASSERT_EQ(OtherProgram(folder.database())
                  .run("UPDATE subscribers SET " + wrong + " WHERE serial_number = '" + full.serial_number + "'"),
              SQLITE_OK);
    const auto match = store->find_by_identity(identity_of(full));
    ASSERT_FALSE(match) << wrong;
    EXPECT_EQ(match.error(), StoreFault::kGone) << wrong;
    const auto all = store->all();
    ASSERT_FALSE(all) << wrong;
    EXPECT_EQ(all.error().reason, folder.database() + ": the row of DT0000000001 holds no valid " +
                                      wrong.substr(0, wrong.find(' ')) + "; import it again");
  }
}

TEST(SqliteLimits, AnAccountWhoseTermIsNonsenseIsGone) {
  const DatabaseFolder folder;
  const auto store = folder.open();
  ASSERT_TRUE(store->import(samples(1)));
  for (const std::string expires : {"-1", "0", "4294967296"}) {
    ASSERT_EQ(OtherProgram(folder.database()).run("UPDATE subscribers SET expires = " + expires), SQLITE_OK);
    const auto account = store->find_account("voip.example.net", "line100001");
    ASSERT_FALSE(account) << expires;
    EXPECT_EQ(account.error(), StoreFault::kGone) << expires;
  }
}

TEST(SqliteLimits, ATableThatLacksColumnsIsToldAsSuch) {
  const DatabaseFolder folder;
  ASSERT_TRUE(folder.open()->import(samples(1)));
  ASSERT_EQ(OtherProgram(folder.database()).run("ALTER TABLE subscribers DROP COLUMN customer_number"), SQLITE_OK);
  EXPECT_EQ(folder.open_failure(OpenMode::kExisting),
            folder.database() + ": its table of subscribers lacks columns; import into a new database");
}

TEST(SqliteLimits, ATableWithMoreColumnsIsServed) {
  const DatabaseFolder folder;
  ASSERT_TRUE(folder.open()->import(samples(1)));
  ASSERT_EQ(OtherProgram(folder.database()).run("ALTER TABLE subscribers ADD COLUMN note TEXT"), SQLITE_OK);
  EXPECT_EQ(*folder.open(OpenMode::kExisting)->all(), samples(1));
}

TEST(SqliteLimits, AnImportMakesADatabasePrivateAgain) {
  const DatabaseFolder folder;
  ASSERT_TRUE(folder.open()->import(samples(1)));
  ASSERT_EQ(::chmod(folder.database().c_str(), 0644), 0);
  folder.open();
  struct stat status{};
  ASSERT_EQ(::stat(folder.database().c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777U, 0600U);
}

// Returns true if this process holds a lock on the file, as another process sees it.
bool is_locked(const std::string& file) {
  const pid_t child = ::fork();
  if (child == 0) {
    struct flock lock{};
    lock.l_type = F_WRLCK;
    lock.l_whence = SEEK_SET;
    const int descriptor = ::open(file.c_str(), O_RDWR);
    ::_exit(descriptor >= 0 && ::fcntl(descriptor, F_GETLK, &lock) == 0 && lock.l_type != F_UNLCK ? 1 : 0);
  }
  int status = 0;
  EXPECT_EQ(::waitpid(child, &status, 0), child);
  return WIFEXITED(status) && WEXITSTATUS(status) == 1;
}

// Closing any descriptor of a file drops all of the process's locks on the file; another program would then believe
// that a database in use is abandoned.
TEST(SqliteLimits, OpeningADatabaseTwiceLeavesTheFirstOnesLocks) {
  const DatabaseFolder folder;
  const auto first = folder.open();
  ASSERT_TRUE(first->import(samples(1)));
  ASSERT_TRUE(is_locked(folder.database()));
  folder.open();
  EXPECT_TRUE(is_locked(folder.database()));
}

}  // namespace
}  // namespace dialtone
