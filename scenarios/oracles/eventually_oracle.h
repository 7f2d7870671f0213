// Expects that within a time, at some moment, all, any, none or a number of a group's devices are in a state.
#pragma once

#include <optional>

#include "scenarios/oracles/scope_watch.h"

namespace dialtone {

class EventuallyOracle : public Oracle {
 public:
  EventuallyOracle(std::string name, const EventuallyCondition& what, const OracleContext& context);

  void add_interests(Interests& interests) const override;
  void see(const SeenEvent& seen) override;
  void changed(const SeenEvent& seen) override;
  void look(Moment now) override;
  void add_looks(std::vector<Moment>& moments) const override;
  bool decided() const override { return met_at_ || missed_; }
  OracleResult judge(Moment end) const override;
  bool could_change(OracleVerdict, Moment) const override { return !missed_ && (!met_at_ || start_.may_begin_again()); }

 private:
  // kNever while the beginning of the time is not known.
  Moment deadline() const;
  void check(Moment now);
  bool is_enough(std::uint64_t count) const;
  // Returns true if the expectation can fail only because too many devices are in the state, not too few.
  bool wants_few() const;
  void note_missing(Moment now);

  std::string name_;
  EventuallyCondition what_;
  const FleetState& fleet_;
  std::size_t group_;
  ScopeWatch start_;
  std::optional<Moment> met_at_;
  bool has_begun_ = false;
  bool missed_ = false;
  Moment looked_{};
  std::uint64_t count_ = 0;
  std::vector<std::string_view> missing_;
  std::vector<Witness> witnesses_;
};

}  // namespace dialtone
