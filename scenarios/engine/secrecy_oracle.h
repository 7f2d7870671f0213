// Holds in every scenario: no password and no credentials stand in what a run leaves (secrets.h). It looks at every
// event; find_leak looks at what is written besides, when the run is over.
#pragma once

#include <string>

#include "scenarios/engine/oracle.h"
#include "scenarios/engine/oracle_context.h"

namespace dialtone {

inline constexpr std::string_view kSecrecyName = "safety: no secret in what a run leaves";

class SecrecyOracle : public Oracle {
 public:
  explicit SecrecyOracle(const OracleContext& context) : fleet_(context.fleet) {}

  void add_interests(Interests& interests) const override { interests.everything = true; }
  void see(const SeenEvent& seen) override;
  bool decided() const override { return true; }
  OracleResult judge(Moment end) const override;

 private:
  const FleetState& fleet_;
  std::uint64_t count_ = 0;
  std::string first_;
};

}  // namespace dialtone
