// A threshold on how long devices were in a state or out of it: `registered.gap`, `registered.total`,
// `unregistered.total`.
#pragma once

#include "scenarios/language/expectations/metric_name.h"
#include "scenarios/oracles/metrics/metric.h"
#include "scenarios/oracles/scope_watch.h"

namespace dialtone {

class StateTimesOracle : public Oracle {
 public:
  StateTimesOracle(std::string name, const Threshold& threshold, const OracleContext& context);

  void add_interests(Interests& interests) const override;
  void see(const SeenEvent& seen) override;
  void changed(const SeenEvent& seen) override;
  void look(Moment now) override;
  void add_looks(std::vector<Moment>& moments) const override { scope_.add_looks(moments); }
  // For a gap, the run continues while a device has lost the state and not regained it; for a total, to the end of the
  // scope.
  bool decided() const override;
  OracleResult judge(Moment end) const override;
  bool could_change(OracleVerdict verdict, Moment end) const override;

 private:
  struct Device {
    bool has_been_on = false;
    bool is_so = false;
    // While the device has the state: since when.
    Moment so_since{};
    // When the device lost the state within the scope; kNever if it has the state or never lost it.
    Moment lost = kNever;
    // The sum of the device's completed times, for a total.
    Duration total{};
    // While a time counts towards the total: how long the scope had been open when this time began; otherwise negative.
    Duration since = Duration(-1);
  };
  // A gap or total, its device, and when it ended; an unfinished one ends with the run.
  struct Value {
    std::int64_t length = 0;
    DeviceNumber device = kNobody;
    Moment until{};
  };
  void update_all(Moment now);
  void update(DeviceNumber number, Moment now);
  void count_total(Device& device, Moment now) const;
  // The values of a run that ended at `end`. An unfinished gap has its length so far.
  std::vector<Value> values(Moment end) const;
  std::optional<Measured> measure(const std::vector<Value>& values) const;
  std::string why_nothing(Moment end) const;
  void explain(const Measured& measured, const std::vector<Value>& values, Moment end, OracleResult& result) const;

  std::string name_;
  Metric metric_;
  MetricBound bound_;
  const FleetState& fleet_;
  std::size_t group_;
  ScopeWatch scope_;
  std::vector<Device> devices_;
  // The finished gaps.
  std::vector<Value> gaps_;
  std::uint64_t open_gaps_ = 0;
  // True if a device had the state while the scope was open.
  bool was_any_so_ = false;
  Moment reached_{};
};

}  // namespace dialtone
