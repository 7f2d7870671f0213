#include <cstdlib>

#include "scenarios/language/expectations/condition_reader.h"
#include "scenarios/language/expectations/expectation_keys.h"
#include "scenarios/language/expectations/expectation_words.h"
#include "scenarios/language/expectations/scope_reader.h"
#include "scenarios/language/expectations/threshold.h"
#include "scenarios/language/keys/key_writer.h"
#include "scenarios/language/names/target_names.h"

namespace dialtone {
namespace {

std::string group_phrase(const std::string& group, std::string_view before) {
  if (group.empty()) return {};
  return " " + std::string(before) + " " + (group == kAllDevices ? "all devices" : group);
}

std::string start_phrase(const std::string& after, Duration from) {
  std::string text;
  if (!after.empty()) text += " after " + after;
  if (from != Duration{}) text += " from " + to_text(from) + " on";
  return text;
}

std::string pattern_phrase(const EventPattern& pattern) { return pattern.event + where_phrase(pattern.where); }

struct Sentence {
  std::string operator()(const EventuallyCondition& what) const {
    return "eventually " + state_phrase(what.quantity, what.amount, what.group, what.condition) + " within " +
           to_text(what.within) + start_phrase(what.after, what.from);
  }
  std::string operator()(const EventuallyEvent& what) const {
    const std::string each = what.at_least ? "of at least " + to_text(*what.at_least) + " of" : "of each of";
    return "eventually " + what.pattern.event + group_phrase(what.group, what.each ? each : "of") +
           where_phrase(what.pattern.where) + " within " + to_text(what.within) + start_phrase(what.after, what.from);
  }
  std::string operator()(const AlwaysCondition& what) const {
    return "always " + state_phrase(what.quantity, what.amount, what.group, what.condition) + scope_phrase(what.scope);
  }
  std::string operator()(const NeverEvent& what) const {
    return "never " + what.pattern.event + group_phrase(what.group, "of") + where_phrase(what.pattern.where) +
           scope_phrase(what.scope);
  }
  std::string operator()(const NeverCondition& what) const {
    return "never " + state_phrase(Quantity::kAny, {}, what.group, what.condition) + scope_phrase(what.scope);
  }
  std::string operator()(const Sequence& what) const {
    std::string text = "after " + pattern_phrase(what.when) + group_phrase(what.group, "of") + " next " +
                       what.next.event + group_phrase(what.next_of, "of") + where_phrase(what.next.where);
    if (what.within != Duration{}) text += " within " + to_text(what.within);
    if (what.no_sooner_than != Duration{}) text += " no sooner than " + to_text(what.no_sooner_than);
    if (!what.no_sooner_than_field.empty()) text += " no sooner than when." + what.no_sooner_than_field;
    return text + scope_phrase(what.scope);
  }
  std::string operator()(const Threshold& what) const {
    const std::string without = what.without.empty() ? "" : " of the run without " + what.without;
    return what.metric + group_phrase(what.group, "of") + " " + what.text + without + scope_phrase(what.scope);
  }
  std::string operator()(const DatabaseCount& what) const {
    std::string text =
        std::string(word_of(what.table, kTableWords)) + " in the database" + group_phrase(what.group, "of");
    for (std::size_t i = 0; i < what.where.size(); ++i) {
      text += (i == 0 ? " where " : " and ") + what.where[i].first + "==" + what.where[i].second;
    }
    text += std::string(what.each ? " each" : " count") + std::string(word_of(what.comparison, kComparisonWords)) +
            std::to_string(what.count);
    return what.at == Duration{} ? text : text + " at " + to_text(what.at);
  }
};

}  // namespace

std::string sentence(const Expectation& expectation) { return std::visit(Sentence{}, expectation.condition); }

std::string write_expectation(const Expectation& expectation) {
  KeyWriter keys;
  if (const auto* threshold = std::get_if<Threshold>(&expectation.condition)) {
    keys.written().add(threshold->metric, threshold->text.empty() ? to_text(*threshold) : threshold->text);
  }
  // Safe: a writer only reads through the slots, so the expectation is not changed.
  auto& written = const_cast<Expectation&>(expectation);
  std::visit([&](auto& what) { describe(keys, what); }, written.condition);
  describe_vacuity(keys, written.may_be_vacuous);
  const std::string_view word =
      std::visit([]<typename What>(const What&) { return std::get<ExpectationRow<What>>(kExpectationTable).word; },
                 expectation.condition);
  return std::string(word) + ": " + keys.written().text();
}

}  // namespace dialtone
