#include "scenarios/language/faults/fault_keys.h"

#include "scenarios/language/faults/act_keys.h"
#include "scenarios/language/faults/fault_devices.h"
#include "scenarios/language/faults/fault_words.h"

namespace dialtone {

void describe_event(Keys& keys, Trigger& trigger) {
  keys.name(
      Key("event",
          "The event. For a group, each device waits for its own event; for other targets, anybody's event counts.",
          "settings.stored")
          .required(),
      unless_empty(trigger.event), NameOf::kEvent);
  keys.number({"nth", "Which occurrence it waits for: 2 is the second.", "2"},
              {[&trigger] { return trigger.nth == 1 ? std::nullopt : std::optional(trigger.nth); },
               [&trigger](std::uint64_t nth) { trigger.nth = nth; }},
              kCounted);
  keys.duration({"after", "The time from the event to the fault.", "3s"}, unless_empty(trigger.after));
}

void describe_write(Keys& keys, Trigger& trigger) {
  keys.number(
      {"write",
       "Waits for the n-th write to a device's flash, not for an event. Only for acts that take the device's power.",
       "2"},
      trigger.nth, kCounted);
  keys.number({"byte", "The power goes when this many bytes of the write are written.", "100"}, trigger.write_byte,
              {0, kCounted.most});
}

void describe_moment(Keys& keys, Fault& fault) {
  keys.duration(Key("at", "The moment, of an act that happens at once.", "20s").required(), fault.at);
}

void describe_spread(Keys& keys, Fault& fault) {
  keys.duration(
      {"spread",
       "Each device is hit at a moment drawn evenly from [at, at + spread], or its window from [from, from + spread].",
       "5s"},
      unless_empty(fault.spread));
}

void describe_window(Keys& keys, Fault& fault) {
  keys.duration({"from", "The window's beginning.", "30s"}, fault.at);
  keys.duration({"until", "The window's end; default: the scenario's end.", "1m"}, unless_empty(fault.until),
                kPositiveDuration);
}

void describe_length(Keys& keys, Fault& fault) {
  keys.duration({"for", "How long a window lasts that opens with `when`; default: to the scenario's end.", "30s"},
                unless_empty(fault.length), kPositiveDuration);
}

namespace {

// Returns a kind of target that the act allows, for the writer. The target's name alone does not tell a group from a
// proxy or a NAT, but every kind that the act allows gives the same text.
TargetKind kind_of(const Fault& fault) {
  if (fault.target == kProvisioningTarget) return TargetKind::kProvisioning;
  if (is_call_agent(fault.target)) return TargetKind::kCallAgent;
  const Targets targets = traits_of(fault.action).targets();
  for (const TargetKind kind : {TargetKind::kDevices, TargetKind::kProxy}) {
    if (targets.has(kind)) return kind;
  }
  return TargetKind::kNat;
}

void describe_time(Keys& keys, Fault& fault) {
  const bool is_window = has_window(fault.action);
  if (fault.when) {
    Trigger& trigger = *fault.when;
    keys.map(kWhen, [&](Keys& inner) {
      trigger.write_byte ? describe_write(inner, trigger) : describe_event(inner, trigger);
    });
    if (is_window) describe_length(keys, fault);
    return;
  }
  is_window ? describe_window(keys, fault) : describe_moment(keys, fault);
  if (strikes_apart(fault.action)) describe_spread(keys, fault);
}

}  // namespace

void describe(Keys& keys, Fault& fault) {
  keys.name(kTarget, target_of(fault), NameOf::kTarget);
  describe_time(keys, fault);
  describe_devices(keys, fault);
  keys.map(kMatch, [&](Keys& inner) { describe_match(inner, fault.match, traits_of(fault.action).match); });
  const auto all = [](const ActWord&) { return true; };
  keys.map(kDo, [&](Keys& inner) {
    std::visit([&]<typename Act>(Act& act) { describe(ActKeys<Act>(inner, kind_of(fault), all), act); }, fault.action);
  });
}

}  // namespace dialtone
