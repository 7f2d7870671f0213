// Effects of profiles and groups of devices.
#include <gtest/gtest.h>

#include "tests/scenarios/effects/effect_runs.h"

namespace dialtone {

std::vector<EffectRow> profile_effects() {
  using enum EffectChange;
  const std::string mute = "faults.it={target: provisioning, do: {drop: requests}}";
  const std::string ill = "faults.it={target: provisioning, do: {answer: {status: 503}}}";
  const std::string busy = "faults.it={target: call_agent, do: {answer: {status: 503}}}";
  const std::string no_gets = "faults.it={target: provisioning, match: {method: GET}, do: {answer: {status: 400}}}";
  const std::string no_bodies = "faults.it={target: cafe, do: {request: {drop: body}}}";
  const std::string takes_tftp = "profiles.phone.quirks=takes-a-bare-host-for-tftp";
  const std::vector<std::string> behind_a_nat{"fleet.homes.behind=box", "fleet.homes.expires=1h",
                                              "servers.call_agent.probe=50s"};
  std::vector<std::string> kept_alive = behind_a_nat;
  kept_alive.push_back("profiles.phone.keep_alive=line-ends");
  return {
      {"profiles.*.like=ata",
       {"profiles.phone.like=snom"},
       "profiles.phone.like=ata",
       "device.boot product=ATA-2",
       kMore},
      {"profiles.*.like=spa", {}, "profiles.phone.like=spa", "device.boot product=SPA112", kMore},
      {"profiles.*.like=yealink", {}, "profiles.phone.like=yealink", "device.boot product=SIP-T46S", kMore},
      {"profiles.*.like=polycom", {}, "profiles.phone.like=polycom", "device.boot product=VVX_411", kMore},
      {"profiles.*.like=grandstream", {}, "profiles.phone.like=grandstream", "device.boot product=HT801", kMore},
      {"profiles.*.like=snom", {}, "profiles.phone.like=snom", "device.boot product=snomD725", kMore},
      {"profiles.*.product", {}, "profiles.phone.product=P7", "device.boot product=P7", kMore},
      {"profiles.*.user_agent", {}, "profiles.phone.user_agent=U7"},
      {"profiles.*.firmware_version", {}, "profiles.phone.firmware_version=9.8", "device.boot firmware=9.8", kMore},
      {"profiles.*.boot_time", {}, "profiles.phone.boot_time=7s", "registration.accepted", kLater},
      {"profiles.*.boot_spread", {}, "profiles.phone.boot_spread=20s", "registration.accepted", kLater},
      {"profiles.*.answer_deadline", {mute}, "profiles.phone.answer_deadline=2s", "provision.failed", kMore},
      {"profiles.*.retry_base", {ill}, "profiles.phone.retry_base=1s", "provision.request host=homes", kMore},
      {"profiles.*.retry_cap", {ill}, "profiles.phone.retry_cap=5s", "provision.request host=homes", kMore},
      {"profiles.*.retry_base", {busy}, "profiles.phone.retry_base=5s", "registration.request host=homes", kMore},
      {"profiles.*.retry_cap", {busy}, "profiles.phone.retry_cap=30s", "registration.request host=homes", kMore},
      {"profiles.*.resync_period", {}, "profiles.phone.resync_period=30s", "device.resync", kMore},
      {"profiles.*.keep_alive=none", kept_alive, "profiles.phone.keep_alive=none", "binding.unreachable", kMore},
      {"profiles.*.keep_alive=line-ends", behind_a_nat, "profiles.phone.keep_alive=line-ends", "binding.unreachable",
       kFewer},
      {"profiles.*.keep_alive=zero-bytes", behind_a_nat, "profiles.phone.keep_alive=zero-bytes", "binding.unreachable",
       kFewer},
      {"profiles.*.keep_alive=stun", behind_a_nat, "profiles.phone.keep_alive=stun", "binding.unreachable", kFewer},
      {"profiles.*.document=body",
       {no_gets, "profiles.phone.document=post"},
       "profiles.phone.document=body",
       "provision.accepted",
       kFewer},
      {"profiles.*.document=query",
       {no_bodies, "fleet.homes.through=cafe"},
       "profiles.phone.document=query",
       "provision.accepted host=homes",
       kMore},
      {"profiles.*.document=post", {no_gets}, "profiles.phone.document=post", "provision.accepted", kMore},
      {"profiles.*.provisioning_path",
       {},
       "profiles.phone.provisioning_path=/factory",
       "provision.accepted host=homes",
       kFewer},
      {"profiles.*.provisioning_scheme=http",
       {takes_tftp, "profiles.phone.provisioning_scheme=none"},
       "profiles.phone.provisioning_scheme=http",
       "provision.accepted",
       kMore},
      {"profiles.*.provisioning_scheme=none",
       {takes_tftp},
       "profiles.phone.provisioning_scheme=none",
       "provision.accepted",
       kFewer},
      {"profiles.*.rewrites_contact",
       {"fleet.homes.behind=box"},
       "profiles.phone.rewrites_contact=true",
       "binding.added contact=sip:line100001@10.0.1.1",
       kMore},
      {"profiles.*.removes_binding_before_reboot",
       {"faults.it={target: call_agent, at: 40s, do: {notify: \"check-sync;reboot=true\"}}"},
       "profiles.phone.removes_binding_before_reboot=true",
       "binding.removed host=call-agent",
       kMore},
      {"profiles.*.keep_connection",
       {"fleet.homes.authentication=digest"},
       "profiles.phone.keep_connection=true",
       "settings.stored host=homes",
       kSooner},
  };
}

std::vector<EffectRow> profile_wait_effects() {
  using enum EffectChange;
  const std::string ill = "faults.it={target: provisioning, do: {answer: {status: 503}}}";
  const std::string ill_for_long =
      "faults.it={target: provisioning, do: {answer: {status: 503, headers: {Retry-After: 20}}}}";
  const std::string refusing = "faults.it={target: provisioning, do: {answer: {status: 403}}}";
  const std::string refusing_for_long =
      "faults.it={target: provisioning, do: {answer: {status: 403, headers: {Retry-After: 20}}}}";
  const std::string busy = "faults.it={target: call_agent, do: {answer: {status: 503}}}";
  const std::string busy_for_long =
      "faults.it={target: call_agent, do: {answer: {status: 503, headers: {Retry-After: 100}}}}";
  const std::string barring = "faults.it={target: call_agent, do: {answer: {status: 403}}}";
  const std::string barring_for_long =
      "faults.it={target: call_agent, do: {answer: {status: 603, headers: {Retry-After: 20}}}}";
  const std::string asked = "provision.request host=homes";
  const std::string registers = "registration.request host=homes";
  const std::string to_itself =
      "faults.it={target: provisioning, do: {answer: {status: 302, headers: "
      "{Location: \"http://prov.voip.example.net:8080/provision\"}}}}";
  const std::string nameless = "faults.it={target: homes, do: {resolve: {fail: no-answer}}}";
  const std::string no_way = "faults.it={target: homes, match: {peer: provisioning}, do: {drop: tcp}}";
  const std::string mute_agent = "faults.it={target: homes, match: {peer: call_agent}, do: {drop: udp}}";
  const std::string says_no_expires =
      "faults.it={target: provisioning, do: {edit: {replace: {\"<expires>120</expires>\": \"\"}}}}";
  const std::string phone = "profiles.phone.";
  return {
      {"profiles.*.name_deadline", {nameless}, phone + "name_deadline=2s", "name.failed host=homes", kMore},
      {"profiles.*.connect_deadline", {no_way}, phone + "connect_deadline=2s", "provision.failed host=homes", kMore},
      {"profiles.*.most_redirects", {to_itself}, phone + "most_redirects=1"},
      {"profiles.*.provisioning_retry.base", {ill}, phone + "provisioning_retry.base=1s", asked, kMore},
      {"profiles.*.provisioning_retry.cap", {ill}, phone + "provisioning_retry.cap=5s", asked, kMore},
      {"profiles.*.provisioning_retry.least_percent", {ill}, phone + "provisioning_retry.least_percent=1"},
      {"profiles.*.provisioning_retry.over_asked_percent",
       {ill_for_long},
       phone + "provisioning_retry.over_asked_percent=100",
       asked,
       kFewer},
      {"profiles.*.provisioning_refusal_retry.base",
       {refusing},
       phone + "provisioning_refusal_retry.base=5s",
       asked,
       kMore},
      {"profiles.*.provisioning_refusal_retry.cap",
       {refusing},
       phone + "provisioning_refusal_retry.cap=5s",
       asked,
       kMore},
      {"profiles.*.provisioning_refusal_retry.least_percent",
       {refusing},
       phone + "provisioning_refusal_retry.least_percent=1"},
      {"profiles.*.provisioning_refusal_retry.over_asked_percent",
       {refusing_for_long, phone + "provisioning_refusal_retry.base=1s"},
       phone + "provisioning_refusal_retry.over_asked_percent=100",
       asked,
       kFewer},
      {"profiles.*.resync_spread_percent",
       {phone + "resync_period=50s"},
       phone + "resync_spread_percent=100",
       "device.resync",
       kMore},
      {"profiles.*.attempts_before_stored_settings",
       {"faults.it={target: provisioning, from: 20s, do: {answer: {status: 503}}}",
        "faults.also={target: homes, at: 30s, do: {power_cut: {off_for: 5s}}}"},
       phone + "attempts_before_stored_settings=5",
       "registration.accepted host=homes",
       kFewer},
      {"profiles.*.t1",
       {mute_agent, phone + "registration_retry.base=1s", phone + "registration_retry.cap=1s"},
       phone + "t1=100ms",
       "registration.failed host=homes",
       kMore},
      {"profiles.*.t2", {mute_agent}, phone + "t2=1s"},
      {"profiles.*.default_expires",
       {says_no_expires},
       phone + "default_expires=1m",
       "binding.refreshed host=call-agent",
       kMore},
      {"profiles.*.refresh.from_percent", {}, phone + "refresh.from_percent=10", "binding.refreshed", kMore},
      {"profiles.*.refresh.to_percent", {}, phone + "refresh.to_percent=80"},
      {"profiles.*.refresh.least",
       {"fleet.homes.expires=3s", "servers.call_agent.min_expires=1s"},
       phone + "refresh.least=1s",
       "binding.refreshed",
       kMore},
      {"profiles.*.registration_retry.base", {busy}, phone + "registration_retry.base=5s", registers, kMore},
      {"profiles.*.registration_retry.cap", {busy}, phone + "registration_retry.cap=10s", registers, kMore},
      {"profiles.*.registration_retry.least_percent",
       {busy, phone + "registration_retry.cap=30s"},
       phone + "registration_retry.least_percent=1",
       registers,
       kMore},
      {"profiles.*.registration_retry.over_asked_percent",
       {"faults.it={target: call_agent, do: {answer: {status: 503, headers: {Retry-After: 40}}}}"},
       phone + "registration_retry.over_asked_percent=100",
       registers,
       kFewer},
      {"profiles.*.registration_refusal_retry.base",
       {barring},
       phone + "registration_refusal_retry.base=5s",
       registers,
       kMore},
      {"profiles.*.registration_refusal_retry.cap",
       {barring},
       phone + "registration_refusal_retry.cap=5s",
       registers,
       kMore},
      {"profiles.*.registration_refusal_retry.least_percent",
       {barring, phone + "registration_refusal_retry.cap=30s"},
       phone + "registration_refusal_retry.least_percent=1",
       registers,
       kMore},
      {"profiles.*.registration_refusal_retry.over_asked_percent",
       {barring_for_long, phone + "registration_refusal_retry.base=1s"},
       phone + "registration_refusal_retry.over_asked_percent=100",
       registers,
       kFewer},
      {"profiles.*.rounds_before_provisioning",
       {busy},
       phone + "rounds_before_provisioning=1",
       "provision.request host=homes",
       kMore},
      {"profiles.*.first_call_agent_after",
       {"servers.backup_call_agent={}", "faults.it={target: call_agent, at: 0s, do: {power_cut: {off_for: 1m}}}"},
       phone + "first_call_agent_after=30s",
       "binding.added host=call-agent",
       kMore},
      {"profiles.*.connection_keep_alive.least",
       {"fleet.homes.transport=tcp", "fleet.homes.expires=1h"},
       phone + "connection_keep_alive.least=5s"},
      {"profiles.*.connection_keep_alive.most",
       {"fleet.homes.transport=tcp", "fleet.homes.expires=1h"},
       phone + "connection_keep_alive.most=95s"},
      {"profiles.*.connection_keep_alive.answer_deadline",
       {"fleet.homes.transport=tcp", "fleet.homes.expires=1h",
        "faults.it={target: homes, from: 30s, match: {direction: to-devices}, do: {drop: tcp}}"},
       phone + "connection_keep_alive.answer_deadline=40s",
       "connection.lost host=homes",
       kLater},
      {"profiles.*.datagram_keep_alive.least",
       {phone + "keep_alive=line-ends"},
       phone + "datagram_keep_alive.least=1s"},
      {"profiles.*.datagram_keep_alive.most", {phone + "keep_alive=line-ends"}, phone + "datagram_keep_alive.most=24s"},
      {"profiles.*.longest_retry_after", {busy_for_long}, phone + "longest_retry_after=10s", registers, kMore},
      {"profiles.*.leave_deadline",
       {"faults.it={target: call_agent, from: 30s, do: {drop: requests}}",
        "faults.also={target: homes, at: 40s, do: {power_off: {off_for: 5s}}}"},
       phone + "leave_deadline=20s",
       "device.power_off host=homes",
       kLater},
  };
}

std::vector<EffectRow> fleet_effects() {
  using enum EffectChange;
  const std::string tcp = "fleet.homes.transport=tcp";
  const std::string basic = "fleet.homes.authentication=basic";
  const std::string credentials_are_refused =
      "faults.it={target: provisioning, match: {authorized: true}, do: {answer: {status: 503}}}";
  const std::string cafe_is_ill = "faults.it={target: cafe, do: {answer: {status: 503}}}";
  const std::string eighth_device = "fleet.homes.devices.0={name: homes-0008, index: 7, power_on: 0s}";
  const std::string one_device = "fleet.homes={profile: phone, devices: [{name: homes-0001, index: 0, power_on: 0s}]}";
  const std::string enabled_later =
      "faults.it={target: provisioning, at: 20s, do: {change: {of: homes, enabled: true}}}";
  const std::string reboot = "faults.also={target: homes, at: 30s, do: {power_cut: {off_for: 5s}}}";
  const std::string blackout = "faults.it={target: homes, at: 1m, do: {power_cut: {off_for: 5s}}}";
  return {
      {"fleet.*.count", {}, "fleet.homes.count=5", "device.boot", kMore},
      {"fleet.*.profile", {}, "fleet.homes.profile=snom", "device.boot product=snomD725", kMore},
      {"fleet.*.power_on.at", {}, "fleet.homes.power_on.at=5s", "device.power_on", kLater},
      {"fleet.*.power_on.spread", {}, "fleet.homes.power_on.spread=30s", "device.power_on", kLater},
      {"fleet.*.identity=unknown", {}, "fleet.homes.identity=unknown", "provision.refused host=homes", kMore},
      {"fleet.*.identity=wrong-mac", {}, "fleet.homes.identity=wrong-mac", "provision.refused host=homes", kMore},
      {"fleet.*.identity=wrong-customer",
       {},
       "fleet.homes.identity=wrong-customer",
       "provision.refused host=homes",
       kMore},
      // A refusal does not reveal whether the identity is known; a later `enabled` distinguishes a disabled subscriber
      // from an unknown one.
      {"fleet.*.identity=disabled",
       {enabled_later, reboot},
       "fleet.homes.identity=disabled",
       "provision.accepted host=homes",
       kLater},
      {"fleet.*.transport=udp", {tcp}, "fleet.homes.transport=udp", "connection.established", kFewer},
      {"fleet.*.transport=tcp", {}, tcp, "connection.established", kMore},
      {"fleet.*.authentication=none",
       {basic, credentials_are_refused},
       "fleet.homes.authentication=none",
       "provision.refused host=homes",
       kFewer},
      {"fleet.*.authentication=basic", {credentials_are_refused}, basic, "provision.refused host=homes", kMore},
      {"fleet.*.authentication=digest",
       {},
       "fleet.homes.authentication=digest",
       "provision.challenged host=homes",
       kMore},
      {"fleet.*.behind", {}, "fleet.homes.behind=box", "address.learned host=homes", kMore},
      {"fleet.*.through", {cafe_is_ill}, "fleet.homes.through=cafe", "provision.refused host=homes", kMore},
      {"fleet.*.expires", {}, "fleet.homes.expires=1h", "binding.refreshed", kFewer},
      {"fleet.*.clones", {}, "fleet.offices.clones=homes", "binding.added aor=sip:line100001@", kMore},
      {"fleet.*.devices", {}, one_device, "device.power_on host=homes", kFewer},
      {"fleet.*.devices.*.name", {one_device}, eighth_device, "device.boot host=homes-0008", kMore},
      {"fleet.*.devices.*.index", {one_device}, eighth_device, "binding.added aor=sip:line100008@", kMore},
      {"fleet.*.devices.*.power_on",
       {one_device},
       "fleet.homes.devices.0.power_on=9s",
       "device.power_on host=homes",
       kLater},
      {"fleet.*.devices.*.faults",
       {one_device, blackout},
       "fleet.homes.devices.0.faults={it: 30s}",
       "device.power_cut",
       kMore},
  };
}

namespace {

TEST(Effects, OfTheWaitsOfProfiles) { EffectRuns().expect_effects(profile_wait_effects()); }
TEST(Effects, OfProfiles) { EffectRuns().expect_effects(profile_effects()); }
TEST(Effects, OfGroups) { EffectRuns().expect_effects(fleet_effects()); }

}  // namespace
}  // namespace dialtone
