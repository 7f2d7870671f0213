#include "scenarios/language/reference/explain.h"

#include <gtest/gtest.h>

namespace dialtone {
namespace {

std::string only_explanation_of(std::string_view word) {
  const std::vector<std::string> texts = explanations_of(word);
  EXPECT_EQ(texts.size(), 1U) << word;
  return texts.empty() ? "" : texts.front();
}

TEST(Explain, SaysOfAKeyWhatItTakesAndWhatHoldsWithoutIt) {
  const std::string expected =
      "profiles.*.refresh.least\n"
      "  The refresh never comes sooner than this, however short the granted time.\n"
      "  takes    duration, more than 0s\n"
      "  default  5s\n"
      "  example  least: 5s\n"
      "  worlds   all\n";
  EXPECT_EQ(only_explanation_of("profiles.*.refresh.least"), expected);
  EXPECT_EQ(only_explanation_of("profiles.phone.refresh.least"), expected);
  EXPECT_EQ(only_explanation_of("refresh.least"), expected);
}

TEST(Explain, KnowsEveryWordThatItLists) {
  for (const std::string& word : explained_words()) EXPECT_FALSE(explanations_of(word).empty()) << word;
}

TEST(Explain, KnowsKeysOfSeveralMapsEventsAndQuirks) {
  // The keys of links, of NATs and of both kinds of servers.
  EXPECT_EQ(explanations_of("latency").size(), 4U);
  EXPECT_EQ(only_explanation_of("name.failed"),
            "name.failed, an event\n  of devices, with name reason duration: a question for a name was in vain\n");
  EXPECT_EQ(only_explanation_of("ignores-notify"),
            "ignores-notify, a quirk of devices\n  answers a NOTIFY and does nothing more\n");
  EXPECT_EQ(only_explanation_of("servers.backup_call_agent.probe"), only_explanation_of("servers.call_agent.probe"));
  // The quirks of both kinds of servers.
  EXPECT_EQ(explanations_of("takes-stale-nonces").size(), 2U);
  for (const char* nothing : {"", "no-such-word", "tency", "profiles.phone", "profiles.*.refresh.no"}) {
    EXPECT_TRUE(explanations_of(nothing).empty()) << nothing;
  }
}

}  // namespace
}  // namespace dialtone
