// The conditions of a device that an expectation can ask for: some are derived by the oracles from events, others are
// states that the device reports (device_sim/model/device_state.h).
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>

#include "device_sim/model/device_state.h"
#include "scenarios/language/document/word_table.h"
#include "values/enumeration.h"

namespace dialtone {

// Each value from kInState on means that the device is in one state; see condition_of().
enum class DeviceCondition : std::uint8_t {
  kOff,
  kOn,
  kProvisioned,         // has settings, stored since its power-on or before
  kRegistered,          // both kBelievesRegistered and kBound
  kBelievesRegistered,  // holds a 200 whose time has not expired
  kBound,               // the registrar has a binding to the device's contact that has not expired
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

// The words for power are not `on` and `off`, which YAML 1.1 reads as truth values.
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
