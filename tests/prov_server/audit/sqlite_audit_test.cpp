// The audit's table in a real file.
#include "prov_server/audit/sqlite_audit.h"

#include <gtest/gtest.h>
#include <stdlib.h>
#include <sys/stat.h>

#include <filesystem>
#include <string>
#include <vector>

namespace dialtone {
namespace {

using namespace std::chrono_literals;

const WallTime kStart = std::chrono::sys_days(std::chrono::year(2026) / 1 / 1);

AuditEntry entry(std::string serial_number, WallTime time = kStart) {
  return {.time = time,
          .client = IpAddress::v4(192, 0, 2, 1),
          .serial_number = std::move(serial_number),
          .mac_address = MacAddress{{2, 0, 0, 0, 0, 1}},
          .customer_number = "C1",
          .outcome = "refused",
          .status = 403,
          .reason = "it's \"so\"",
          .scheme = "basic"};
}

class AuditFile : public testing::Test {
 protected:
  AuditFile() {
    std::string name = testing::TempDir() + "dialtone-audit-XXXXXX";
    folder_ = mkdtemp(name.data());
    file_ = folder_ + "/users.db-audit";
  }
  ~AuditFile() override { std::filesystem::remove_all(folder_); }

  // Returns the rows of a query as another program reads them, values separated by `|`.
  std::vector<std::string> rows(const std::string& query, int columns = 1) {
    const auto connection = SqliteConnection::open(file_);
    const auto statement = (*connection)->prepare(query);
    std::vector<std::string> rows;
    while (statement->step() == Step::kRow) {
      std::string row;
      for (int i = 0; i < columns; ++i) {
        row += (i == 0 ? "" : "|") + (statement->is_null(i) ? "NULL" : std::string(statement->text(i)));
      }
      rows.push_back(row);
    }
    return rows;
  }
  std::string count() { return rows("SELECT count(*) FROM audit").front(); }

  std::string folder_;
  std::string file_;
};

TEST_F(AuditFile, KeepsEachPartOfAnEntry) {
  SqliteAudit audit(file_);
  AuditEntry anonymous = entry("", kStart + 1500ms);
  anonymous.mac_address.reset();
  anonymous.customer_number.clear();
  anonymous.reason.clear();
  ASSERT_TRUE(audit.append(std::vector{entry("DT1"), anonymous}));
  EXPECT_EQ(rows("SELECT * FROM audit_text", 9),
            (std::vector<std::string>{
                "2026-01-01T00:00:00.000Z|192.0.2.1|DT1|02:00:00:00:00:01|C1|refused|403|it's \"so\"|basic",
                "2026-01-01T00:00:01.500Z|192.0.2.1|NULL|NULL|NULL|refused|403|NULL|basic"}));
}

TEST_F(AuditFile, IsItsOwnersOnly) {
  const mode_t before = umask(0);
  SqliteAudit audit(file_);
  ASSERT_TRUE(audit.append(std::vector{entry("DT1")}));
  umask(before);
  for (const auto& file : std::filesystem::directory_iterator(folder_)) {
    struct stat status{};
    ASSERT_EQ(stat(file.path().c_str(), &status), 0);
    EXPECT_EQ(status.st_mode & 0777U, 0600U) << file.path();
  }
}

TEST_F(AuditFile, KeepsWhatWasThereWhenItIsOpenedAgain) {
  ASSERT_TRUE(SqliteAudit(file_).append(std::vector{entry("DT1")}));
  ASSERT_TRUE(SqliteAudit(file_).append(std::vector{entry("DT2")}));
  EXPECT_EQ(rows("SELECT serial_number FROM audit ORDER BY id"), (std::vector<std::string>{"DT1", "DT2"}));
}

TEST_F(AuditFile, PrunesTheOldestInPieces) {
  SqliteAudit audit(file_);
  std::vector<AuditEntry> entries;
  for (int i = 0; i < 12'000; ++i) entries.push_back(entry("DT" + std::to_string(i), kStart + i * 1s));
  ASSERT_TRUE(audit.append(entries));
  const WallTime keep_from = kStart + 11'990s;
  EXPECT_TRUE(*audit.prune(keep_from));
  EXPECT_EQ(count(), "7000");
  EXPECT_TRUE(*audit.prune(keep_from));
  EXPECT_FALSE(*audit.prune(keep_from));
  EXPECT_FALSE(*audit.prune(keep_from));
  EXPECT_EQ(rows("SELECT min(serial_number) || count(*) FROM audit"), std::vector<std::string>{"DT1199010"});
  EXPECT_FALSE(*audit.prune(kStart + 24h));
  EXPECT_EQ(count(), "0");
  EXPECT_FALSE(*audit.prune(kStart + 24h));
}

TEST_F(AuditFile, HoldsSoManyEntriesHoweverManyCome) {
  SqliteAudit audit(file_, 100);
  int number = 0;
  const auto append = [&](int entries) {
    std::vector<AuditEntry> all;
    for (int i = 0; i < entries; ++i) all.push_back(entry("DT" + std::to_string(++number)));
    ASSERT_TRUE(audit.append(all));
  };
  append(60);
  append(40);
  EXPECT_EQ(count(), "100");
  append(60);
  EXPECT_EQ(rows("SELECT serial_number FROM audit ORDER BY id").front(), "DT61");
  EXPECT_EQ(count(), "100");
  // More than one prune removes at a time.
  append(6'000);
  EXPECT_EQ(count(), "1100");
  append(1);
  EXPECT_EQ(count(), "100");
}

TEST_F(AuditFile, WaitsForNobody) {
  SqliteAudit audit(file_);
  ASSERT_TRUE(audit.append(std::vector{entry("DT1")}));
  const auto other = SqliteConnection::open(file_);
  ASSERT_EQ((*other)->run("BEGIN IMMEDIATE"), Step::kDone);
  const Result<void> appended = audit.append(std::vector{entry("DT2")});
  ASSERT_FALSE(appended);
  EXPECT_NE(appended.error().reason.find(file_ + ": the database is locked"), std::string::npos);
  EXPECT_FALSE(audit.prune(kStart));
  ASSERT_EQ((*other)->run("ROLLBACK"), Step::kDone);
  EXPECT_TRUE(audit.append(std::vector{entry("DT2")}));
  EXPECT_EQ(count(), "2");
}

TEST_F(AuditFile, IsMadeAnewWhereItWasRemoved) {
  SqliteAudit audit(file_);
  ASSERT_TRUE(audit.append(std::vector{entry("DT1")}));
  for (const char* suffix : {"", "-wal", "-shm"}) std::filesystem::remove(file_ + suffix);
  ASSERT_TRUE(audit.append(std::vector{entry("DT2")}));
  EXPECT_EQ(rows("SELECT serial_number FROM audit"), std::vector<std::string>{"DT2"});
}

TEST_F(AuditFile, SaysWhatIsWrongWithAFileAndTriesItAgain) {
  std::filesystem::create_directory(file_);
  SqliteAudit audit(file_);
  const Result<void> appended = audit.append(std::vector{entry("DT1")});
  ASSERT_FALSE(appended);
  EXPECT_TRUE(appended.error().reason.starts_with(file_ + ": ")) << appended.error().reason;
  std::filesystem::remove(file_);
  EXPECT_TRUE(audit.append(std::vector{entry("DT1")}));
}

TEST_F(AuditFile, RestsAndGoesOn) {
  SqliteAudit audit(file_);
  audit.rest();
  std::vector<AuditEntry> entries(3'000, entry("DT1"));
  ASSERT_TRUE(audit.append(entries));
  EXPECT_LT(std::filesystem::file_size(file_), 10'000U);
  audit.rest();
  EXPECT_GT(std::filesystem::file_size(file_), 100'000U);
  EXPECT_TRUE(audit.append(entries));
  EXPECT_EQ(count(), "6000");
}

}  // namespace
}  // namespace dialtone
