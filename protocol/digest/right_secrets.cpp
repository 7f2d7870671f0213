#include "protocol/digest/right_secrets.h"

#include <algorithm>
#include <iterator>

namespace dialtone {

void RightSecrets::note(const Guesser& owner, const digest::HexHash& ha1) {
  const auto [place, is_new] = places_.try_emplace(owner);
  if (is_new) {
    entries_.push_back({owner});
    place->second = std::prev(entries_.end());
  } else {
    entries_.splice(entries_.end(), entries_, place->second);
  }
  auto& secrets = place->second->secrets;
  if (secrets[0].text() != ha1.text()) {
    secrets[1] = secrets[0];
    secrets[0] = ha1;
  }
  if (entries_.size() > most_) {
    places_.erase(entries_.front().owner);
    entries_.pop_front();
  }
}

bool RightSecrets::prove(const Guesser& owner, const digest::Credentials& credentials, std::string_view method) const {
  const auto found = places_.find(owner);
  if (found == places_.end()) return false;
  const auto& secrets = found->second->secrets;
  return std::any_of(secrets.begin(), secrets.end(), [&](const digest::HexHash& secret) {
    return !secret.text().empty() && digest::verify(credentials, secret.text(), method);
  });
}

}  // namespace dialtone
