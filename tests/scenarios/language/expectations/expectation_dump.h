// Writes every member of an expectation as text, for comparison. The structured bindings name every member, so after a
// new member is added, the tests do not compile until this file and the writer have it too.
#pragma once

#include <sstream>
#include <string>
#include <variant>

#include "scenarios/language/expectations/expectation.h"

namespace dialtone {

class ExpectationDump {
 public:
  explicit ExpectationDump(const Expectation& expectation) {
    const auto& [name, condition, place, may_be_vacuous] = expectation;
    text_ << name << '|' << condition.index() << '|' << may_be_vacuous << '|';
    std::visit([this](const auto& what) { add(what); }, condition);
  }
  std::string text() const { return text_.str(); }

 private:
  void add(const OracleScope& scope) {
    const auto& [from, after, during, from_events, until, until_events, from_state, until_state, while_state,
                 while_fault] = scope;
    text_ << from.count() << '|' << after << '|' << during << '|' << until.count() << '|';
    for (const std::string& event : from_events) text_ << event << ',';
    text_ << '|';
    for (const std::string& event : until_events) text_ << event << ',';
    for (const std::optional<GroupState>& state : {from_state, until_state}) {
      text_ << '|';
      if (state) add(*state);
    }
    text_ << '|' << (while_state ? static_cast<int>(*while_state) : -1) << '|' << while_fault << '|';
  }
  void add(const GroupState& state) {
    const auto& [quantity, amount, group, condition] = state;
    text_ << static_cast<int>(quantity) << to_text(amount) << group << static_cast<int>(condition);
  }
  void add(const EventPattern& pattern) {
    const auto& [event, where] = pattern;
    text_ << event << '|';
    for (const FieldCondition& condition : where) {
      const auto& [field, kind, comparison, number, text, of_when] = condition;
      text_ << field << ',' << static_cast<int>(kind) << ',' << static_cast<int>(comparison) << ',' << number << ','
            << text << ',' << of_when << ';';
    }
  }
  void add(const EventuallyCondition& what) {
    const auto& [group, condition, after, from, within, quantity, amount] = what;
    text_ << group << '|' << static_cast<int>(condition) << '|' << after << '|' << from.count() << '|' << within.count()
          << '|' << static_cast<int>(quantity) << '|' << to_text(amount);
  }
  void add(const EventuallyEvent& what) {
    const auto& [pattern, group, each, after, from, within, at_least] = what;
    add(pattern);
    text_ << group << '|' << each << '|' << after << '|' << from.count() << '|' << within.count() << '|'
          << (at_least ? to_text(*at_least) : "all");
  }
  void add(const AlwaysCondition& what) {
    const auto& [group, condition, scope, quantity, amount] = what;
    text_ << group << '|' << static_cast<int>(condition) << '|' << static_cast<int>(quantity) << '|' << to_text(amount)
          << '|';
    add(scope);
  }
  void add(const NeverEvent& what) {
    const auto& [pattern, group, scope] = what;
    add(pattern);
    text_ << group << '|';
    add(scope);
  }
  void add(const NeverCondition& what) {
    const auto& [group, condition, scope] = what;
    text_ << group << '|' << static_cast<int>(condition) << '|';
    add(scope);
  }
  void add(const Sequence& what) {
    const auto& [group, when, next, next_of, within, no_sooner_than, no_sooner_than_field, at_least, scope] = what;
    add(when);
    add(next);
    text_ << group << '|' << next_of << '|' << within.count() << '|' << no_sooner_than.count() << '|'
          << no_sooner_than_field << '|' << at_least << '|';
    add(scope);
  }
  void add(const Threshold& what) {
    const auto& [metric, group, aggregate, percentile, window, comparison, unit, bound, text, scope, without] = what;
    text_ << metric << '|' << group << '|' << static_cast<int>(aggregate) << '|' << percentile << '|' << window.count()
          << '|' << static_cast<int>(comparison) << '|' << static_cast<int>(unit) << '|' << bound << '|' << text << '|'
          << without << '|';
    add(scope);
  }
  void add(const DatabaseCount& what) {
    const auto& [table, where, group, each, comparison, count, at] = what;
    text_ << static_cast<int>(table) << '|' << group << '|' << each << '|' << static_cast<int>(comparison) << '|'
          << count << '|' << at.count() << '|';
    for (const auto& [column, value] : where) text_ << column << '=' << value << ',';
  }

  std::ostringstream text_;
};

}  // namespace dialtone
