#include "scenarios/language/expectations/expectation_writer.h"

#include "scenarios/language/expectations/expectation_keys.h"
#include "scenarios/language/expectations/threshold.h"
#include "scenarios/language/keys/key_writer.h"

namespace dialtone {

std::string write_expectation(const Expectation& expectation) {
  KeyWriter keys;
  if (const auto* threshold = std::get_if<Threshold>(&expectation.condition)) {
    keys.written().add(threshold->metric, threshold->text.empty() ? to_text(*threshold) : threshold->text);
  }
  // A writer only gets.
  auto& written = const_cast<Expectation&>(expectation);
  std::visit([&](auto& what) { describe(keys, what); }, written.condition);
  describe_vacuity(keys, written.may_be_vacuous);
  return std::string(kKindWords[expectation.condition.index()]) + ": " + keys.written().text();
}

}  // namespace dialtone
