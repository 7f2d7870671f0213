// A scope (expectation.h) in a run: whether it is open, for all or for one device.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "scenarios/oracles/known/oracle_context.h"
#include "scenarios/oracles/oracle.h"

namespace dialtone {

// Of an eventually: from a fault's end or a moment on.
OracleScope scope_from(const std::string& after, Duration from);

class ScopeWatch {
 public:
  ScopeWatch(const OracleScope& scope, const OracleContext& context);

  void add_interests(Interests& interests) const;
  void add_looks(std::vector<Moment>& moments) const;
  // To be shown every event of interest, and every look.
  void see(const SeenEvent& seen);
  void look(Moment now) { reached_ = now; }

  // A device's part in it, or with kNobody that of all.
  bool is_open(Moment now, DeviceNumber device) const;
  // Whether it is closed at `now` and will not open again.
  bool is_over(Moment now) const { return end_ != kNever && now >= end_; }
  // Whether the scope's fault has a trigger, so that it may begin and end any number of times.
  bool may_begin_again() const { return !recorded_.empty() && !happens_once_; }
  // Whether each device has a scope of its own.
  bool is_by_device() const { return !scope_.from_events.empty() || !scope_.until_events.empty(); }
  // kNever: not yet.
  Moment begin() const { return begin_; }
  // For how long it has been open, all its parts together, in a run that ended at `end`.
  Duration open_for(Moment end) const;
  // Whether what must hold in it may be judged before the scenario's end: it holds from the start, or is over.
  bool decided() const;
  // Why there was nothing to look at in a run that ended at `end`: `blackout never began`, `no device had
  // settings.stored`, `no device was on`; empty: there was something. `group`: whose devices are looked at.
  // `needs_devices`: before one of them was on there is nothing.
  std::string why_nothing(const FleetState& fleet, std::size_t group, bool needs_devices, Moment end) const;

 private:
  bool is_one_of(const std::vector<std::uint64_t>& events, std::uint64_t name) const;
  void see_fault(const SeenEvent& seen);
  // When it was open for all, from first to last; nothing: never.
  struct OpenTime {
    Moment first{};
    Moment last{};
  };
  std::optional<OpenTime> open_time(Moment end) const;
  bool was_open_for(DeviceNumber device, const OpenTime& open) const;
  std::string why_never_open() const;

  OracleScope scope_;
  Moment begin_{};
  Moment end_ = kNever;
  Moment reached_{};
  // The scope's fault, where it begins and ends when the run records so; else empty.
  std::string recorded_;
  // Whether that fault begins and ends once.
  bool happens_once_ = false;
  std::uint64_t running_ = 0;
  // Of its parts that are over.
  Duration was_open_{};
  Moment first_opened_ = kNever;
  Moment last_closed_{};
  std::vector<std::uint64_t> from_events_;
  std::vector<std::uint64_t> until_events_;
  // By device, when it had the first of these events; kNever: it has had none.
  std::vector<Moment> begun_;
  std::vector<Moment> over_;
};

}  // namespace dialtone
