// A match that is wrong is told with its place, and one that leaves nothing is found when the file is read.
#include "scenarios/language/faults/match_reader.h"

#include <gtest/gtest.h>

#include <string>

#include "tests/scenarios/language/plan/scenario_samples.h"

namespace dialtone {
namespace {

// What is said of a match of requests. The match begins in column 9 of line 5.
std::string said_of(const std::string& match, const std::string& target = "provisioning",
                    const std::string& act = "delay: 1s") {
  return faults_of("scenario: s\nfleet: { homes: { count: 1 } }\nproxies: { cafe: {} }\nfaults: { f: { target: " +
                   target + ", do: { " + act + " },\n match: { " + match + " } } }\n");
}

TEST(MatchReader, TakesTheNumbersOfRequestsPacketsQuestionsAndWrites) {
  for (const std::string numbers : {"nth: 3", "nth: [1]", "nth: [2, 4]", "first: 4", "after: 2", "every: 3",
                                    "first: 10, after: 2, every: 3", "share: 5%, every: 2"}) {
    EXPECT_EQ(said_of(numbers), "");
    EXPECT_EQ(said_of(numbers, "call_agent", "drop: requests"), "");
    EXPECT_EQ(said_of(numbers, "cafe", "drop: requests"), "");
    EXPECT_EQ(said_of(numbers, "homes", "drop: udp"), "");
    EXPECT_EQ(said_of(numbers, "homes", "resolve: { fail: no-answer }"), "");
    EXPECT_EQ(said_of(numbers, "homes", "flash: fails"), "");
  }
}

TEST(MatchReader, TellsNumbersThatAreNone) {
  const std::string number = " must be a whole number from 1 to 1000000, not ";
  const std::string numbers = "'nth' must be whole numbers from 1 to 1000000, not ";
  EXPECT_EQ(said_of("nth: 0"), "s.yaml:5:16: 'nth'" + number + "'0'\n");
  EXPECT_EQ(said_of("nth: two"), "s.yaml:5:16: 'nth'" + number + "'two'\n");
  EXPECT_EQ(said_of("nth: {}"), "s.yaml:5:16: 'nth'" + number + "a map\n");
  EXPECT_EQ(said_of("nth: [2, 0]"), "s.yaml:5:20: " + numbers + "'0'\n");
  EXPECT_EQ(said_of("nth: [2, [3]]"), "s.yaml:5:20: " + numbers + "a list\n");
  EXPECT_EQ(said_of("nth: [2, 010]"), "s.yaml:5:20: " + numbers + "'010'\n");
  EXPECT_EQ(said_of("nth: [2, 1000001]"), "s.yaml:5:20: " + numbers + "'1000001'\n");
  EXPECT_EQ(said_of("nth: [2, 2]"), "s.yaml:5:20: 'nth' must be numbers that rise, not 2 behind 2\n");
  EXPECT_EQ(said_of("nth: [4, 2]"), "s.yaml:5:20: 'nth' must be numbers that rise, not 2 behind 4\n");
  EXPECT_EQ(said_of("nth: []"), "s.yaml:5:16: 'nth' must have from 1 to 100 numbers\n");
  EXPECT_EQ(said_of("every: 0"), "s.yaml:5:18: 'every'" + number + "'0'\n");
  EXPECT_EQ(said_of("after: -1"), "s.yaml:5:18: 'after'" + number + "'-1'\n");
}

TEST(MatchReader, TellsAListOfTooManyNumbers) {
  std::string list = "1";
  for (int number = 2; number <= 101; ++number) list += ", " + std::to_string(number);
  EXPECT_EQ(said_of("nth: [" + list + "]"), "s.yaml:5:16: 'nth' must have from 1 to 100 numbers\n");
  list.resize(list.rfind(','));
  EXPECT_EQ(said_of("nth: [" + list + "]"), "");
}

TEST(MatchReader, TellsNumbersThatExcludeEachOther) {
  EXPECT_EQ(said_of("nth: 2, first: 3"), "s.yaml:5:19: 'nth' and 'first' are one or the other\n");
  EXPECT_EQ(said_of("nth: 2, after: 3"), "s.yaml:5:19: 'nth' and 'after' are one or the other\n");
  EXPECT_EQ(said_of("every: 2, nth: 2"), "s.yaml:5:11: 'nth' and 'every' are one or the other\n");
  EXPECT_EQ(said_of("first: 3, after: 3"), "s.yaml:5:28: 'after' leaves nothing: only the first 3 match\n");
  EXPECT_EQ(said_of("first: 3, after: 9"), "s.yaml:5:28: 'after' leaves nothing: only the first 3 match\n");
  EXPECT_EQ(said_of("first: 3, every: 4"), "s.yaml:5:28: 'every' leaves nothing: only the first 3 match\n");
  EXPECT_EQ(said_of("first: 7, after: 4, every: 4"), "s.yaml:5:38: 'every' leaves nothing: only the first 7 match\n");
  EXPECT_EQ(said_of("first: 8, after: 4, every: 4"), "");
}

TEST(MatchReader, TellsTheNearestWord) {
  EXPECT_EQ(said_of("evry: 2"), "s.yaml:5:11: unknown key 'evry' in 'match'; did you mean 'every'?\n");
  EXPECT_EQ(said_of("aftr: 2"), "s.yaml:5:11: unknown key 'aftr' in 'match'; did you mean 'after'?\n");
}

}  // namespace
}  // namespace dialtone
