#include "scenarios/engine/leaks.h"

#include <fstream>

#include "scenarios/engine/secrecy_oracle.h"
#include "tests/scenarios/engine/oracle_story.h"

namespace dialtone {
namespace {

class LeakStory : public OracleStory {
 protected:
  LeakStory() {
    begin("liveness: none\n");
    summary_.oracles = {{"never x", false, "1 time", {"first: a"}}, {std::string(kSecrecyName), true, "never", {}}};
    password_ = device_subscriber(plan_->scenario, 0, 1).auth_password;
  }
  void hide() { hide_leaks(record_->fleet().identities(), folder_.path(), summary_); }

  RunSummary summary_;
  std::string password_;
};

TEST_F(LeakStory, NothingIsHiddenWhereNothingLeaks) {
  std::ofstream(folder_.path() / "plan.yaml") << "scenario: s\n";
  hide();
  EXPECT_TRUE(summary_.oracles[1].passed);
  EXPECT_EQ(summary_.oracles[0].details, std::vector<std::string>{"first: a"});
}

TEST_F(LeakStory, APasswordInAReportIsHiddenAndTold) {
  summary_.oracles[0].details.push_back("  1s  homes-0001  reason=" + password_);
  hide();
  EXPECT_EQ(summary_.oracles[0].details[1], "(hidden: a secret stood here)");
  EXPECT_FALSE(summary_.oracles[1].passed);
  EXPECT_EQ(summary_.oracles[1].details, std::vector<std::string>{"a secret stood in the summary"});
}

TEST_F(LeakStory, APasswordInThePlanIsTold) {
  std::ofstream(folder_.path() / "plan.yaml") << "scenario: s\ndescription: \"" << password_ << "\"\n";
  hide();
  EXPECT_EQ(summary_.oracles[1].details, std::vector<std::string>{"a secret stood in plan.yaml"});
}

}  // namespace
}  // namespace dialtone
