#include "scenarios/engine/last_words.h"

#include <gtest/gtest.h>

#include <fstream>
#include <sstream>
#include <string>
#include <utility>

#include "tests/scenarios/engine/engine_samples.h"
#include "world/virtual/virtual_world.h"

namespace dialtone {
namespace {

using std::chrono::milliseconds;

class LastWordsTest : public testing::Test {
 protected:
  LastWordsTest() {
    world_.at(Moment(milliseconds(1500)), [] {});
    world_.run(Moment(milliseconds(1500)));
  }

  LastWords last_words(std::uint64_t seed, const std::string& repeat = "") {
    return LastWords(seed, repeat, world_, log_, [this](std::function<void()> say) { say_ = std::move(say); });
  }
  std::string said() const {
    testing::internal::CaptureStderr();
    say_();
    return testing::internal::GetCapturedStderr();
  }

  const TemporaryFolder folder_;
  EventLog log_ = *EventLog::create(folder_.path() / "events.jsonl");
  VirtualWorld world_{{}};
  std::function<void()> say_;
};

TEST_F(LastWordsTest, TellSeedMomentAndHowTheRunIsRepeated) {
  const LastWords words = last_words(7, "dialtone run story.yaml");
  EXPECT_EQ(said(),
            "the run with seed 7 was stopped at 1.5s by an impossible state; it is repeated by: dialtone run "
            "story.yaml\n");
}

TEST_F(LastWordsTest, LeaveAllEventsInTheLog) {
  const LastWords words = last_words(7);
  log_.append({world_.now(), "host", "last", {}});
  said();
  std::ostringstream events;
  events << std::ifstream(folder_.path() / "events.jsonl").rdbuf();
  EXPECT_NE(events.str().find("last"), std::string::npos);
}

TEST_F(LastWordsTest, AreOfARunThatGoesOn) {
  {
    const LastWords over = last_words(7);
  }
  EXPECT_EQ(say_, nullptr);
  const LastWords words = last_words(8);
  EXPECT_NE(said().find("seed 8"), std::string::npos);
}

}  // namespace
}  // namespace dialtone
