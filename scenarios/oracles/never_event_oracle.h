// Expects that an event never happens.
#pragma once

#include "scenarios/oracles/known/audience.h"
#include "scenarios/oracles/scope_watch.h"

namespace dialtone {

class NeverEventOracle : public Oracle {
 public:
  NeverEventOracle(std::string name, const NeverEvent& what, const OracleContext& context);

  void add_interests(Interests& interests) const override;
  void see(const SeenEvent& seen) override;
  void changed(const SeenEvent& seen) override { scope_.changed(seen); }
  void look(Moment now) override { scope_.look(now); }
  void add_looks(std::vector<Moment>& moments) const override { scope_.add_looks(moments); }
  bool decided() const override { return scope_.decided(); }
  OracleResult judge(Moment end) const override;
  bool could_change(OracleVerdict verdict, Moment end) const override {
    return verdict != OracleVerdict::kFailed && !scope_.is_over(end);
  }

 private:
  std::string name_;
  NeverEvent what_;
  const FleetState& fleet_;
  Audience audience_;
  ScopeWatch scope_;
  std::uint64_t event_;
  std::uint64_t count_ = 0;
  std::string first_;
  Witness witness_;
};

}  // namespace dialtone
