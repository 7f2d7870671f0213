// Holds in every scenario: once every fault has ended and every device has been switched on, all healthy devices become
// registered within a bound, or before the scenario ends where that comes first.
//
// Healthy are the groups without an identity fault and without quirks. A fault that lasts to the scenario's end leaves
// nothing to ask.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "scenarios/oracles/known/oracle_context.h"
#include "scenarios/oracles/oracle.h"

namespace dialtone {

class LivenessOracle : public Oracle {
 public:
  LivenessOracle(Duration within, const OracleContext& context);

  void add_interests(Interests& interests) const override;
  void see(const SeenEvent& seen) override;
  void changed(const SeenEvent& seen) override { look(seen.event.time); }
  void look(Moment now) override;
  void add_looks(std::vector<Moment>& moments) const override;
  bool decided() const override { return !asks() || met_at_ || missed_; }
  OracleResult judge(Moment end) const override;
  bool could_change(OracleVerdict verdict, Moment end) const override;

 private:
  bool asks() const { return why_not_.empty(); }
  Moment deadline() const;
  bool are_registered() const;
  // Who is healthy and not registered.
  void note_waiting(Moment now);
  // Fills in the result of a run that ended at `end` before all were registered.
  void judge_waiting(Moment end, OracleResult& result) const;

  const OracleContext context_;
  Duration within_;
  // The groups' numbers.
  std::vector<std::size_t> healthy_;
  // How many devices they have.
  std::uint64_t asked_ = 0;
  // The other groups, each with its size and the reason.
  std::string left_out_;
  // When the last fault that the plan knows has ended and the last device is on.
  Moment start_{};
  // How many faults have a recorded beginning and no recorded end yet.
  std::uint64_t running_ = 0;
  // Why no device is asked; empty: the healthy devices are.
  std::string why_not_;
  std::optional<Moment> met_at_;
  bool missed_ = false;
  Moment looked_{};
  std::uint64_t waiting_ = 0;
  std::vector<std::string_view> names_;
  std::vector<Witness> witnesses_;
};

}  // namespace dialtone
