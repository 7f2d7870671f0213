// A wrong match is reported with its place, and a match that can never apply is reported when the file is read.
#include "scenarios/language/faults/match_reader.h"

#include <gtest/gtest.h>

#include <string>

#include "tests/scenarios/language/plan/scenario_samples.h"

namespace dialtone {
namespace {

// Returns the diagnostics of a match on requests. The match begins in column 9 of line 5.
std::string said_of_match(const std::string& match, const std::string& target = "provisioning",
                          const std::string& act = "delay: 1s") {
  return faults_of("scenario: s\nfleet: { homes: { count: 1 } }\nproxies: { cafe: {} }\nfaults: { f: { target: " +
                   target + ", do: { " + act + " },\n match: { " + match + " } } }\n");
}

TEST(MatchReader, TakesTheNumbersOfRequestsPacketsQuestionsAndWrites) {
  for (const std::string numbers : {"nth: 3", "nth: [1]", "nth: [2, 4]", "first: 4", "after: 2", "every: 3",
                                    "first: 10, after: 2, every: 3", "share: 5%, every: 2"}) {
    EXPECT_EQ(said_of_match(numbers), "");
    EXPECT_EQ(said_of_match(numbers, "call_agent", "drop: requests"), "");
    EXPECT_EQ(said_of_match(numbers, "cafe", "drop: requests"), "");
    EXPECT_EQ(said_of_match(numbers, "homes", "drop: udp"), "");
    EXPECT_EQ(said_of_match(numbers, "homes", "resolve: { fail: no-answer }"), "");
    EXPECT_EQ(said_of_match(numbers, "homes", "flash: fails"), "");
  }
}

TEST(MatchReader, TellsNumbersThatAreNone) {
  const std::string number = " must be a whole number from 1 to 1000000, not ";
  const std::string numbers = "'nth' must be whole numbers from 1 to 1000000, not ";
  EXPECT_EQ(said_of_match("nth: 0"), "s.yaml:5:16: 'nth'" + number + "'0'\n");
  EXPECT_EQ(said_of_match("nth: two"), "s.yaml:5:16: 'nth'" + number + "'two'\n");
  EXPECT_EQ(said_of_match("nth: {}"), "s.yaml:5:16: 'nth'" + number + "a map\n");
  EXPECT_EQ(said_of_match("nth: [2, 0]"), "s.yaml:5:20: " + numbers + "'0'\n");
  EXPECT_EQ(said_of_match("nth: [2, [3]]"), "s.yaml:5:20: " + numbers + "a list\n");
  EXPECT_EQ(said_of_match("nth: [2, 010]"), "s.yaml:5:20: " + numbers + "'010'\n");
  EXPECT_EQ(said_of_match("nth: [2, 1000001]"), "s.yaml:5:20: " + numbers + "'1000001'\n");
  EXPECT_EQ(said_of_match("nth: [2, 2]"), "s.yaml:5:20: 'nth' must be numbers that rise, not 2 behind 2\n");
  EXPECT_EQ(said_of_match("nth: [4, 2]"), "s.yaml:5:20: 'nth' must be numbers that rise, not 2 behind 4\n");
  EXPECT_EQ(said_of_match("nth: []"), "s.yaml:5:16: 'nth' must have from 1 to 100 numbers\n");
  EXPECT_EQ(said_of_match("every: 0"), "s.yaml:5:18: 'every'" + number + "'0'\n");
  EXPECT_EQ(said_of_match("after: -1"), "s.yaml:5:18: 'after'" + number + "'-1'\n");
}

TEST(MatchReader, TellsAListOfTooManyNumbers) {
  std::string list = "1";
  for (int number = 2; number <= 101; ++number) list += ", " + std::to_string(number);
  EXPECT_EQ(said_of_match("nth: [" + list + "]"), "s.yaml:5:16: 'nth' must have from 1 to 100 numbers\n");
  list.resize(list.rfind(','));
  EXPECT_EQ(said_of_match("nth: [" + list + "]"), "");
}

TEST(MatchReader, TellsNumbersThatExcludeEachOther) {
  EXPECT_EQ(said_of_match("nth: 2, first: 3"), "s.yaml:5:19: 'nth' and 'first' are one or the other\n");
  EXPECT_EQ(said_of_match("nth: 2, after: 3"), "s.yaml:5:19: 'nth' and 'after' are one or the other\n");
  EXPECT_EQ(said_of_match("every: 2, nth: 2"), "s.yaml:5:11: 'nth' and 'every' are one or the other\n");
  EXPECT_EQ(said_of_match("first: 3, after: 3"), "s.yaml:5:28: 'after' leaves nothing: only the first 3 match\n");
  EXPECT_EQ(said_of_match("first: 3, after: 9"), "s.yaml:5:28: 'after' leaves nothing: only the first 3 match\n");
  EXPECT_EQ(said_of_match("first: 3, every: 4"), "s.yaml:5:28: 'every' leaves nothing: only the first 3 match\n");
  EXPECT_EQ(said_of_match("first: 7, after: 4, every: 4"),
            "s.yaml:5:38: 'every' leaves nothing: only the first 7 match\n");
  EXPECT_EQ(said_of_match("first: 8, after: 4, every: 4"), "");
}

TEST(MatchReader, TakesHeadersSizesRefusalsAndStatuses) {
  for (const std::string match :
       {"header: { User-Agent: spa }", "header: { User-Agent: '~/^spa[0-9]+/', Accept: '' }", "larger_than: 100",
        "smaller_than: 1", "larger_than: 100, smaller_than: 102", "refused: 3", "refused: '>=3'", "refused: < 2"}) {
    EXPECT_EQ(said_of_match(match), "") << match;
    EXPECT_EQ(said_of_match(match, "call_agent"), "") << match;
    EXPECT_EQ(said_of_match(match, "cafe"), "") << match;
  }
  for (const std::string act : {"edit: { headers: { A: b } }", "stall: { length: 1s }", "close_at_byte: 9"}) {
    EXPECT_EQ(said_of_match("status: 4xx", "provisioning", act), "") << act;
  }
  EXPECT_EQ(said_of_match("status: 200", "call_agent", "send: { copies: 2 }"), "");
  EXPECT_EQ(said_of_match("smaller_than: 1400, larger_than: 1200", "homes", "drop: udp"), "");
}

TEST(MatchReader, TellsWrongHeaders) {
  EXPECT_EQ(said_of_match("header: {}"), "s.yaml:5:19: 'header' has from 1 to 16 headers\n");
  EXPECT_EQ(said_of_match("header: spa"), "s.yaml:5:19: 'header' must be a map, not 'spa'\n");
  EXPECT_EQ(said_of_match("header: { 'a b': x }"),
            "s.yaml:5:21: 'header' is a name and a text such as ~spa, not 'a b'\n");
  EXPECT_EQ(said_of_match("header: { A: [x] }"), "s.yaml:5:24: 'A' must be a text such as ~spa, not a list\n");
  EXPECT_EQ(said_of_match("header: { A: x, a: y }"), "s.yaml:5:27: the header 'a' is there already\n");
  EXPECT_EQ(said_of_match("header: { A: ~/(x/ }"), "s.yaml:5:24: '~/(x/' has no ) for its (\n");
  EXPECT_EQ(said_of_match("headr: { A: x }"), "s.yaml:5:11: unknown key 'headr' in 'match'; did you mean 'header'?\n");
  std::string many = "A1: x";
  for (int number = 2; number <= 17; ++number) many += ", A" + std::to_string(number) + ": x";
  EXPECT_EQ(said_of_match("header: { " + many + " }"), "s.yaml:5:19: 'header' has from 1 to 16 headers\n");
}

TEST(MatchReader, TellsWrongSizes) {
  EXPECT_EQ(said_of_match("larger_than: 0"),
            "s.yaml:5:24: 'larger_than' must be a whole number from 1 to 16777216, not '0'\n");
  EXPECT_EQ(said_of_match("smaller_than: 65536", "homes", "drop: udp"),
            "s.yaml:5:25: 'smaller_than' must be a whole number from 1 to 65535, not '65536'\n");
  EXPECT_EQ(said_of_match("larger_than: 100, smaller_than: 101"),
            "s.yaml:5:43: 'smaller_than' leaves nothing that is larger than 100\n");
  EXPECT_EQ(said_of_match("smaller_than: 5, larger_than: 100"),
            "s.yaml:5:25: 'smaller_than' leaves nothing that is larger than 100\n");
}

TEST(MatchReader, TellsWrongStatusesAndRefusals) {
  const std::string status = "'status' must be a status from 100 to 699 or a class such as 4xx, not ";
  const std::string act = "close_at_byte: 9";
  for (const std::string wrong : {"99", "700", "7xx", "4x", "xx", "4xxx", "0xx", "40x"}) {
    EXPECT_EQ(said_of_match("status: " + wrong, "provisioning", act), "s.yaml:5:19: " + status + "'" + wrong + "'\n");
  }
  for (const std::string early :
       {"answer: { status: 500 }", "drop: requests", "delay: 1s", "request: { drop: body }", "cache_for: 1s"}) {
    EXPECT_EQ(said_of_match("status: 4xx", "cafe", early),
              "s.yaml:5:11: 'status' is of an answer, which comes after '" + early.substr(0, early.find(':')) +
                  "' is done\n");
  }
  const std::string count = "'refused' must be a whole number, behind == != < <= > or >= or alone, not ";
  EXPECT_EQ(said_of_match("refused: often"), "s.yaml:5:20: " + count + "'often'\n");
  EXPECT_EQ(said_of_match("refused: ~3"), "s.yaml:5:20: " + count + "'~3'\n");
  EXPECT_EQ(said_of_match("refused: '<0'"), "s.yaml:5:20: '<0' never holds\n");
  EXPECT_EQ(said_of_match("refused: '>=0'"), "s.yaml:5:20: '>=0' always holds\n");
}

TEST(MatchReader, TellsTheNearestWord) {
  EXPECT_EQ(said_of_match("evry: 2"), "s.yaml:5:11: unknown key 'evry' in 'match'; did you mean 'every'?\n");
  EXPECT_EQ(said_of_match("aftr: 2"), "s.yaml:5:11: unknown key 'aftr' in 'match'; did you mean 'after'?\n");
}

}  // namespace
}  // namespace dialtone
