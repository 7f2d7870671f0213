// Faults on the devices' DNS look-ups and on their flash.
#include "scenarios/faults/device_faults.h"

#include <gtest/gtest.h>

#include "scenarios/language/parties/device_addresses.h"
#include "tests/scenarios/engine/engine_samples.h"
#include "world/virtual/virtual_world.h"

namespace dialtone {
namespace {

using std::chrono::seconds;

const IpAddress kAgentAddress = IpAddress::v4(10, 0, 0, 20);
const IpAddress kNowhere = IpAddress::v4(10, 0, 3, 1);
constexpr std::string_view kAgentName = "ca1.voip.example.net";

class DeviceFaultsTest : public testing::Test {
 protected:
  DeviceFaultsTest() {
    scenario_.fleet.push_back(scenario_.fleet.front());
    scenario_.fleet.back().name = "offices";
    places_.addresses.emplace(kCallAgentTarget, kAgentAddress);
    places_.domain_names.emplace(kCallAgentTarget, kAgentName);
    places_.nowhere = kNowhere;
  }
  Fault& add(const std::string& name, FaultAction action) {
    Fault fault;
    fault.name = name;
    fault.target = "homes";
    fault.at = seconds(10);
    fault.until = seconds(20);
    fault.action = std::move(action);
    return scenario_.faults.emplace_back(std::move(fault));
  }
  // Adds a power cut when the n-th write to the flash has reached this byte.
  Fault& add_cut_at_write(std::uint64_t nth, std::uint64_t byte) {
    Fault& fault = add("cut", PowerAction{});
    fault.when.emplace().nth = nth;
    fault.when->write_byte = byte;
    return fault;
  }
  Host& device(std::uint64_t index) {
    return world_.add_host(
        {.name = device_name(scenario_.fleet.front(), index), .addresses = {device_address(0, index)}});
  }
  DeviceFaults faults(std::size_t group = 0) {
    return {scenario_, group, places_, open_, [this](const Host& writer, const Fault& fault, std::uint64_t byte) {
              cut_ += fault.name + " of " + std::string(writer.name()) + " at " + std::to_string(byte) + "\n";
            }};
  }
  void pass_until(Duration moment) {
    world_.at(Moment(moment), [] {});
    world_.run(Moment(moment));
    ASSERT_EQ(world_.now(), Moment(moment));
  }
  // Returns the answer to a home's DNS look-up while a fault with this action is open.
  NameAct answer_under(NameAction action) {
    scenario_.faults.clear();
    add("names", std::move(action));
    return faults().on_question(home_, kAgentName);
  }

  VirtualWorld world_{{.seed = 1}};
  Scenario scenario_ = homes(2);
  OpenWindows open_{scenario_};
  NamedPlaces places_;
  Host& home_ = device(0);
  Host& neighbour_ = device(1);
  std::string cut_;
};

TEST_F(DeviceFaultsTest, AreNeededOnlyByTheGroupThatOneIsAbout) {
  EXPECT_FALSE(faults().is_needed());
  add("power", PowerAction{});
  EXPECT_FALSE(faults().is_needed()) << "nobody asks the script for that";
  add("names", NameAction{});
  EXPECT_TRUE(faults(0).is_needed());
  EXPECT_FALSE(faults(1).is_needed());
  scenario_.faults.back().target = kAllDevices;
  EXPECT_TRUE(faults(1).is_needed());
  scenario_.faults.clear();
  add("flash", FlashAction{});
  EXPECT_TRUE(faults().is_needed());
  scenario_.faults.clear();
  add_cut_at_write(1, 0);
  EXPECT_TRUE(faults().is_needed());
  scenario_.faults.clear();
  DeviceFaults led = faults();
  led.lead(kCallAgentTarget, kNowhere);
  EXPECT_TRUE(led.is_needed());
}

TEST_F(DeviceFaultsTest, DecideAboutNamesInTheirWindowOnly) {
  add("names", NameAction{.failure = NameFailure::kNoSuchName});
  DeviceFaults faults = this->faults();
  const auto fails_at = [&](Duration moment) {
    pass_until(moment);
    return faults.on_question(home_, kAgentName).failure.has_value();
  };
  EXPECT_FALSE(fails_at(seconds(10) - Duration(1)));
  EXPECT_TRUE(fails_at(seconds(10)));
  EXPECT_TRUE(fails_at(seconds(20) - Duration(1)));
  EXPECT_FALSE(fails_at(seconds(20)));
}

TEST_F(DeviceFaultsTest, SayWhatBecomesOfAQuestion) {
  pass_until(seconds(15));
  EXPECT_EQ(answer_under({.failure = NameFailure::kNoSuchName}).failure, IoError::kNoSuchName);
  EXPECT_EQ(answer_under({.failure = NameFailure::kNoAnswer}).failure, IoError::kDeadline);
  const NameAct slow = answer_under({.delay = seconds(3)});
  EXPECT_EQ(slow.delay, seconds(3));
  EXPECT_EQ(slow.failure, std::nullopt);
  EXPECT_EQ(slow.addresses, std::nullopt) << "a slow answer is the right one";
  EXPECT_EQ(answer_under({.to = std::string(kCallAgentTarget)}).addresses, Addresses{kAgentAddress});
  EXPECT_EQ(answer_under({.to = "192.0.2.7"}).addresses, (Addresses{IpAddress::v4(192, 0, 2, 7)}));
  EXPECT_EQ(answer_under({.to = "nowhere"}).addresses, Addresses{kNowhere});
}

TEST_F(DeviceFaultsTest, AreAboutTheNameThatTheySayAsATargetOrAsItIs) {
  pass_until(seconds(15));
  const auto fails = [&](const std::string& match, std::string_view asked) {
    scenario_.faults.clear();
    add("names", NameAction{.failure = NameFailure::kNoSuchName}).match.name = match;
    return faults().on_question(home_, asked).failure.has_value();
  };
  EXPECT_TRUE(fails("", "anything.example"));
  EXPECT_TRUE(fails(std::string(kCallAgentTarget), kAgentName));
  EXPECT_FALSE(fails(std::string(kCallAgentTarget), "prov.voip.example.net"));
  EXPECT_TRUE(fails("firmware.example", "firmware.example"));
  EXPECT_FALSE(fails("firmware.example", kAgentName));
  EXPECT_FALSE(fails(std::string(kProvisioningTarget), kAgentName)) << "a target without a domain name";
}

TEST_F(DeviceFaultsTest, TheFirstThatIsOpenAndAboutTheNameDecidesAndHasActed) {
  add("over", NameAction{.delay = seconds(1)}).until = seconds(12);
  add("others", NameAction{.delay = seconds(2)}).match.name = "firmware.example";
  add("first", NameAction{.delay = seconds(3)});
  add("second", NameAction{.delay = seconds(4)});
  FaultTally tally(scenario_);
  const OpenWindows open(scenario_, &tally);
  DeviceFaults faults(scenario_, 0, places_, open, {});
  pass_until(seconds(15));
  EXPECT_EQ(faults.on_question(home_, kAgentName).delay, seconds(3));
  EXPECT_EQ(faults.on_question(home_, kAgentName).delay, seconds(3));
  EXPECT_EQ(tally.count(scenario_.faults[0]), 0U);
  EXPECT_EQ(tally.count(scenario_.faults[1]), 0U);
  EXPECT_EQ(tally.count(scenario_.faults[2]), 2U);
  EXPECT_EQ(tally.count(scenario_.faults[3]), 0U);
}

TEST_F(DeviceFaultsTest, LeadTheGroupElsewhereUnlessAFaultAnswersOtherwise) {
  add("slow", NameAction{.delay = seconds(3)}).until = seconds(12);
  add("wrong", NameAction{.to = "nowhere"});
  DeviceFaults faults = this->faults();
  const IpAddress proxy = IpAddress::v4(10, 0, 2, 1);
  faults.lead(kCallAgentTarget, proxy);
  EXPECT_EQ(faults.on_question(home_, kAgentName).addresses, Addresses{proxy}) << "without a fault too";
  EXPECT_EQ(faults.on_question(home_, "firmware.example").addresses, std::nullopt);
  pass_until(seconds(11));
  EXPECT_EQ(faults.on_question(home_, kAgentName).delay, seconds(3));
  EXPECT_EQ(faults.on_question(home_, kAgentName).addresses, Addresses{proxy}) << "the right answer is the proxy's";
  pass_until(seconds(12));
  EXPECT_EQ(faults.on_question(home_, kAgentName).addresses, Addresses{kNowhere});
}

TEST_F(DeviceFaultsTest, WithATriggerAreAboutTheDeviceThatTheyWereOpenedFor) {
  Fault& fault = add("names", NameAction{.failure = NameFailure::kNoAnswer});
  fault.when.emplace().event = "settings.stored";
  DeviceFaults faults = this->faults();
  pass_until(seconds(15));
  EXPECT_EQ(faults.on_question(home_, kAgentName).failure, std::nullopt);
  open_.open(fault, Moment(seconds(16)), device_key(home_.address()));
  EXPECT_EQ(faults.on_question(home_, kAgentName).failure, IoError::kDeadline);
  EXPECT_EQ(faults.on_question(neighbour_, kAgentName).failure, std::nullopt);
  pass_until(seconds(16));
  EXPECT_EQ(faults.on_question(home_, kAgentName).failure, std::nullopt);
}

// Makes four writes of a home; returns an x for each that fails.
std::string failures(DeviceFaults faults, const Host& writer) {
  std::string text;
  for (int i = 0; i < 4; ++i) text += faults.on_write(writer, "settings", 100).fails ? 'x' : '.';
  return text;
}

TEST_F(DeviceFaultsTest, AFlashThatTakesNothingFailsEachWriteInItsWindowOrThoseThatItCounts) {
  Fault& full = add("full", FlashAction{});
  EXPECT_EQ(failures(faults(), home_), "....");
  pass_until(seconds(15));
  EXPECT_EQ(failures(faults(), home_), "xxxx");
  full.match.nth = {2};
  EXPECT_EQ(failures(faults(), home_), ".x..");
  full.match = {.first = 2};
  EXPECT_EQ(failures(faults(), home_), "xx..");
  pass_until(seconds(20));
  EXPECT_EQ(failures(faults(), home_), "....");
}

TEST_F(DeviceFaultsTest, AFlashFailsEachSecondWriteOrAShareOfThem) {
  Fault& worn = add("worn", FlashAction{});
  pass_until(seconds(15));
  worn.match.every = 2;
  EXPECT_EQ(failures(faults(), home_), ".x.x");
  worn.match = {.after = 3};
  EXPECT_EQ(failures(faults(), home_), "...x");
  worn.match = {.share = Probability::parts_per_million(500'000)};
  std::string many;
  DeviceFaults drawn = faults();
  for (int i = 0; i < 25; ++i) many += failures(drawn, home_);
  EXPECT_NEAR(static_cast<double>(std::count(many.begin(), many.end(), 'x')), 50, 20);
}

TEST_F(DeviceFaultsTest, CountTheQuestionsOfEachDeviceByItself) {
  Fault& lost = add("lost", NameAction{.failure = NameFailure::kNoAnswer});
  pass_until(seconds(15));
  const auto unanswered = [&](DeviceFaults faults, const Host& asker) {
    std::string text;
    for (int i = 0; i < 4; ++i) text += faults.on_question(asker, kAgentName).failure ? 'x' : '.';
    return text;
  };
  lost.match.nth = {1, 3};
  EXPECT_EQ(unanswered(faults(), home_), "x.x.");
  EXPECT_EQ(unanswered(faults(), neighbour_), "x.x.");
  lost.match = {.every = 2};
  EXPECT_EQ(unanswered(faults(), home_), ".x.x");
  lost.match = {.name = std::string(kProvisioningTarget)};
  EXPECT_EQ(unanswered(faults(), home_), "....") << "of another name";
}

TEST_F(DeviceFaultsTest, AQuestionThatAFaultDoesNotCountIsLeftToTheNext) {
  add("lost", NameAction{.failure = NameFailure::kNoAnswer}).match.first = 1;
  add("slow", NameAction{.delay = seconds(1)});
  pass_until(seconds(15));
  DeviceFaults faults = this->faults();
  EXPECT_EQ(faults.on_question(home_, kAgentName).failure, IoError::kDeadline);
  const NameAct second = faults.on_question(home_, kAgentName);
  EXPECT_EQ(second.failure, std::nullopt);
  EXPECT_EQ(second.delay, seconds(1));
}

TEST_F(DeviceFaultsTest, CountTheWritesInTheWindowOfEachDeviceByItself) {
  add("worn", FlashAction{}).match.nth = {2};
  FaultTally tally(scenario_);
  const OpenWindows open(scenario_, &tally);
  DeviceFaults faults(scenario_, 0, places_, open, {});
  EXPECT_FALSE(faults.on_write(home_, "settings", 100).fails) << "before it opens";
  pass_until(seconds(15));
  EXPECT_FALSE(faults.on_write(home_, "settings", 100).fails);
  EXPECT_FALSE(faults.on_write(neighbour_, "settings", 100).fails);
  EXPECT_TRUE(faults.on_write(home_, "settings", 100).fails);
  EXPECT_TRUE(faults.on_write(neighbour_, "state", 100).fails);
  EXPECT_FALSE(faults.on_write(home_, "settings", 100).fails);
  EXPECT_EQ(tally.count(scenario_.faults[0]), 2U) << "only what failed";
}

TEST_F(DeviceFaultsTest, CutThePowerInTheMiddleOfTheWriteThatATriggerNames) {
  add_cut_at_write(2, 40);
  DeviceFaults faults = this->faults();
  EXPECT_EQ(faults.on_write(home_, "settings", 100).stops_at_byte, std::nullopt);
  EXPECT_EQ(cut_, "");
  EXPECT_EQ(faults.on_write(home_, "settings", 100).stops_at_byte, 40U);
  EXPECT_EQ(cut_, "cut of homes-0001 at 40\n");
  EXPECT_EQ(faults.on_write(home_, "settings", 100).stops_at_byte, std::nullopt);
  EXPECT_EQ(faults.on_write(neighbour_, "settings", 100).stops_at_byte, std::nullopt);
  EXPECT_EQ(cut_, "cut of homes-0001 at 40\n");
}

TEST_F(DeviceFaultsTest, OfTwoCutsInOneWriteTheEarlierEndsIt) {
  add_cut_at_write(1, 5);
  add_cut_at_write(1, 70);
  add_cut_at_write(1, 40);
  DeviceFaults faults = this->faults();
  EXPECT_EQ(faults.on_write(home_, "settings", 100).stops_at_byte, 5U);
}

TEST_F(DeviceFaultsTest, CutThePowerAtTheEndOfAWriteThatIsShorter) {
  add_cut_at_write(1, 40);
  DeviceFaults faults = this->faults();
  const FlashAct act = faults.on_write(home_, "state", 25);
  EXPECT_EQ(act.stops_at_byte, 25U);
  EXPECT_FALSE(act.fails);
  EXPECT_EQ(cut_, "cut of homes-0001 at 25\n");
}

TEST_F(DeviceFaultsTest, ThatHitNoneOfTheDevicesDoNothing) {
  add("names", NameAction{.failure = NameFailure::kNoAnswer}).hits = Probability::parts_per_million(0);
  add("flash", FlashAction{}).hits = Probability::parts_per_million(0);
  add_cut_at_write(1, 0).hits = Probability::parts_per_million(0);
  DeviceFaults faults = this->faults();
  pass_until(seconds(15));
  EXPECT_EQ(faults.on_question(home_, kAgentName).failure, std::nullopt);
  const FlashAct act = faults.on_write(home_, "settings", 100);
  EXPECT_FALSE(act.fails);
  EXPECT_EQ(act.stops_at_byte, std::nullopt);
}

}  // namespace
}  // namespace dialtone
