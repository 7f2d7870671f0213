#include "scenarios/language/plan/back_off_warnings.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "scenarios/language/plan/liveness.h"
#include "tests/scenarios/language/plan/scenario_samples.h"

namespace dialtone {
namespace {

// Returns the warnings for a scenario of an hour with this fault, one per line.
std::string warnings_of(const std::string& fault, const std::string& more = "") {
  const ScenarioResult scenario = read_scenario(
      "scenario: s\nduration: 1h\nfleet: { homes: { count: 3 } }\n" + more + "faults:\n  f: " + fault + "\n", "s.yaml");
  EXPECT_TRUE(scenario.ok()) << to_text(scenario.error());
  return scenario ? to_text(back_off_warnings(*scenario)) : "";
}

std::string warning(const std::string& wait, const std::string& bound, int line = 5) {
  return "s.yaml:" + std::to_string(line) + ":3: warning: 'f' can make a device of 'homes' wait for " + wait +
         ", and liveness wants it registered within " + bound + "\n";
}

// 10 A5
TEST(BackOffWarnings, AreGivenWhereAWaitThatAFaultCausesIsLongerThanLivenessHas) {
  const std::string registration = " between tries for its registration";
  const std::string settings = " between tries for its settings";
  // The waits are at least 30, 60, 120 and 240 s (30 s doubled each time) before the fifth begins, which may be 16
  // minutes.
  EXPECT_EQ(warnings_of("{ target: call_agent, until: 450s, do: { drop: requests } }"), "");
  EXPECT_EQ(warnings_of("{ target: call_agent, until: 451s, do: { drop: requests } }"),
            warning("16m" + registration, "10m"));
  EXPECT_EQ(warnings_of("{ target: call_agent, at: 1m, do: { power_cut: { off_for: 8m } } }"),
            warning("16m" + registration, "10m"));
  EXPECT_EQ(warnings_of("{ target: homes, until: 8m, do: { drop: all } }"), warning("16m" + registration, "10m"));
  EXPECT_EQ(warnings_of("{ target: homes, until: 8m, do: { drop: udp } }"), warning("16m" + registration, "10m"));
  EXPECT_EQ(warnings_of("{ target: homes, until: 8m, do: { drop: tcp } }"), "") << "they register over UDP";
  EXPECT_EQ(warnings_of("{ target: homes, until: 8m, match: { protocol: tcp }, do: { drop: all } }"), "");
  EXPECT_EQ(warnings_of("{ target: homes, until: 8m, match: { peer: provisioning }, do: { drop: all } }"), "")
      << "5 minutes at most";
  EXPECT_EQ(warnings_of("{ target: call_agent, until: 10s, do: { answer: { status: 403 } } }"),
            warning("20m" + registration, "10m"));
  EXPECT_EQ(warnings_of("{ target: provisioning, until: 10m, do: { answer: { status: 403 } } }"),
            warning("20m" + settings, "10m"));
  EXPECT_EQ(warnings_of("{ target: provisioning, from: 1m, until: 10m, do: { answer: { status: 403 } } }"), "")
      << "by then every device has settings";
  EXPECT_EQ(warnings_of("{ target: provisioning, from: 1m, until: 10m, do: { answer: { status: 403 } } }\n"
                        "  g: { target: homes, at: 2m, do: { restart: { state: lost } } }"),
            warning("20m" + settings, "10m"));
  EXPECT_EQ(warnings_of("{ target: provisioning, until: 1h, do: { answer: { status: 403 } } }"), "")
      << "it lasts to the end: nothing is asked";
}

// 10 A5
TEST(BackOffWarnings, KnowRetryAfterAndHowOftenAFaultStrikes) {
  const std::string answer = "do: { answer: { status: 503, headers: { retry-AFTER: ";
  EXPECT_EQ(warnings_of("{ target: call_agent, until: 10s, " + answer + "545 } } } }"), "");
  EXPECT_EQ(warnings_of("{ target: call_agent, until: 10s, " + answer + "600 } } } }"),
            warning("11m as Retry-After asks", "10m"));
  EXPECT_EQ(warnings_of("{ target: provisioning, until: 10s, " + answer + "999999 } } } }"),
            warning("1h 6m as Retry-After asks", "10m"));
  EXPECT_EQ(warnings_of("{ target: call_agent, until: 30m, match: { first: 2 }, do: { answer: { status: 500 } } }"),
            "");
  EXPECT_EQ(warnings_of("{ target: call_agent, until: 30m, match: { nth: 9 }, do: { answer: { status: 500 } } }"), "");
}

// 10 A5
TEST(BackOffWarnings, KnowEachPartOfTheRules) {
  const auto warnings_for = [](const std::string& rules, const std::string& fault) {
    const ScenarioResult scenario = read_scenario(
        "scenario: s\nduration: 2h\nfleet: { homes: { count: 1, profile: phone } }\n"
        "profiles: { phone: { " +
            rules + " } }\nfaults:\n  f: " + fault + "\n",
        "s.yaml");
    return scenario ? to_text(back_off_warnings(*scenario)) : to_text(scenario.error());
  };
  const std::string broken = "{ target: provisioning, until: 10s, do: { answer: { status: 500 } } }";
  EXPECT_EQ(warnings_for("provisioning_retry: { base: 1h }", broken), "") << "its cap of 5m is the wait";
  const std::string later =
      "{ target: call_agent, until: 10s, do: { answer: { status: 503, headers: { Retry-After: 600 } } } }";
  EXPECT_EQ(warnings_for("registration_retry: { over_asked_percent: 100 }", later),
            warning("20m as Retry-After asks", "10m", 6));
}

TEST(BackOffWarnings, KnowTheProfileAndTheBound) {
  const std::string out = "{ target: call_agent, until: 8m, do: { drop: requests } }";
  const std::string phones = "profiles: { phone: { retry_cap: 4m } }\n";
  EXPECT_EQ(warnings_of(out, "liveness: { within: 16m }\n"), "");
  EXPECT_EQ(warnings_of(out, "liveness: { within: 15m }\n"),
            warning("16m between tries for its registration", "15m", 6));
  EXPECT_EQ(warnings_of(out, "liveness: none\n"), "");
  const ScenarioResult phone =
      read_scenario("scenario: s\nduration: 11m\nfleet: { homes: { count: 3, profile: phone } }\n" + phones +
                        "faults:\n  f: " + out + "\n",
                    "s.yaml");
  ASSERT_TRUE(phone.ok()) << to_text(phone.error());
  EXPECT_EQ(liveness_time(*phone), Duration(std::chrono::minutes(3)));
  EXPECT_EQ(to_text(back_off_warnings(*phone)), warning("4m between tries for its registration", "3m", 6));
  const ScenarioResult careless = read_scenario(
      "scenario: s\nduration: 1h\nfleet: { homes: { count: 3, quirks: ignores-notify } }\nfaults:\n  f: " + out + "\n",
      "s.yaml");
  ASSERT_TRUE(careless.ok()) << to_text(careless.error());
  EXPECT_TRUE(back_off_warnings(*careless).empty()) << "liveness asks for no device that does wrong";
}

}  // namespace
}  // namespace dialtone
