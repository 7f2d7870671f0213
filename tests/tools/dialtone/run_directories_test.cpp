// Which directories --out accepts, keeps and refuses.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>

#include "tests/tools/command.h"
#include "tests/tools/dialtone/run_summary_file.h"
#include "tests/tools/folder.h"
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

// Returns a command that runs until it is told to end.
std::vector<std::string> long_run_to(const std::string& out) {
  return {"run", catalog("first-light"), "--set", "fleet.homes.count=20000", "--out", out};
}

bool has_begun_in(Command& command, const fs::path& directory) {
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
    // Removed, so that the new run's file can be recognised.
    fs::remove(folder.path() / "run" / "events.jsonl");
    Command second("dialtone", long_run_to("run"), folder.path());
    ASSERT_TRUE(has_begun_in(second, folder.path() / "run")) << second.err();
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

// 10 A2
TEST(RunDirectories, ARunThatTheTimeLimitEndsKeepsWhatTheOneBeforeItLeft) {
  const std::vector<std::vector<std::string>> commands = {{"run", catalog("first-light"), "--quiet"},
                                                          {"run", catalog("first-light"), "--repeat", "2", "--quiet"},
                                                          {"suite", catalog("first-light")}};
  for (std::vector<std::string> words : commands) {
    const Folder folder;
    words.insert(words.end(), {"--out", "out"});
    Command first("dialtone", words, folder.path());
    ASSERT_EQ(first.wait(), 0) << first.err();
    const std::string junit = read_file(folder.path() / "out" / "junit.xml");
    words.insert(words.end(), {"--set", "duration=30d", "--time-limit", "1ms"});
    for (int times = 0; times < 2; ++times) {
      Command second("dialtone", words, folder.path());
      EXPECT_EQ(second.wait(), 3) << second.err();
      EXPECT_THAT(second.err(), HasSubstr("what the run before this one left is kept in out/earlier\n"));
      EXPECT_EQ(read_file(folder.path() / "out" / "earlier" / "junit.xml"), junit);
    }
  }
}

// 10 A2
TEST(RunDirectories, ASuiteWhoseRunWasInterruptedOrRefusedKeepsWhatTheOneBeforeItLeft) {
  const Folder folder;
  const std::string story = folder.file("story.yaml");
  fs::copy_file(catalog("first-light"), story);
  Command first("dialtone", {"suite", story, "--out", "out"}, folder.path());
  ASSERT_EQ(first.wait(), 0) << first.err();
  const fs::path kept = folder.path() / "out" / "earlier" / "first-light" / "summary.json";
  Command second("dialtone", {"suite", story, "--out", "out", "--set", "fleet.homes.count=20000"}, folder.path());
  ASSERT_TRUE(second.wait_until([&] { return !second.children().empty(); })) << second.err();
  ASSERT_TRUE(has_begun_in(second, folder.path() / "out" / "first-light")) << second.err();
  for (const pid_t child : second.children()) ::kill(child, SIGINT);
  EXPECT_EQ(second.wait(), 130) << second.out();
  EXPECT_THAT(second.err(), HasSubstr("is kept in out/earlier\n"));
  EXPECT_TRUE(fs::exists(kept));
  folder.write("story.yaml", "scenario: first-light\nflet: {}\n");
  Command third("dialtone", {"suite", story, "--out", "out"}, folder.path());
  EXPECT_EQ(third.wait(), 2) << third.err();
  EXPECT_TRUE(fs::exists(kept));
}

// 10 A2
TEST(RunDirectories, AScenarioNamedAsAFileOfTheSuiteKeepsItsFiles) {
  const Folder folder;
  fs::create_directory(folder.path() / "all");
  const std::vector<std::string> names = {"earlier", "verify", "flash", "first-light"};
  for (const std::string& name : names) {
    std::string text = read_file(catalog("first-light"));
    text.replace(text.find("scenario: first-light"), 21, "scenario: " + name);
    folder.write("all/" + name + ".yaml", text);
  }
  for (int times = 0; times < 2; ++times) {
    Command suite("dialtone", {"suite", "all", "--out", "out"}, folder.path());
    EXPECT_EQ(suite.wait(), 0) << suite.out() << suite.err();
    for (const std::string name : {"earlier-", "verify", "flash", "first-light"}) {
      EXPECT_TRUE(fs::exists(folder.path() / "out" / name / "summary.json")) << name;
    }
    EXPECT_FALSE(fs::exists(folder.path() / "out" / "earlier"));
  }
}

// 10 A2
TEST(RunDirectories, ASuiteTakesItsOwnDirectoryAgainWhateverCasesItHasNow) {
  const Folder folder;
  const std::string matrix = read_file(catalog("first-light")) + "parameters: { size: 1 }\nmatrix: { size: [1, 2] }\n";
  fs::copy_file(catalog("redirected"), folder.path() / "other.yaml");
  fs::copy_file(catalog("first-light"), folder.path() / "plain.yaml");
  folder.write("many.yaml", matrix);
  const auto suite = [&](std::vector<std::string> words, int code) {
    words.insert(words.begin(), "suite");
    words.insert(words.end(), {"--out", "out"});
    Command command("dialtone", words, folder.path());
    EXPECT_EQ(command.wait(), code) << command.out() << command.err();
  };
  suite({"many.yaml", "other.yaml"}, 0);
  EXPECT_TRUE(fs::exists(folder.path() / "out" / "first-light[size=2]" / "summary.json"));
  folder.write("many.yaml", matrix + "typo: 1\n");
  suite({"many.yaml", "other.yaml"}, 2);
  EXPECT_TRUE(fs::exists(folder.path() / "out" / "redirected" / "summary.json"));
  EXPECT_TRUE(fs::exists(folder.path() / "out" / "earlier" / "first-light[size=2]" / "summary.json"));
  suite({"plain.yaml"}, 0);
  EXPECT_FALSE(fs::exists(folder.path() / "out" / "redirected"));
  EXPECT_FALSE(fs::exists(folder.path() / "out" / "earlier"));
  suite({"plain.yaml", "--repeat", "2", "--time-limit", "1ms", "--set", "duration=30d"}, 3);
  EXPECT_TRUE(fs::exists(folder.path() / "out" / "first-light[seed=2]"));
  suite({"other.yaml"}, 0);
  EXPECT_FALSE(fs::exists(folder.path() / "out" / "first-light[seed=2]"));
  Command own("dialtone", {"run", "plain.yaml", "--quiet", "--out", "out/mine"}, folder.path());
  EXPECT_EQ(own.wait(), 0) << own.err();
  Command refused("dialtone", {"suite", "other.yaml", "--out", "out"}, folder.path());
  expect_refused(refused, "out: it holds mine, the files of another scenario, first-light");
  EXPECT_TRUE(fs::exists(folder.path() / "out" / "mine" / "summary.json"));
}

// 10 A2
TEST(RunDirectories, JunitsFileMayLieInTheSuitesDirectoryAndNotDeeper) {
  const Folder folder;
  for (int times = 0; times < 2; ++times) {
    Command suite("dialtone", {"suite", catalog("first-light"), "--out", "out", "--junit-xml", "./out/ci.xml"},
                  folder.path());
    EXPECT_EQ(suite.wait(), 0) << suite.err();
    EXPECT_EQ(read_file(folder.path() / "out" / "ci.xml"), read_file(folder.path() / "out" / "junit.xml"));
  }
  EXPECT_EQ(mode_of(folder.path() / "out" / "junit.xml"), 0600U);
  for (const std::string file : {"out/first-light", "out/first-light/ci.xml", "out/earlier"}) {
    Command suite("dialtone", {"suite", catalog("first-light"), "--out", "out", "--junit-xml", file}, folder.path());
    expect_refused(suite, "--junit-xml " + file + ": it lies where the suite's own files go");
  }
  EXPECT_TRUE(fs::exists(folder.path() / "out" / "ci.xml"));
}

// 10 A3
TEST(RunDirectories, TheSecondOfTwoRunsAtOnceIsRefused) {
  const Folder folder;
  Command first("dialtone", long_run_to("run"), folder.path());
  ASSERT_TRUE(has_begun_in(first, folder.path() / "run")) << first.err();
  Command second("dialtone", long_run_to("run"), folder.path());
  expect_refused(second, "another run is writing there");
  first.signal(SIGINT);
  EXPECT_EQ(first.wait(), 130);
  EXPECT_EQ(read_summary(folder.path() / "run")->getValue<std::string>("result"), "interrupted");
}

// 10 A2: other places where a command overwrites a file.
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
