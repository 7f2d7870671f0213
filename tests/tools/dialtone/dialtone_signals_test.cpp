// Ctrl-C, SIGTERM, SIGQUIT and dying processes: how a run ends, and that nothing is left behind.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/stat.h>

#include <algorithm>

#include "tests/tools/command.h"
#include "tests/tools/dialtone/run_summary_file.h"
#include "tests/tools/folder.h"

namespace dialtone {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

// Returns a command that runs for a long time, in any world.
std::vector<std::string> long_run(const std::string& world) {
  const std::string count = world == "virtual" ? "20000" : "100";
  return {"run", catalog("first-light"), "--world", world, "--set", "fleet.homes.count=" + count, "--out", "run"};
}

bool has_begun(Command& command, const Folder& folder) {
  return command.wait_until([&] { return fs::exists(folder.path() / "run/events.jsonl"); });
}

bool all_ended(const std::vector<pid_t>& processes) {
  return std::none_of(processes.begin(), processes.end(), is_running);
}

TEST(DialtoneSignals, AnInterruptedRunLeavesItsFiles) {
  for (const char* world : {"virtual", "real"}) {
    for (const int signal : {SIGINT, SIGTERM}) {
      const Folder folder;
      Command command("dialtone", long_run(world), folder.path());
      ASSERT_TRUE(has_begun(command, folder)) << command.err();
      command.signal(signal);
      EXPECT_EQ(command.wait(), 130) << world << command.out() << command.err();
      EXPECT_THAT(command.out(), HasSubstr("first-light: interrupted\n"));
      EXPECT_THAT(command.out(), HasSubstr("repeat with  dialtone run"));
      EXPECT_EQ(read_summary(folder.path() / "run")->getValue<std::string>("result"), "interrupted");
      for (const char* file : {"plan.yaml", "events.jsonl", "junit.xml"}) {
        EXPECT_GT(fs::file_size(folder.path() / "run" / file), 0U) << file;
      }
    }
  }
}

// 10 D22
TEST(DialtoneSignals, AHangUpInterruptsARunUnlessItIsIgnored) {
  const Folder folder;
  Command command("dialtone", long_run("virtual"), folder.path());
  ASSERT_TRUE(has_begun(command, folder)) << command.err();
  command.signal(SIGHUP);
  EXPECT_EQ(command.wait(), 130) << command.out() << command.err();
  EXPECT_EQ(read_summary(folder.path() / "run")->getValue<std::string>("result"), "interrupted");
  fs::remove_all(folder.path() / "run");
  Command ignoring(
      "/bin/sh",
      {"-c", "trap '' HUP; exec " + program("dialtone") + " run " + catalog("first-light") + " --world real --out run"},
      folder.path());
  ASSERT_TRUE(has_begun(ignoring, folder)) << ignoring.err();
  ignoring.signal(SIGHUP);
  ignoring.signal(SIGTERM);
  EXPECT_EQ(ignoring.wait(), 130) << ignoring.err();
}

// 10 D22: only the loader runs before the handlers are set.
TEST(DialtoneSignals, ASignalWhileAScenarioIsReadIsNoted) {
  const Folder folder;
  const std::string pipe = folder.file("pipe.yaml");
  ASSERT_EQ(::mkfifo(pipe.c_str(), 0600), 0);
  for (const std::vector<std::string>& words : {std::vector<std::string>{"run", pipe}, {"suite", pipe}}) {
    Command command("dialtone", words, folder.path());
    ASSERT_TRUE(command.wait_until([&] { return catches(command.pid(), SIGTERM); }));
    command.signal(SIGTERM);
    EXPECT_EQ(command.wait(), 130) << words.front() << command.err();
  }
}

// 10 D22
TEST(DialtoneSignals, ASignalBeforeTheRunBeginsLeavesItsFiles) {
  const Folder folder;
  const std::string file =
      folder.write("long.yaml", read_file(catalog("first-light")) + std::string(1'000'000, '\n') + "# the end\n");
  for (const std::vector<std::string>& words :
       {std::vector<std::string>{"run", file, "--set", "fleet.homes.count=20000", "--out", "run"},
        {"run", file, "--set", "fleet.homes.count=20000", "--repeat", "3", "--out", "repeat"},
        {"suite", file, "--set", "fleet.homes.count=20000", "--out", "suite"}}) {
    Command command("dialtone", words, folder.path());
    ASSERT_TRUE(command.wait_until([&] { return catches(command.pid(), SIGTERM); }));
    command.signal(SIGTERM);
    EXPECT_EQ(command.wait(), 130) << command.out() << command.err();
    EXPECT_GT(fs::file_size(folder.path() / words.back() / "junit.xml"), 0U);
  }
  EXPECT_EQ(read_summary(folder.path() / "run")->getValue<std::string>("result"), "interrupted");
}

TEST(DialtoneSignals, QuitPrintsWhoAwaitsWhatAndTheRunGoesOn) {
  for (const char* world : {"virtual", "real"}) {
    const Folder folder;
    Command command("dialtone", long_run(world), folder.path());
    ASSERT_TRUE(has_begun(command, folder)) << command.err();
    // Repeated, because in the first moments no coroutine waits yet.
    EXPECT_TRUE(command.wait_until([&] {
      command.signal(SIGQUIT);
      return command.err().find("provisioning\n  main awaits the power button, for ever\n") != std::string::npos;
    })) << world;
    EXPECT_TRUE(is_running(command.pid()));
    command.signal(SIGINT);
    EXPECT_EQ(command.wait(), 130);
  }
}

// Waits for the three parts of a run in processes and returns them.
std::vector<pid_t> wait_for_parts(Command& command) {
  command.wait_until([&] {
    const std::vector<pid_t> parts = command.children();
    return parts.size() == 3 && std::all_of(parts.begin(), parts.end(), [](pid_t part) {
             return command_line_of(part).find(" part ") != std::string::npos;
           });
  });
  return command.children();
}

TEST(DialtoneSignals, AnInterruptedRunInProcessesLeavesNoneBehind) {
  for (const int signal : {SIGINT, SIGTERM}) {
    const Folder folder;
    Command command("dialtone", long_run("processes"), folder.path());
    const std::vector<pid_t> parts = wait_for_parts(command);
    ASSERT_EQ(parts.size(), 3U) << command.err();
    command.signal(signal);
    EXPECT_EQ(command.wait(), 130) << command.out() << command.err();
    EXPECT_TRUE(all_ended(parts));
    EXPECT_EQ(read_summary(folder.path() / "run")->getValue<std::string>("result"), "interrupted");
  }
}

TEST(DialtoneSignals, APartThatIsKilledMakesTheRunInvalid) {
  for (const std::string name : {"call-agent", "provisioning", "devices"}) {
    const Folder folder;
    Command command("dialtone", long_run("processes"), folder.path());
    const std::vector<pid_t> parts = wait_for_parts(command);
    ASSERT_EQ(parts.size(), 3U) << command.err();
    const auto part = std::find_if(parts.begin(), parts.end(),
                                   [&](pid_t pid) { return command_line_of(pid).ends_with(" " + name + " "); });
    ASSERT_NE(part, parts.end()) << name;
    ::kill(*part, SIGKILL);
    EXPECT_EQ(command.wait(), 3) << command.out() << command.err();
    EXPECT_THAT(command.out(), HasSubstr("the process of " + name + " ended in the middle of the run\n"));
    EXPECT_EQ(read_summary(folder.path() / "run")->getValue<std::string>("result"), "invalid");
    EXPECT_TRUE(all_ended(parts));
  }
}

TEST(DialtoneSignals, PartsEndWithTheRunnerThatIsKilled) {
  const Folder folder;
  std::vector<pid_t> parts;
  {
    Command command("dialtone", long_run("processes"), folder.path());
    parts = wait_for_parts(command);
    ASSERT_EQ(parts.size(), 3U) << command.err();
    command.signal(SIGKILL);
    // The pipes end only when the last part, which inherited them, has ended.
    EXPECT_EQ(command.wait(), 128 + SIGKILL);
  }
}

}  // namespace
}  // namespace dialtone
