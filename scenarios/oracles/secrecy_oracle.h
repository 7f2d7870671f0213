// Holds in every scenario: nothing that a run writes contains a password, a nonce secret or credentials (secrets.h).
// The oracle checks every event; hide_leaks() (leaks.h) checks the other files after the run.
#pragma once

#include <string>

#include "scenarios/oracles/known/oracle_context.h"
#include "scenarios/oracles/oracle.h"
#include "scenarios/oracles/secrecy/secrets.h"

namespace dialtone {

inline constexpr std::string_view kSecrecyName = "safety: no secret in what a run leaves";

class SecrecyOracle : public Oracle {
 public:
  explicit SecrecyOracle(const OracleContext& context) : secrets_(context.plan, context.fleet.identities()) {}

  void add_interests(Interests& interests) const override { interests.everything = true; }
  void see(const SeenEvent& seen) override;
  bool decided() const override { return true; }
  OracleResult judge(Moment end) const override;

 private:
  Secrets secrets_;
  bool has_looked_ = false;
  std::uint64_t count_ = 0;
  std::string first_;
};

}  // namespace dialtone
