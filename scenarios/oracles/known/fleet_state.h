// The state of each device, computed only from the events of the run.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "scenarios/language/expectations/expectation.h"
#include "scenarios/language/expectations/stage.h"
#include "scenarios/language/plan/plan.h"
#include "scenarios/oracles/known/device_identities.h"
#include "values/time.h"
#include "world/events/record.h"

namespace dialtone {

// Conditions as bits.
using ConditionMask = std::uint32_t;
static_assert(kDeviceConditions <= 32, "each condition has a bit");
constexpr ConditionMask mask_of(DeviceCondition condition) {
  return static_cast<ConditionMask>(1U << static_cast<unsigned>(condition));
}

std::string_view to_text(DeviceCondition condition);

// An event, and what the fleet state derives from it. Must not outlive the event.
struct SeenEvent {
  const RecordedEvent& event;
  // The hash of the event's name.
  std::uint64_t name = 0;
  // The device that the event is about: the device that recorded it or, for a registrar's event, the device with the
  // address of record; kNobody if there is none.
  DeviceNumber device = kNobody;
  // The number of the device's group.
  std::size_t group = 0;
  // The conditions that some device has gained or lost through the event.
  ConditionMask changed = 0;
};

class FleetState {
 public:
  // `plan` must outlive this object.
  explicit FleetState(const Plan& plan);

  SeenEvent apply(const RecordedEvent& event);
  // A stage that the last event completed for its device, and the stage's duration in nanoseconds.
  struct Completed {
    Stage stage{};
    std::int64_t duration = 0;
  };
  const std::vector<Completed>& completed() const { return completed_; }

  std::size_t group_count() const { return groups_.size(); }
  // Returns the index of a group; the index for all devices together if `name` is "devices" or empty.
  std::size_t group_number(std::string_view name) const;
  std::string_view group_name(std::size_t group) const { return groups_[group].name; }
  std::uint64_t size(std::size_t group) const { return groups_[group].size; }
  // Returns how many of a group's devices have the condition now.
  std::uint64_t count(std::size_t group, DeviceCondition condition) const;
  // Returns how many devices have ever had the condition.
  std::uint64_t ever(DeviceCondition condition) const;
  // Returns the names of a group's devices that have the condition now (`are_so`) or lack it: at most `most`, in the
  // plan's order.
  std::vector<std::string_view> those(std::size_t group, DeviceCondition condition, bool are_so,
                                      std::size_t most) const;

  // In nanoseconds. The durations of a group are in the order of their completion.
  std::vector<std::int64_t> durations(std::size_t group, Stage stage) const;

  // --- single devices ---
  //
  // The devices of a group: [first, last).
  DeviceNumber first_of(std::size_t group) const;
  DeviceNumber last_of(std::size_t group) const;
  bool is(DeviceNumber device, DeviceCondition condition) const {
    return (devices_[device].conditions & mask_of(condition)) != 0;
  }
  bool was_ever(DeviceNumber device, DeviceCondition condition) const {
    return (devices_[device].ever & mask_of(condition)) != 0;
  }
  std::string_view name_of(DeviceNumber device) const;
  // Returns true if there was an event about the device by that moment.
  bool took_part(DeviceNumber device, Moment by) const { return devices_[device].first_event <= by; }
  // Returns true if there was an event about any device of the group by that moment.
  bool any_took_part(std::size_t group, Moment by) const;
  std::size_t group_of(DeviceNumber device) const { return devices_[device].group; }
  // Returns true if the group's devices are loads, which "devices" does not include.
  bool is_load(std::size_t group) const {
    return group < plan_.scenario.fleet.size() && plan_.scenario.fleet[group].load.has_value();
  }
  // Returns how many contacts the registrars have bound to the device's address of record, including those of its
  // clones.
  std::size_t bindings_of(DeviceNumber device) const;
  const DeviceIdentities& identities() const { return identities_; }

 private:
  // The hash of a contact, and the hash of the host of the call agent that bound the contact; zeros if none.
  struct KnownContact {
    std::uint64_t contact = 0;
    std::uint64_t registrar = 0;

    friend bool operator==(const KnownContact&, const KnownContact&) = default;
  };
  struct KnownDevice {
    std::uint32_t group = 0;
    ConditionMask conditions = 0;
    ConditionMask ever = 0;
    std::uint64_t believed_contact = 0;
    // While the device waits for the answer to a REGISTER: the contact that a registrar has bound last since then;
    // otherwise zero.
    std::uint64_t asked_contact = 0;
    bool awaits_answer = false;
    // The registrars' bindings: usually one contact, several after a reboot at another port or with another call agent.
    KnownContact bound;
    std::unique_ptr<std::vector<KnownContact>> further_bound;
    Moment first_event = kNever;
    Moment powered_on = kNever;
    Moment first_request = kNever;
    Moment first_register = kNever;
    // True if the device has had settings since its boot, from its flash or from the server.
    bool has_settings = false;
    // True if the server has sent settings since the device's last power-on.
    bool is_served = false;
  };
  struct GroupCounts {
    std::string name;
    std::uint64_t size = 0;
    std::array<std::uint64_t, kDeviceConditions> now{};
    std::array<std::vector<std::int64_t>, kStages> durations;
    DeviceNumber first = 0;
  };

  void apply_to_device(KnownDevice& device, const RecordedEvent& event, std::uint64_t name);
  void apply_binding(KnownDevice& device, const RecordedEvent& event, std::uint64_t name);
  void set(KnownDevice& device, DeviceCondition condition, bool now);
  static void bind(KnownDevice& device, const KnownContact& bound);
  static void unbind(KnownDevice& device, const KnownContact& bound);
  static bool is_bound(const KnownDevice& device, std::uint64_t contact);
  // Removes the bindings of a call agent that has crashed or stopped. `registrar`: the hash of the agent's host name.
  void forget_bindings(std::uint64_t registrar);
  void refresh_registered(KnownDevice& device);
  void stop_asking(KnownDevice& device);
  void lose_power(KnownDevice& device);
  // Sets the conditions for the device's new state. nullopt: the device is off.
  void enter(KnownDevice& device, std::optional<DeviceState> state);
  void note_duration(KnownDevice& device, Stage stage, Moment begin, Moment end);

  const Plan& plan_;
  std::vector<KnownDevice> devices_;
  std::vector<GroupCounts> groups_;  // the last entry is for all devices
  DeviceIdentities identities_;
  std::vector<Completed> completed_;
  std::array<std::uint64_t, kDeviceConditions> ever_{};
  ConditionMask changed_ = 0;
};

}  // namespace dialtone
