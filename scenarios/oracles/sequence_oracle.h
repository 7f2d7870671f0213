// What follows on an event of a device, for each by itself.
#pragma once

#include <map>

#include "scenarios/language/expectations/event_match.h"
#include "scenarios/oracles/scope_watch.h"

namespace dialtone {

class SequenceOracle : public Oracle {
 public:
  SequenceOracle(std::string name, const Sequence& what, const OracleContext& context);

  void add_interests(Interests& interests) const override;
  void see(const SeenEvent& seen) override;
  void look(Moment now) override { scope_.look(now); }
  void add_looks(std::vector<Moment>& moments) const override { scope_.add_looks(moments); }
  // The run goes on while the first event has not happened often enough, or the next must come.
  bool decided() const override;
  OracleResult judge(Moment end) const override;
  bool could_change(OracleVerdict verdict, Moment end) const override;

 private:
  // The first event of a device, on which nothing has followed yet.
  struct Begun {
    Moment at{};
    // Since when the next is awaited: from the first of those that were repeated.
    Moment since{};
    // How many of them there were.
    std::uint64_t times = 1;
    FieldValues values;
  };
  void begin(const SeenEvent& seen);
  void follow(const SeenEvent& seen);
  void excuse(const SeenEvent& seen);
  bool has_bound() const { return what_.within != Duration{}; }
  // It has waited longer than `within` by `now`.
  bool is_late(const Begun& begun, Moment now) const { return has_bound() && now > begun.since + what_.within; }
  // In a run that ended at `end` it waits for what does not come any more in time.
  bool is_in_vain(const Begun& begun, Moment end) const;
  void fail(DeviceNumber device, Moment since, Moment at, const std::string& why);
  void fail_late(DeviceNumber device, const Begun& begun);

  std::string name_;
  Sequence what_;
  const FleetState& fleet_;
  std::size_t group_;
  // Of the scenario.
  Moment end_;
  ScopeWatch scope_;
  std::uint64_t when_;
  std::uint64_t next_;
  // Whether it is about what one life leaves to the next, so that nobody is excused.
  bool spans_lives_;
  // The fields of the first event to which the rest refers.
  std::vector<std::string> kept_;
  std::map<DeviceNumber, Begun> begun_;
  std::uint64_t times_ = 0;
  std::uint64_t failures_ = 0;
  std::vector<std::string> details_;
  std::vector<Witness> witnesses_;
};

}  // namespace dialtone
