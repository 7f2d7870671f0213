// The secrets of a call agent, drawn again from the seed, equal those that it uses.
#include "call_agent_sim/registrar/call_agent_secrets.h"

#include "protocol/digest/nonces.h"
#include "tests/call_agent_sim/call_agent_world.h"

namespace dialtone {
namespace {

using namespace std::chrono_literals;

class CallAgentSecretsStory : public CallAgentWorld {
 protected:
  // Returns the secrets of the n-th boot of the story's call agent, from 1.
  static CallAgentSecrets drawn(int boot) {
    Chance chance(1, "call_agent");
    CallAgentSecrets secrets;
    for (int i = 0; i < boot; ++i) {
      secrets = draw_call_agent_secrets([&](Purpose purpose, std::uint64_t key) { return chance.next(purpose, key); });
    }
    return secrets;
  }
  static bool is_made_with(const CallAgentSecrets& secrets, const std::string& nonce) {
    return Nonces(secrets.nonce_key(), 1h).judge(nonce, Moment(1h)) != Nonces::Judgement::kForeign;
  }
};

TEST_F(CallAgentSecretsStory, AreTheOnesThatItUses) {
  start();
  const std::string first = fetch_nonce();
  EXPECT_TRUE(is_made_with(drawn(1), first));
  EXPECT_FALSE(is_made_with(drawn(2), first));
  world_.power_cut(host_);
  run_for(1s);
  start();
  const std::string second = fetch_nonce();
  EXPECT_TRUE(is_made_with(drawn(2), second));
  EXPECT_FALSE(is_made_with(drawn(1), second));
}

}  // namespace
}  // namespace dialtone
