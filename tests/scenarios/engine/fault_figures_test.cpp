// How often faults struck, and for one that never struck, why.
#include "scenarios/engine/fault_figures.h"

#include <gmock/gmock.h>

#include "scenarios/engine/run.h"
#include "tests/scenarios/language/plan/scenario_samples.h"
#include "tests/scenarios/oracles/oracle_story.h"
#include "tests/wanted.h"
#include "values/text_file.h"

namespace dialtone {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

// Runs a scenario of a minute with three homes and a proxy.
class FaultFiguresStory : public testing::Test {
 protected:
  std::vector<FaultFigure> figures(const std::string& faults) {
    const ScenarioResult scenario = read_scenario(
        "scenario: s\nduration: 1m\nproxies: { cafe: {} }\n"
        "fleet:\n  homes: { count: 3, through: cafe, expires: 20s }\n" +
            faults,
        "s.yaml");
    EXPECT_TRUE(scenario.ok()) << to_text(scenario.error());
    return run(wanted(scenario));
  }
  std::vector<FaultFigure> run(const Scenario& scenario) {
    RunOptions options;
    options.directory = folder_.path() / "run";
    std::filesystem::remove_all(options.directory);
    std::filesystem::create_directory(options.directory);
    return run_plan(make_plan(scenario), options).faults;
  }
  std::vector<std::string> never(const std::string& faults) { return never_struck(figures("faults:\n" + faults)); }
  // Returns how often the scenario's only fault struck.
  std::uint64_t struck(const std::string& fault) { return figures("faults:\n  it: " + fault + "\n").front().struck; }

  TemporaryFolder folder_;
};

TEST_F(FaultFiguresStory, ThereAreNoneWithoutFaults) { EXPECT_THAT(figures(""), IsEmpty()); }

TEST_F(FaultFiguresStory, CountTheDevicesThatAMomentHits) {
  EXPECT_EQ(struck("{ target: homes, at: 10s, do: { power_cut: { off_for: 5s } } }"), 3U);
  EXPECT_EQ(struck("{ target: call_agent, at: 10s, do: { power_cut: { off_for: 5s } } }"), 1U);
  EXPECT_EQ(struck("{ target: homes, when: { event: settings.stored }, do: { pause: { length: 1s } } }"), 3U);
}

TEST_F(FaultFiguresStory, CountWhatAWindowActsOn) {
  EXPECT_EQ(struck("{ target: provisioning, match: { first: 1 }, do: { delay: 1s } }"), 3U);
  EXPECT_EQ(struck("{ target: cafe, match: { first: 1 }, do: { delay: 1s } }"), 3U);
  EXPECT_GE(struck("{ target: homes, match: { name: call_agent }, do: { resolve: { delay: 1s } } }"), 3U);
  EXPECT_EQ(struck("{ target: homes, match: { nth: 1 }, do: { flash: fails } }"), 3U);
  EXPECT_GT(struck("{ target: homes, match: { share: 10% }, do: { delay: 10ms } }"), 0U);
  EXPECT_GT(struck("{ target: call_agent, until: 20s, do: { database: locked } }"), 0U);
  EXPECT_EQ(struck("{ target: call_agent, until: 20s, do: { registrar: { min_expires: 10s } } }"), 1U);
}

TEST_F(FaultFiguresStory, WhatWasWaitedForHasNotHappened) {
  EXPECT_THAT(
      never("  cut: { target: homes, when: { event: settings.rejected }, do: { power_cut: { off_for: 1s } } }\n"),
      ElementsAre("fault 'cut' never struck: no device had 'settings.rejected'"));
  EXPECT_THAT(
      never("  cut: { target: homes, when: { event: settings.stored, nth: 9 }, do: { power_cut: { off_for: 1s } } }\n"),
      ElementsAre("fault 'cut' never struck: no device had 'settings.stored' 9 times"));
  EXPECT_THAT(
      never(
          "  cut: { target: call_agent, when: { event: binding.unreachable }, do: { power_cut: { off_for: 1s } } }\n"),
      ElementsAre("fault 'cut' never struck: nobody had 'binding.unreachable'"));
  EXPECT_THAT(never("  cut: { target: homes, when: { write: 99, byte: 1 }, do: { power_cut: { off_for: 1s } } }\n"),
              ElementsAre("fault 'cut' never struck: no device wrote to its flash 99 times"));
}

TEST_F(FaultFiguresStory, TheRunEndedFirst) {
  EXPECT_THAT(
      never("  cut: { target: homes, when: { event: settings.stored, after: 59s }, do: { pause: { length: 1s } } }\n"),
      ElementsAre("fault 'cut' never struck: the run ended before it"));
  EXPECT_THAT(never_struck(figures("faults:\n  cut: { target: homes, at: 50s, do: { power_cut: { off_for: 1s } } }\n"
                                   "liveness: none\nexpect:\n"
                                   "  - eventually: { all: homes, are: powered-on, within: 9s }\n")),
              ElementsAre("fault 'cut' never struck: the run ended before it"));
}

TEST_F(FaultFiguresStory, NothingMatched) {
  EXPECT_THAT(
      never("  a: { target: provisioning, match: { path: /elsewhere }, do: { delay: 1s } }\n"
            "  b: { target: homes, match: { larger_than: 60000 }, do: { drop: all } }\n"
            "  c: { target: homes, match: { name: elsewhere.example.net }, do: { resolve: { delay: 1s } } }\n"
            "  d: { target: homes, match: { nth: 99 }, do: { flash: fails } }\n"
            "  e: { target: provisioning, from: 50s, until: 51s, do: { database: locked } }\n"),
      ElementsAre("fault 'a' never struck: no request was for it", "fault 'b' never struck: no packet was for it",
                  "fault 'c' never struck: nobody asked for such a name",
                  "fault 'd' never struck: no such write was begun",
                  "fault 'e' never struck: nobody asked the database"));
}

TEST_F(FaultFiguresStory, AWindowBehindAnEventCountsWhatItActsOn) {
  EXPECT_GT(struck("{ target: homes, when: { event: settings.stored }, for: 20s, do: { delay: 10ms } }"), 3U);
  EXPECT_THAT(never("  a: { target: homes, when: { event: settings.rejected }, for: 20s, do: { delay: 10ms } }\n"
                    "  b: { target: provisioning, when: { event: settings.stored, nth: 3, after: 1s }, for: 1s,\n"
                    "       do: { drop: requests } }\n"),
              ElementsAre("fault 'a' never struck: no device had 'settings.rejected'",
                          "fault 'b' never struck: no request was for it"));
}

TEST_F(FaultFiguresStory, AnotherDecidedAboutEverything) {
  EXPECT_THAT(
      never("  first: { target: provisioning, until: 30s, do: { answer: { status: 500 } } }\n"
            "  second: { target: provisioning, until: 30s, do: { answer: { status: 503 } } }\n"
            "  slow: { target: provisioning, until: 30s, do: { delay: 1s } }\n"
            "  options: { target: provisioning, until: 30s, match: { method: OPTIONS }, do: { delay: 1s } }\n"),
      ElementsAre("fault 'second' never struck: no request was for it that another fault had not answered or dropped",
                  "fault 'options' never struck: no request was for it"));
}

TEST_F(FaultFiguresStory, NobodyWasDrawnForAWindow) {
  EXPECT_THAT(never("  slow: { target: homes, hits: 0.001%, until: 20s, do: { delay: 1s } }\n"),
              ElementsAre("fault 'slow' never struck: its 'hits' drew no device"));
}

TEST_F(FaultFiguresStory, NobodyWasDrawn) {
  EXPECT_THAT(
      never("  cut: { target: homes, at: 10s, hits: 0.001%, do: { power_cut: { off_for: 1s } } }\n"
            "  late: { target: homes, when: { event: settings.stored, after: 5s }, hits: 0.001%, do: { reset: tcp } }\n"
            "  write: { target: homes, when: { write: 1 }, hits: 0.001%, do: { power_cut: { off_for: 1s } } }\n"),
      ElementsAre("fault 'cut' never struck: its 'hits' drew no device",
                  "fault 'late' never struck: its 'hits' drew no device",
                  "fault 'write' never struck: its 'hits' drew no device"));
  EXPECT_THAT(
      never("  cut: { target: homes, when: { event: settings.rejected }, hits: 99.999%, do: { reset: tcp } }\n"),
      ElementsAre("fault 'cut' never struck: no device that it hits had 'settings.rejected'"));
}

TEST_F(FaultFiguresStory, WhoIsOffIsNotHit) {
  EXPECT_THAT(
      never("  cut: { target: homes, at: 0s, do: { power_cut: { off_for: 50s } } }\n"
            "  again: { target: homes, at: 10s, do: { power_cut: { off_for: 1s } } }\n"
            "  reset: { target: homes, at: 11s, do: { reset: tcp } }\n"
            "  pause: { target: homes, at: 12s, do: { pause: { length: 1s } } }\n"),
      ElementsAre("fault 'reset' never struck: no device was on", "fault 'pause' never struck: no device was on"));
}

TEST_F(FaultFiguresStory, WhoIsOffIsHitByWhatKeepsItOffAndWhoWasNeverOnIsNot) {
  const std::vector<FaultFigure> figures = this->figures(
      "faults:\n  cut: { target: homes, at: 10s, do: { power_cut: { off_for: 20s } } }\n"
      "  longer: { target: homes, at: 20s, do: { power_cut: { off_for: 20s } } }\n");
  EXPECT_EQ(figures[0].struck, 3U);
  EXPECT_EQ(figures[1].struck, 3U);
}

TEST_F(FaultFiguresStory, NoAnswerHadTheStatus) {
  EXPECT_EQ(struck("{ target: call_agent, match: { status: 401 }, do: { edit: { headers: { X-Odd: 1 } } } }"), 3U);
  EXPECT_THAT(never("  odd: { target: cafe, match: { status: 418 }, do: { edit: { byte_order_mark: true } } }\n"),
              ElementsAre("fault 'odd' never struck: no answer had the status 418"));
}

TEST_F(FaultFiguresStory, EveryFaultOfTheCatalogStrikes) {
  std::size_t faults = 0;
  for (const std::filesystem::path& file : catalog_files()) {
    const ScenarioResult scenario = read_scenario_file(file.string());
    const Result<std::string> text = read_text_file(file.string(), 1 << 20);
    ASSERT_TRUE(text) << file;
    // A file with a matrix is not a single scenario.
    if (text->find("\nmatrix:") != std::string::npos) continue;
    ASSERT_TRUE(scenario.ok()) << file;
    const std::vector<FaultFigure> figures = run(*scenario);
    EXPECT_THAT(never_struck(figures), IsEmpty()) << file;
    faults += figures.size();
  }
  EXPECT_GT(faults, 15U);
}

}  // namespace
}  // namespace dialtone
