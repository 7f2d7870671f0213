#include "scenarios/engine/secrecy_oracle.h"

namespace dialtone {

void SecrecyOracle::see(const SeenEvent& seen) {
  for (const Field& field : seen.event.fields) {
    if (field.kind != Field::Kind::kText || field.text.size() < Secrets::kShortest) continue;
    const std::string_view found = secrets_.find(field.text);
    if (found.empty() || count_++ > 0) continue;
    first_ = event_text(seen.event) + ": its " + std::string(field.key) + " has " + std::string(found);
  }
}

OracleResult SecrecyOracle::judge(Moment) const {
  OracleResult result{std::string(kSecrecyName), count_ == 0, times_text(count_), {}};
  // Its events would show the secret once more.
  if (count_ > 0) result.details.push_back("first: " + first_);
  return result;
}

}  // namespace dialtone
