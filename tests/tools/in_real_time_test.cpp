// Tests the script in_real_time: which runs it recognises and repeats.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <poll.h>
#include <signal.h>

#include "tests/build_paths.h"
#include "tests/tools/command.h"
#include "tests/tools/folder.h"

namespace dialtone {
namespace {

constexpr const char* kScript = DIALTONE_SOURCE_DIR "/tests/tools/in_real_time";
constexpr const char* kLate = "echo this machine was the bottleneck >&2";

class InRealTime : public testing::Test {
 protected:
  // Runs a command in the shell's language, which counts its runs; returns the exit code.
  int run(const std::string& command) {
    Command script(kScript, {"/bin/sh", "-c", "echo run >>runs; " + command}, folder_.path(), "",
                   {"IN_REAL_TIME_PAUSE=0"});
    const int code = script.wait();
    said_ = script.err();
    return code;
  }
  std::size_t runs() const { return line_count(read_file(folder_.path() / "runs")); }

  const Folder folder_;
  std::string said_;
};

TEST_F(InRealTime, RepeatsARunThatThisMachineMadeLate) {
  EXPECT_EQ(run(std::string("[ $(wc -l <runs) -lt 3 ] || exit 1; ") + kLate + "; exit 3"), 1);
  EXPECT_EQ(runs(), 3U);
  EXPECT_EQ(said_, "");
}

TEST_F(InRealTime, GivesUpAfterTheFifthLateRun) {
  EXPECT_EQ(run(std::string(kLate) + "; exit 3"), 3);
  EXPECT_EQ(runs(), 5U);
  EXPECT_EQ(said_, "this machine was the bottleneck\n");
}

TEST_F(InRealTime, RepeatsNoOtherRun) {
  for (const std::string command : {"exit 0", "exit 3", "echo this machine was the bottleneck >&2; exit 1"}) {
    std::filesystem::remove(folder_.path() / "runs");
    EXPECT_EQ(run(command), command.back() - '0') << command;
    EXPECT_EQ(runs(), 1U) << command;
  }
}

// A machine that repeatedly withholds the processor for longer than timers may be late.
TEST_F(InRealTime, KnowsWhatALateRunSays) {
  folder_.write("s.yaml",
                "scenario: s\nduration: 20s\nprofiles: { quick: { boot_time: 500ms } }\n"
                "fleet: { homes: { count: 3, profile: quick } }\n"
                "expect:\n  - eventually: { all: homes, are: registered, within: 20s }\n");
  Command late("dialtone", {"run", "s.yaml", "--world", "real", "--quiet", "--out", "out"}, folder_.path());
  ASSERT_TRUE(late.wait_until([&] { return std::filesystem::exists(folder_.path() / "out" / "events.jsonl"); }));
  late.wait_until([&] {
    late.signal(SIGSTOP);
    ::poll(nullptr, 0, 300);
    late.signal(SIGCONT);
    return false;
  });
  EXPECT_EQ(late.wait(), 3) << late.err();
  EXPECT_THAT(late.err(), testing::HasSubstr("this machine was the bottleneck"));
}

}  // namespace
}  // namespace dialtone
