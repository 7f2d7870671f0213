// Watches a scope (expectation.h) during a run: whether it is open, for all or for one device.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "scenarios/oracles/known/oracle_context.h"
#include "scenarios/oracles/oracle.h"
#include "scenarios/oracles/while_watch.h"

namespace dialtone {

// Makes the scope of an `eventually`: from a fault's end or from a moment on.
OracleScope scope_from(const std::string& after, Duration from);

class ScopeWatch {
 public:
  ScopeWatch(const OracleScope& scope, const OracleContext& context);

  void add_interests(Interests& interests) const;
  void add_looks(std::vector<Moment>& moments) const;
  // Call with every event of interest, when a condition of interest has changed, and at every look.
  void see(const SeenEvent& seen);
  void changed(const SeenEvent& seen) { note_states(seen.event.time); }
  void look(Moment now);

  // Returns true if the scope is open for the device, or for all with kNobody.
  bool is_open(Moment now, DeviceNumber device) const;
  // Returns true if the scope is closed at `now` and will not open again.
  bool is_over(Moment now) const { return end_ != kNever && now >= end_; }
  // Returns true if the scope's fault has a trigger and so may begin and end repeatedly.
  bool may_begin_again() const { return !recorded_.empty() && !happens_once_; }
  // Returns true if each device has its own scope.
  bool is_by_device() const { return scope_.is_by_device(); }
  // Returns true if the scope is open apart from what each device has of its own.
  bool is_open_for_all(Moment now) const { return now >= begin_ && now < end_; }
  // kNever before the scope has begun.
  Moment begin() const { return begin_; }
  // Returns for how long the scope has been open in total, in a run that ended at `end`.
  Duration open_for(Moment end) const;
  // Returns true if a condition within the scope may be judged before the scenario's end: the scope is over, or
  // begins at the run's start.
  bool decided() const;
  // Returns why there was nothing to judge in a run that ended at `end`: `blackout never began`, `no device had
  // settings.stored`, `no device was on`; empty if there was something. `group` is the group that is judged. With
  // `needs_devices`, nothing counts before one of its devices was on.
  std::string why_nothing(const FleetState& fleet, std::size_t group, bool needs_devices, Moment end) const;

 private:
  bool is_one_of(const std::vector<std::uint64_t>& events, std::uint64_t name) const;
  void see_fault(const SeenEvent& seen);
  // Begins or ends a scope that waits for devices to be in a state.
  void note_states(Moment now);
  bool is_met(const GroupState& state) const;
  // Returns the first and the last moment at which the scope was open for all; nullopt if it never was.
  struct OpenTime {
    Moment first{};
    Moment last{};
  };
  std::optional<OpenTime> open_time(Moment end) const;
  bool was_open_for(DeviceNumber device, const OpenTime& open) const;
  std::string why_never_open() const;

  OracleScope scope_;
  const FleetState& fleet_;
  WhileWatch while_;
  Moment begin_{};
  Moment end_ = kNever;
  Moment reached_{};
  // The scope's fault if its beginning and end are taken from recorded events; else empty.
  std::string recorded_;
  // True if that fault begins and ends once.
  bool happens_once_ = false;
  std::uint64_t running_ = 0;
  // The total length of the parts that are over.
  Duration was_open_{};
  Moment first_opened_ = kNever;
  Moment last_closed_{};
  std::vector<std::uint64_t> from_events_;
  std::vector<std::uint64_t> until_events_;
  // By device, the moment of its first `from` event; kNever if there was none.
  std::vector<Moment> begun_;
  std::vector<Moment> over_;
};

}  // namespace dialtone
