// Judges the rows or bindings of a server at a moment: subscribers as the user database has them, bindings as events
// report them.
#pragma once

#include <functional>
#include <optional>
#include <set>

#include "scenarios/oracles/known/oracle_context.h"
#include "scenarios/oracles/oracle.h"

namespace dialtone {

class DatabaseOracle : public Oracle {
 public:
  DatabaseOracle(std::string name, const DatabaseCount& what, const OracleContext& context);

  void add_interests(Interests&) const override {}
  void look(Moment now) override;
  void add_looks(std::vector<Moment>& moments) const override;
  bool decided() const override { return what_.at == Duration{} || seen_; }
  OracleResult judge(Moment end) const override;
  bool could_change(OracleVerdict, Moment) const override { return !seen_; }

 private:
  OracleResult count_now(Moment now) const;
  OracleResult count_bindings(Moment now) const;
  // Returns true if no earlier device of the group has the same address of record.
  bool is_counted_by(DeviceNumber device) const;
  OracleResult count_subscribers(Moment now) const;
  // `part` returns how much a device adds to the count. If the count is too small, the result names the devices that
  // add the least; otherwise those that add too much.
  OracleResult verdict(std::uint64_t count, Moment now, const std::function<std::uint64_t(DeviceNumber)>& part) const;
  bool is_asked_for(const Subscriber& subscriber) const;
  // Returns true if the expectation holds for an empty table, but not only for an empty one. Then an empty table proves
  // nothing.
  bool holds_of_nothing_too() const;

  std::string name_;
  DatabaseCount what_;
  const OracleContext context_;
  std::size_t group_;
  // The result at the moment `at`; nullopt before it.
  std::optional<OracleResult> seen_;
};

}  // namespace dialtone
