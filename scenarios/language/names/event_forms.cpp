#include "scenarios/language/names/event_forms.h"

#include <algorithm>
#include <array>
#include <cstdlib>

#include "call_agent_sim/registrar/call_agent_events.h"
#include "device_sim/load/load_events.h"
#include "device_sim/model/device_events.h"
#include "prov_server/audit/provisioning_events.h"
#include "scenarios/language/document/diagnostic.h"
#include "scenarios/language/names/run_events.h"
#include "scenarios/language/names/target_names.h"
#include "scenarios/middlebox/proxy_events.h"
#include "values/spelling.h"
#include "world/events/event_fields.h"
#include "world/events/host_events.h"

namespace dialtone {
namespace {

using enum EventSource;

template <typename... Lists>
constexpr auto forms_of() {
  std::array<EventForm, (Lists::kForms.size() + ...)> forms{};
  EventForm* end = forms.data();
  ((end = std::copy(Lists::kForms.begin(), Lists::kForms.end(), end)), ...);
  return forms;
}

constexpr std::array kForms =
    forms_of<device_events::List, load_events::List, host_events::List, provisioning_events::List,
             call_agent_events::List, proxy_events::List, run_events::List>();

constexpr bool is_snake_case(std::string_view text) {
  return !text.empty() &&
         std::all_of(text.begin(), text.end(), [](char c) { return (c >= 'a' && c <= 'z') || c == '_'; });
}

// True for a name that consists of a noun, a dot, and what happened: `settings.stored`.
constexpr bool is_event_name(std::string_view name) {
  const std::size_t dot = name.find('.');
  return dot != std::string_view::npos && is_snake_case(name.substr(0, dot)) && is_snake_case(name.substr(dot + 1));
}

constexpr bool are_declared_once() {
  for (std::size_t i = 0; i < kForms.size(); ++i) {
    for (std::size_t other = 0; other < i; ++other) {
      const bool is_same = kForms[i].event->name == kForms[other].event->name;
      if (is_same && kForms[i].event->sources.has_any_of(kForms[other].event->sources)) return false;
    }
  }
  return true;
}
static_assert(are_declared_once(), "two events of one source have the same name");
static_assert(std::all_of(kForms.begin(), kForms.end(),
                          [](const EventForm& form) {
                            return is_event_name(form.event->name) && !form.event->meaning.empty();
                          }),
              "an event's name is a noun, a dot and what happened, and it has a meaning");

constexpr std::size_t kMostNames = kForms.size();

// A set whose elements are the first `count` items of an array.
template <typename Item>
struct Distinct {
  std::array<Item, kMostNames * 2> items{};
  std::size_t count = 0;

  constexpr void add(const Item& item) {
    if (std::find(items.begin(), items.begin() + count, item) == items.begin() + count) items[count++] = item;
  }
};

constexpr Distinct kNames = [] {
  Distinct<std::string_view> names;
  for (const EventForm& form : kForms) names.add(form.event->name);
  return names;
}();

constexpr Distinct kFields = [] {
  Distinct<const DeclaredField*> fields;
  for (const EventForm& form : kForms) {
    for (const FieldOfEvent& each : form.fields) fields.add(each.field);
  }
  std::sort(fields.items.begin(), fields.items.begin() + fields.count,
            [](const DeclaredField* a, const DeclaredField* b) { return a->key < b->key; });
  return fields;
}();

constexpr bool has_each_field_once() {
  constexpr std::array<std::string_view, 3> kOfEveryLine{"time", "host", "event"};
  for (std::size_t i = 0; i < kFields.count; ++i) {
    const std::string_view key = kFields.items[i]->key;
    if (!is_snake_case(key) || (i > 0 && kFields.items[i - 1]->key == key)) return false;
    if (std::find(kOfEveryLine.begin(), kOfEveryLine.end(), key) != kOfEveryLine.end()) return false;
  }
  return true;
}
static_assert(has_each_field_once(), "two fields have the same key, or one has that of each line of events.jsonl");

constexpr std::array<std::string_view, 3> kUnrecorded{"firmware.started", "firmware.fetched", "firmware.failed"};
static_assert(std::none_of(kUnrecorded.begin(), kUnrecorded.end(),
                           [](std::string_view name) {
                             return std::find(kNames.items.begin(), kNames.items.end(), name) != kNames.items.end();
                           }),
              "what somebody records is not unrecorded");

template <typename List>
bool has_name(std::string_view event) {
  return std::any_of(List::kForms.begin(), List::kForms.end(),
                     [&](const EventForm& form) { return form.event->name == event; });
}

bool has_field(const EventForm& form, const DeclaredField& field) {
  return std::any_of(form.fields.begin(), form.fields.end(),
                     [&](const FieldOfEvent& each) { return each.field == &field; });
}

// True for an event of a call agent that is about a device: such an event has the address of record.
bool is_about_a_device(const EventForm& form) {
  return form.event->sources.has(kCallAgent) && has_field(form, fields::kAor);
}

bool is_there(const EventForm& form, EventOwner of) {
  switch (of) {
    case EventOwner::kAnybody: return true;
    case EventOwner::kDevices: return form.event->sources.has(kDevice) || is_about_a_device(form);
    case EventOwner::kProvisioning: return form.event->sources.has(kProvisioning);
    case EventOwner::kCallAgent: return form.event->sources.has(kCallAgent);
  }
  std::abort();
}

std::string_view who(EventOwner of) {
  switch (of) {
    case EventOwner::kAnybody: return "nobody";
    case EventOwner::kDevices: return "no device";
    case EventOwner::kProvisioning: return "no provisioning server";
    case EventOwner::kCallAgent: return "no call agent";
  }
  std::abort();
}

}  // namespace

std::span<const EventForm> event_forms() { return kForms; }

std::span<const std::string_view> event_names() { return std::span(kNames.items).first(kNames.count); }

std::span<const DeclaredField* const> event_fields() { return std::span(kFields.items).first(kFields.count); }

std::span<const std::string_view> unrecorded_events() { return kUnrecorded; }

std::optional<FieldKind> kind_of_field(std::string_view key) {
  for (const DeclaredField* field : event_fields()) {
    if (field->key == key) return field->kind;
  }
  return std::nullopt;
}

std::vector<std::string_view> field_names() {
  std::vector<std::string_view> names;
  for (const DeclaredField* field : event_fields()) names.push_back(field->key);
  return names;
}

EventOwner owner_of(std::string_view of) {
  if (of.empty()) return EventOwner::kAnybody;
  if (of == kProvisioningTarget) return EventOwner::kProvisioning;
  return is_call_agent(of) ? EventOwner::kCallAgent : EventOwner::kDevices;
}

std::optional<std::string> cannot_be_of(std::string_view event, EventOwner of) {
  bool exists = false;
  std::vector<std::string_view> there;
  for (const EventForm& form : kForms) {
    exists = exists || form.event->name == event;
    if (!is_there(form, of)) continue;
    if (form.event->name == event) return std::nullopt;
    there.push_back(form.event->name);
  }
  if (!exists) return std::nullopt;
  return std::string(who(of)) + " records " + in_quotes(event) + did_you_mean(event, there);
}

bool is_event(std::string_view name) {
  const std::span<const std::string_view> names = event_names();
  return std::find(names.begin(), names.end(), name) != names.end();
}

bool is_unrecorded(std::string_view name) {
  return std::find(kUnrecorded.begin(), kUnrecorded.end(), name) != kUnrecorded.end();
}

std::string no_such_event(std::string_view name) {
  if (is_unrecorded(name)) {
    return "nobody records " + in_quotes(name) + " yet, so that nothing can be said of it";
  }
  return "there is no event " + in_quotes(name) + did_you_mean(name, {event_names().begin(), event_names().end()});
}

std::vector<std::string_view> fields_of(std::string_view event, EventOwner of) {
  std::vector<std::string_view> fields;
  for (const EventForm& form : kForms) {
    if (form.event->name != event || !is_there(form, of)) continue;
    for (const FieldOfEvent& each : form.fields) fields.push_back(each.field->key);
  }
  std::sort(fields.begin(), fields.end());
  fields.erase(std::unique(fields.begin(), fields.end()), fields.end());
  return fields;
}

std::string lacks_field(std::string_view event, EventOwner of, std::string_view field) {
  const std::vector<std::string_view> fields = fields_of(event, of);
  std::string text = in_quotes(event) + " has no field " + in_quotes(field);
  if (fields.empty()) return text + ", nor any other";
  const std::string hint = did_you_mean(field, fields);
  if (!hint.empty()) return text + hint;
  text += "; it has ";
  for (const std::string_view each : fields) text += (each == fields.front() ? "" : ", ") + std::string(each);
  return text;
}

bool names_a_device(std::string_view event, EventOwner of) {
  return std::any_of(kForms.begin(), kForms.end(), [&](const EventForm& form) {
    const bool is_by_device =
        of != EventOwner::kProvisioning && of != EventOwner::kCallAgent && form.event->sources.has(kDevice);
    return form.event->name == event && is_there(form, of) && (is_by_device || is_about_a_device(form));
  });
}

bool is_of_loads(std::string_view event) { return has_name<load_events::List>(event); }

bool is_of_devices_life(std::string_view event) {
  const bool is_of_power =
      event == device_events::PowerOn::kEvent.name || event == device_events::PowerOff::kEvent.name;
  return has_name<device_events::List>(event) && !is_of_power;
}

bool is_devices_own(std::string_view event) {
  return std::any_of(kForms.begin(), kForms.end(), [&](const EventForm& form) {
    return form.event->name == event && form.event->sources.has(kDevice);
  });
}

bool is_told_twice(std::string_view event) {
  // Only for a request for settings do the device and the server record the same occurrence. Other events with one
  // name, such as fault.started of a device and of a server, are different occurrences.
  return event.starts_with("provision.") && is_devices_own(event) &&
         std::any_of(kForms.begin(), kForms.end(), [&](const EventForm& form) {
           return form.event->name == event && form.event->sources.has(kProvisioning);
         });
}

}  // namespace dialtone
