// Expects an event within a time: once, or for each device of a group.
#pragma once

#include <optional>

#include "scenarios/oracles/known/audience.h"
#include "scenarios/oracles/scope_watch.h"

namespace dialtone {

class EventuallyEventOracle : public Oracle {
 public:
  EventuallyEventOracle(std::string name, const EventuallyEvent& what, const OracleContext& context);

  void add_interests(Interests& interests) const override;
  void see(const SeenEvent& seen) override;
  void look(Moment now) override;
  void add_looks(std::vector<Moment>& moments) const override;
  bool decided() const override { return met_at_ || missed_; }
  OracleResult judge(Moment end) const override;
  bool could_change(OracleVerdict, Moment) const override { return !decided(); }

 private:
  Moment deadline() const { return start_.begin() == kNever ? kNever : start_.begin() + what_.within; }
  // How many devices must have the event if each device needs it; otherwise how many events there must be.
  std::uint64_t wanted() const;

  std::string name_;
  EventuallyEvent what_;
  const FleetState& fleet_;
  Audience audience_;
  ScopeWatch start_;
  std::uint64_t event_;
  // By device: true once the device has had the event. Empty unless each device needs the event.
  std::vector<bool> has_;
  std::uint64_t count_ = 0;
  std::optional<Moment> met_at_;
  bool missed_ = false;
};

}  // namespace dialtone
