// A threshold on the time until, at one moment, enough devices of a group are in a state: `registered.time_to:
// p(99)<10m`.
#pragma once

#include "scenarios/language/expectations/metric_name.h"
#include "scenarios/oracles/metrics/metric.h"
#include "scenarios/oracles/scope_watch.h"

namespace dialtone {

class TimeToOracle : public Oracle {
 public:
  TimeToOracle(std::string name, const Threshold& threshold, const OracleContext& context);

  void add_interests(Interests& interests) const override;
  void see(const SeenEvent& seen) override;
  void changed(const SeenEvent& seen) override;
  void look(Moment now) override;
  void add_looks(std::vector<Moment>& moments) const override { scope_.add_looks(moments); }
  // The run continues until enough devices are in the state, or the scope is over.
  bool decided() const override { return met_at_ || scope_.is_over(looked_); }
  OracleResult judge(Moment end) const override;
  bool could_change(OracleVerdict verdict, Moment end) const override;

 private:
  // How many devices the aggregate requires: `p(99)` 99 % of the group, `min` one, `max` all.
  std::uint64_t wanted() const;
  void check(Moment now);
  // In a run that ended at `end` before enough devices were in the state: for how long the scope had been open.
  Measured waited(Moment end) const { return {open_for(end).count()}; }
  // For how long the scope was open before `now`, since the fault of `after` last ended if it did so repeatedly.
  Duration open_for(Moment now) const { return scope_.open_for(now) - open_before_; }
  // The fault of `after` has begun again: results since its previous end do not count.
  void start_again(Moment now);
  bool wants_long() const;
  void note_missing();

  std::string name_;
  Metric metric_;
  MetricBound bound_;
  const FleetState& fleet_;
  std::size_t group_;
  // The fault whose end begins the scope; empty if none does.
  std::string after_;
  ScopeWatch scope_;
  bool has_begun_ = false;
  std::optional<Moment> met_at_;
  Duration time_{};
  // How long the scope was open before the fault of `after` last began.
  Duration open_before_{};
  // The most devices that were in the state at one moment.
  std::uint64_t most_ = 0;
  Moment looked_{};
  // When the scope was over: the names of the first devices that were not in the state, and the number of all that were
  // not.
  std::vector<std::string_view> missing_;
  std::uint64_t missing_count_ = 0;
};

}  // namespace dialtone
