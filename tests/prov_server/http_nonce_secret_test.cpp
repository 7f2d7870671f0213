// The secret of the nonces, drawn again from the seed, equals the one that the server uses.
#include "prov_server/http_nonce_secret.h"

#include "protocol/digest/nonces.h"
#include "tests/prov_server/server_story.h"
#include "wire/digest/challenge.h"

namespace dialtone {
namespace {

class NonceSecretStory : public ServerStory {
 protected:
  // Returns the secret of the n-th boot of the story's server, from 1.
  static HttpNonceSecret drawn(int boot) {
    Chance chance(1, "prov");
    HttpNonceSecret secret;
    for (int i = 0; i < boot; ++i) {
      secret = draw_http_nonce_secret([&](Purpose purpose, std::uint64_t key) { return chance.next(purpose, key); });
    }
    return secret;
  }
  std::string nonce() {
    const http::Response response = ask("GET /provision HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n", 1s).answer();
    EXPECT_EQ(response.status, 401);
    const std::string* challenge = response.headers.find("WWW-Authenticate");
    return challenge == nullptr ? "" : digest::parse_challenge(*challenge)->nonce;
  }
  static bool is_made_with(const HttpNonceSecret& secret, const std::string& nonce) {
    return Nonces(secret.nonce_key(), 1h).judge(nonce, Moment(1h)) != Nonces::Judgement::kForeign;
  }
};

TEST_F(NonceSecretStory, IsTheOneThatTheServerUses) {
  ON_CALL(store_, schemes_in_use()).WillByDefault([]() -> MockStore::Schemes {
    SchemesInUse schemes;
    schemes.digest = true;
    return schemes;
  });
  const std::string first = nonce();
  EXPECT_TRUE(is_made_with(drawn(1), first));
  EXPECT_FALSE(is_made_with(drawn(2), first));
  world_->power_cut(*server_);
  world_->power_on(*server_);
  const std::string second = nonce();
  EXPECT_TRUE(is_made_with(drawn(2), second));
  EXPECT_FALSE(is_made_with(drawn(1), second));
}

}  // namespace
}  // namespace dialtone
