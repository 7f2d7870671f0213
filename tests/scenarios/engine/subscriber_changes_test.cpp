// The operator's changes in the user database of a run.
#include "scenarios/engine/subscriber_changes.h"

#include <gtest/gtest.h>

#include "tests/scenarios/engine/engine_samples.h"

namespace dialtone {
namespace {

class SubscriberChangesTest : public testing::Test {
 protected:
  SubscriberChangesTest() {
    scenario_.fleet.push_back(scenario_.fleet.front());
    scenario_.fleet.back().name = "offices";
    auto opened = SqliteSubscriberStore::open((folder_.path() / "subscribers.db").string(),
                                              SqliteSubscriberStore::Mode::kReadWriteCreate);
    store_ = std::move(*opened);
  }
  // Plans the change of `columns` of the homes' rows, and imports.
  void plan(std::vector<std::pair<std::string, std::string>> columns) {
    Fault fault;
    fault.name = "operator";
    fault.target = kProvisioningTarget;
    fault.action = ChangeAction{"homes", std::move(columns)};
    scenario_.faults.push_back(fault);
    plan_ = make_plan(scenario_);
    changes_.emplace(plan_, *store_);
    ASSERT_TRUE(changes_->import(simulated_servers(plan_.scenario)));
  }
  Result<void> apply() { return changes_->apply(std::get<ChangeAction>(plan_.scenario.faults.front().action)); }
  // The rows of a group, in their order.
  std::vector<Subscriber> rows(std::size_t group) const {
    std::vector<Subscriber> found;
    const Result<std::vector<Subscriber>> all = store_->all();
    for (const PlannedDevice& device : *plan_.scenario.fleet[group].devices) {
      const std::string serial = device_subscriber(plan_.scenario, group, device.index).serial_number;
      for (const Subscriber& row : *all) {
        if (row.serial_number == serial) found.push_back(row);
      }
    }
    return found;
  }

  const TemporaryFolder folder_;
  Scenario scenario_ = homes(2);
  Plan plan_;
  std::unique_ptr<SqliteSubscriberStore> store_;
  std::optional<SubscriberChanges> changes_;
};

TEST_F(SubscriberChangesTest, ChangeTheirGroupAndRaiseItsRevision) {
  plan({{"expires", "120"}, {"enabled", "false"}});
  const std::vector<Subscriber> before = rows(0);
  ASSERT_TRUE(apply());
  const std::vector<Subscriber> after = rows(0);
  ASSERT_EQ(after.size(), 2U);
  for (std::size_t i = 0; i < 2; ++i) {
    EXPECT_EQ(after[i].expires, 120U);
    EXPECT_FALSE(after[i].enabled);
    EXPECT_EQ(after[i].settings_revision, before[i].settings_revision + 1);
    EXPECT_EQ(after[i].auth_password, before[i].auth_password) << "what is not named stays";
    EXPECT_EQ(after[i].call_agent_address, before[i].call_agent_address);
  }
  for (const Subscriber& other : rows(1)) {
    EXPECT_TRUE(other.enabled);
    EXPECT_EQ(other.settings_revision, 1U);
  }
}

TEST_F(SubscriberChangesTest, AddUp) {
  plan({{"expires", "120"}});
  ASSERT_TRUE(apply());
  ASSERT_TRUE(apply());
  ASSERT_TRUE(changes_->apply({"homes", {{"enabled", "false"}}}));
  EXPECT_EQ(rows(0).front().settings_revision, 4U);
  EXPECT_EQ(rows(0).front().expires, 120U) << "the first change is not undone";
  EXPECT_FALSE(rows(0).front().enabled);
}

TEST_F(SubscriberChangesTest, TakeARevisionThatIsNamed) {
  plan({{"settings_revision", "7"}});
  ASSERT_TRUE(apply());
  EXPECT_EQ(rows(0).front().settings_revision, 7U);
}

TEST_F(SubscriberChangesTest, ThatMakeNoSubscriberChangeNothing) {
  plan({{"expires", "soon"}});
  const Result<void> changed = apply();
  ASSERT_FALSE(changed);
  EXPECT_NE(changed.error().reason.find("expires"), std::string::npos) << changed.error().reason;
  EXPECT_EQ(rows(0).front().settings_revision, 1U);
}

TEST_F(SubscriberChangesTest, OfAGroupThatHasNoRowsDoNothing) {
  scenario_.fleet.front().identity = IdentityFault::kUnknown;
  plan({{"expires", "120"}});
  EXPECT_TRUE(apply());
  EXPECT_TRUE(rows(0).empty());
  EXPECT_EQ(rows(1).size(), 2U);
}

}  // namespace
}  // namespace dialtone
