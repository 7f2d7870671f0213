#include "scenarios/engine/oracle.h"

#include <algorithm>
#include <cassert>

#include "scenarios/engine/metric.h"

namespace dialtone {
namespace {

constexpr std::size_t kNamed = 5;  // devices that a failure names

std::string at(Moment moment) { return to_text(std::chrono::round<std::chrono::milliseconds>(moment - Moment{})); }

std::string joined(const std::vector<std::string_view>& names, std::uint64_t total) {
  std::string text;
  for (const std::string_view name : names) text += (text.empty() ? "" : ", ") + std::string(name);
  if (total > names.size()) text += " and " + std::to_string(total - names.size()) + " more";
  return text;
}

class EventuallyOracle : public Oracle {
 public:
  EventuallyOracle(std::string name, const EventuallyAll& what, const FleetState& fleet, Moment from)
      : name_(std::move(name)), what_(what), group_(fleet.group_number(what.group)), from_(from) {}

  void see(const RecordedEvent& event, const FleetState& fleet, bool changed) override {
    if (changed && !met_at_ && event.time >= from_ && event.time <= deadline()) check(event.time, fleet);
  }
  void look(Moment now, const FleetState& fleet) override {
    if (met_at_ || now < from_) return;
    if (now <= deadline()) check(now, fleet);
    if (met_at_ || now < deadline()) return;
    missed_ = true;
    note_missing(now, fleet);
  }
  void add_looks(std::vector<Moment>& moments) const override {
    moments.push_back(from_);
    moments.push_back(deadline());
  }
  bool decided() const override { return met_at_ || missed_; }

  OracleResult judge(Moment end, const FleetState& fleet) const override {
    OracleResult result{name_, met_at_.has_value(), {}, {}};
    const std::string size = std::to_string(fleet.size(group_));
    if (met_at_) {
      result.measured = "all " + size + " at " + at(*met_at_);
      return result;
    }
    EventuallyOracle last = *this;
    if (!missed_) last.note_missing(end, fleet);
    result.measured = std::to_string(last.count_) + " of " + size + " at " + at(last.looked_);
    result.details.push_back("not " + std::string(to_text(what_.condition)) + ": " + last.missing_);
    return result;
  }

 private:
  Moment deadline() const { return from_ + what_.within; }
  void check(Moment now, const FleetState& fleet) {
    looked_ = std::max(looked_, now);
    if (fleet.count(group_, what_.condition) == fleet.size(group_)) met_at_ = now;
  }
  void note_missing(Moment now, const FleetState& fleet) {
    looked_ = now;
    count_ = fleet.count(group_, what_.condition);
    missing_ = joined(fleet.without(group_, what_.condition, kNamed), fleet.size(group_) - count_);
  }

  std::string name_;
  EventuallyAll what_;
  std::size_t group_;
  Moment from_;
  Moment looked_{};
  std::optional<Moment> met_at_;
  bool missed_ = false;
  std::uint64_t count_ = 0;
  std::string missing_;
};

// Something that must not happen: counts, and remembers the first.
class NeverOracle : public Oracle {
 public:
  explicit NeverOracle(std::string name) : name_(std::move(name)) {}
  bool decided() const override { return true; }
  OracleResult judge(Moment, const FleetState&) const override {
    OracleResult result{name_, count_ == 0, {}, {}};
    result.measured = count_ == 0 ? "never" : std::to_string(count_) + (count_ == 1 ? " time" : " times");
    if (count_ > 0) result.details.push_back("first: " + first_);
    return result;
  }

 protected:
  void happened(const RecordedEvent& event) {
    if (count_++ == 0) first_ = std::string(event.host) + " " + std::string(event.name) + " at " + at(event.time);
  }

 private:
  std::string name_;
  std::uint64_t count_ = 0;
  std::string first_;
};

class NeverEventOracle : public NeverOracle {
 public:
  NeverEventOracle(std::string name, const NeverEvent& what, const FleetState& fleet)
      : NeverOracle(std::move(name)), what_(what), group_(fleet.group_number(what.group)) {}
  void see(const RecordedEvent& event, const FleetState& fleet, bool) override {
    if (event.name != what_.event) return;
    if (what_.group.empty() || group_ + 1 == fleet.group_count() || fleet.group_of(event) == group_) {
      happened(event);
    }
  }

 private:
  NeverEvent what_;
  std::size_t group_;
};

class NeverConditionOracle : public NeverOracle {
 public:
  NeverConditionOracle(std::string name, const NeverCondition& what, const FleetState& fleet)
      : NeverOracle(std::move(name)), what_(what), group_(fleet.group_number(what.group)) {}
  void see(const RecordedEvent& event, const FleetState& fleet, bool changed) override {
    if (!changed) return;
    const std::uint64_t now = fleet.count(group_, what_.condition);
    if (now > before_) happened(event);
    before_ = now;
  }

 private:
  NeverCondition what_;
  std::size_t group_;
  std::uint64_t before_ = 0;
};

class ThresholdOracle : public Oracle {
 public:
  ThresholdOracle(std::string name, Threshold threshold, const FleetState& fleet)
      : name_(std::move(name)), threshold_(std::move(threshold)), group_(fleet.group_number(threshold_.group)) {}
  void see(const RecordedEvent&, const FleetState&, bool) override {}
  bool decided() const override { return true; }
  OracleResult judge(Moment, const FleetState& fleet) const override {
    const std::optional<std::int64_t> value = measure(threshold_, group_, fleet);
    OracleResult result{name_, value && holds(threshold_, *value), {}, {}};
    result.measured = value ? measured_text(threshold_, *value) : "no value";
    if (!result.passed) result.details.push_back("wanted " + threshold_.text);
    return result;
  }

 private:
  std::string name_;
  Threshold threshold_;
  std::size_t group_;
};

Moment start_of(const EventuallyAll& what, const Scenario& scenario, const std::vector<Moment>& fault_ends) {
  for (std::size_t i = 0; i < scenario.faults.size(); ++i) {
    if (scenario.faults[i].name == what.after) return fault_ends[i];
  }
  assert(what.after.empty());
  return Moment(what.from);
}

}  // namespace

std::unique_ptr<Oracle> make_oracle(const Expectation& expectation, const FleetState& fleet, const Scenario& scenario,
                                    const std::vector<Moment>& fault_ends) {
  const std::string& name = expectation.name;
  if (const auto* eventually = std::get_if<EventuallyAll>(&expectation.condition)) {
    return std::make_unique<EventuallyOracle>(name, *eventually, fleet, start_of(*eventually, scenario, fault_ends));
  }
  if (const auto* event = std::get_if<NeverEvent>(&expectation.condition)) {
    return std::make_unique<NeverEventOracle>(name, *event, fleet);
  }
  if (const auto* condition = std::get_if<NeverCondition>(&expectation.condition)) {
    return std::make_unique<NeverConditionOracle>(name, *condition, fleet);
  }
  return std::make_unique<ThresholdOracle>(name, std::get<Threshold>(expectation.condition), fleet);
}

}  // namespace dialtone
