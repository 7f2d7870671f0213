// What --out takes, keeps and refuses, from outside.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>

#include "tests/tools/command.h"
#include "tests/tools/folder.h"
#include "tests/tools/run_summary_file.h"
#include "tests/tools/user_database.h"

namespace dialtone {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

void expect_refused(Command& command, const std::string& reason) {
  EXPECT_EQ(command.wait(), 2) << command.out() << command.err();
  EXPECT_THAT(command.err(), HasSubstr(reason));
  EXPECT_EQ(line_count(command.err()), 1U) << command.err();
}

// A run that goes on until it is told to end.
std::vector<std::string> long_run(const std::string& out) {
  return {"run", catalog("first-light"), "--set", "fleet.homes.count=20000", "--out", out};
}

bool has_begun(Command& command, const fs::path& directory) {
  return command.wait_until([&] { return fs::exists(directory / "events.jsonl"); });
}

// 10 A2
TEST(RunDirectories, ASuiteNeverRemovesTheRunsBesideIt) {
  const Folder folder;
  Command run("dialtone", {"run", catalog("first-light"), "--quiet"}, folder.path());
  ASSERT_EQ(run.wait(), 0) << run.err();
  Command suite("dialtone", {"suite", catalog("first-light"), "--out", "runs"}, folder.path());
  expect_refused(suite, "runs: it holds files that no run made");
  EXPECT_TRUE(fs::exists(folder.path() / "runs" / "latest" / "summary.json"));
}

// 10 A2
TEST(RunDirectories, AFileOfTheUsersIsNeverReplaced) {
  const Folder folder;
  folder.write("subscribers.db", "years of work");
  Command run("dialtone", {"run", catalog("first-light"), "--out", "."}, folder.path());
  expect_refused(run, "subscribers.db");
  EXPECT_EQ(read_file(folder.path() / "subscribers.db"), "years of work");
}

// 10 A2
TEST(RunDirectories, AnotherScenariosEvidenceIsNeverReplaced) {
  const Folder folder;
  Command first("dialtone", {"run", catalog("first-light"), "--quiet", "--out", "run"}, folder.path());
  ASSERT_EQ(first.wait(), 0) << first.err();
  const std::string summary = read_file(folder.path() / "run" / "summary.json");
  Command other("dialtone", {"run", catalog("redirected"), "--out", "run"}, folder.path());
  expect_refused(other, "the files of scenario first-light");
  Command suite("dialtone", {"suite", catalog("first-light"), "--out", "run"}, folder.path());
  expect_refused(suite, "the files of scenario first-light");
  EXPECT_EQ(read_file(folder.path() / "run" / "summary.json"), summary);
}

// 10 A2
TEST(RunDirectories, AnInterruptedOrKilledRunKeepsWhatTheOneBeforeItLeft) {
  const Folder folder;
  Command first("dialtone", {"run", catalog("first-light"), "--quiet", "--out", "run"}, folder.path());
  ASSERT_EQ(first.wait(), 0) << first.err();
  const std::string summary = read_file(folder.path() / "run" / "summary.json");
  for (const int signal : {SIGINT, SIGKILL}) {
    // So that the new run's is seen to be there.
    fs::remove(folder.path() / "run" / "events.jsonl");
    Command second("dialtone", long_run("run"), folder.path());
    ASSERT_TRUE(has_begun(second, folder.path() / "run")) << second.err();
    second.signal(signal);
    EXPECT_EQ(second.wait(), signal == SIGINT ? 130 : 128 + SIGKILL);
    EXPECT_EQ(read_file(folder.path() / "run" / "earlier" / "summary.json"), summary);
    if (signal == SIGINT) EXPECT_THAT(second.err(), HasSubstr("is kept in run/earlier\n"));
  }
  Command third("dialtone", {"run", catalog("first-light"), "--quiet", "--out", "run"}, folder.path());
  EXPECT_EQ(third.wait(), 0) << third.err();
  EXPECT_FALSE(fs::exists(folder.path() / "run" / "earlier"));
  EXPECT_TRUE(fs::exists(folder.path() / "run" / "summary.json"));
}

// 10 A3
TEST(RunDirectories, TheSecondOfTwoRunsAtOnceIsRefused) {
  const Folder folder;
  Command first("dialtone", long_run("run"), folder.path());
  ASSERT_TRUE(has_begun(first, folder.path() / "run")) << first.err();
  Command second("dialtone", long_run("run"), folder.path());
  expect_refused(second, "another run is writing there");
  first.signal(SIGINT);
  EXPECT_EQ(first.wait(), 130);
  EXPECT_EQ(read_summary(folder.path() / "run")->getValue<std::string>("result"), "interrupted");
}

// 10 A2: where else a command writes over a file.
TEST(RunDirectories, AFileThatACommandReadsIsNotWrittenOverByIt) {
  const Folder folder;
  const std::string database = make_user_database(folder);
  Command exported("prov_server", {"subscribers", "export", "--database", database, "users.csv"}, folder.path());
  ASSERT_EQ(exported.wait(), 0) << exported.err();
  fs::copy_file(catalog("first-light"), folder.path() / "story.yaml");
  const struct {
    std::string program;
    std::vector<std::string> words;
    std::string file;
  } tried[] = {
      {"prov_server", {"subscribers", "export", "--database", "users.db", "./users.db"}, "users.db"},
      {"prov_server", {"serve", "--database", "users.db", "--events", database}, "users.db"},
      {"call_agent_sim", {"serve", "--database", "users.db", "--events", "users.db"}, "users.db"},
      {"device_sim",
       {"--provisioning-url", "http://127.0.0.1:1/", "--subscribers", "users.csv", "--events", "users.csv"},
       "users.csv"},
      {"device_sim",
       {"--provisioning-url", "http://127.0.0.1:1/", "--subscribers", "users.csv", "--summary", "users.csv"},
       "users.csv"},
      {"dialtone", {"suite", "story.yaml", "--junit-xml", "story.yaml"}, "story.yaml"},
  };
  for (const auto& [name, words, file] : tried) {
    const std::string before = read_file(folder.path() / file);
    Command command(name, words, folder.path());
    expect_refused(command, " is the file of ");
    EXPECT_EQ(read_file(folder.path() / file), before) << name;
  }
}

// 10 A2
TEST(RunDirectories, LatestIsLeftAloneWhereItIsNotOurs) {
  const Folder folder;
  fs::create_directories(folder.path() / "runs" / "latest");
  folder.write("runs/latest/letter", "dear");
  Command beside_directory("dialtone", {"run", catalog("first-light"), "--quiet"}, folder.path());
  EXPECT_EQ(beside_directory.wait(), 0);
  EXPECT_EQ(read_file(folder.path() / "runs" / "latest" / "letter"), "dear");
  fs::remove_all(folder.path() / "runs" / "latest");
  folder.write("runs/latest", "a file");
  Command beside_file("dialtone", {"run", catalog("first-light"), "--quiet"}, folder.path());
  EXPECT_EQ(beside_file.wait(), 0);
  EXPECT_EQ(read_file(folder.path() / "runs" / "latest"), "a file");
  fs::remove(folder.path() / "runs" / "latest");
  fs::create_directory_symlink(folder.path(), folder.path() / "runs" / "latest");
  Command beside_link("dialtone", {"run", catalog("first-light"), "--quiet"}, folder.path());
  EXPECT_EQ(beside_link.wait(), 0);
  EXPECT_EQ(fs::read_symlink(folder.path() / "runs" / "latest"), folder.path());
}

}  // namespace
}  // namespace dialtone
