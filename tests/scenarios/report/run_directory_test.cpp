#include "scenarios/report/run_directory.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <fstream>
#include <iterator>

#include "tests/scenarios/report/summary_samples.h"

namespace dialtone {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;
using Taken = Result<RunDirectory, DirectoryFailure>;

class RunDirectoryTest : public testing::Test {
 protected:
  RunDirectoryTest() {
    std::string name = testing::TempDir() + "dialtone-run-directory-XXXXXX";
    folder_ = ::mkdtemp(name.data());
  }
  ~RunDirectoryTest() override { fs::remove_all(folder_); }

  static unsigned mode_of(const fs::path& path) {
    struct stat status{};
    return ::stat(path.c_str(), &status) == 0 ? status.st_mode & 0777U : 0;
  }
  static std::string text_of(const fs::path& path) {
    std::ifstream file(path);
    return {std::istreambuf_iterator<char>(file), {}};
  }
  static void write(const fs::path& path, const std::string& text) { std::ofstream(path) << text; }

  // Does what a run does with its directory, and leaves `number` in a file. The run completes if `ends`; otherwise it
  // is killed before.
  void Run(const std::string& number, bool ends, const std::string& scenario = "x") {
    Taken taken = RunDirectory::for_run(path(), scenario);
    ASSERT_TRUE(taken) << taken.error().reason;
    write(folder_ / "out" / "events.jsonl", number);
    if (ends) ASSERT_TRUE(taken->complete());
  }
  std::string path() const { return (folder_ / "out").string(); }

  static void expect_refused(const Taken& taken, const std::string& reason) {
    ASSERT_FALSE(taken);
    EXPECT_EQ(taken.error().kind, DirectoryFailure::Kind::kRefused);
    EXPECT_THAT(taken.error().reason, HasSubstr(reason));
  }

  fs::path folder_;
};

TEST_F(RunDirectoryTest, IsMadeForItsOwnerOnlyAlsoBelowOnesThatAreMissing) {
  const fs::path wanted = folder_ / "a" / "b";
  const Taken made = RunDirectory::for_run(wanted.string(), "x");
  ASSERT_TRUE(made) << made.error().reason;
  EXPECT_EQ(made->path(), wanted);
  EXPECT_EQ(mode_of(wanted), 0700U);
  EXPECT_EQ(mode_of(wanted / kMarkName), 0600U);
  EXPECT_THAT(text_of(wanted / kMarkName), HasSubstr("\nkind: run\nscenario: x\nrun: 20"));
}

// 10 A2
TEST_F(RunDirectoryTest, AnEarlierRunIsKeptUntilTheNewOneIsComplete) {
  Run("1", true);
  Taken taken = RunDirectory::for_run(path(), "x");
  ASSERT_TRUE(taken);
  EXPECT_FALSE(fs::exists(folder_ / "out" / "events.jsonl"));
  EXPECT_EQ(text_of(folder_ / "out" / "earlier" / "events.jsonl"), "1");
  ASSERT_TRUE(write_reports(taken->path(), passed_summary()));
  EXPECT_EQ(mode_of(folder_ / "out" / "summary.json"), 0600U);
  EXPECT_EQ(mode_of(folder_ / "out" / "junit.xml"), 0600U);
  ASSERT_TRUE(taken->complete());
  EXPECT_FALSE(fs::exists(folder_ / "out" / "earlier"));
  EXPECT_TRUE(fs::exists(folder_ / "out" / "summary.json"));
}

// 10 A2
TEST_F(RunDirectoryTest, WhatRunsThatWereKilledLeaveNeverReplacesACompleteOne) {
  Run("1", true);
  Run("2", false);
  Run("3", false);
  EXPECT_EQ(text_of(folder_ / "out" / "events.jsonl"), "3");
  EXPECT_EQ(text_of(folder_ / "out" / "earlier" / "events.jsonl"), "1");
  Run("4", true);
  EXPECT_EQ(text_of(folder_ / "out" / "events.jsonl"), "4");
  EXPECT_FALSE(fs::exists(folder_ / "out" / "earlier"));
  Run("5", false);
  EXPECT_EQ(text_of(folder_ / "out" / "earlier" / "events.jsonl"), "4");
}

// 10 A2
TEST_F(RunDirectoryTest, ARunThatWasKilledIsKeptWhereThereIsNothingBetter) {
  Run("1", false);
  Run("2", false);
  EXPECT_EQ(text_of(folder_ / "out" / "earlier" / "events.jsonl"), "1");
}

// 10 A2
TEST_F(RunDirectoryTest, AMoveThatWasCutOffIsFinished) {
  Run("1", true);
  write(folder_ / "out" / "summary.json", "{}");
  fs::create_directory(folder_ / "out" / ".earlier");
  fs::rename(folder_ / "out" / "events.jsonl", folder_ / "out" / ".earlier" / "events.jsonl");
  Run("2", false);
  EXPECT_EQ(text_of(folder_ / "out" / "earlier" / "events.jsonl"), "1");
  EXPECT_EQ(text_of(folder_ / "out" / "earlier" / "summary.json"), "{}");
  EXPECT_FALSE(fs::exists(folder_ / "out" / ".earlier"));
}

// 10 A2: the run is killed after the move, before the mark says that a new run has begun.
TEST_F(RunDirectoryTest, WhatWasMovedIsKeptWhereTheNewRunLeftNothing) {
  Run("1", true);
  fs::create_directory(folder_ / "out" / "earlier");
  fs::rename(folder_ / "out" / "events.jsonl", folder_ / "out" / "earlier" / "events.jsonl");
  Run("2", false);
  EXPECT_EQ(text_of(folder_ / "out" / "earlier" / "events.jsonl"), "1");
}

// 10 A2
TEST_F(RunDirectoryTest, AnothersFilesAreNeverTouched) {
  fs::create_directory(folder_ / "out");
  write(folder_ / "out" / "subscribers.db", "years of work");
  expect_refused(RunDirectory::for_run(path(), "x"), "subscribers.db");
  expect_refused(RunDirectory::for_suite(path(), {"x"}), "subscribers.db");
  EXPECT_EQ(text_of(folder_ / "out" / "subscribers.db"), "years of work");
  EXPECT_FALSE(fs::exists(folder_ / "out" / kMarkName));
}

// 10 A2
TEST_F(RunDirectoryTest, AFileThatNoRunMadeIsNeverTouchedBesideTheFilesOfOne) {
  Run("1", true);
  fs::create_directory(folder_ / "out" / "verify");
  fs::create_directories(folder_ / "out" / "flash" / "call-agent" / "letters");
  write(folder_ / "out" / "flash" / "call-agent" / "bindings", "of a run");
  write(folder_ / "out" / "flash" / "call-agent" / "letters" / "dear", "years of work");
  expect_refused(RunDirectory::for_run(path(), "x"), "letters");
  fs::remove_all(folder_ / "out" / "flash" / "call-agent" / "letters");
  for (const char* place : {"thesis.txt", "verify/thesis.txt", "flash.txt", "flash/thesis.txt",
                            "flash/call-agent/thesis.txt", "mine.devices.csv", "verify/mine.devices.csv"}) {
    write(folder_ / "out" / place, "years of work");
    expect_refused(RunDirectory::for_run(path(), "x"), fs::path(place).filename().string());
    EXPECT_EQ(text_of(folder_ / "out" / "events.jsonl"), "1");
    EXPECT_EQ(text_of(folder_ / "out" / place), "years of work");
    fs::remove(folder_ / "out" / place);
  }
  EXPECT_TRUE(RunDirectory::for_run(path(), "x"));
}

// 10 A2
TEST_F(RunDirectoryTest, TheDevicesOfGroupsAreReplacedAlsoWhereTheNextRunHasOtherGroups) {
  const auto run = [&](const std::string& name, bool ends) {
    Taken taken = RunDirectory::for_run(path(), "x", {name});
    ASSERT_TRUE(taken) << taken.error().reason;
    write(folder_ / "out" / name, name);
    if (ends) ASSERT_TRUE(taken->complete());
  };
  run("homes.devices.csv", true);
  run("shops.devices.csv", false);
  run("farms.devices.csv", false);
  EXPECT_EQ(text_of(folder_ / "out" / "earlier" / "homes.devices.csv"), "homes.devices.csv");
  run("farms.devices.csv", true);
  EXPECT_FALSE(fs::exists(folder_ / "out" / "earlier"));
  write(folder_ / "out" / "homes.devices.csv", "years of work");
  expect_refused(RunDirectory::for_run(path(), "x", {"homes.devices.csv"}), "homes.devices.csv");
}

// 10 A2
TEST_F(RunDirectoryTest, AMarkNamesAnyNumberOfFiles) {
  RunMark mark{.scenario = "x", .run = "now", .makes = std::vector<std::string>()};
  for (int number = 0; number < 1'000; ++number) {
    mark.makes->push_back("storm[transport=" + std::to_string(number) + "]");
  }
  fs::create_directory(folder_ / "out");
  MarkFile file(folder_ / "out", true);
  ASSERT_EQ(file.write(mark), 0);
  const std::optional<RunMark> found = parse_run_mark(file.read());
  ASSERT_TRUE(found);
  EXPECT_EQ(found->makes, mark.makes);
  mark.makes.reset();
  EXPECT_EQ(parse_run_mark(write_run_mark(mark))->makes, std::nullopt);
}

// 10 A2
TEST_F(RunDirectoryTest, ASummaryBesideASuitesCasesIsTheUsers) {
  const std::string suite = (folder_ / "suite").string();
  ASSERT_TRUE(RunDirectory::for_suite(suite, {"x"}));
  write(fs::path(suite) / "summary.json", "years of work");
  expect_refused(RunDirectory::for_suite(suite, {"x"}), "summary.json");
}

// 10 A2
TEST_F(RunDirectoryTest, AnotherScenariosIsRefusedAndASuitesAndTheReverse) {
  Run("1", true);
  expect_refused(RunDirectory::for_run(path(), "y"), "the files of scenario x");
  expect_refused(RunDirectory::for_suite(path(), {"x"}), "the files of scenario x");
  EXPECT_EQ(text_of(folder_ / "out" / "events.jsonl"), "1");
  const std::string suite = (folder_ / "suite").string();
  ASSERT_TRUE(RunDirectory::for_suite(suite, {"x"}));
  expect_refused(RunDirectory::for_run(suite, "x"), "a suite's files");
}

// 10 A2
TEST_F(RunDirectoryTest, ASuitesIsRefusedWhereItHoldsAScenarioThatTheSuiteHasNot) {
  const std::string suite = (folder_ / "suite").string();
  {
    ASSERT_TRUE(RunDirectory::for_suite(suite, {"x", "y"}));
    ASSERT_TRUE(RunDirectory::for_run(suite + "/x", "x")->complete());
    ASSERT_TRUE(RunDirectory::for_run(suite + "/y", "y")->complete());
  }
  expect_refused(RunDirectory::for_suite(suite, {"x"}), "holds y, the files of another scenario, y");
  write(fs::path(suite) / "x" / "thesis.txt", "years of work");
  expect_refused(RunDirectory::for_suite(suite, {"x", "y"}), "thesis.txt");
  fs::remove(fs::path(suite) / "x" / "thesis.txt");
  fs::create_directory(fs::path(suite) / "letters");
  expect_refused(RunDirectory::for_suite(suite, {"x", "y"}), "letters");
  fs::remove(fs::path(suite) / "letters");
  ASSERT_TRUE(RunDirectory::for_suite(suite, {"x", "y"}));
  EXPECT_TRUE(fs::exists(fs::path(suite) / "earlier" / "y" / kMarkName));
}

// 10 A3
TEST_F(RunDirectoryTest, ASecondRunIsRefusedWhileTheFirstLives) {
  {
    const Taken first = RunDirectory::for_run(path(), "x");
    ASSERT_TRUE(first);
    expect_refused(RunDirectory::for_run(path(), "x"), "another run is writing there");
    const Taken suite = RunDirectory::for_suite((folder_ / "suite").string(), {"x"});
    const Taken in_suite = RunDirectory::for_run((folder_ / "suite" / "x").string(), "x");
    ASSERT_TRUE(suite && in_suite);
  }
  EXPECT_TRUE(RunDirectory::for_run(path(), "x"));
}

// 10 A3
TEST_F(RunDirectoryTest, ASuiteIsRefusedWhileOneOfItsRunsIsStillWritten) {
  const std::string suite = (folder_ / "suite").string();
  ASSERT_TRUE(RunDirectory::for_suite(suite, {"x"}));
  const Taken left_over = RunDirectory::for_run(suite + "/x", "x");
  ASSERT_TRUE(left_over);
  expect_refused(RunDirectory::for_suite(suite, {"x"}), "another run is writing in x");
}

// 10 A3
TEST_F(RunDirectoryTest, AKilledRunLeavesNoLockBehind) {
  const pid_t child = ::fork();
  if (child == 0) {
    const Taken taken = RunDirectory::for_run(path(), "x");
    ::kill(::getpid(), SIGKILL);
  }
  ::waitpid(child, nullptr, 0);
  EXPECT_TRUE(fs::exists(folder_ / "out" / kMarkName));
  EXPECT_TRUE(RunDirectory::for_run(path(), "x"));
}

// 10 A2: the run is killed after making the mark, before writing it.
TEST_F(RunDirectoryTest, AnEmptyMarkIsTakenOnlyInAnEmptyDirectory) {
  fs::create_directory(folder_ / "out");
  write(folder_ / "out" / kMarkName, "");
  EXPECT_TRUE(RunDirectory::for_run(path(), "x"));
  write(folder_ / "out" / kMarkName, "");
  write(folder_ / "out" / "events.jsonl", "?");
  expect_refused(RunDirectory::for_run(path(), "x"), "is not dialtone's");
}

// 10 A2
TEST_F(RunDirectoryTest, AMarkThatIsNotOursOrALinkIsRefused) {
  fs::create_directory(folder_ / "out");
  write(folder_ / "out" / kMarkName, "my notes");
  expect_refused(RunDirectory::for_run(path(), "x"), "is not dialtone's");
  EXPECT_EQ(text_of(folder_ / "out" / kMarkName), "my notes");
  fs::rename(folder_ / "out" / kMarkName, folder_ / "notes");
  fs::create_symlink(folder_ / "notes", folder_ / "out" / kMarkName);
  expect_refused(RunDirectory::for_run(path(), "x"), "is not dialtone's");
  EXPECT_EQ(text_of(folder_ / "notes"), "my notes");
}

// 10 A2
TEST_F(RunDirectoryTest, WhatALinkInItNamesIsNeverTouched) {
  Run("1", true);
  fs::create_directory(folder_ / "precious");
  write(folder_ / "precious" / "letter", "dear");
  write(folder_ / "diary", "dear");
  fs::create_symlink(folder_ / "diary", folder_ / "out" / "summary.json");
  Run("2", true);
  ASSERT_TRUE(write_reports(path(), passed_summary()));
  EXPECT_EQ(text_of(folder_ / "diary"), "dear");
  fs::create_directory_symlink(folder_ / "precious", folder_ / "out" / "earlier");
  expect_refused(RunDirectory::for_run(path(), "x"), "earlier");
  EXPECT_EQ(text_of(folder_ / "precious" / "letter"), "dear");
}

// 10 A2
TEST_F(RunDirectoryTest, AFileIsNoDirectoryNorIsALinkToNothing) {
  const fs::path file = folder_ / "file";
  write(file, "text");
  expect_refused(RunDirectory::for_run(file.string(), "x"), "no directory");
  expect_refused(RunDirectory::for_run((file / "below").string(), "x"), "below a file");
  fs::create_symlink(folder_ / "nothing", folder_ / "link");
  expect_refused(RunDirectory::for_run((folder_ / "link").string(), "x"), "no directory");
  EXPECT_FALSE(fs::exists(folder_ / "nothing"));
}

// 10 A2
TEST_F(RunDirectoryTest, APathThatLeadsBackOrThroughALinkIsTheSameDirectory) {
  Run("1", true);
  fs::create_directory(folder_ / "a");
  fs::create_directory_symlink(folder_ / "out", folder_ / "link");
  for (const fs::path& way : {folder_ / "a" / ".." / "out", folder_ / "link", folder_ / "out" / ""}) {
    const Taken taken = RunDirectory::for_run(way.string(), "x");
    ASSERT_TRUE(taken) << way << taken.error().reason;
    expect_refused(RunDirectory::for_run(path(), "x"), "another run is writing there");
    expect_refused(RunDirectory::for_run(way.string(), "y"), "another run is writing there");
  }
}

// 10 D22: the test uses a place in which not even root can write.
TEST_F(RunDirectoryTest, WhereNothingCanBeWrittenTheEnvironmentFails) {
  for (const char* place : {"/proc/dialtone", "/sys/dialtone", "/proc/self/fdinfo/dialtone/run"}) {
    const Taken taken = RunDirectory::for_run(place, "x");
    ASSERT_FALSE(taken) << place;
    EXPECT_EQ(taken.error().kind, DirectoryFailure::Kind::kEnvironment) << taken.error().reason;
  }
}

TEST(RunMark, OfAKindThatWeDoNotMakeIsNoneOfOurs) {
  const std::string ours = write_run_mark({.kind = RunMark::Kind::kRun, .scenario = "s", .run = "1", .complete = true});
  ASSERT_TRUE(parse_run_mark(ours));
  const std::size_t kind = ours.find("run", ours.find("kind"));
  ASSERT_NE(kind, std::string::npos);
  for (const std::string other : {"backup", "runs", "Run", ""}) {
    EXPECT_FALSE(parse_run_mark(std::string(ours).replace(kind, 3, other))) << other;
  }
}

}  // namespace
}  // namespace dialtone
