// Every refused or challenged request costs the same work, whichever part failed and whichever subscribers exist. These
// tests count statements, rows, hashes and allocations; tests/same_work/compare_instructions compares instructions.
#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <string>

#include "tests/same_work/attempts.h"
#include "tests/same_work/counted_work.h"
#include "tests/same_work/fleet_database.h"

namespace dialtone {
namespace {

class SameWork : public testing::Test {
 protected:
  SameWork() {
    std::string name = testing::TempDir() + "same_work.XXXXXX";
    if (::mkdtemp(name.data()) == nullptr) std::abort();
    folder_ = name;
    count_statements();
  }
  ~SameWork() override { std::filesystem::remove_all(folder_); }

  void make(bool authenticates, std::uint64_t blocks) {
    std::filesystem::remove_all(folder_);
    std::filesystem::create_directory(folder_);
    make_fleet_database(folder_ / "users.db", authenticates, blocks);
  }

  // Returns the least of several attempts with the same name: in some, buffers grow or the audit is written. If
  // locks_ is set, only what comes after the first attempt is compared.
  CountedWork work_of(const AttemptGroup& group, const Attempt& attempt) {
    Stage stage(folder_ / "users.db", {group.algorithm}, lockout_);
    const std::string nonce = fetch_nonce(stage, group);
    std::optional<CountedWork> least;
    for (std::uint32_t count = 1; count <= 8; ++count) {
      const std::string request = attempt.request(0, nonce, count);
      const CountedWork before = work_so_far();
      const std::string answer = ask(stage, group, request);
      const CountedWork work = work_so_far() - before;
      const bool is_locked = locks_ && count > 1;
      const std::string locked_answer = group.is_sip ? "SIP/2.0 403" : "HTTP/1.1 429";
      EXPECT_TRUE(answer.starts_with(is_locked ? locked_answer : group.answer)) << count << ": " << answer;
      if (locks_ && !is_locked) continue;
      if (!least) least = work;
      least = CountedWork{std::min(least->statements, work.statements), std::min(least->rows, work.rows),
                          std::min(least->hashes, work.hashes), std::min(least->allocations, work.allocations)};
    }
    return *least;
  }

  void expect_the_same(const AttemptGroup& group) {
    const CountedWork expected = work_of(group, group.attempts.front());
    for (const Attempt& attempt : group.attempts) {
      if (attempt.needs_no_proof && lockout_.rule) continue;
      EXPECT_EQ(work_of(group, attempt), expected) << group.name << ": " << attempt.name;
    }
  }

  std::filesystem::path folder_;
  LockoutOptions lockout_;
  // Whether the first wrong secret locks.
  bool locks_ = false;
};

// 10 C17
TEST_F(SameWork, IsDoneForEveryAnswerOfTheSameBytes) {
  for (const bool authenticates : {true, false}) {
    make(authenticates, 8);
    for (const AttemptGroup& group : all_attempts()) {
      if (group.authenticates == authenticates) expect_the_same(group);
    }
  }
}

// 10 C17
TEST_F(SameWork, IsDoneInADatabaseOfFewSubscribers) {
  make(true, 1);
  for (const AttemptGroup& group : all_attempts()) {
    if (group.authenticates) expect_the_same(group);
  }
}

// What an account's wrong secrets are counted with does not tell whether it exists.
TEST_F(SameWork, IsDoneWhereGuessingIsSlowedDown) {
  make(true, 8);
  lockout_.rule = LockoutRule{100, std::chrono::hours(1)};
  for (const AttemptGroup& group : all_attempts()) {
    if (group.authenticates) expect_the_same(group);
  }
}

// Nor does what a locked one is answered.
TEST_F(SameWork, IsDoneForEveryoneWhoIsLocked) {
  make(true, 8);
  lockout_.rule = LockoutRule{1, std::chrono::hours(1)};
  locks_ = true;
  for (const AttemptGroup& group : all_attempts()) {
    if (group.authenticates && group.name.find("wrong") != std::string::npos) expect_the_same(group);
  }
}

}  // namespace
}  // namespace dialtone
