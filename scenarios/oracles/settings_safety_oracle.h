// Holds in every scenario: no device accepts another device's settings. The serial numbers and device names in the
// settings that a device accepts and stores must be its own.
#pragma once

#include <string>

#include "scenarios/oracles/known/oracle_context.h"
#include "scenarios/oracles/oracle.h"

namespace dialtone {

class SettingsSafetyOracle : public Oracle {
 public:
  explicit SettingsSafetyOracle(const OracleContext& context) : context_(context) {}

  void add_interests(Interests& interests) const override;
  void see(const SeenEvent& seen) override;
  bool decided() const override { return true; }
  OracleResult judge(Moment end) const override;

 private:
  // Returns the name of the settings' owner; empty if they are the device's own.
  std::string anothers(const SeenEvent& seen) const;

  const OracleContext context_;
  // True once any device has accepted settings.
  bool has_looked_ = false;
  std::uint64_t count_ = 0;
  std::string first_;
  Witness witness_;
};

}  // namespace dialtone
