// The guide (docs/scenarios.md) agrees with the language on defaults, acts and states.
#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "device_sim/model/profile.h"
#include "scenarios/language/expectations/device_condition.h"
#include "scenarios/language/faults/fault_target.h"
#include "scenarios/language/parties/scenario.h"
#include "tests/build_paths.h"
#include "wire/digest/algorithm.h"

namespace dialtone {
namespace {

class Guide : public testing::Test {
 protected:
  Guide() {
    std::ifstream file(DIALTONE_SOURCE_DIR "/docs/scenarios.md");
    std::stringstream text;
    text << file.rdbuf();
    text_ = text.str();
  }
  void says(const std::string& key, const std::string& value) const {
    EXPECT_NE(text_.find("`" + key + ": " + value + "`"), std::string::npos) << key << ": " << value;
  }
  void says(const std::string& key, Duration value) const { says(key, to_text(value)); }

  std::string text_;
};

TEST_F(Guide, KnowsTheDefaultsOfScenariosAndServers) {
  const Scenario scenario;
  says("seed", std::to_string(scenario.seed));
  says("duration", scenario.duration);
  says("domain", scenario.domain);
  says("expires", Group().expires);
  const CallAgentSettings agent;
  says("cores", std::to_string(agent.cores));
  says("request_cost", agent.request_cost);
  says("latency", agent.link.latency);
  says("nonce_lifetime", agent.nonce_lifetime);
  says("min_expires", agent.min_expires);
  says("max_expires", agent.max_expires);
  says("max_contacts", std::to_string(agent.max_contacts));
  EXPECT_EQ(agent.probe, Duration{});
  EXPECT_EQ(agent.digest_algorithms, (std::vector{digest::Algorithm::kMd5, digest::Algorithm::kSha256}));
  EXPECT_EQ(ProvisioningSettings().digest_algorithms, agent.digest_algorithms);
  EXPECT_TRUE(ProvisioningSettings().limit.empty());
  EXPECT_FALSE(ProvisioningSettings().lockout.rule || agent.lockout.rule);
  const NatOptions nat;
  says("udp_timeout", nat.udp_timeout);
  says("tcp_timeout", nat.tcp_timeout);
  EXPECT_EQ(nat.filtering, NatOptions::Filtering::kAddressAndPortDependent);
  EXPECT_EQ(nat.mapping, NatOptions::Mapping::kEndpointIndependent);
}

TEST_F(Guide, KnowsTheHabitsOfTheUsualDevice) {
  const DeviceProfile profile;
  says("boot_time", profile.boot_time);
  says("boot_spread", profile.boot_spread);
  says("answer_deadline", profile.answer_deadline);
  says("retry_base", profile.provisioning_retry.base);
  says("retry_cap", profile.provisioning_retry.cap);
  EXPECT_NE(text_.find("for the registration " + to_text(profile.registration_retry.base) + " up to " +
                       to_text(profile.registration_retry.cap)),
            std::string::npos);
  EXPECT_EQ(profile.document, DocumentCarrier::kBody);
}

TEST_F(Guide, KnowsEveryAct) {
  for (const TargetKind kind : {TargetKind::kDevices, TargetKind::kProvisioning, TargetKind::kCallAgent,
                                TargetKind::kProxy, TargetKind::kNat}) {
    for (const std::string_view word : acts_on(kind)) {
      EXPECT_NE(text_.find("`" + std::string(word) + ":"), std::string::npos) << word;
    }
  }
}

TEST_F(Guide, KnowsWhatADeviceCanBe) {
  const std::size_t begin = text_.find("**States**");
  const std::string states = text_.substr(begin, text_.find("**When**") - begin);
  for (const std::string_view word : texts_of(kConditionWords)) {
    EXPECT_NE(states.find("`" + std::string(word) + "`"), std::string::npos) << word;
  }
}

}  // namespace
}  // namespace dialtone
