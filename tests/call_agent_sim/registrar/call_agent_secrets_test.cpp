// The secrets of a call agent, drawn again from the seed, equal those that it uses.
#include "call_agent_sim/registrar/call_agent_secrets.h"

#include "protocol/digest/nonces.h"
#include "protocol/sip/identifiers.h"
#include "tests/call_agent_sim/call_agent_world.h"
#include "tests/wanted.h"
#include "wire/sip/parser.h"
#include "wire/sip/transaction_key.h"

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

  std::string last_sent_;
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

// A client can compute the secret of the tags from a tag. Only the hashed secret hides the draws of the nonces.
TEST_F(CallAgentSecretsStory, AreHashedForItsTagsWhereItHasALockout) {
  const auto tag_with = [this](std::uint64_t secret) {
    const sip::Message request = wanted(sip::parse_message(last_sent_));
    const std::string key = wanted(sip::server_transaction_key(request));
    return ";tag=" + sip::Identifiers(secret).to_tag(key);
  };
  for (const bool locks : {false, true}) {
    if (locks) options_.registrar.lockout.rule = LockoutRule{3, 10min};
    start();
    last_sent_ = register_bytes({});
    const std::string to(*wanted(ask(last_sent_)).first(sip::HeaderName::kTo));
    const CallAgentSecrets secrets = drawn(locks ? 2 : 1);
    EXPECT_EQ(to.ends_with(tag_with(secrets.tags)), !locks) << to;
    EXPECT_EQ(to.ends_with(tag_with(secrets.hashed_tags())), locks) << to;
    world_.power_cut(host_);
    run_for(1s);
  }
}

}  // namespace
}  // namespace dialtone
