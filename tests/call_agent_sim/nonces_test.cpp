#include "call_agent_sim/nonces.h"

#include <gtest/gtest.h>

namespace dialtone {
namespace {

using namespace std::chrono_literals;
using Judgement = Nonces::Judgement;

const Endpoint kPeer{IpAddress::v4(10, 0, 0, 42), 5060};

TEST(Nonces, AreFreshForTheirLifetime) {
  const Nonces nonces("secret", 30s);
  const std::string nonce = nonces.issue(Moment(5s), kPeer);
  EXPECT_EQ(nonces.judge(nonce, Moment(5s)), Judgement::kFresh);
  EXPECT_EQ(nonces.judge(nonce, Moment(35s - 1ns)), Judgement::kFresh);
  EXPECT_EQ(nonces.judge(nonce, Moment(35s)), Judgement::kExpired);
}

TEST(Nonces, DifferByMomentAndPeer) {
  const Nonces nonces("secret", 30s);
  EXPECT_NE(nonces.issue(Moment(1s), kPeer), nonces.issue(Moment(2s), kPeer));
  EXPECT_NE(nonces.issue(Moment(1s), kPeer), nonces.issue(Moment(1s), {kPeer.address, 5061}));
}

TEST(Nonces, CannotBeMadeUp) {
  const Nonces nonces("secret", 30s);
  const std::string nonce = nonces.issue(Moment(1s), kPeer);
  for (std::size_t i = 0; i < nonce.size(); ++i) {
    std::string forged = nonce;
    forged[i] = forged[i] == '0' ? '1' : '0';
    EXPECT_EQ(nonces.judge(forged, Moment(1s)), Judgement::kForeign) << i;
    EXPECT_EQ(nonces.judge(nonce.substr(0, i), Moment(1s)), Judgement::kForeign) << i;
  }
  EXPECT_EQ(Nonces("other", 30s).judge(nonce, Moment(1s)), Judgement::kForeign);
}

}  // namespace
}  // namespace dialtone
