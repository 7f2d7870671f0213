// `dialtone run` as a process: exit codes, its output and its files.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/tools/command.h"
#include "tests/tools/dialtone/run_summary_file.h"
#include "tests/tools/folder.h"

namespace dialtone {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

// The fingerprint of the catalog's first-light with its own seed, equal on every machine and in every build. A change
// of what the parties send, or when, changes it.
constexpr const char* kFirstLightFingerprint = "b3b0022e2604b07e";

TEST(DialtoneRun, FirstLightHasTheSameFingerprintInEveryBuild) {
  const Folder folder;
  Command command("dialtone", {"run", catalog("first-light"), "--out", "run"}, folder.path());
  ASSERT_EQ(command.wait(), 0) << command.out() << command.err();
  EXPECT_EQ(command.err(), "");
  EXPECT_THAT(command.out(), HasSubstr("first-light: passed\n"));
  EXPECT_THAT(command.out(),
              HasSubstr("world        virtual, seed 1, fingerprint " + std::string(kFirstLightFingerprint) + "\n"));
  EXPECT_THAT(command.out(),
              HasSubstr("repeat with  dialtone run " + catalog("first-light") + " --world virtual --seed 1\n"));
  EXPECT_EQ(read_summary(folder.path() / "run")->getValue<std::string>("fingerprint"), kFirstLightFingerprint);
}

TEST(DialtoneRun, APlanRepeatsItsRun) {
  const Folder folder;
  Command first("dialtone", {"run", catalog("power-cycle"), "--seed", "42", "--quiet", "--out", "first"},
                folder.path());
  ASSERT_EQ(first.wait(), 0) << first.err();
  Command second("dialtone", {"run", "first/plan.yaml", "--quiet", "--out", "second"}, folder.path());
  ASSERT_EQ(second.wait(), 0) << second.err();
  EXPECT_EQ(first.out() + second.out(), "");
  const std::string fingerprint = read_summary(folder.path() / "first")->getValue<std::string>("fingerprint");
  EXPECT_EQ(read_summary(folder.path() / "second")->getValue<std::string>("fingerprint"), fingerprint);
  EXPECT_EQ(read_file(folder.path() / "second/plan.yaml"), read_file(folder.path() / "first/plan.yaml"));
  EXPECT_EQ(read_file(folder.path() / "second/events.jsonl"), read_file(folder.path() / "first/events.jsonl"));
  Command other("dialtone", {"run", catalog("power-cycle"), "--seed", "43", "--quiet", "--out", "other"},
                folder.path());
  ASSERT_EQ(other.wait(), 0) << other.err();
  EXPECT_NE(read_summary(folder.path() / "other")->getValue<std::string>("fingerprint"), fingerprint);
}

TEST(DialtoneRun, TheSummaryHasTheContractsMembers) {
  const Folder folder;
  Command command("dialtone", {"run", catalog("first-light"), "--quiet", "--out", "run", "--verify"}, folder.path());
  ASSERT_EQ(command.wait(), 0) << command.err();
  const Poco::JSON::Object::Ptr summary = read_summary(folder.path() / "run");
  EXPECT_EQ(summary->getValue<std::string>("scenario"), "first-light");
  EXPECT_EQ(summary->getValue<std::string>("world"), "virtual");
  EXPECT_EQ(summary->getValue<int>("seed"), 1);
  EXPECT_EQ(summary->getValue<std::string>("result"), "passed");
  for (const char* stage : {"planned", "powered_on", "provisioned", "registered"}) {
    EXPECT_EQ(summary->getObject("devices")->getValue<int>(stage), 100) << stage;
  }
  EXPECT_THAT(summary->getValue<std::string>("started"), testing::MatchesRegex("20..-..-..T..:..:..(.*)Z"));
  EXPECT_GT(summary->getValue<double>("virtual_seconds"), 5.0);
  EXPECT_GT(summary->getValue<double>("wall_seconds"), 0.0);
  EXPECT_TRUE(summary->has("timer_lag_p99_ms"));
  EXPECT_THAT(summary->getValue<std::string>("repeat"), HasSubstr("dialtone run "));
  std::vector<std::string> oracles;
  for (std::size_t i = 0; i < summary->getArray("oracles")->size(); ++i) {
    const auto oracle = summary->getArray("oracles")->getObject(static_cast<unsigned>(i));
    EXPECT_EQ(oracle->getValue<std::string>("result"), "passed");
    EXPECT_NE(oracle->getValue<std::string>("measured"), "");
    oracles.push_back(oracle->getValue<std::string>("name"));
  }
  EXPECT_EQ(oracles.size(), 9U);
  EXPECT_EQ(oracles.back(), "repeatable");
}

TEST(DialtoneRun, AFailedOracleIsToldWithTheSeedAndTheCommandThatRepeatsIt) {
  const Folder folder;
  Command command(
      "dialtone",
      {"run", catalog("first-light"), "--set", "fleet.homes.count=50", "--seed", "9", "--quiet", "--out", "run"},
      folder.path());
  EXPECT_EQ(command.wait(), 1);
  EXPECT_EQ(command.out(), "");
  EXPECT_THAT(command.err(), HasSubstr("first-light: failed\n"));
  EXPECT_THAT(command.err(), HasSubstr("seed 9"));
  EXPECT_THAT(command.err(), HasSubstr("FAILED  registration.accepted of homes count>=100"));
  EXPECT_THAT(command.err(), HasSubstr("repeat with  dialtone run " + catalog("first-light") +
                                       " --world virtual --set fleet.homes.count=50 --seed 9\n"));
  EXPECT_EQ(read_summary(folder.path() / "run")->getValue<std::string>("result"), "failed");
}

TEST(DialtoneRun, FilesAreForTheirOwnerOnlyAndLatestIsTheNewest) {
  const Folder folder;
  for (int i = 0; i < 2; ++i) {
    Command command("dialtone", {"run", catalog("first-light"), "--quiet", "--verify"}, folder.path());
    ASSERT_EQ(command.wait(), 0) << command.err();
  }
  const fs::path runs = folder.path() / "runs";
  std::vector<fs::path> directories;
  for (const fs::directory_entry& entry : fs::directory_iterator(runs)) {
    if (!entry.is_symlink()) directories.push_back(entry.path());
  }
  ASSERT_EQ(directories.size(), 2U);
  const auto written = [](const fs::path& path) { return fs::last_write_time(path / "summary.json"); };
  const bool in_order = written(directories[0]) < written(directories[1]);
  EXPECT_EQ(fs::canonical(runs / "latest"), fs::canonical(directories[in_order ? 1 : 0]));
  for (const fs::path& directory : directories) {
    EXPECT_THAT(directory.filename().string(), testing::MatchesRegex("20.*T.*Z-first-light(-2)?"));
    EXPECT_EQ(mode_of(directory), 0700U);
    for (const fs::directory_entry& entry : fs::recursive_directory_iterator(directory)) {
      if (entry.is_regular_file()) EXPECT_EQ(mode_of(entry.path()), 0600U) << entry.path();
    }
    for (const char* file : {"plan.yaml", "events.jsonl", "summary.json", "junit.xml"}) {
      EXPECT_GT(fs::file_size(directory / file), 0U) << file;
    }
  }
}

TEST(DialtoneRun, TakesADirectoryOfItsOwnAgainAndRefusesAnothers) {
  const Folder folder;
  for (int i = 0; i < 2; ++i) {
    Command command("dialtone", {"run", catalog("first-light"), "--quiet", "--out", "run"}, folder.path());
    EXPECT_EQ(command.wait(), 0) << command.err();
  }
  folder.write("run/thesis.txt", "years of work");
  Command command("dialtone", {"run", catalog("first-light"), "--quiet", "--out", "run"}, folder.path());
  EXPECT_EQ(command.wait(), 2);
  EXPECT_THAT(command.err(), HasSubstr("thesis.txt"));
  EXPECT_EQ(line_count(command.err()), 1U);
  EXPECT_EQ(read_file(folder.path() / "run/thesis.txt"), "years of work");
  EXPECT_TRUE(fs::exists(folder.path() / "run/summary.json"));
}

TEST(DialtoneRun, ATimeLimitThatPassesMakesARunInvalid) {
  const Folder folder;
  for (const char* world : {"virtual", "real", "processes"}) {
    Command command("dialtone",
                    {"run", catalog("first-light"), "--world", world, "--set", "fleet.homes.count=3000", "--time-limit",
                     "20ms", "--quiet", "--out", world},
                    folder.path());
    EXPECT_EQ(command.wait(), 3) << world << command.err();
    EXPECT_THAT(command.err(), HasSubstr("the time limit of 20 ms passed")) << world;
    EXPECT_EQ(read_summary(folder.path() / world)->getValue<std::string>("result"), "invalid") << world;
  }
}

}  // namespace
}  // namespace dialtone
