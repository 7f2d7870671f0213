#include "scenarios/language/faults/fault_keys.h"

#include "scenarios/language/faults/act_keys.h"
#include "scenarios/language/faults/fault_words.h"

namespace dialtone {
namespace {

constexpr NumberRange kCounted{1, 1'000'000};

void describe_requests(Keys& keys, FaultMatch& match, bool has_path) {
  keys.text({"method", "Only requests of this method, in capitals.", "GET"}, unless_empty(match.method), {.most = 32});
  if (has_path) {
    keys.text({"path", "Only requests by HTTP for this path, without the query.", "/provision"},
              unless_empty(match.path), {.most = 1'024});
  }
  keys.truth({"authorized", "Only requests with credentials, or only those without.", "true"}, match.authorized);
  keys.name({"from", "Only requests of this group's devices.", "homes"}, unless_empty(match.from), NameOf::kGroup);
  keys.number({"status", "Only answers of this status, where nothing but an `edit` is done.", "401"},
              {[&match] { return match.status == 0 ? std::nullopt : std::optional<std::uint64_t>(match.status); },
               [&match](std::uint64_t status) { match.status = static_cast<int>(status); }},
              {100, 699});
}

void describe_packets(Keys& keys, FaultMatch& match) {
  keys.word({"protocol", "Only packets of this protocol.", "udp"}, unless_empty(match.protocol), kProtocolWords);
  keys.word({"direction", "Only packets that go this way.", "from-devices"}, unless_empty(match.direction),
            kDirectionWords);
  keys.name({"peer", "Only packets to and from this server.", "call_agent"}, unless_empty(match.peer), NameOf::kServer);
  keys.number({"larger_than", "Only packets of more bytes, with IP's header.", "1400"}, unless_empty(match.larger_than),
              {1, 65'535});
  keys.truth({"unsolicited", "Only packets to devices from where they have sent nothing to.", "true"},
             unless_empty(match.unsolicited));
}

}  // namespace

void describe_match(Keys& keys, FaultMatch& match, const MatchKeys& takes, bool has_path) {
  if (takes.requests) describe_requests(keys, match, has_path);
  if (takes.number) {
    keys.number({"nth", "Of each device's requests, or writes to flash: only the n-th.", "2"}, unless_empty(match.nth),
                kCounted);
    keys.number({"first", "Of each device's requests, or writes to flash: only the first so many.", "3"},
                unless_empty(match.first), kCounted);
  }
  if (takes.share) keys.probability({"share", "Only a share of them, each drawn.", "5%"}, match.share);
  if (takes.packets) describe_packets(keys, match);
  if (takes.names) {
    keys.text({"name", "Only questions for this name: a server's, or a domain name.", "call_agent"},
              unless_empty(match.name),
              {.most = 255,
               .form = "a server or a domain name",
               .pattern = "\\.|^(provisioning|call_agent|backup_call_agent)$"});
  }
}

void describe_event(Keys& keys, Trigger& trigger) {
  keys.name(Key("event", "The event that it waits for: of each device by itself, or of anybody.", "settings.stored")
                .required(),
            unless_empty(trigger.event), NameOf::kEvent);
  keys.number({"nth", "For the how manyth it waits.", "2"},
              {[&trigger] { return trigger.nth == 1 ? std::nullopt : std::optional(trigger.nth); },
               [&trigger](std::uint64_t nth) { trigger.nth = nth; }},
              kCounted);
  keys.duration({"after", "How long after the event.", "3s"}, unless_empty(trigger.after));
}

void describe_write(Keys& keys, Trigger& trigger) {
  keys.number({"write", "In place of an event: the n-th write to a device's flash; only its power is taken then.", "2"},
              trigger.nth, kCounted);
  keys.number({"byte", "When so many bytes of that are written.", "100"}, trigger.write_byte, {0, kCounted.most});
}

void describe_moment(Keys& keys, Fault& fault) {
  keys.duration(Key("at", "When it happens, of what happens at once.", "20s").required(), fault.at);
}

void describe_spread(Keys& keys, Fault& fault) {
  keys.duration({"spread", "Each device is hit at an even draw from so long.", "5s"}, unless_empty(fault.spread));
}

void describe_window(Keys& keys, Fault& fault) {
  keys.duration({"from", "When it begins, of what lasts.", "30s"}, fault.at);
  keys.duration({"until", "When it ends; without it, when the scenario does.", "1m"}, unless_empty(fault.until),
                kPositiveDuration);
}

void describe_length(Keys& keys, Fault& fault) {
  keys.duration({"for", "How long it lasts, of what lasts and waits for an event.", "30s"}, unless_empty(fault.length),
                kPositiveDuration);
}

void describe_share(Keys& keys, Fault& fault) {
  keys.probability({"hits", "Only such a share of the group's devices, drawn.", "10%"}, fault.hits);
}

namespace {

// A kind of target that decides how the act is written. Any kind that the act allows would do for a group, a proxy or a
// NAT.
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
  if (is_window) return describe_window(keys, fault);
  describe_moment(keys, fault);
  describe_spread(keys, fault);
}

}  // namespace

void describe(Keys& keys, Fault& fault) {
  keys.name(kTarget, fault.target, NameOf::kTarget);
  describe_time(keys, fault);
  describe_share(keys, fault);
  keys.map(kMatch, [&](Keys& inner) { describe_match(inner, fault.match, traits_of(fault.action).match); });
  const auto all = [](const ActWord&) { return true; };
  keys.map(kDo, [&](Keys& inner) {
    std::visit([&]<typename Act>(Act& act) { describe(ActKeys<Act>(inner, kind_of(fault), all), act); }, fault.action);
  });
}

}  // namespace dialtone
