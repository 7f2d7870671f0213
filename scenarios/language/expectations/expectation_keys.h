// The kinds of expectations: a table with a row for each kind, and the keys of each kind.
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
  // The key in an item of `expect` that names the kind, such as `eventually`.
  std::string_view word;
  // If several kinds have the same word: the key that selects this kind; empty for the kind that is meant without such
  // a key.
  std::string_view told_by;
  // The kind's name in scenario.schema.json, and its sentence in the reference.
  std::string_view section;
  std::string_view sentence;
  // Keywords of JSON Schema that apply to all of the kind's keys together, with their values.
  std::array<std::pair<std::string_view, std::string_view>, 2> rules{};
};

// Matches a key that is a share, whose value is the group: `99%: homes`.
inline constexpr std::pair<std::string_view, std::string_view> kShareKeys{
    "patternProperties",
    R"({ "^[0-9.]+%$": { "anyOf": [{ "$ref": "#/$defs/name" }, { "$ref": "#/$defs/parameter" }] } })"};

// The keyword of JSON Schema that requires exactly one quantity in a map that says which devices are meant.
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

// The group of devices, and its state, with which a scope begins or ends.
void describe(Keys& keys, GroupState& what);
void describe(Keys& keys, EventuallyCondition& what);
void describe(Keys& keys, EventuallyEvent& what);
void describe(Keys& keys, AlwaysCondition& what);
void describe(Keys& keys, NeverEvent& what);
void describe(Keys& keys, NeverCondition& what);
void describe(Keys& keys, Sequence& what);
// All keys but the one that is the metric's name, with the threshold as its value.
void describe(Keys& keys, Threshold& what);
void describe(Keys& keys, DatabaseCount& what);

// The key `may_be_vacuous`, which every kind has.
void describe_vacuity(Keys& keys, bool& may_be_vacuous);

// Returns the expectation for a person: `eventually all homes are registered within 30s after blackout`.
std::string sentence(const Expectation& expectation);
// Returns the expectation as in a scenario: `never: { event: registration.expired }`.
std::string write_expectation(const Expectation& expectation);

}  // namespace dialtone
