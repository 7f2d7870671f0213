// What a run must meet: conditions that are watched as events come, and judged at its end.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "scenarios/engine/fleet_state.h"
#include "scenarios/engine/scenario.h"
#include "world/record.h"

namespace dialtone {

struct OracleResult {
  std::string name;
  bool passed = false;
  // What was measured, for a person: "all 100 at 6.2s", "97 of 100 at 10s", "p(95) = 1.34s".
  std::string measured;
  // Where it failed: who, when and how to look closer; a few lines without a line end.
  std::vector<std::string> details;
};

class Oracle {
 public:
  virtual ~Oracle() = default;

  // After the fleet has taken `event`. `changed`: some device's condition is another than before.
  virtual void see(const RecordedEvent& event, const FleetState& fleet, bool changed) = 0;
  // A moment that it asked for has come.
  virtual void look(Moment /*now*/, const FleetState& /*fleet*/) {}
  // Adds the moments at which it wants to look, whether anything happens then or not.
  virtual void add_looks(std::vector<Moment>& /*moments*/) const {}
  // Whether the run may end before its duration for all that it knows. True of those that only hold until the end.
  virtual bool decided() const = 0;
  virtual OracleResult judge(Moment end, const FleetState& fleet) const = 0;
};

// Makes the oracle of one expectation. `fault_ends`: when each of the scenario's faults has ended everywhere.
std::unique_ptr<Oracle> make_oracle(const Expectation& expectation, const FleetState& fleet, const Scenario& scenario,
                                    const std::vector<Moment>& fault_ends);

}  // namespace dialtone
