// Watches a scope (expectation.h) during a run: whether it is open, for all devices or for one.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "scenarios/oracles/known/oracle_context.h"
#include "scenarios/oracles/oracle.h"
#include "scenarios/oracles/while_watch.h"

namespace dialtone {

// Makes the scope of an `eventually`: from the end of the fault `after` or from the moment `from` on.
OracleScope scope_from(const std::string& after, Duration from);

class ScopeWatch {
 public:
  ScopeWatch(const OracleScope& scope, const OracleContext& context);

  void add_interests(Interests& interests) const;
  void add_looks(std::vector<Moment>& moments) const;
  // The caller must pass on every event of interest, every change of a condition of interest, and every look.
  void see(const SeenEvent& seen);
  void changed(const SeenEvent& seen);
  void look(Moment now);

  // Returns true if the scope is open for the device or, with kNobody, for all devices.
  bool is_open(Moment now, DeviceNumber device) const;
  // Returns true if the scope is closed at `now` and will not open again.
  bool is_over(Moment now) const { return end_ != kNever && now >= end_; }
  // Returns true if the scope's fault has a trigger and so may begin and end repeatedly.
  bool may_begin_again() const { return !recorded_.empty() && !happens_once_; }
  // Returns true if each device has its own scope.
  bool is_by_device() const { return scope_.is_by_device(); }
  // Returns true if the scope is open, disregarding the parts that each device has separately.
  bool is_open_for_all(Moment now) const { return now >= begin_ && now < end_; }
  // Returns true if the scope was open for the device at some time of [from, until]. Of a `while` that was so several
  // times, only the last time counts; is_open() at each change tells of the others.
  bool was_open_within(DeviceNumber device, Moment from, Moment until) const;
  // kNever before the scope has begun.
  Moment begin() const { return begin_; }
  // Returns for how long in total the scope was open in a run that ended at `end`.
  Duration open_for(Moment end) const;
  // Returns true if the run need not continue for this scope: it is over, or it began at the run's start.
  bool decided() const;
  // Returns why there was nothing to judge in a run that ended at `end`: `blackout never began`, `no device had
  // settings.stored`, `no device was on`; empty if there was something. `group` is the group that is judged. If
  // `needs_devices`, time before any of its devices was on does not count.
  std::string why_nothing(const FleetState& fleet, std::size_t group, bool needs_devices, Moment end) const;

 private:
  bool is_one_of(const std::vector<std::uint64_t>& events, std::uint64_t name) const;
  void see_fault(const SeenEvent& seen);
  // Begins or ends a scope that has a GroupState as its beginning or end.
  void note_states(Moment now);
  bool is_met(const GroupState& state) const;
  // Returns the first and the last moment at which the scope was open for all devices; nullopt if it never was.
  struct OpenTime {
    Moment first{};
    Moment last{};
  };
  std::optional<OpenTime> open_time(Moment end) const;
  // Returns the part of `open` in which the scope was open for the device, disregarding `while`; nullopt if there is
  // none.
  std::optional<OpenTime> open_time_of(DeviceNumber device, const OpenTime& open) const;
  static bool overlap(const WhileWatch::Time& time, const OpenTime& open);
  // Returns true if there is no `while`, or if it held for the device at some moment of `open`.
  bool has_held(DeviceNumber device, const OpenTime& open) const;
  // Notes for which devices a `while` that has just ended had held when the scope was open.
  void note_held(Moment now);
  std::string why_never_open() const;
  std::string why_nobody_on(const FleetState& fleet, std::size_t group, Moment end) const;

  OracleScope scope_;
  const FleetState& fleet_;
  WhileWatch while_;
  Moment begin_{};
  Moment end_ = kNever;
  Moment reached_{};
  // The name of the scope's fault if recorded events decide its beginning and end; otherwise empty.
  std::string recorded_;
  // True if that fault begins and ends once.
  bool happens_once_ = false;
  std::uint64_t running_ = 0;
  // The total length of the scope's finished periods.
  Duration was_open_{};
  Moment first_opened_ = kNever;
  Moment last_closed_{};
  std::vector<std::uint64_t> from_events_;
  std::vector<std::uint64_t> until_events_;
  // By device: the moments of its first `from` event and of its first `until` event; kNever if there was none.
  std::vector<Moment> begun_;
  std::vector<Moment> over_;
  // By device: true if a `while` that has ended had held when the scope was open; empty if there is no `while`.
  std::vector<bool> held_;
};

}  // namespace dialtone
