// Two that hold in every scenario: no device takes another's settings, and no refused identity gets any.
//
// That none runs a bad image is a third of this kind, beside these: it will judge firmware.* events.
#pragma once

#include <string>
#include <vector>

#include "scenarios/engine/oracle.h"
#include "scenarios/engine/oracle_context.h"

namespace dialtone {

class SettingsSafetyOracle : public Oracle {
 public:
  enum class Rule : std::uint8_t {
    kOwnSettings,     // serial numbers and device names in what a device takes and keeps are its own
    kRefusedIdentity  // a group with an identity fault takes and keeps none
  };
  SettingsSafetyOracle(Rule rule, const OracleContext& context);

  void add_interests(Interests& interests) const override;
  void see(const SeenEvent& seen) override;
  bool decided() const override { return true; }
  OracleResult judge(Moment end) const override;

 private:
  // Why it breaks the rule; empty: it does not.
  std::string fault_of(const SeenEvent& seen) const;

  Rule rule_;
  const OracleContext context_;
  std::uint64_t count_ = 0;
  std::string first_;
  Witness witness_;
};

}  // namespace dialtone
