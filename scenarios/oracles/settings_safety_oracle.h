// Holds in every scenario: no device takes another's settings. Serial numbers and device names in what it accepts and
// keeps are its own.
//
// That none runs a bad image is another of this kind, beside it: it will judge firmware.* events.
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
  // Whose they are, for the report; empty: its own.
  std::string anothers(const SeenEvent& seen) const;

  const OracleContext context_;
  // Whether any device has taken any.
  bool has_looked_ = false;
  std::uint64_t count_ = 0;
  std::string first_;
  Witness witness_;
};

}  // namespace dialtone
