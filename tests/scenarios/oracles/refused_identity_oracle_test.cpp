// No refused identity gets settings: judged by what the server sends and what devices accept.
#include "scenarios/oracles/refused_identity_oracle.h"

#include <map>

#include "scenarios/engine/run.h"
#include "tests/scenarios/oracles/oracle_story.h"

namespace dialtone {
namespace {

class RefusalStory : public OracleStory {
 protected:
  static constexpr std::size_t kHomes = 0;
  static constexpr std::size_t kStrangers = 1;

  RefusalStory() { begin("liveness: none\n"); }
  void have_strangers(const std::string& identity, const std::string& sections = {}) {
    begin("liveness: none\n" + sections);
    Scenario scenario = plan_->scenario;
    for (Group& group : scenario.fleet) {
      if (group.name == "strangers") group.identity = word_.at(identity);
    }
    renew(std::move(scenario));
  }
  void renew(Scenario scenario) {
    record_.reset();
    plan_.emplace(make_plan(std::move(scenario)));
    record_.emplace(*plan_, *EventLog::create(folder_.path() / "events.jsonl"));
  }
  // Records the server's event that it sent settings to that device.
  void serve(Duration at, std::size_t group, std::uint64_t index, std::string mac_address = {}) {
    const Subscriber subscriber = device_subscriber(plan_->scenario, group, index);
    if (mac_address.empty()) mac_address = to_text(subscriber.mac_address);
    see(at, "provisioning", "provision.accepted",
        {{"serial_number", std::string_view(subscriber.serial_number)},
         {"mac_address", std::string_view(mac_address)},
         {"peer", "10.16.0.1"},
         {"settings_revision", 1}});
  }
  // Records a request as it reaches the server.
  void ask(Duration at, std::size_t group, std::string_view customer_number, std::string_view peer = "10.16.0.1") {
    const Subscriber subscriber = device_subscriber(plan_->scenario, group, 0);
    const std::string mac_address = to_text(subscriber.mac_address);
    see(at, "provisioning", "provision.request",
        {{"serial_number", std::string_view(subscriber.serial_number)},
         {"mac_address", std::string_view(mac_address)},
         {"customer_number", customer_number},
         {"peer", peer}});
  }
  void change(Duration at, std::string_view fault) { see(at, "provisioning", "fault.started", {{"fault", fault}}); }
  OracleResult verdict() {
    for (const OracleResult& result : record_->judge(Moment(minutes(5)))) {
      if (result.name == "safety: no refused identity gets settings") return result;
    }
    ADD_FAILURE() << "no such oracle";
    return {};
  }
  std::string witness() {
    const OracleResult result = verdict();
    return result.witnesses.empty() ? "" : result.witnesses.front().host;
  }
  std::string found() {
    const OracleResult result = verdict();
    return result.details.empty() ? "" : result.details.front();
  }

  const std::map<std::string, IdentityFault> word_{{"unknown", IdentityFault::kUnknown},
                                                   {"wrong-mac", IdentityFault::kWrongMac},
                                                   {"wrong-customer", IdentityFault::kWrongCustomer},
                                                   {"disabled", IdentityFault::kDisabled}};
};

constexpr const char* kDisable =
    "faults:\n  departs: { target: provisioning, at: 1m, do: { change: { of: homes, enabled: false } } }\n"
    "  returns: { target: provisioning, at: 3m, do: { change: { of: homes, enabled: true } } }\n";

TEST_F(RefusalStory, TheServerMayServeWhomTheDatabaseHas) {
  serve(seconds(1), kHomes, 0);
  see(seconds(1), "homes-0001", "provision.accepted");
  EXPECT_EQ(found(), "");
  EXPECT_TRUE(verdict().passed());
}

TEST_F(RefusalStory, WhatIsSentToARefusedIdentityCountsThoughItIsNotTaken) {
  for (const auto& [word, identity] : word_) {
    have_strangers(word);
    serve(seconds(1), kStrangers, 0);
    EXPECT_EQ(found(),
              "first: provisioning provision.accepted at 1 s to serial number DT0001000001, whom it must refuse")
        << word;
    EXPECT_EQ(witness(), "strangers-0001");
  }
}

TEST_F(RefusalStory, ARefusedIdentityMayTakeNone) {
  for (const auto& [word, identity] : word_) {
    have_strangers(word);
    see(seconds(1), "strangers-0001", "provision.accepted");
    EXPECT_EQ(found(), "first: strangers-0001 provision.accepted at 1 s, whom the server must refuse") << word;
    EXPECT_EQ(witness(), "strangers-0001");
  }
}

TEST_F(RefusalStory, WhatAnotherSaysIsNotTheServersDeed) {
  const Subscriber stranger = device_subscriber(plan_->scenario, kStrangers, 0);
  see(seconds(1), "proxy-cafe", "provision.accepted", {{"serial_number", std::string_view(stranger.serial_number)}});
  see(seconds(1), "provisioning", "provision.refused", {{"serial_number", std::string_view(stranger.serial_number)}});
  EXPECT_EQ(found(), "");
}

TEST_F(RefusalStory, TheServerMustLookAtSerialNumberAndMacAddress) {
  serve(seconds(1), kHomes, 0, "02:00:00:00:00:01");
  EXPECT_EQ(
      found(),
      "first: provisioning provision.accepted at 1 s to serial number DT0000000001, whose MAC address is another");
}

TEST_F(RefusalStory, TheServerMustKnowTheSerialNumber) {
  see(seconds(1), "provisioning", "provision.accepted", {{"serial_number", "DT0000000004"}});
  EXPECT_EQ(
      found(),
      "first: provisioning provision.accepted at 1 s to serial number DT0000000004, which the database does not have");
  EXPECT_EQ(witness(), "provisioning");
}

TEST_F(RefusalStory, AProxyThatCorrectsAMacAddressMakesAnIdentityThatIsServed) {
  have_strangers("wrong-mac");
  serve(seconds(1), kStrangers, 0, "42:D1:A1:0F:42:41");
  EXPECT_EQ(found(), "");
}

constexpr const char* kRewrites =
    "proxies: { cafe: {} }\n"
    "faults:\n  fix: { target: cafe, do: { request: { replace: { \"C110\": \"C111\" } } } }\n";
// The strangers' own customer number; their row has another.
constexpr const char* kOwnCustomer = "C1100001";
constexpr const char* kRowsCustomer = "C11000019";

TEST_F(RefusalStory, WhatIsRewrittenOnTheWayMayBeAnotherCustomers) {
  have_strangers("wrong-customer", kRewrites);
  ask(seconds(1), kStrangers, kRowsCustomer);
  serve(seconds(1), kStrangers, 0);
  EXPECT_EQ(found(), "");
}

TEST_F(RefusalStory, WhatNobodyRewroteIsJudgedThoughAnotherRequestIsRewritten) {
  have_strangers("wrong-customer", kRewrites);
  ask(seconds(1), kStrangers, kRowsCustomer);
  serve(seconds(1), kStrangers, 0);
  EXPECT_EQ(found(), "");
  ask(seconds(2), kStrangers, kOwnCustomer);
  serve(seconds(2), kStrangers, 0);
  EXPECT_EQ(found(),
            "first: provisioning provision.accepted at 2 s to serial number DT0001000001, whom it must refuse");
}

TEST_F(RefusalStory, WhatIsRewrittenIsOfItsConnectionAlone) {
  have_strangers("wrong-customer", kRewrites);
  ask(seconds(1), kStrangers, kRowsCustomer, "10.16.0.7:40001");
  ask(seconds(1), kStrangers, kOwnCustomer);
  serve(seconds(1), kStrangers, 0);
  EXPECT_EQ(found(),
            "first: provisioning provision.accepted at 1 s to serial number DT0001000001, whom it must refuse");
}

TEST_F(RefusalStory, WhoSharesAnAddressIsNotTakenForTheOther) {
  have_strangers("wrong-customer", kRewrites);
  ask(seconds(1), kStrangers, kRowsCustomer);
  ask(seconds(1), kHomes, "C1000009");
  serve(seconds(1), kStrangers, 0);
  EXPECT_EQ(found(), "");
}

TEST_F(RefusalStory, WhatIsRewrittenIntoAnothersMustBeRefused) {
  have_strangers("disabled", kRewrites);
  ask(seconds(1), kHomes, "C999");
  serve(seconds(1), kHomes, 0);
  EXPECT_EQ(
      found(),
      "first: provisioning provision.accepted at 1 s to serial number DT0000000001, whose customer number is another");
}

TEST_F(RefusalStory, WhoIsDisabledMeanwhileIsServedNoMore) {
  begin(std::string("liveness: none\n") + kDisable);
  serve(seconds(50), kHomes, 0);
  change(minutes(1), "departs");
  // Across processes the database has the change a little later.
  serve(seconds(60) + std::chrono::milliseconds(900), kHomes, 0);
  EXPECT_EQ(found(), "");
  serve(seconds(61), kHomes, 1);
  EXPECT_EQ(found(),
            "first: provisioning provision.accepted at 1m 1s to serial number DT0000000002, whom it must refuse");
}

TEST_F(RefusalStory, WhatWasAskedForBeforeMayStillCome) {
  begin(std::string("liveness: none\n") + kDisable);
  see(seconds(59), "homes-0001", "provision.request");
  change(minutes(1), "departs");
  see(seconds(70), "homes-0001", "provision.accepted");
  see(seconds(70), "homes-0001", "settings.stored");
  EXPECT_EQ(found(), "");
  see(seconds(80), "homes-0001", "provision.request");
  see(seconds(81), "homes-0001", "provision.accepted");
  EXPECT_EQ(found(), "first: homes-0001 provision.accepted at 1m 21s, whom the server must refuse");
}

TEST_F(RefusalStory, WhoIsEnabledAgainIsServed) {
  begin(std::string("liveness: none\n") + kDisable);
  change(minutes(1), "departs");
  change(minutes(3), "returns");
  see(seconds(181), "homes-0001", "provision.request");
  serve(seconds(182), kHomes, 0);
  see(seconds(183), "homes-0001", "provision.accepted");
  EXPECT_EQ(found(), "");
}

TEST_F(RefusalStory, WhoHasNoRowIsRefusedWhateverIsChanged) {
  begin(
      "liveness: none\nfaults:\n"
      "  sold: { target: provisioning, at: 1m, do: { change: { of: strangers, customer_number: C9 } } }\n");
  change(minutes(1), "sold");
  serve(seconds(62), kStrangers, 0);
  EXPECT_EQ(found(),
            "first: provisioning provision.accepted at 1m 2s to serial number DT0001000001, whom it must refuse");
}

// The strangers have a row, whose MAC address is another from 1m to 2m.
class ExchangeStory : public RefusalStory {
 protected:
  explicit ExchangeStory(IdentityFault identity = IdentityFault::kNone) {
    begin(
        "liveness: none\nfaults:\n"
        "  exchanged: { target: provisioning, at: 1m, do: { change: { of: strangers, mac_address: "
        "\"02:D1:A1:00:00:99\" } } }\n"
        "  back: { target: provisioning, at: 2m, do: { change: { of: strangers, mac_address: "
        "\"02:D1:A1:0F:42:41\" } } }\n"
        "  sold: { target: provisioning, at: 3m, do: { change: { of: strangers, customer_number: C9 } } }\n"
        "  ended: { target: provisioning, at: 4m, do: { change: { of: strangers, enabled: false } } }\n");
    Scenario scenario = plan_->scenario;
    scenario.fleet[kStrangers].identity = identity;
    renew(std::move(scenario));
  }
  void exchange() { change(minutes(1), "exchanged"); }
  void give_back() { change(minutes(2), "back"); }
  static std::string refused_at(const std::string& when, const std::string& why = "whom it must refuse") {
    return "first: provisioning provision.accepted at " + when + " to serial number DT0001000001, " + why;
  }
  static constexpr const char* kGiven = "02:D1:A1:00:00:99";
};

TEST_F(ExchangeStory, WhoIsExchangedIsServedByItsNewMacAddressAlone) {
  serve(seconds(50), kStrangers, 0);
  exchange();
  // Across processes the database has the change a little later.
  serve(seconds(60) + std::chrono::milliseconds(900), kStrangers, 0);
  serve(seconds(60) + std::chrono::milliseconds(900), kStrangers, 0, kGiven);
  serve(seconds(70), kStrangers, 0, kGiven);
  EXPECT_EQ(found(), "");
  serve(seconds(71), kStrangers, 0);
  EXPECT_EQ(found(), refused_at("1m 11s"));
}

TEST_F(ExchangeStory, TheNewMacAddressIsRefusedBeforeTheExchange) {
  serve(seconds(50), kStrangers, 0, kGiven);
  EXPECT_EQ(found(), refused_at("50 s", "whose MAC address is another"));
}

TEST_F(ExchangeStory, AThirdMacAddressIsRefusedBehindTheExchange) {
  exchange();
  serve(seconds(70), kStrangers, 0, "02:00:00:00:00:01");
  EXPECT_EQ(found(), refused_at("1m 10s", "whose MAC address is another"));
}

TEST_F(ExchangeStory, WhoHasItsOwnAgainIsServedAgain) {
  exchange();
  give_back();
  see(seconds(130), "strangers-0001", "provision.request");
  serve(seconds(130), kStrangers, 0);
  see(seconds(131), "strangers-0001", "provision.accepted");
  EXPECT_EQ(found(), "");
  serve(seconds(132), kStrangers, 0, kGiven);
  EXPECT_EQ(found(), refused_at("2m 12s", "whose MAC address is another"));
}

TEST_F(ExchangeStory, ADeviceThatIsExchangedMayTakeNoneThatItAsksForAfterwards) {
  see(seconds(59), "strangers-0001", "provision.request");
  exchange();
  see(seconds(70), "strangers-0001", "provision.accepted");
  EXPECT_EQ(found(), "");
  see(seconds(80), "strangers-0001", "provision.request");
  see(seconds(81), "strangers-0001", "provision.accepted");
  EXPECT_EQ(found(), "first: strangers-0001 provision.accepted at 1m 21s, whom the server must refuse");
}

TEST_F(ExchangeStory, WhoIsSoldIsRefusedWithItsOldCustomerNumber) {
  change(minutes(3), "sold");
  serve(seconds(180), kStrangers, 0);
  EXPECT_EQ(found(), "");
  serve(seconds(181), kStrangers, 0);
  EXPECT_EQ(found(), refused_at("3m 1s"));
}

TEST_F(ExchangeStory, WhoIsDisabledBehindAnExchangeIsServedNoMore) {
  exchange();
  change(minutes(4), "ended");
  serve(seconds(239), kStrangers, 0, kGiven);
  EXPECT_EQ(found(), "");
  serve(seconds(241), kStrangers, 0, kGiven);
  EXPECT_EQ(found(), refused_at("4m 1s"));
}

class WrongMacStory : public ExchangeStory {
 protected:
  WrongMacStory() : ExchangeStory(IdentityFault::kWrongMac) {}
};

TEST_F(WrongMacStory, WhoseRowIsMadeRightIsServedFromThenOn) {
  give_back();
  serve(seconds(130), kStrangers, 0);
  EXPECT_EQ(found(), "");
}

// A server that was away records late.
TEST_F(WrongMacStory, WhoseRowIsMadeRightWasRefusedBeforeThoughThatIsToldLater) {
  give_back();
  serve(seconds(110), kStrangers, 0);
  EXPECT_EQ(found(), refused_at("1m 50s"));
}

TEST_F(RefusalStory, ClonesStandAsThoseWhoseIdentityTheyHave) {
  Scenario scenario = plan_->scenario;
  Group clones = scenario.fleet[kStrangers];
  clones.name = "clones";
  clones.identity = IdentityFault::kNone;
  clones.clones = "strangers";
  clones.devices.reset();
  scenario.fleet.push_back(clones);
  renew(std::move(scenario));
  see(seconds(1), "clones-0001", "provision.accepted");
  EXPECT_FALSE(verdict().passed());
}

// Whole runs.
class RefusalRun : public testing::Test {
 protected:
  // Returns the oracle's measured text.
  std::string found(const std::string& yaml) {
    const ScenarioResult scenario = read_scenario("scenario: s\nduration: 2m\nliveness: none\n" + yaml, "s.yaml");
    EXPECT_TRUE(scenario.ok()) << to_text(scenario.error());
    RunOptions options;
    options.directory = folder_.path() / "run";
    std::filesystem::remove_all(options.directory);
    std::filesystem::create_directory(options.directory);
    for (const OracleResult& result : run_plan(make_plan(*scenario), options).oracles) {
      if (result.name == "safety: no refused identity gets settings") return result.measured;
    }
    return "no such oracle";
  }

  TemporaryFolder folder_;
};

TEST_F(RefusalRun, AServerThatFollowsItsDatabaseIsNotBlamed) {
  EXPECT_EQ(found("profiles: { quick: { like: ata, resync_period: 3s, retry_base: 1s, retry_cap: 2s } }\n"
                  "fleet:\n  homes: { count: 5, profile: quick, authentication: digest }\n"
                  "  gone: { count: 5, profile: quick, identity: disabled }\n"
                  "faults:\n"
                  "  departs: { target: provisioning, at: 20s, do: { change: { of: homes, enabled: false } } }\n"
                  "  returns: { target: provisioning, at: 50s, do: { change: { of: homes, enabled: true } } }\n"
                  "  joins: { target: provisioning, at: 1s, do: { change: { of: gone, enabled: true } } }\n"),
            "never");
}

TEST_F(RefusalRun, AServerThatFollowsItsDatabaseIsNotBlamedForAnExchange) {
  EXPECT_EQ(found("profiles: { quick: { like: ata, resync_period: 3s, retry_base: 1s, retry_cap: 2s } }\n"
                  "fleet:\n  homes: { count: 1, profile: quick }\n"
                  "  wrong: { count: 1, profile: quick, identity: wrong-mac }\n"
                  "faults:\n"
                  "  goes: { target: provisioning, at: 20s, do: { change: { of: homes, mac_address: "
                  "\"02:D1:A1:00:00:99\" } } }\n"
                  "  comes: { target: provisioning, at: 50s, do: { change: { of: homes, mac_address: "
                  "\"02:D1:A1:00:00:01\" } } }\n"
                  "  right: { target: provisioning, at: 30s, do: { change: { of: wrong, mac_address: "
                  "\"02:D1:A1:0F:42:41\" } } }\n"),
            "never");
}

TEST_F(RefusalRun, AServerThatFollowsItsDatabaseIsNotBlamedForWhatAProxyRewrites) {
  EXPECT_EQ(found("profiles: { quick: { like: ata, resync_period: 3s, retry_base: 1s, retry_cap: 2s } }\n"
                  "proxies: { cafe: {} }\n"
                  "fleet:\n  homes: { count: 1, profile: quick, through: cafe, identity: wrong-customer }\n"
                  "  others: { count: 1, profile: quick, through: cafe }\n"
                  "faults:\n"
                  "  fix: { target: cafe, from: 10s, until: 60s, do: { request: { replace: { "
                  "\"C100001\": \"C1000019\" } } } }\n"),
            "never");
}

TEST_F(RefusalRun, WhatACacheGivesIsTheDevicesToRefuse) {
  const std::string cached =
      "proxies: { cafe: {} }\nfleet:\n  homes: { count: 1, through: cafe }\n"
      "  strangers: { count: 1, through: cafe, identity: unknown, power_on: { at: 30s }, QUIRKS }\n"
      "faults:\n  cached: { target: cafe, do: { cache_for: 10m } }\n";
  const auto with = [&](const std::string& quirks) {
    std::string yaml = cached;
    return yaml.replace(yaml.find("QUIRKS"), 6, "quirks: " + quirks);
  };
  EXPECT_EQ(found(with("[]")), "never");
  EXPECT_NE(found(with("trusts-any-mac")), "never");
}

}  // namespace
}  // namespace dialtone
