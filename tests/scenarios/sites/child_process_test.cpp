#include "scenarios/sites/child_process.h"

#include <gtest/gtest.h>
#include <poll.h>
#include <signal.h>
#include <sys/resource.h>

#include <filesystem>
#include <string>
#include <vector>

namespace dialtone {
namespace {

// Returns the child's next lines; an empty list if it has ended. Gives up after 20 s.
std::vector<std::string> next_lines(ChildProcess& child) {
  pollfd output{child.output(), POLLIN, 0};
  EXPECT_EQ(::poll(&output, 1, 20'000), 1) << "it says nothing, and goes on";
  return child.read_lines();
}

TEST(ChildProcess, GivesBackWhatItIsTold) {
  Result<ChildProcess> child = ChildProcess::start("/bin/cat", {});
  ASSERT_TRUE(child);
  EXPECT_TRUE(child->write_line("one"));
  EXPECT_EQ(next_lines(*child), std::vector<std::string>{"one"});
  child->terminate();
  EXPECT_TRUE(next_lines(*child).empty());
  EXPECT_TRUE(child->at_end());
}

// Until exec, the child has the parent's signal handlers.
TEST(ChildProcess, EndsAtASigintThatComesRightAfterItsStart) {
  const auto before = ::signal(SIGINT, [](int) {});
  for (int time = 0; time < 200; ++time) {
    Result<ChildProcess> child = ChildProcess::start("/bin/sleep", {"60"});
    ASSERT_TRUE(child);
    child->signal(SIGINT);
    pollfd output{child->output(), POLLIN, 0};
    ASSERT_EQ(::poll(&output, 1, 20'000), 1) << "it goes on, at the start number " << time;
  }
  ::signal(SIGINT, before);
}

// A parent that ignores SIGINT is usual: a background job of a script does.
TEST(ChildProcess, EndsAtSigintAlsoWhereItsParentIgnoresIt) {
  const auto before = ::signal(SIGINT, SIG_IGN);
  Result<ChildProcess> child = ChildProcess::start("/bin/sh", {"-c", "echo ready; exec sleep 60"});
  ::signal(SIGINT, before);
  ASSERT_TRUE(child);
  EXPECT_EQ(next_lines(*child), std::vector<std::string>{"ready"});
  child->signal(SIGINT);
  EXPECT_TRUE(next_lines(*child).empty());
  EXPECT_TRUE(child->at_end());
}

// Returns how many files this process has open.
std::ptrdiff_t open_files() {
  return std::distance(std::filesystem::directory_iterator("/proc/self/fd"), std::filesystem::directory_iterator());
}

TEST(ChildProcess, ThatCannotStartLeavesNoFileOpen) {
  rlimit before{};
  ASSERT_EQ(::getrlimit(RLIMIT_NOFILE, &before), 0);
  const std::ptrdiff_t open = open_files();
  // Permit none to three more files: starting a child takes four.
  int failures = 0;
  for (rlim_t room = 0; room < 4; ++room) {
    const int next = ::dup(0);
    ::close(next);
    const rlimit tight{.rlim_cur = static_cast<rlim_t>(next) + room, .rlim_max = before.rlim_max};
    ASSERT_EQ(::setrlimit(RLIMIT_NOFILE, &tight), 0);
    failures += ChildProcess::start("/bin/cat", {}).ok() ? 0 : 1;
    ::setrlimit(RLIMIT_NOFILE, &before);
  }
  EXPECT_EQ(failures, 4);
  EXPECT_EQ(open_files(), open);
}

}  // namespace
}  // namespace dialtone
