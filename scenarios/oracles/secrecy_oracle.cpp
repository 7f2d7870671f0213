#include "scenarios/oracles/secrecy_oracle.h"

namespace dialtone {

void SecrecyOracle::see(const SeenEvent& seen) {
  has_looked_ = true;
  for (const Field& field : seen.event.fields) {
    std::string_view found;
    if (field.kind == Field::Kind::kInteger) {
      if (secrets_.is_secret(field.integer)) found = "a nonce secret";
    } else if (field.kind == Field::Kind::kText && field.text.size() >= Secrets::kShortest) {
      found = secrets_.find(field.text);
    }
    if (found.empty() || count_++ > 0) continue;
    first_ = event_text(seen.event) + ": its " + std::string(field.key) + " has " + std::string(found);
  }
}

OracleResult SecrecyOracle::judge(Moment) const {
  OracleResult result{std::string(kSecrecyName), verdict_of(count_ == 0), times_text(count_), {}};
  if (!has_looked_) result.note_vacuous("nothing was recorded");
  // No witness: its events would show the secret again.
  if (count_ > 0) result.details.push_back("first: " + first_);
  return result;
}

}  // namespace dialtone
