#include "scenarios/oracles/secrecy_oracle.h"
#include "tests/scenarios/oracles/oracle_story.h"

namespace dialtone {
namespace {

class SafetyStory : public OracleStory {
 protected:
  SafetyStory() { begin("liveness: none\n"); }
  Subscriber home(std::uint64_t index) { return device_subscriber(plan_->scenario, 0, index); }
  OracleResult verdict(std::string_view name) {
    for (const OracleResult& result : record_->judge(Moment(minutes(5)))) {
      if (result.name == name) return result;
    }
    ADD_FAILURE() << "no oracle " << name;
    return {};
  }
};

constexpr std::string_view kOwn = "safety: no device takes another's settings";

TEST_F(SafetyStory, ADeviceMayTakeItsOwnSettings) {
  see(seconds(1), "homes-0002", "settings.stored",
      {{"serial_number", std::string_view(home(1).serial_number)}, {"device_name", "line100002"}});
  see(seconds(1), "provisioning", "provision.accepted", {{"serial_number", std::string_view(home(0).serial_number)}});
  EXPECT_TRUE(verdict(kOwn).passed());
}

TEST_F(SafetyStory, ADeviceMayNotTakeAnothers) {
  see(seconds(1), "homes-0002", "settings.stored", {{"device_name", "line100001"}});
  EXPECT_EQ(verdict(kOwn).details, std::vector<std::string>{"first: homes-0002 settings.stored at 1 s, of line100001"});
}

TEST_F(SafetyStory, ADeviceMayNotAcceptAnothers) {
  const std::string serial_number = home(2).serial_number;
  see(seconds(1), "homes-0002", "provision.accepted", {{"serial_number", std::string_view(serial_number)}});
  EXPECT_FALSE(verdict(kOwn).passed());
}

TEST_F(SafetyStory, NoEventShowsAPassword) {
  see(seconds(1), "homes-0001", "provision.failed", {{"reason", "no answer"}});
  EXPECT_TRUE(verdict(kSecrecyName).passed());
  const std::string reason = "wrong password '" + home(1).auth_password + "'";
  see(seconds(2), "homes-0001", "provision.failed", {{"reason", std::string_view(reason)}});
  const OracleResult result = verdict(kSecrecyName);
  EXPECT_FALSE(result.passed());
  EXPECT_EQ(result.details,
            std::vector<std::string>{"first: homes-0001 provision.failed at 2 s: its reason has a password"});
}

TEST_F(OracleStory, SafetyCanBeSwitchedOff) {
  begin("safety: none\n");
  EXPECT_EQ(record_->judge(Moment{}).size(), 1U);
  begin("safety: none\nliveness: none\n");
  EXPECT_TRUE(record_->judge(Moment{}).empty());
}

}  // namespace
}  // namespace dialtone
