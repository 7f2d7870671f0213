// The changes that faults make to a run's database as the operator.
#include "scenarios/engine/subscriber_changes.h"

#include <gtest/gtest.h>

#include "scenarios/sites/cast.h"
#include "tests/scenarios/engine/engine_samples.h"

namespace dialtone {
namespace {

class SubscriberChangesTest : public testing::Test {
 protected:
  SubscriberChangesTest() {
    Scenario scenario = homes(2);
    scenario.fleet.push_back(scenario.fleet.front());
    scenario.fleet.back().name = "offices";
    // A fault with an empty change.
    scenario.faults.emplace_back().action = ChangeAction{"homes", {}};
    plan_ = make_plan(std::move(scenario));
  }
  void import() {
    const Result<void> imported = changes_.import(simulated_servers(plan_.scenario));
    ASSERT_TRUE(imported) << imported.error().reason;
  }
  // Returns why the change is refused; empty if it is made.
  std::string refusal_of(std::vector<std::pair<std::string, std::string>> columns, const std::string& of = "homes") {
    const Result<void> applied = changes_.apply({of, std::move(columns)});
    return applied ? std::string() : applied.error().reason;
  }
  // Returns the rows of two homes and two offices, in this order.
  std::vector<Subscriber> rows() { return *store_->all(); }

  TemporaryFolder folder_;
  std::unique_ptr<SqliteSubscriberStore> store_ = *SqliteSubscriberStore::open(
      (folder_.path() / "subscribers.db").string(), SqliteSubscriberStore::Mode::kReadWriteCreate);
  Plan plan_;
  SubscriberChanges changes_{plan_, *store_};
};

TEST_F(SubscriberChangesTest, ImportTheRowsOfAllDevices) {
  import();
  EXPECT_EQ(rows(), plan_subscribers(plan_, simulated_servers(plan_.scenario)));
  EXPECT_EQ(rows().size(), 4U);
}

TEST_F(SubscriberChangesTest, ChangeTheColumnsOfTheirGroupAndCountTheRevisionUp) {
  import();
  std::vector<Subscriber> expected = rows();
  for (std::size_t row : {0U, 1U}) {
    expected[row].auth_password = "another";
    expected[row].expires = 600;
    ++expected[row].settings_revision;
  }
  EXPECT_EQ(refusal_of({{"auth_password", "another"}, {"expires", "600"}}), "");
  EXPECT_EQ(rows(), expected) << "and nothing else";
}

TEST_F(SubscriberChangesTest, ChangeWhatTheChangesBeforeLeft) {
  import();
  const std::uint64_t revision = rows()[0].settings_revision;
  EXPECT_EQ(refusal_of({{"auth_password", "another"}}), "");
  EXPECT_EQ(refusal_of({{"expires", "600"}}), "");
  EXPECT_EQ(rows()[0].auth_password, "another");
  EXPECT_EQ(rows()[0].expires, 600U);
  EXPECT_EQ(rows()[0].settings_revision, revision + 2);
}

TEST_F(SubscriberChangesTest, TakeTheRevisionThatTheChangeSays) {
  import();
  EXPECT_EQ(refusal_of({{"settings_revision", "40"}}), "");
  EXPECT_EQ(rows()[0].settings_revision, 40U);
  EXPECT_EQ(refusal_of({{"enabled", "false"}}), "");
  EXPECT_EQ(rows()[0].settings_revision, 41U);
  EXPECT_FALSE(rows()[0].enabled);
  EXPECT_TRUE(rows()[2].enabled);
}

TEST_F(SubscriberChangesTest, RefuseAValueThatIsNoneOfTheColumnsAndNameIt) {
  import();
  const std::vector<Subscriber> before = rows();
  EXPECT_EQ(refusal_of({{"expires", "soon"}}).substr(0, 10), "'expires' ");
  EXPECT_EQ(rows(), before);
}

TEST_F(SubscriberChangesTest, RefusedOnesLeaveNothingForThoseThatFollow) {
  import();
  const std::vector<Subscriber> before = rows();
  EXPECT_NE(refusal_of({{"mac_address", "02:00:00:00:00:01"}}), "") << "two rows cannot have one address";
  EXPECT_EQ(rows(), before);
  EXPECT_EQ(refusal_of({{"expires", "600"}}), "");
  EXPECT_EQ(rows()[0].mac_address, before[0].mac_address);
  EXPECT_EQ(rows()[0].expires, 600U);
  EXPECT_EQ(rows()[0].settings_revision, before[0].settings_revision + 1);
}

TEST_F(SubscriberChangesTest, LeaveOutDevicesThatHaveNoRow) {
  plan_.scenario.fleet.front().identity = IdentityFault::kUnknown;
  import();
  EXPECT_EQ(rows().size(), 2U);
  EXPECT_EQ(refusal_of({{"expires", "600"}}), "");
  EXPECT_EQ(rows().size(), 2U);
}

}  // namespace
}  // namespace dialtone
