// A threshold on a metric: it gathers the metric's values as the run goes, and compares them at its end.
#pragma once

#include <deque>
#include <map>

#include "scenarios/language/expectations/metric_name.h"
#include "scenarios/oracles/known/audience.h"
#include "scenarios/oracles/metric.h"
#include "scenarios/oracles/scope_watch.h"

namespace dialtone {

class MetricOracle : public Oracle {
 public:
  MetricOracle(std::string name, const Threshold& threshold, const OracleContext& context);

  void add_interests(Interests& interests) const override;
  void see(const SeenEvent& seen) override;
  void look(Moment now) override { scope_.look(now); }
  void add_looks(std::vector<Moment>& moments) const override { scope_.add_looks(moments); }
  bool decided() const override { return scope_.decided(); }
  OracleResult judge(Moment end) const override;
  bool could_change(OracleVerdict verdict, Moment end) const override;

 private:
  // A value, whose it was, and when.
  struct Sample {
    std::int64_t value = 0;
    DeviceNumber device = kNobody;
    std::string host;
    Moment at{};
  };
  void count_event(const SeenEvent& seen);
  void take(std::int64_t value, const SeenEvent& seen);
  void note_interval(const SeenEvent& seen);
  std::optional<Measured> measure(Moment end) const;
  // Of a threshold that holds: why nothing was looked at; empty: something was.
  std::string why_nothing(Moment end) const;
  // Who stands out on the wrong side of the threshold; null: nobody.
  const std::optional<Sample>& extreme() const;
  void explain(const Measured& measured, Moment end, OracleResult& result) const;
  // Of devices with too few events or values: who has the fewest.
  void name_the_fewest(Moment end, OracleResult& result) const;

  std::string name_;
  Threshold threshold_;
  Metric metric_;
  const FleetState& fleet_;
  Audience audience_;
  ScopeWatch scope_;
  // Of durations and numbers.
  std::vector<std::int64_t> values_;
  std::optional<Sample> least_;
  std::optional<Sample> most_;
  // Of each device, how many events or values; empty: it is not about devices.
  std::vector<std::uint32_t> by_device_;
  // By device: the last event, of intervals.
  std::map<DeviceNumber, Moment> last_;
  // Of events, and of attempts that ended.
  std::uint64_t count_ = 0;
  std::uint64_t failures_ = 0;
  // The events of the last second, and the most of them that there ever were.
  std::deque<Moment> recent_;
  std::uint64_t peak_ = 0;
};

}  // namespace dialtone
