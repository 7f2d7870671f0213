// The user database as a server sees it during faults.
#include "scenarios/faults/faulty_store.h"

#include <gtest/gtest.h>

#include "tests/scenarios/engine/engine_samples.h"

namespace dialtone {
namespace {

using std::chrono::seconds;
using Says = DatabaseAction::Says;

// A store that gives the same answers for every device.
class SampleStore : public SubscriberStore {
 public:
  Result<IdentityMatch, StoreFault> find_by_identity(const Identity&) override {
    return IdentityMatch(IdentityMismatch::kCustomer);
  }
  Result<AccountMatch, StoreFault> find_account(std::string_view, std::string_view device_name) override {
    Account account;
    account.device_name = device_name;
    return AccountMatch(account);
  }
  Result<AccountMatch, StoreFault> find_account_by_username(std::string_view, std::string_view auth_username) override {
    Account account;
    account.auth_username = auth_username;
    return AccountMatch(account);
  }
  Result<NamedAccount, StoreFault> find_account_by_device_name(std::string_view, std::string_view,
                                                               std::string_view) override {
    return NamedAccount{AccountMatch(), true};
  }
  Result<std::vector<AccountMatch>, StoreFault> find_accounts_by_username(std::string_view) override {
    return std::vector<AccountMatch>(3);
  }
  Result<SchemesInUse, StoreFault> schemes_in_use() override { return SchemesInUse{.basic = true}; }
  Result<std::vector<PossiblePassword>, StoreFault> find_provision_passwords(ProvisionAuthentication,
                                                                             std::string_view) override {
    return std::vector<PossiblePassword>{{"one", true}, {"two", true}};
  }
  void refresh() override { ++refreshed; }

  int refreshed = 0;
};

class FaultyStoreTest : public testing::Test {
 protected:
  void add(const std::string& name, Says says, Duration at = seconds(10), Duration until = seconds(20)) {
    Fault& fault = scenario_.faults.emplace_back();
    fault.name = name;
    fault.target = kProvisioningTarget;
    fault.at = at;
    fault.until = until;
    fault.action = DatabaseAction{says};
  }
  FaultyStore faulty(std::string_view target = kProvisioningTarget) {
    return {scenario_, target, open_, store_, [this] { return Moment(now_); }};
  }
  // Returns short forms of the answers to the store's seven queries.
  std::string answers_at(FaultyStore& store, Duration moment) {
    now_ = moment;
    std::string text = text_of(store.find_by_identity({}));
    if (const auto match = store.find_by_identity({})) text += " " + std::string(to_text(*match->mismatch));
    text += ", " + text_of(store.find_account("domain", "name"));
    text += ", " + text_of(store.find_account_by_username("domain", "user"));
    text += ", " + text_of(store.find_account_by_device_name("name", "domain", "realm"));
    text += ", " + text_of(store.find_accounts_by_username("user"));
    text += ", " + text_of(store.schemes_in_use());
    return text + ", " + text_of(store.find_provision_passwords(ProvisionAuthentication::kBasic, "user"));
  }
  template <typename T>
  static std::string text_of(const Result<T, StoreFault>& answer) {
    if (answer) return "answered";
    return answer.error() == StoreFault::kLocked ? "locked" : "gone";
  }
  static std::string answered(IdentityMismatch mismatch = IdentityMismatch::kCustomer) {
    return "answered " + std::string(to_text(mismatch)) +
           ", answered, answered, answered, answered, answered, answered";
  }

  Scenario scenario_ = homes(1);
  OpenWindows open_{scenario_};
  SampleStore store_;
  Duration now_{};
};

const std::string kAllLocked = "locked, locked, locked, locked, locked, locked, locked";
const std::string kAllGone = "gone, gone, gone, gone, gone, gone, gone";

TEST_F(FaultyStoreTest, IsNeededOnlyWhereAFaultIsAboutWhatThatServerReads) {
  EXPECT_FALSE(faulty().is_needed());
  Fault& other = scenario_.faults.emplace_back();
  other.target = kProvisioningTarget;
  other.action = ServerAction{};
  EXPECT_FALSE(faulty().is_needed());
  add("locked", Says::kLocked);
  EXPECT_TRUE(faulty().is_needed());
  EXPECT_FALSE(faulty(kCallAgentTarget).is_needed());
}

TEST_F(FaultyStoreTest, RefusesEveryQuestionInItsWindowOnly) {
  add("locked", Says::kLocked);
  FaultyStore store = faulty();
  EXPECT_EQ(answers_at(store, seconds(10) - Duration(1)), answered());
  EXPECT_EQ(answers_at(store, seconds(10)), kAllLocked);
  EXPECT_EQ(answers_at(store, seconds(20) - Duration(1)), kAllLocked);
  EXPECT_EQ(answers_at(store, seconds(20)), answered());
  scenario_.faults.front().action = DatabaseAction{Says::kGone};
  EXPECT_EQ(answers_at(store, seconds(15)), kAllGone);
}

TEST_F(FaultyStoreTest, PassesOnWhatTheDatabaseSays) {
  add("locked", Says::kLocked);
  FaultyStore store = faulty();
  EXPECT_EQ((*store.find_account("domain", "name"))->device_name, "name");
  EXPECT_EQ((*store.find_account_by_username("domain", "user"))->auth_username, "user");
  EXPECT_TRUE(store.find_account_by_device_name("name", "domain", "realm")->is_ambiguous);
  EXPECT_EQ(store.find_accounts_by_username("user")->size(), 3U);
  EXPECT_TRUE(store.schemes_in_use()->basic);
  EXPECT_EQ(store.find_provision_passwords(ProvisionAuthentication::kBasic, "user")->size(), 2U);
  store.refresh();
  EXPECT_EQ(store_.refreshed, 1);
}

TEST_F(FaultyStoreTest, AConflictIsOnlyOfIdentities) {
  add("conflict", Says::kConflict);
  FaultyStore store = faulty();
  EXPECT_EQ(answers_at(store, seconds(15)), answered(IdentityMismatch::kConflict));
  EXPECT_EQ(answers_at(store, seconds(20)), answered());
}

TEST_F(FaultyStoreTest, OfSeveralThatAreOpenTheFirstDecides) {
  add("gone", Says::kGone, seconds(12), seconds(14));
  add("locked", Says::kLocked);
  add("conflict", Says::kConflict, seconds(10), seconds(30));
  FaultyStore store = faulty();
  EXPECT_EQ(answers_at(store, seconds(11)), kAllLocked);
  EXPECT_EQ(answers_at(store, seconds(12)), kAllGone);
  EXPECT_EQ(answers_at(store, seconds(14)), kAllLocked);
  EXPECT_EQ(answers_at(store, seconds(20)), answered(IdentityMismatch::kConflict));
}

TEST_F(FaultyStoreTest, EachAnswerThatAFaultGaveIsAnActOfItsOwn) {
  add("locked", Says::kLocked);
  add("conflict", Says::kConflict, seconds(20), seconds(30));
  FaultTally tally(scenario_);
  const OpenWindows open(scenario_, &tally);
  FaultyStore store(scenario_, kProvisioningTarget, open, store_, [this] { return Moment(now_); });
  EXPECT_TRUE(store.schemes_in_use());
  now_ = seconds(15);
  EXPECT_FALSE(store.schemes_in_use());
  EXPECT_FALSE(store.find_account("domain", "name"));
  now_ = seconds(25);
  EXPECT_TRUE(store.find_account("domain", "name")) << "a conflict does nothing to accounts";
  EXPECT_TRUE(store.find_by_identity({}));
  EXPECT_EQ(tally.count(scenario_.faults[0]), 2U);
  EXPECT_EQ(tally.count(scenario_.faults[1]), 1U);
}

TEST_F(FaultyStoreTest, WithATriggerIsAsItIsUntilTheRunOpensIt) {
  add("locked", Says::kLocked);
  scenario_.faults.front().when.emplace().event = "provision.accepted";
  FaultyStore store = faulty();
  EXPECT_EQ(answers_at(store, seconds(15)), answered());
  open_.open(scenario_.faults.front(), Moment(seconds(40)));
  EXPECT_EQ(answers_at(store, seconds(40) - Duration(1)), kAllLocked);
  EXPECT_EQ(answers_at(store, seconds(40)), answered());
}

}  // namespace
}  // namespace dialtone
