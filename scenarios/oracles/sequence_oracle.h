// Expects that after one event of a device another event follows, of the same device or of other parties; judged for
// each device separately.
#pragma once

#include <map>

#include "scenarios/oracles/event_match.h"
#include "scenarios/oracles/known/audience.h"
#include "scenarios/oracles/scope_watch.h"

namespace dialtone {

class SequenceOracle : public Oracle {
 public:
  SequenceOracle(std::string name, const Sequence& what, const OracleContext& context);

  void add_interests(Interests& interests) const override;
  void see(const SeenEvent& seen) override;
  void changed(const SeenEvent& seen) override { scope_.changed(seen); }
  void look(Moment now) override { scope_.look(now); }
  void add_looks(std::vector<Moment>& moments) const override { scope_.add_looks(moments); }
  // The run continues while the first event has not happened often enough, or a next event is still awaited.
  bool decided() const override;
  OracleResult judge(Moment end) const override;
  bool could_change(OracleVerdict verdict, Moment end) const override;

 private:
  // A first event of a device after which the next event has not come yet.
  struct Begun {
    Moment at{};
    // When the wait began: at the earliest of repeated first events.
    Moment since{};
    // How many first events the device has had since `since`, all waiting for the same next event.
    std::uint64_t times = 1;
    FieldValues values;
  };
  void begin(const SeenEvent& seen);
  // Handles the next event for the device `device`.
  void follow(DeviceNumber device, const SeenEvent& seen);
  // Handles a next event of another party: it ends the wait of every device that waits.
  void follow_all(const SeenEvent& seen);
  void excuse(const SeenEvent& seen);
  bool has_bound() const { return what_.within != Duration{}; }
  // Returns true if at `now` the wait has lasted longer than `within`.
  bool is_late(const Begun& begun, Moment now) const { return has_bound() && now > begun.since + what_.within; }
  // Returns true if, in a run that ended at `end`, the next event could no longer come in time.
  bool is_in_vain(const Begun& begun, Moment end) const;
  void fail(DeviceNumber device, Moment since, Moment at, const std::string& why);
  void fail_late(DeviceNumber device, const Begun& begun);

  std::string name_;
  Sequence what_;
  const FleetState& fleet_;
  std::size_t group_;
  // Whose next events count, unless they must be the same device's.
  Audience next_of_;
  // The scenario's end.
  Moment end_;
  ScopeWatch scope_;
  std::uint64_t when_;
  std::uint64_t next_;
  // True if the next event may come in a device's next life or from another party, so that a loss of power excuses no
  // device.
  bool spans_lives_;
  // The fields of the first event that later conditions refer to.
  std::vector<std::string> kept_;
  std::map<DeviceNumber, Begun> begun_;
  std::uint64_t times_ = 0;
  std::uint64_t failures_ = 0;
  std::vector<std::string> details_;
  std::vector<Witness> witnesses_;
};

}  // namespace dialtone
