// The kinds of expectations: a row and the keys for each.
#pragma once

#include <array>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>
#include <variant>

#include "scenarios/language/expectations/expectation.h"
#include "scenarios/language/keys/keys.h"

namespace dialtone {

template <typename What>
struct ExpectationRow {
  // The key of `expect` below which it stands.
  std::string_view word;
  // If several kinds share the word: the key that selects this kind; empty: the kind without such a key.
  std::string_view told_by;
  // Its name in scenario.schema.json, and its sentence in the reference.
  std::string_view section;
  std::string_view sentence;
  // JSON Schema's keywords for all its keys together, with their values.
  std::array<std::pair<std::string_view, std::string_view>, 2> rules{};
};

// A key that is a share, whose value is the group.
inline constexpr std::pair<std::string_view, std::string_view> kShareKeys{
    "patternProperties",
    R"({ "^[0-9.]+%$": { "anyOf": [{ "$ref": "#/$defs/name" }, { "$ref": "#/$defs/parameter" }] } })"};

// JSON Schema's keyword for a map that says which devices are meant, with each quantity.
inline constexpr std::pair<std::string_view, std::string_view> kOneQuantity{
    "oneOf", R"([{ "required": ["all"] }, { "required": ["any"] }, { "required": ["none"] }, )"
             R"({ "required": ["at_least", "of"] }, { "required": ["at_most", "of"] }, )"
             R"({ "not": { "propertyNames": { "not": { "pattern": "%$" } } } }])"};

inline constexpr std::tuple kExpectationTable{
    ExpectationRow<EventuallyCondition>{
        "eventually",
        "",
        "eventually_state",
        "At some moment all devices are in a state, or any, or none, or so many; `99%: homes` is `at_least: 99%, of: "
        "homes`.",
        {{kOneQuantity, kShareKeys}}},
    ExpectationRow<EventuallyEvent>{"eventually", "event", "eventually_event", "At some time there is such an event."},
    ExpectationRow<AlwaysCondition>{
        "always",
        "",
        "always",
        "All devices are in a state, or so many, all the time; `99%: homes` is `at_least: 99%, of: homes`.",
        {{{"oneOf",
           R"([{ "required": ["all"] }, { "required": ["at_least", "of"] }, { "required": ["at_most", "of"] }, )"
           R"({ "not": { "propertyNames": { "not": { "pattern": "%$" } } } }])"},
          kShareKeys}}},
    ExpectationRow<NeverEvent>{"never", "event", "never_event", "There is no such event."},
    ExpectationRow<NeverCondition>{"never", "any", "never_state", "No device is in that state at any time."},
    ExpectationRow<Sequence>{"sequence", "", "sequence", "For each device: what must follow an event."},
    ExpectationRow<Threshold>{
        "metric",
        "",
        "metric",
        "A bound of a metric, `registration.duration: p(95)<2s`, which stands beside these keys.",
        {{{"minProperties", "1"},
          {"patternProperties", R"({ "^[a-z-]+\\.[a-z_.]+$": { "$ref": "#/$defs/threshold" } })"}}}},
    ExpectationRow<DatabaseCount>{"database",
                                  "",
                                  "database",
                                  "How many rows or bindings a server holds.",
                                  {{{"oneOf", R"([{ "required": ["count"] }, { "required": ["each"] }])"}}}}};

template <typename... What>
std::variant<What...> any_kind_of(const std::tuple<ExpectationRow<What>...>& table);
static_assert(std::is_same_v<decltype(any_kind_of(kExpectationTable)), decltype(Expectation::condition)>,
              "each kind has a row, in the order of Expectation::condition");

// The devices in a state with which a scope begins or ends.
void describe(Keys& keys, GroupState& what);
void describe(Keys& keys, EventuallyCondition& what);
void describe(Keys& keys, EventuallyEvent& what);
void describe(Keys& keys, AlwaysCondition& what);
void describe(Keys& keys, NeverEvent& what);
void describe(Keys& keys, NeverCondition& what);
void describe(Keys& keys, Sequence& what);
// Without the key that is the metric's name, and its value, the threshold.
void describe(Keys& keys, Threshold& what);
void describe(Keys& keys, DatabaseCount& what);

// `may_be_vacuous`, a key of every kind.
void describe_vacuity(Keys& keys, bool& may_be_vacuous);

// As a person reads it: `eventually all homes are registered within 30s after blackout`.
std::string sentence(const Expectation& expectation);
// As a scenario has it: `never: { event: registration.expired }`.
std::string write_expectation(const Expectation& expectation);

}  // namespace dialtone
