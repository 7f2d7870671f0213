// What an expectation can ask of a device: facts that the oracles derive from events, and states that the device
// reports (device_sim/model/device_state.h).
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>

#include "device_sim/model/device_state.h"
#include "scenarios/language/document/word_table.h"
#include "values/enumeration.h"

namespace dialtone {

// The values from kInState on mean that the device is in a certain state; see condition_of().
enum class DeviceCondition : std::uint8_t {
  kOff,
  kOn,
  kProvisioned,         // has settings, stored in this life or an earlier one
  kRegistered,          // kBelievesRegistered and kBound
  kBelievesRegistered,  // holds an unexpired 200
  kBound,               // the registrar has an unexpired binding to its contact
  kInState,
};

inline constexpr std::size_t kDeviceConditions =
    static_cast<std::size_t>(DeviceCondition::kInState) + kValueCount<DeviceState>;

constexpr DeviceCondition condition_of(DeviceState state) {
  return static_cast<DeviceCondition>(static_cast<std::size_t>(DeviceCondition::kInState) +
                                      static_cast<std::size_t>(state));
}

constexpr bool is_asked_for(DeviceState state) { return row_of(state).asked_for == AskedFor::kYes; }

inline constexpr std::size_t kStatesAskedFor = static_cast<std::size_t>(
    std::count_if(kEveryValue<DeviceState>.begin(), kEveryValue<DeviceState>.end(), is_asked_for));

inline constexpr std::array<DeviceState, kStatesAskedFor> kAskedStates = [] {
  std::array<DeviceState, kStatesAskedFor> states{};
  std::copy_if(kEveryValue<DeviceState>.begin(), kEveryValue<DeviceState>.end(), states.begin(), is_asked_for);
  return states;
}();

// `on` and `off` are no words: YAML 1.1 reads them as truths.
inline constexpr auto kConditionWords = [] {
  constexpr WordTable<DeviceCondition, 6> kKnown{{{"registered", DeviceCondition::kRegistered},
                                                  {"provisioned", DeviceCondition::kProvisioned},
                                                  {"believes-registered", DeviceCondition::kBelievesRegistered},
                                                  {"bound", DeviceCondition::kBound},
                                                  {"powered-on", DeviceCondition::kOn},
                                                  {"powered-off", DeviceCondition::kOff}}};
  static_assert(kKnown.size() == static_cast<std::size_t>(DeviceCondition::kInState));
  WordTable<DeviceCondition, kKnown.size() + kStatesAskedFor> words{};
  auto* end = std::copy(kKnown.begin(), kKnown.end(), words.begin());
  for (const DeviceState state : kAskedStates) *end++ = {to_text(state), condition_of(state)};
  return words;
}();
static_assert(has_each_word_once(kConditionWords));

}  // namespace dialtone
