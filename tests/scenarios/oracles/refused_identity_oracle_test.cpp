// No refused identity gets settings: judged by what the server sends and what devices accept.
#include "scenarios/oracles/refused_identity_oracle.h"

#include "tests/scenarios/oracles/refusal_story.h"

namespace dialtone {
namespace {

constexpr const char* kDisable =
    "faults:\n  departs: { target: provisioning, at: 1m, do: { change: { of: homes, enabled: false } } }\n"
    "  returns: { target: provisioning, at: 3m, do: { change: { of: homes, enabled: true } } }\n";

class FalseIdentityStory : public RefusalStory {
 protected:
  FalseIdentityStory() {
    begin(
        "liveness: none\nfaults:\n  f: { target: homes, from: 1m, until: 3m, do: { identity: wrong-mac } }\n"
        "  g: { target: homes, from: 1m, until: 3m, do: { quirk: ignores-notify } }\n");
  }
  void change(Duration at, std::string_view what = "identity") {
    see(at, "homes-0001", "device.changed", {{"fault", "f"}, {"change", what}});
  }
  void restore(Duration at) { see(at, "homes-0001", "device.restored", {{"fault", "f"}, {"change", "identity"}}); }
  void fetch(Duration at) { see(at, "homes-0001", "provision.request"); }
  void take(Duration at) { see(at, "homes-0001", "provision.accepted"); }
};

TEST_F(FalseIdentityStory, MustGetNothingWhereItWasAskedWith) {
  change(seconds(60));
  fetch(seconds(70));
  EXPECT_TRUE(verdict().passed());
  take(seconds(71));
  EXPECT_TRUE(verdict().failed());
  EXPECT_EQ(witness(), "homes-0001");
  EXPECT_NE(found().find("who stated an identity that the database does not have"), std::string::npos) << found();
}

TEST_F(FalseIdentityStory, IsOneOnlyWhileItLasts) {
  fetch(seconds(59));
  change(seconds(60));
  take(seconds(61));
  fetch(seconds(62));
  restore(seconds(63));
  take(seconds(64));
  fetch(seconds(65));
  take(seconds(66));
  EXPECT_TRUE(verdict().passed()) << found();
}

TEST_F(FalseIdentityStory, LastsUntilTheLastOfSeveralFaultsIsOver) {
  change(seconds(60));
  change(seconds(61));
  restore(seconds(62));
  fetch(seconds(63));
  take(seconds(64));
  EXPECT_TRUE(verdict().failed());
}

TEST_F(FalseIdentityStory, IsNoOtherChange) {
  change(seconds(60), "quirk");
  fetch(seconds(63));
  take(seconds(64));
  EXPECT_TRUE(verdict().passed()) << found();
}

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
// The customer number that the strangers state; their row has another.
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
  // With several processes, the database has the change a little later than the run knows of it.
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

}  // namespace
}  // namespace dialtone
