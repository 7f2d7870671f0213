#include "scenarios/language/faults/act_checks.h"

#include <algorithm>

#include "scenarios/language/faults/fault.h"
#include "scenarios/language/faults/fault_words.h"
#include "values/ip_address.h"

namespace dialtone {
namespace {

// What stands under a word; null where there is no map.
const YamlNode* map_under(const ActPlace& place, std::string_view word) {
  const YamlNode* value = place.map.node().find(word);
  return value != nullptr && value->kind == YamlNode::Kind::kMap ? value : nullptr;
}

void report(const ActPlace& place, const Origin& origin, std::string message) {
  place.map.faults().report(origin, std::move(message));
}

void check_clock(const ActPlace& place) {
  const YamlNode* clock = map_under(place, "clock");
  if (clock == nullptr) return;
  const auto has = [&](std::string_view key) { return clock->find(key) != nullptr; };
  if (has("step") + has("set") + has("drift_ppm") != 1) {
    report(place, clock->origin, "'clock' has one of step, set and drift_ppm");
  }
}

void check_named(const ActPlace& place, std::string_view word, std::string_view message) {
  const YamlNode* map = map_under(place, word);
  if (map != nullptr && map->entries.empty()) report(place, map->origin, in_quotes(word) + std::string(message));
}

}  // namespace

void check(const ActPlace& place, const ClockAction&) { check_clock(place); }
void check(const ActPlace& place, const DriftAction&) { check_clock(place); }

void check(const ActPlace& place, const NameAction& act) {
  const YamlNode* resolve = map_under(place, "resolve");
  if (resolve == nullptr) return;
  const std::vector<std::string_view>& proxies = place.names.proxies;
  const bool is_known = act.to.empty() || act.to == kNowhere || is_server(act.to) ||
                        std::find(proxies.begin(), proxies.end(), act.to) != proxies.end() || parse_ip_address(act.to);
  if (!is_known) {
    MapCursor(*resolve, "'resolve'", resolve->origin, place.map.faults())
        .report_wrong("to", *resolve->find("to"), "an address, nowhere, or a server such as call_agent");
  }
  if (act.failure != NameAction::Failure::kNone && !act.to.empty()) {
    report(place, resolve->origin, "'fail' and 'to' are one or the other");
  }
  const auto has = [&](std::string_view key) { return resolve->find(key) != nullptr; };
  if (!has("fail") && !has("delay") && !has("to")) {
    report(place, resolve->origin, "'resolve' has fail, delay or to");
  }
}

void check(const ActPlace& place, const PacketAction& act) {
  if (place.map.node().find("queue") != nullptr && act.bits_per_second == 0) {
    report(place, place.map.entry("queue").origin, "'queue' is of a 'bandwidth'");
  }
}

void check(const ActPlace& place, const DatabaseAction& act) {
  if (place.target != TargetKind::kCallAgent || act.says != DatabaseAction::Says::kConflict) return;
  report(place, place.map.entry("database").value.origin,
         "a conflict is of identities, for which only 'provisioning' asks");
}

void check(const ActPlace& place, const RegistrarChange& act) {
  check_named(place, "registrar", " says what it does otherwise");
  if (!act.min_expires || !act.max_expires || *act.max_expires >= *act.min_expires) return;
  report(place, place.map.entry("registrar").value.origin,
         "'max_expires' (" + to_text(*act.max_expires) + ") is shorter than 'min_expires' (" +
             to_text(*act.min_expires) + ")");
}

void check(const ActPlace& place, const ServerAction& act) {
  check_named(place, "edit", " says what is changed");
  if (act.drops && act.answer) report(place, place.map.origin(), "'drop' and 'answer' are one or the other");
}

}  // namespace dialtone
