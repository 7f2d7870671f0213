#include "scenarios/engine/leaks.h"

#include <fstream>

#include "scenarios/oracles/secrecy_oracle.h"
#include "tests/scenarios/oracles/oracle_story.h"
#include "wire/digest/credentials.h"
#include "wire/http/basic_credentials.h"

namespace dialtone {
namespace {

class LeakStory : public OracleStory {
 protected:
  LeakStory() {
    begin("liveness: none\n");
    summary_.oracles = {{"never x", OracleVerdict::kFailed, "1 time", {"first: a"}},
                        {std::string(kSecrecyName), OracleVerdict::kPassed, "never", {}}};
    password_ = device_subscriber(plan_->scenario, 0, 1).auth_password;
  }
  void hide() { hide_leaks(Secrets(*plan_, record_->fleet().identities()), folder_.path(), summary_); }

  RunSummary summary_;
  std::string password_;
};

TEST_F(LeakStory, NothingIsHiddenWhereNothingLeaks) {
  std::ofstream(folder_.path() / "plan.yaml") << "scenario: s\n";
  hide();
  EXPECT_TRUE(summary_.oracles[1].passed());
  EXPECT_EQ(summary_.oracles[0].details, std::vector<std::string>{"first: a"});
}

TEST_F(LeakStory, APasswordInAReportIsHiddenAndTold) {
  summary_.oracles[0].details.push_back("  1s  homes-0001  reason=" + password_);
  hide();
  EXPECT_EQ(summary_.oracles[0].details[1], "(hidden: a secret stood here)");
  EXPECT_FALSE(summary_.oracles[1].passed());
  EXPECT_EQ(summary_.oracles[1].details, std::vector<std::string>{"a secret stood in the summary"});
}

TEST_F(LeakStory, AHashAndBasicCredentialsInAReportAreHiddenAndTold) {
  const Subscriber home = device_subscriber(plan_->scenario, 0, 1);
  const std::string hash(
      digest::ha1(digest::Algorithm::kMd5, {home.auth_username, home.auth_password}, "voip.example.net").text());
  const std::string token = http::to_text(http::BasicCredentials{"me", home.auth_password}).substr(6);
  for (const std::string& text : {hash, token}) {
    summary_.oracles[1].verdict = OracleVerdict::kPassed;
    summary_.reasons = {"the server said " + text};
    summary_.oracles[0].why_vacuous = text;
    summary_.left_out = {"never x where reason~" + text};
    hide();
    EXPECT_EQ(summary_.reasons.front(), "(hidden: a secret stood here)");
    EXPECT_EQ(summary_.oracles[0].why_vacuous, "(hidden: a secret stood here)");
    EXPECT_EQ(summary_.left_out.front(), "(hidden: a secret stood here)");
    EXPECT_TRUE(summary_.oracles[1].failed());
  }
}

TEST_F(LeakStory, APasswordInThePlanIsTold) {
  std::ofstream(folder_.path() / "plan.yaml") << "scenario: s\ndescription: \"" << password_ << "\"\n";
  hide();
  EXPECT_EQ(summary_.oracles[1].details, std::vector<std::string>{"a secret stood in plan.yaml"});
}

TEST_F(LeakStory, APasswordInWhoAwaitsWhatIsHiddenAndTold) {
  summary_.stall = "homes-0001\n  life awaits " + password_ + "\n";
  hide();
  EXPECT_EQ(summary_.stall, "(hidden: a secret stood here)");
  EXPECT_FALSE(summary_.oracles[1].passed());
}

TEST_F(LeakStory, WhatTheRunsOwnerSaidIsOnlyHidden) {
  summary_.repeat = "dialtone run s.yaml --set password=" + password_;
  summary_.oracles[0].name = "never x where reason~" + password_;
  hide();
  EXPECT_EQ(summary_.repeat, "(hidden: a secret stood here)");
  EXPECT_EQ(summary_.oracles[0].name, "(hidden: a secret stood here)");
  EXPECT_TRUE(summary_.oracles[1].passed());
}

class GivenPasswordStory : public LeakStory {
 protected:
  GivenPasswordStory() {
    begin(
        "liveness: none\nfaults:\n"
        "  new: { target: provisioning, at: 1m, do: { change: { of: homes, auth_password: hunter22 } } }\n");
  }
};

TEST_F(GivenPasswordStory, ThePlanHasWhatItsFaultsGiveAndNoReportHas) {
  std::ofstream(folder_.path() / "plan.yaml") << "do: { change: { of: homes, auth_password: hunter22 } }\n";
  hide();
  EXPECT_TRUE(summary_.oracles[1].passed());
  summary_.reasons.push_back("no such user (hunter22)");
  hide();
  EXPECT_FALSE(summary_.oracles[1].passed());
}

}  // namespace
}  // namespace dialtone
