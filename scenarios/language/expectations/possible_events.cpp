#include "scenarios/language/expectations/possible_events.h"

#include <algorithm>

#include "scenarios/language/expectations/metric_name.h"
#include "scenarios/language/names/event_forms.h"
#include "scenarios/language/names/recorded_names.h"
#include "scenarios/language/names/run_events.h"
#include "scenarios/language/names/target_names.h"
#include "values/spelling.h"

namespace dialtone {
namespace {

constexpr std::string_view kRequestReceived = run_events::SipRequestReceived::kEvent.name;
constexpr std::string_view kHeaderReceived = run_events::SipHeaderReceived::kEvent.name;
constexpr std::string_view kHeaderSent = run_events::SipHeaderSent::kEvent.name;

bool has(const std::vector<std::string_view>& names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

// An event that is asked for.
struct Wanted {
  std::string_view event;
  EventOwner of{};
  // The group, `devices` or the server whose event it is; empty: anybody's.
  std::string_view whose;
  Origin origin;
  // The conditions, and the map in which they stand; null if there are none.
  const std::vector<FieldCondition>* where = nullptr;
  const YamlNode* where_map = nullptr;

  const FieldCondition* condition_on(std::string_view field) const {
    if (where == nullptr) return nullptr;
    const auto found = std::find_if(where->begin(), where->end(),
                                    [&](const FieldCondition& condition) { return condition.field == field; });
    return found == where->end() || !found->of_when.empty() ? nullptr : &*found;
  }
  const Origin& origin_of(std::string_view field) const { return where_map->find(field)->origin; }
};

bool meets(std::string_view text, const FieldCondition& condition) {
  if (condition.comparison == Comparison::kContains) return text.find(condition.text) != std::string_view::npos;
  return compare(text, condition.comparison, std::string_view(condition.text));
}

class PossibleEvents {
 public:
  PossibleEvents(const ExpectationContext& context, Diagnostics& diagnostics)
      : context_(context), diagnostics_(diagnostics) {}

  void check(const Wanted& wanted) {
    if (!is_event(wanted.event) || cannot_be_of(wanted.event, wanted.of)) return;
    for (const auto why_not :
         {&PossibleEvents::why_not_recorded, &PossibleEvents::why_not_of_load, &PossibleEvents::why_not_of_fault}) {
      const std::string reason = (this->*why_not)(wanted);
      if (!reason.empty()) return diagnostics_.report(wanted.origin, reason);
    }
    if (wanted.event == kHeaderReceived || wanted.event == kHeaderSent) check_header(wanted);
  }

  void check_of_devices(std::string_view metric, std::string_view whose, const Origin& origin) {
    if (!has(context_.loads, whose)) return;
    diagnostics_.report(origin, in_quotes(metric) + " is measured of devices, and " + in_quotes(whose) + " is a load");
  }

 private:
  // Devices are told about by call agents.
  static std::vector<std::string_view> protocols_of(EventOwner of) {
    if (of == EventOwner::kProvisioning) return {kHttpHeaders};
    if (of == EventOwner::kAnybody) return {kSipHeaders, kHttpHeaders};
    return {kSipHeaders};
  }
  std::vector<std::string> headers_of(EventOwner of) const {
    std::vector<std::string> headers;
    for (const std::string_view protocol : protocols_of(of)) {
      const RecordedNames names = recorded_names(context_.record, protocol);
      headers.insert(headers.end(), names.headers.begin(), names.headers.end());
    }
    return headers;
  }

  std::string why_not_recorded(const Wanted& wanted) const {
    if (wanted.event == kRequestReceived) {
      if (recorded_names(context_.record, kSipHeaders).requests) return {};
      return in_quotes(wanted.event) + " is recorded only with 'record: [" + std::string(kRequests) + "]'";
    }
    if (wanted.event != kHeaderReceived && wanted.event != kHeaderSent) return {};
    if (!headers_of(wanted.of).empty()) return {};
    return in_quotes(wanted.event) + " is recorded only for headers that 'record' names, such as 'record: [" +
           std::string(protocols_of(wanted.of).front()) + "Via]'";
  }

  std::string why_not_of_load(const Wanted& wanted) const {
    const bool is_load = has(context_.loads, wanted.whose);
    const std::string event = in_quotes(wanted.event);
    const std::string whose = in_quotes(wanted.whose);
    if (is_load && is_of_devices_life(wanted.event)) return whose + " is a load, which records no " + event;
    if (is_load || !is_of_loads(wanted.event)) return {};
    if (context_.loads.empty()) return "only loads record " + event + ", and no group is a load";
    if (wanted.whose == kAllDevices) return "only loads record " + event + ", and 'devices' leaves loads out";
    return wanted.whose.empty() ? "" : "only loads record " + event + ", and " + whose + " is none";
  }

  // The events of a fault with a time are the run's.
  std::string why_not_of_fault(const Wanted& wanted) const {
    const bool is_of_fault =
        wanted.event == run_events::FaultStarted::kEvent.name || wanted.event == run_events::FaultEnded::kEvent.name;
    if (!is_of_fault || wanted.of != EventOwner::kDevices) return {};
    const FieldCondition* name = wanted.condition_on(fields::kFault.key);
    for (const Fault& fault : context_.faults) {
      const bool is_meant = name == nullptr || meets(fault.name, *name);
      const bool is_of_all = wanted.whose.empty() || wanted.whose == kAllDevices;
      const bool is_there = is_of_all ? has(context_.names.groups_or_all, fault.target) : targets(fault, wanted.whose);
      if (fault.when && is_meant && is_there) return {};
    }
    return "devices record " + in_quotes(wanted.event) +
           " only of a fault with 'when'; of one with a time, leave 'of' out: where: { fault: NAME }";
  }

  // The event is one of headers, of which some are recorded.
  void check_header(const Wanted& wanted) {
    std::vector<std::string> headers = headers_of(wanted.of);
    if (const FieldCondition* header = wanted.condition_on(fields::kHeader.key)) {
      const std::vector<std::string> all = headers;
      std::erase_if(headers, [&](const std::string& name) { return !meets(name, *header); });
      if (headers.empty()) {
        return diagnostics_.report(wanted.origin_of(fields::kHeader.key), why_no_header(wanted, *header, all));
      }
    }
    const auto are_none = [&](const auto& is_so) { return std::none_of(headers.begin(), headers.end(), is_so); };
    if (wanted.condition_on(fields::kRealm.key) != nullptr && are_none(is_challenge)) {
      diagnostics_.report(wanted.origin_of(fields::kRealm.key),
                          "only WWW-Authenticate and Proxy-Authenticate have a realm, and 'record' names none that is "
                          "meant here");
    }
    if (wanted.condition_on(fields::kValue.key) != nullptr &&
        are_none([](const std::string& name) { return !is_masked(name); })) {
      diagnostics_.report(wanted.origin_of(fields::kValue.key),
                          in_quotes(headers.front()) + " is recorded as '*', whatever its value is");
    }
  }

  std::string why_no_header(const Wanted& wanted, const FieldCondition& condition,
                            const std::vector<std::string>& recorded) const {
    const std::string& text = condition.text;
    if (condition.comparison != Comparison::kEqual) return "no header in 'record' is so";
    const std::vector<std::string_view> protocols = protocols_of(wanted.of);
    for (const std::string_view protocol : {kSipHeaders, kHttpHeaders}) {
      if (!text.starts_with(protocol)) continue;
      if (!has(protocols, protocol)) return "such a server records no " + in_quotes(text);
      if (std::find(recorded.begin(), recorded.end(), text.substr(protocol.size())) == recorded.end()) break;
      return "'header' is a name without its protocol: " + text.substr(protocol.size());
    }
    return in_quotes(text) + " is not in 'record'" + did_you_mean(text, {recorded.begin(), recorded.end()});
  }

  const ExpectationContext& context_;
  Diagnostics& diagnostics_;
};

Wanted wanted_in(const YamlNode& map, const EventPattern& pattern, EventOwner of, std::string_view whose) {
  const YamlNode* event = map.find("event");
  return {pattern.event, of, whose, event == nullptr ? map.origin : event->origin, &pattern.where, map.find("where")};
}

void check_what(const YamlNode& map, const EventuallyEvent& what, PossibleEvents& possible) {
  possible.check(wanted_in(map, what.pattern, owner_of(what.group), what.group));
}
void check_what(const YamlNode& map, const NeverEvent& what, PossibleEvents& possible) {
  possible.check(wanted_in(map, what.pattern, owner_of(what.group), what.group));
}
void check_what(const YamlNode& map, const Sequence& what, PossibleEvents& possible) {
  const bool is_others = !what.next_of.empty();
  if (const YamlNode* when = map.find("when")) {
    possible.check(wanted_in(*when, what.when, EventOwner::kDevices, what.group));
  }
  if (const YamlNode* next = map.find("next")) {
    const std::string& whose = is_others ? what.next_of : what.group;
    possible.check(wanted_in(*next, what.next, owner_of(whose), whose));
  }
}
void check_what(const YamlNode& map, const Threshold& what, PossibleEvents& possible) {
  const std::optional<Metric> metric = parse_metric(what.metric);
  const auto entry = std::find_if(map.entries.begin(), map.entries.end(),
                                  [&](const YamlEntry& each) { return each.key == what.metric; });
  if (!metric || entry == map.entries.end()) return;
  const bool is_of_event =
      metric->of == Metric::Of::kEvent || metric->of == Metric::Of::kInterval || metric->of == Metric::Of::kField;
  if (!is_of_event) return possible.check_of_devices(what.metric, what.group, entry->origin);
  possible.check({metric->event, owner_of(what.group), what.group, entry->origin});
}
template <typename What>
void check_what(const YamlNode& /*map*/, const What& /*what*/, PossibleEvents& /*possible*/) {}

// The events of `from` and `until` are of each device.
template <typename What>
void check_scope_events(const YamlNode& map, const What& what, PossibleEvents& possible) {
  if constexpr (requires { what.scope; }) {
    const bool is_of_devices = owner_of(what.group) == EventOwner::kDevices;
    const std::string_view whose = is_of_devices ? std::string_view(what.group) : std::string_view();
    for (const std::string_view key : {"from", "until"}) {
      const YamlNode* end = map.find(key);
      const YamlNode* event = end == nullptr ? nullptr : end->find("event");
      if (event == nullptr) continue;
      const std::vector<YamlNode> one{*event};
      for (const YamlNode& item : event->kind == YamlNode::Kind::kList ? event->items : one) {
        possible.check({item.text, EventOwner::kDevices, whose, item.origin});
      }
    }
  }
}

}  // namespace

void check_possible(const YamlNode& map, const Expectation& expectation, const ExpectationContext& context,
                    Diagnostics& diagnostics) {
  PossibleEvents possible(context, diagnostics);
  std::visit(
      [&](const auto& what) {
        check_what(map, what, possible);
        check_scope_events(map, what, possible);
      },
      expectation.condition);
}

}  // namespace dialtone
