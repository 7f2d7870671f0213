// A threshold on a metric: collects the metric's values during the run and compares their aggregate at the end.
#pragma once

#include <deque>
#include <map>

#include "scenarios/language/expectations/metric_name.h"
#include "scenarios/oracles/known/audience.h"
#include "scenarios/oracles/metrics/metric.h"
#include "scenarios/oracles/scope_watch.h"

namespace dialtone {

class MetricOracle : public Oracle {
 public:
  MetricOracle(std::string name, const Threshold& threshold, const OracleContext& context);

  void add_interests(Interests& interests) const override;
  void see(const SeenEvent& seen) override;
  void changed(const SeenEvent& seen) override { scope_.changed(seen); }
  void look(Moment now) override { scope_.look(now); }
  void add_looks(std::vector<Moment>& moments) const override { scope_.add_looks(moments); }
  bool decided() const override { return scope_.decided(); }
  OracleResult judge(Moment end) const override;
  bool could_change(OracleVerdict verdict, Moment end) const override;

 private:
  // A value, its device, and its moment.
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
  // Returns why there was nothing to measure; empty if there was something.
  std::string why_nothing(Moment end) const;
  // Returns the value farthest on the wrong side of the threshold; for a metric that only counts events, the event to
  // show for the count. nullopt if there is none.
  const std::optional<Sample>& extreme() const;
  void explain(const Measured& measured, Moment end, OracleResult& result) const;
  // If there are too few events or values, names the devices with the fewest.
  void name_the_fewest(Moment end, OracleResult& result) const;

  std::string name_;
  Threshold threshold_;
  Metric metric_;
  MetricBound bound_;
  const FleetState& fleet_;
  Audience audience_;
  ScopeWatch scope_;
  // The values of a metric of durations or numbers.
  std::vector<std::int64_t> values_;
  std::optional<Sample> least_;
  std::optional<Sample> most_;
  // By device, the number of events or values; empty if the metric is not about devices.
  std::vector<std::uint32_t> by_device_;
  // By device, the moment of the last event, for a metric of intervals.
  std::map<DeviceNumber, Moment> last_;
  // The number of events, or of completed attempts.
  std::uint64_t count_ = 0;
  std::uint64_t failures_ = 0;
  // For a peak: the moments of the events in the window that ends now, and the largest number of events in any window
  // so far.
  std::deque<Moment> recent_;
  std::uint64_t peak_ = 0;
};

}  // namespace dialtone
