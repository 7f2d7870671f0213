// What a server hears from its user database under faults.
#include "scenarios/engine/faulty_store.h"

#include <gtest/gtest.h>

#include "subscribers/sqlite_store.h"
#include "tests/scenarios/engine/engine_samples.h"

namespace dialtone {
namespace {

using std::chrono::seconds;
using Says = DatabaseAction::Says;

class FaultyStoreTest : public testing::Test {
 protected:
  FaultyStoreTest() {
    auto opened = SqliteSubscriberStore::open((folder_.path() / "subscribers.db").string(),
                                              SqliteSubscriberStore::Mode::kReadWriteCreate);
    store_ = std::move(*opened);
    EXPECT_TRUE(store_->import(std::span(&row_, 1)));
  }
  // From 10 s until 20 s.
  Fault& add(Says says, std::string_view target = kProvisioningTarget) {
    Fault& fault = scenario_.faults.emplace_back();
    fault.name = "fault-" + std::to_string(scenario_.faults.size());
    fault.target = target;
    fault.at = seconds(10);
    fault.until = seconds(20);
    fault.action = DatabaseAction{says};
    return fault;
  }
  FaultyStore faulty() {
    return {scenario_, kProvisioningTarget, open_, *store_, [this] { return Moment(now_); }};
  }
  Identity identity() const { return {row_.serial_number, row_.mac_address, row_.customer_number}; }
  // Every question, and whether it has failed with that.
  int failures(FaultyStore& store, StoreFault fault) const {
    int count = 0;
    const auto note = [&](const auto& answer) { count += !answer.ok() && answer.error() == fault ? 1 : 0; };
    note(store.find_by_identity(identity()));
    note(store.find_account(row_.domain, row_.device_name));
    note(store.find_account_by_username(row_.domain, row_.auth_username));
    note(store.schemes_in_use());
    note(store.find_provision_passwords(ProvisionAuthentication::kDigest, "x"));
    return count;
  }

  const TemporaryFolder folder_;
  Scenario scenario_ = homes(1);
  const OpenWindows open_{scenario_};
  const Subscriber row_ = device_subscriber(scenario_, 0, 0);
  std::unique_ptr<SqliteSubscriberStore> store_;
  Duration now_ = seconds(15);
};

TEST_F(FaultyStoreTest, IsTheDatabaseOutsideOfItsFaults) {
  add(Says::kGone);
  FaultyStore store = faulty();
  for (const Duration moment : {seconds(10) - Duration(1), Duration(seconds(20))}) {
    now_ = moment;
    EXPECT_EQ(failures(store, StoreFault::kGone), 0);
    const auto found = store.find_by_identity(identity());
    ASSERT_TRUE(found);
    EXPECT_TRUE(std::holds_alternative<Subscriber>(*found));
    EXPECT_TRUE(store.find_account(row_.domain, row_.device_name)->has_value());
  }
}

TEST_F(FaultyStoreTest, AnswersNoQuestionWhileItIsLockedOrGone) {
  add(Says::kLocked);
  FaultyStore locked = faulty();
  now_ = seconds(10);
  EXPECT_EQ(failures(locked, StoreFault::kLocked), 5);
  scenario_.faults.clear();
  add(Says::kGone);
  FaultyStore gone = faulty();
  EXPECT_EQ(failures(gone, StoreFault::kGone), 5);
}

TEST_F(FaultyStoreTest, FindsAConflictForWhoeverAsksForSettingsAndElseAnswers) {
  add(Says::kConflict);
  FaultyStore store = faulty();
  const auto found = store.find_by_identity(identity());
  ASSERT_TRUE(found);
  ASSERT_TRUE(std::holds_alternative<IdentityMismatch>(*found));
  EXPECT_EQ(std::get<IdentityMismatch>(*found), IdentityMismatch::kConflict);
  EXPECT_TRUE(store.find_account(row_.domain, row_.device_name)->has_value());
  EXPECT_TRUE(store.schemes_in_use());
}

TEST_F(FaultyStoreTest, SaysWhatTheFirstOfSeveralFaultsSays) {
  add(Says::kLocked).until = seconds(12);
  add(Says::kGone);
  FaultyStore store = faulty();
  now_ = seconds(11);
  EXPECT_EQ(failures(store, StoreFault::kLocked), 5);
  now_ = seconds(12);
  EXPECT_EQ(failures(store, StoreFault::kGone), 5);
}

TEST_F(FaultyStoreTest, IsNeededOnlyByTheServerThatAFaultIsAbout) {
  add(Says::kLocked, kCallAgentTarget);
  EXPECT_FALSE(faulty().is_needed());
  add(Says::kLocked);
  EXPECT_TRUE(faulty().is_needed());
}

}  // namespace
}  // namespace dialtone
