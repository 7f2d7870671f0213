#include "scenarios/report/run_directory.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <stdlib.h>
#include <sys/stat.h>

#include <fstream>

#include "tests/scenarios/report/summary_samples.h"

namespace dialtone {
namespace {

namespace fs = std::filesystem;

class RunDirectory : public testing::Test {
 protected:
  RunDirectory() {
    std::string name = testing::TempDir() + "dialtone-run-directory-XXXXXX";
    folder_ = ::mkdtemp(name.data());
  }
  ~RunDirectory() override { fs::remove_all(folder_); }

  static unsigned ModeOf(const fs::path& path) {
    struct stat status{};
    return ::stat(path.c_str(), &status) == 0 ? status.st_mode & 0777U : 0;
  }

  fs::path folder_;
};

TEST_F(RunDirectory, IsMadeForItsOwnerOnlyAlsoBelowOnesThatAreMissing) {
  const fs::path wanted = folder_ / "a" / "b";
  const Result<fs::path> made = make_run_directory(wanted.string(), "x");
  ASSERT_TRUE(made) << made.error().reason;
  EXPECT_EQ(*made, wanted);
  EXPECT_EQ(ModeOf(wanted), 0700U);
}

TEST_F(RunDirectory, AnEarlierRunsFilesAreRemoved) {
  ASSERT_TRUE(write_reports(folder_, passed_summary()));
  fs::create_directory(folder_ / "verify");
  fs::create_directories(folder_ / "flash" / "call-agent");
  std::ofstream(folder_ / "homes.devices.csv") << "name\n";
  EXPECT_EQ(ModeOf(folder_ / "summary.json"), 0600U);
  EXPECT_EQ(ModeOf(folder_ / "junit.xml"), 0600U);
  ASSERT_TRUE(make_run_directory(folder_.string(), "x"));
  EXPECT_TRUE(fs::is_empty(folder_));
}

TEST_F(RunDirectory, AnothersFilesAreNeverTouched) {
  ASSERT_TRUE(write_reports(folder_, passed_summary()));
  std::ofstream(folder_ / "thesis.txt") << "years of work";
  const Result<fs::path> refused = make_run_directory(folder_.string(), "x");
  ASSERT_FALSE(refused);
  EXPECT_THAT(refused.error().reason, testing::HasSubstr("thesis.txt"));
  EXPECT_TRUE(fs::exists(folder_ / "thesis.txt"));
  EXPECT_TRUE(fs::exists(folder_ / "summary.json"));
}

TEST_F(RunDirectory, AFileIsNoDirectory) {
  const fs::path file = folder_ / "file";
  std::ofstream(file) << "text";
  EXPECT_FALSE(make_run_directory(file.string(), "x"));
  EXPECT_FALSE(make_run_directory((file / "below").string(), "x"));
}

}  // namespace
}  // namespace dialtone
