#include "call_agent_sim/registrar/challenge_texts.h"

#include "wire/digest/challenge.h"

namespace dialtone {

std::vector<std::string> ChallengeTexts::of(std::string_view realm, const std::vector<digest::Algorithm>& algorithms,
                                            std::string_view nonce, bool stale) {
  if (realm != realm_ || algorithms != algorithms_ || nonce.size() != nonce_size_ || stale != stale_) {
    write(realm, algorithms, nonce, stale);
  }
  std::vector<std::string> texts;
  texts.reserve(texts_.size());
  for (const Text& each : texts_) texts.push_back(std::string(each.text).replace(each.nonce_at, nonce.size(), nonce));
  return texts;
}

void ChallengeTexts::write(std::string_view realm, const std::vector<digest::Algorithm>& algorithms,
                           std::string_view nonce, bool stale) {
  realm_ = realm;
  algorithms_ = algorithms;
  nonce_size_ = nonce.size();
  stale_ = stale;
  texts_.clear();
  digest::Challenge challenge;
  challenge.realm = realm;
  challenge.nonce = nonce;
  challenge.stale = stale;
  for (const digest::Algorithm algorithm : algorithms) {
    challenge.algorithm = algorithm;
    std::string text = digest::to_text(challenge);
    const std::size_t nonce_at = text.rfind(nonce);
    texts_.push_back({std::move(text), nonce_at});
  }
}

}  // namespace dialtone
