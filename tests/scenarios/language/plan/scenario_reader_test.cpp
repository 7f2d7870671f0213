#include "scenarios/language/plan/scenario_reader.h"
#include "scenarios/language/names/event_forms.h"
#include "tests/build_paths.h"

#include <Poco/JSON/Array.h>
#include <Poco/JSON/Object.h>
#include <Poco/JSON/Parser.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <regex>
#include <string>
#include <vector>

#include "scenarios/language/expectations/expectation_words.h"
#include "scenarios/language/expectations/threshold.h"
#include "scenarios/language/parties/scenario_words.h"
#include "tests/scenarios/language/plan/scenario_samples.h"
#include "values/hash.h"

namespace dialtone {
namespace {

namespace fs = std::filesystem;
using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::seconds;

TEST(ScenarioReader, ReadsEverythingThatTheLanguageHas) {
  const ScenarioResult result = read_scenario(kEverything, "dir/everything.yaml");
  ASSERT_TRUE(result.ok()) << to_text(result.error());
  const Scenario& scenario = *result;
  EXPECT_EQ(scenario.name, "everything");
  EXPECT_EQ(scenario.description, "Power returns.");
  EXPECT_EQ(scenario.seed, ~std::uint64_t{0});
  EXPECT_EQ(scenario.duration, minutes(10));
  EXPECT_EQ(scenario.domain, "voip.example.org");
  EXPECT_EQ(scenario.path, "dir/everything.yaml");

  ASSERT_EQ(scenario.profiles.size(), 1U);
  const ProfileSettings& profile = scenario.profiles[0];
  EXPECT_EQ(profile.name, "slow");
  EXPECT_EQ(profile.habits.product, "ATA-9");
  EXPECT_EQ(profile.habits.user_agent, "ATA-9/1.0 (slow)");
  EXPECT_EQ(profile.habits.firmware_version, "1.10");
  EXPECT_EQ(profile.habits.boot_time, seconds(3));
  EXPECT_EQ(profile.habits.boot_spread, seconds(1));
  EXPECT_EQ(profile.habits.answer_deadline, seconds(5));
  EXPECT_EQ(profile.habits.provisioning_retry.base, seconds(1));
  EXPECT_EQ(profile.habits.registration_retry.base, seconds(1));
  EXPECT_EQ(profile.habits.provisioning_retry.cap, minutes(1));
  EXPECT_EQ(profile.habits.registration_retry.cap, minutes(1));
  EXPECT_EQ(profile.habits.document, DocumentCarrier::kQuery);

  ASSERT_EQ(scenario.fleet.size(), 2U);
  EXPECT_EQ(scenario.fleet[0].name, "homes");
  EXPECT_EQ(scenario.fleet[0].count, 5'000U);
  EXPECT_EQ(scenario.fleet[0].profile, "slow");
  EXPECT_EQ(scenario.fleet[0].power_on.at, seconds(1));
  EXPECT_EQ(scenario.fleet[0].power_on.spread, seconds(10));
  EXPECT_EQ(scenario.fleet[0].expires, minutes(10));
  EXPECT_EQ(scenario.fleet[0].place.line, 19);
  EXPECT_EQ(scenario.fleet[0].place.column, 3);
  EXPECT_EQ(scenario.fleet[1].identity, IdentityFault::kWrongMac);
  EXPECT_EQ(scenario.fleet[1].profile, "");

  EXPECT_EQ(scenario.provisioning.cores, 4);
  EXPECT_EQ(scenario.provisioning.request_cost, milliseconds(2));
  EXPECT_EQ(scenario.provisioning.link.latency, milliseconds(1));
  EXPECT_EQ(scenario.call_agent.cores, 8);
  EXPECT_EQ(scenario.call_agent.request_cost, std::chrono::microseconds(500));
  EXPECT_EQ(scenario.call_agent.link.latency, std::chrono::microseconds(200));
  EXPECT_EQ(scenario.call_agent.nonce_lifetime, minutes(1));
  EXPECT_EQ(scenario.call_agent.min_expires, seconds(30));
  EXPECT_EQ(scenario.call_agent.max_expires, std::chrono::hours(1));
  EXPECT_EQ(scenario.call_agent.max_contacts, 3U);

  ASSERT_EQ(scenario.network.size(), 1U);
  EXPECT_EQ(scenario.network[0].group, "homes");
  const Link link{.latency = milliseconds(20),
                  .jitter = milliseconds(5),
                  .loss = Probability::parts_per_million(5'000),
                  .duplication = Probability::parts_per_million(10'000),
                  .reordering = Probability::parts_per_million(10'000),
                  .bits_per_second = 2'000'000,
                  .queue_limit = milliseconds(100),
                  .mtu_bytes = 1'400};
  EXPECT_EQ(scenario.network[0].link, link);
  EXPECT_EQ(scenario.network_place.line, 25);

  ASSERT_EQ(scenario.faults.size(), 2U);
  EXPECT_EQ(scenario.faults[0].name, "blackout");
  EXPECT_EQ(scenario.faults[0].target, "homes");
  EXPECT_EQ(scenario.faults[0].at, seconds(5));
  EXPECT_EQ(scenario.faults[0].spread, seconds(2));
  EXPECT_EQ(std::get<PowerAction>(scenario.faults[0].action).off_for, seconds(10));
  EXPECT_EQ(std::get<PowerAction>(scenario.faults[1].action).off_for, minutes(1));

  ASSERT_EQ(scenario.expectations.size(), 5U);
  const std::array<std::string_view, 5> sentences{
      "eventually all homes are registered within 30s after blackout", "never registration.rejected of homes",
      "never any strangers are provisioned", "registration.duration of homes p(95)<2s",
      "registration.accepted count>=5000"};
  for (std::size_t i = 0; i < sentences.size(); ++i) EXPECT_EQ(scenario.expectations[i].name, sentences[i]);
  const auto& eventually = std::get<EventuallyCondition>(scenario.expectations[0].condition);
  EXPECT_EQ(eventually.condition, DeviceCondition::kRegistered);
  EXPECT_EQ(eventually.within, seconds(30));
  EXPECT_EQ(eventually.after, "blackout");
  EXPECT_EQ(scenario.expectations[0].place.line, 39);
  const auto& threshold = std::get<Threshold>(scenario.expectations[3].condition);
  EXPECT_EQ(threshold.metric, "registration.duration");
  EXPECT_EQ(threshold.group, "homes");
  EXPECT_EQ(threshold.percentile, 9'500);
}

TEST(ScenarioReader, NeedsANameAndAGroupOnly) {
  const ScenarioResult scenario = read_scenario("scenario: small\nfleet: { homes: { count: 1 } }\n", "s.yaml");
  ASSERT_TRUE(scenario.ok()) << to_text(scenario.error());
  EXPECT_EQ(scenario->seed, 1U);
  EXPECT_EQ(scenario->duration, minutes(5));
  EXPECT_TRUE(scenario->expectations.empty());
  EXPECT_EQ(scenario->network_place.line, 0);
}

TEST(ScenarioReader, ReadsEveryFileOfTheCatalog) {
  const std::vector<fs::path> files = catalog_files();
  ASSERT_GE(files.size(), 5U);
  for (const fs::path& file : files) {
    SCOPED_TRACE(file.filename());
    const ScenarioCasesResult cases = read_scenario_cases_file(file.string());
    ASSERT_TRUE(cases.ok()) << to_text(cases.error());
    for (const ScenarioCase& each : *cases) {
      EXPECT_EQ(each.scenario.name, file.stem().string() + each.name);
      EXPECT_FALSE(each.scenario.expectations.empty());
    }
    EXPECT_TRUE(text_of(file).starts_with("# ")) << "it must say why it exists";
  }
}

// Returns the words that the schema accepts at a path of keys, apart from parameters.
std::vector<std::string> schema_words(const std::vector<std::string>& path) {
  Poco::JSON::Parser parser;
  Poco::JSON::Object::Ptr at =
      parser.parse(text_of(DIALTONE_SOURCE_DIR "/scenarios/scenario.schema.json")).extract<Poco::JSON::Object::Ptr>();
  for (const std::string& key : path) at = at->getObject(key);
  // If parameters are accepted too, the words are the first alternative.
  if (at->has("anyOf")) at = at->getArray("anyOf")->getObject(0);
  std::vector<std::string> words;
  for (const Poco::Dynamic::Var& word : *at->getArray("enum")) words.push_back(word.toString());
  return words;
}

TEST(ScenarioSchema, HasTheReadersWords) {
  const auto same = [](const std::vector<std::string>& words, const auto& expected) {
    return std::equal(words.begin(), words.end(), expected.begin(), expected.end());
  };
  EXPECT_TRUE(same(schema_words({"$defs", "event"}), event_names()));
  EXPECT_TRUE(same(schema_words({"$defs", "always", "properties", "are"}), texts_of(kConditionWords)));
  EXPECT_TRUE(same(schema_words({"$defs", "group", "properties", "identity"}), texts_of(kIdentityWords)));
}

TEST(ScenarioSchema, LetsEveryExpectationSayThatItMayBeVacuous) {
  Poco::JSON::Parser parser;
  const Poco::JSON::Object::Ptr definitions =
      parser.parse(text_of(DIALTONE_SOURCE_DIR "/scenarios/scenario.schema.json"))
          .extract<Poco::JSON::Object::Ptr>()
          ->getObject("$defs");
  for (const char* kind : {"eventually_state", "eventually_event", "always", "never_event", "never_state", "sequence",
                           "metric", "database"}) {
    EXPECT_TRUE(definitions->getObject(kind)->getObject("properties")->has("may_be_vacuous")) << kind;
  }
}

std::string schema_pattern(std::string_view definition) {
  Poco::JSON::Parser parser;
  const Poco::JSON::Object::Ptr root =
      parser.parse(text_of(DIALTONE_SOURCE_DIR "/scenarios/scenario.schema.json")).extract<Poco::JSON::Object::Ptr>();
  Poco::JSON::Object::Ptr at = root->getObject("$defs")->getObject(std::string(definition));
  if (at->has("anyOf")) at = at->getArray("anyOf")->getObject(0);
  return at->getValue<std::string>("pattern");
}

// 10 D21
TEST(ScenarioSchema, HasTheReadersDurations) {
  const std::regex duration(schema_pattern("duration"));
  const std::regex threshold(schema_pattern("threshold"));
  for (const std::string text : {"90s",    "1.5s",  "9m40s", "1h30m", "3d12h", "3d",    "1.5d",    "1d1h1m1s1ms1us1ns",
                                 "1m0.5s", "1h5ns", "0s",    "1h90m",  // the rest are not durations
                                 "",       "5",     "s",     "30m1h", "1m1m",  "1ms1s", "1.5h30m", "1h 30m",
                                 "1h30",   "1hm",   "-1s",   "1.s",   "1w"}) {
    const bool is_read = parse_duration(text).ok();
    EXPECT_EQ(std::regex_search(text, duration), is_read) << text;
    // Not compared: in thresholds, a number may be a count, and blanks are permitted.
    if (text == "5" || text == "1h 30m") continue;
    EXPECT_EQ(std::regex_search("p(95) < " + text, threshold), is_read) << text;
    EXPECT_EQ(parse_threshold("p(95) < " + text, MetricKind::kDurations).ok(), is_read) << text;
  }
  EXPECT_TRUE(std::regex_search("rate<=0.5/s", threshold));
  EXPECT_TRUE(std::regex_search("rate<1.5%", threshold));
}

// 10 D21
TEST(ScenarioReader, TakesDurationsOfSeveralUnitsWhereverADurationStands) {
  const ScenarioResult scenario = read_scenario(
      "scenario: s\nduration: 3d12h\n"
      "fleet: { homes: { count: 1, expires: 1h30m, power_on: { at: 1m1s } } }\n"
      "profiles: { phone: { resync_period: 1d1h } }\n"
      "servers: { call_agent: { nonce_lifetime: 9m40s } }\n"
      "network: { homes: { latency: 1ms500us } }\n"
      "faults:\n"
      "  f: { target: homes, at: 1h1m, do: { power_cut: { off_for: 1m30s } } }\n"
      "  c: { target: homes, at: 1h1m, do: { clock: { step: -1h30m } } }\n"
      "expect:\n"
      "  - metric: { registration.duration: p(95)<1m30s }\n"
      "  - never: { event: binding.added, where: { expires: \">=1h30m\" } }\n",
      "s.yaml");
  ASSERT_TRUE(scenario.ok()) << to_text(scenario.error());
  using std::chrono::minutes;
  using std::chrono::seconds;
  EXPECT_EQ(scenario->duration, minutes(84 * 60));
  EXPECT_EQ(scenario->fleet[0].expires, minutes(90));
  EXPECT_EQ(scenario->fleet[0].power_on.at, seconds(61));
  EXPECT_EQ(scenario->profiles[0].habits.resync_period, minutes(25 * 60));
  EXPECT_EQ(scenario->call_agent.nonce_lifetime, seconds(580));
  EXPECT_EQ(scenario->network[0].link.latency, std::chrono::microseconds(1500));
  EXPECT_EQ(length_of(scenario->faults[0]), seconds(90));
  EXPECT_EQ(std::get<ClockAction>(scenario->faults[1].action).step, -minutes(90));
  EXPECT_EQ(std::get<Threshold>(scenario->expectations[0].condition).bound, Duration(seconds(90)).count());
  EXPECT_EQ(std::get<NeverEvent>(scenario->expectations[1].condition).pattern.where[0].number,
            Duration(minutes(90)).count());
}

TEST(ScenarioReader, AcceptsAByteOrderMarkAndCarriageReturns) {
  EXPECT_EQ(faults_of("\xEF\xBB\xBFscenario: s\r\nfleet:\r\n  homes: { count: 1 }\r\n"), "");
}

// 10 A1
TEST(ScenarioReader, RefusesASecondByteOrderMark) {
  EXPECT_THAT(faults_of("\xEF\xBB\xBF\xEF\xBB\xBFscenario: s\nfleet:\n  homes: { count: 1 }\n"),
              testing::HasSubstr("1:1: more than one byte order mark"));
}

TEST(ScenarioReader, RefusesAGroupThatIsCalledAsADeviceOfAnother) {
  EXPECT_EQ(faults_of("scenario: s\nfleet:\n  homes: { count: 1 }\n  homes-2: { count: 1 }\n"), "");
  EXPECT_EQ(faults_of("scenario: s\nfleet:\n  homes: { count: 1 }\n  homes-0002: { count: 1 }\n"),
            "s.yaml:4:3: 'homes-0002' is what a device of the group 'homes' is called\n");
}

TEST(ScenarioReader, SurvivesEveryTruncation) {
  for (const fs::path& file : catalog_files()) {
    const std::string whole = text_of(file);
    for (std::size_t length = 0; length < whole.size(); ++length) {
      const ScenarioResult scenario = read_scenario(std::string_view(whole).substr(0, length), "s.yaml");
      if (!scenario) EXPECT_FALSE(scenario.error().empty());
    }
  }
  const std::string whole(kEverything);
  for (std::size_t length = 0; length < whole.size(); ++length) {
    static_cast<void>(read_scenario(whole.substr(0, length), "s.yaml").ok());
  }
}

TEST(ScenarioReader, SurvivesMutations) {
  constexpr std::string_view kBytes = "{}[]:,-#&*!|>'\"%@`?\n \t0aZ~\\\x80\xFF";
  constexpr int kMutants = 5'000;
  int refused = 0;
  for (std::uint64_t number = 0; number < kMutants; ++number) {
    std::string mutant(kEverything);
    for (std::uint64_t change = 0; change < 1 + number % 4; ++change) {
      const std::uint64_t chance = mix(combine(combine(2026, number), change));
      const std::size_t at = chance % mutant.size();
      const char byte = kBytes[(chance >> 32) % kBytes.size()];
      switch ((chance >> 48) % 3) {
        case 0: mutant[at] = byte; break;
        case 1: mutant.insert(at, 1, byte); break;
        default: mutant.erase(at, 1 + (chance >> 56) % 16); break;
      }
    }
    const ScenarioResult scenario = read_scenario(mutant, "s.yaml");
    if (scenario) continue;
    ++refused;
    ASSERT_FALSE(scenario.error().empty());
    for (const Diagnostic& fault : scenario.error()) ASSERT_GT(fault.line, 0) << to_text(fault) << "\n" << mutant;
  }
  EXPECT_GT(refused, kMutants / 2);
}

}  // namespace
}  // namespace dialtone
