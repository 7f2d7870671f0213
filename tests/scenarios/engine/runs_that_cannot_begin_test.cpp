// Whole runs that cannot begin because this machine lacks something. They end as invalid, and say what is missing.
#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <string>

#include "scenarios/engine/run.h"
#include "tests/scenarios/engine/engine_samples.h"

namespace dialtone {
namespace {

using testing::AnyOf;
using testing::ElementsAre;
using testing::HasSubstr;

// Limits the number of files that this process can open, until the object is destroyed.
class OpenFiles {
 public:
  // Permits `more` files in addition to those that are open now.
  explicit OpenFiles(rlim_t more) {
    EXPECT_EQ(::getrlimit(RLIMIT_NOFILE, &before_), 0);
    // A new descriptor has the lowest free number.
    const int lowest = ::open("/dev/null", O_RDONLY | O_CLOEXEC);
    EXPECT_GE(lowest, 0);
    ::close(lowest);
    rlimit now = before_;
    now.rlim_cur = static_cast<rlim_t>(lowest) + more;
    EXPECT_EQ(::setrlimit(RLIMIT_NOFILE, &now), 0);
  }
  ~OpenFiles() { EXPECT_EQ(::setrlimit(RLIMIT_NOFILE, &before_), 0); }
  OpenFiles(const OpenFiles&) = delete;
  OpenFiles& operator=(const OpenFiles&) = delete;

 private:
  rlimit before_{};
};

RunSummary run_in(const TemporaryFolder& folder, WorldKind world) {
  RunOptions options;
  options.directory = folder.path();
  options.world = world;
  options.executable = folder.path() / "no-such-program";
  return run_plan(make_plan(homes(1)), options);
}

// 12.1
TEST(RunsThatCannotBegin, AreThoseWhoseEventsHaveNoFile) {
  const TemporaryFolder folder;
  std::filesystem::create_directory(folder.path() / "events.jsonl");
  const RunSummary summary = run_in(folder, WorldKind::kVirtual);
  EXPECT_EQ(summary.result, RunResult::kInvalid);
  EXPECT_THAT(summary.reasons, ElementsAre(HasSubstr("events.jsonl")));
}

// 12.1: the program for the parts does not exist, so each part ends at once, before or after it is sent the start line.
TEST(RunsThatCannotBegin, AreThoseWhosePartsEndAtOnce) {
  const RunSummary summary = run_in(TemporaryFolder(), WorldKind::kProcesses);
  EXPECT_EQ(summary.result, RunResult::kInvalid);
  ASSERT_FALSE(summary.reasons.empty());
  EXPECT_THAT(summary.reasons.front(),
              AnyOf(HasSubstr(" ended before it began"), HasSubstr(" ended in the middle of the run")));
}

void silence_stderr() {
  const int nowhere = ::open("/dev/null", O_WRONLY | O_CLOEXEC);
  ::dup2(nowhere, STDERR_FILENO);
  ::close(nowhere);
}

// Returns true if a run that may open `more` files is invalid for a reason that contains `text`. Runs it in a child
// process, because with even fewer files no world, and so no run, can be made.
bool is_invalid_with(rlim_t more, WorldKind world, const std::string& text) {
  const pid_t child = ::fork();
  if (child == 0) {
    silence_stderr();
    const TemporaryFolder folder;
    const OpenFiles few(more);
    const RunSummary summary = run_in(folder, world);
    const bool is_told = std::any_of(summary.reasons.begin(), summary.reasons.end(),
                                     [&](const std::string& reason) { return reason.find(text) != std::string::npos; });
    ::_exit(is_told && summary.result == RunResult::kInvalid ? 3 : 0);
  }
  int status = 0;
  EXPECT_EQ(::waitpid(child, &status, 0), child);
  return WIFEXITED(status) && WEXITSTATUS(status) == 3;
}

// Returns true if is_invalid_with() is true for some number of files.
bool becomes_invalid_with(WorldKind world, const std::string& text) {
  constexpr rlim_t kEnoughForOne = 24;
  for (rlim_t more = 1; more < kEnoughForOne; ++more) {
    if (is_invalid_with(more, world, text)) return true;
  }
  return false;
}

// 12.1
TEST(RunsThatCannotBegin, AreThoseWhoseServersCannotListen) {
  EXPECT_TRUE(becomes_invalid_with(WorldKind::kReal, "call-agent did not start: cannot listen on "));
}

// 12.1
TEST(RunsThatCannotBegin, AreThoseWhosePartsCannotBeStarted) {
  EXPECT_TRUE(becomes_invalid_with(WorldKind::kProcesses, "call-agent did not start: pipe: "));
}

}  // namespace
}  // namespace dialtone
