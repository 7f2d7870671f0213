// Every declared event, and what an expectation may ask of it. docs/events.md is generated from these
// (event_reference.h).
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "world/events/declared_event.h"

namespace dialtone {

// All events: first those of devices, in the order of a device's life, then those of servers, proxies and the run. An
// event has one form for each set of fields that its sources record.
std::span<const EventForm> event_forms();
// The names in event_forms(), each once, in the same order.
std::span<const std::string_view> event_names();
// All fields of all events, sorted by key.
std::span<const DeclaredField* const> event_fields();
// The kind of the field with that name; nullopt if no event has such a field.
std::optional<FieldKind> kind_of_field(std::string_view key);
std::vector<std::string_view> field_names();

// Names of events in the contract that nothing records yet, because simulated devices take no firmware.
std::span<const std::string_view> unrecorded_events();

// Which party's events an expectation asks for: any party's; events about devices, which devices, registrars and the
// run record; or the events of one kind of server.
enum class EventOwner : std::uint8_t { kAnybody, kDevices, kProvisioning, kCallAgent };
// Returns the owner for the value of an `of`: empty, or the name of a group or a server.
EventOwner owner_of(std::string_view of);

// Returns why `of` can have no such event: `no device records 'provision.limited'`, with a hint. Returns nullopt if it
// can, or if the event is unknown.
std::optional<std::string> cannot_be_of(std::string_view event, EventOwner of);
// True if some party records the event.
bool is_event(std::string_view name);
// True for one of unrecorded_events().
bool is_unrecorded(std::string_view name);
// Returns the message about an unknown event: `there is no event 'binding.aded'; did you mean 'binding.added'?`, or
// that the event is not recorded yet.
std::string no_such_event(std::string_view name);
// Returns the fields that the event has if `of` records it, sorted.
std::vector<std::string_view> fields_of(std::string_view event, EventOwner of);
// Returns the message about a missing field: `'binding.added' has no field 'status'; it has aor, contact, ...`.
std::string lacks_field(std::string_view event, EventOwner of, std::string_view field);
// True if the event, as `of` records it, tells which device it is about: by the host that recorded it, or by an address
// of record.
bool names_a_device(std::string_view event, EventOwner of);
// True if loads, and nobody else, record the event.
bool is_of_loads(std::string_view event);
// True if the event tells what a device does and the devices of a load do not do: boots, settings, registrations.
bool is_of_devices_life(std::string_view event);
// True if devices record the event.
bool is_devices_own(std::string_view event);
// True if the provisioning server and the device both record the event for the same request.
bool is_told_twice(std::string_view event);

}  // namespace dialtone
