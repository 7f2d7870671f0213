// Every declared event, and what an expectation may ask of it. docs/events.md is written from this (event_reference.h).
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
// event whose sources record different fields has one form for each.
std::span<const EventForm> event_forms();
// The names of event_forms(), each once, in the same order.
std::span<const std::string_view> event_names();
// All fields of all events, sorted by key.
std::span<const DeclaredField* const> event_fields();
// The kind of a field; nothing if no event has a field of that name.
std::optional<FieldKind> kind_of_field(std::string_view key);
std::vector<std::string_view> field_names();

// Names from the contract that nobody records yet: devices take no firmware.
std::span<const std::string_view> unrecorded_events();

// Whose events an expectation asks for: anybody's; those about devices, which devices, registrars and the run record;
// or those of one kind of server.
enum class EventOwner : std::uint8_t { kAnybody, kDevices, kProvisioning, kCallAgent };
// `of`: empty, or the name of a group or a server.
EventOwner owner_of(std::string_view of);

// Why no such event can occur: `no device records 'provision.limited'`, with a hint. Nothing if it can, or if the event
// is unknown.
std::optional<std::string> cannot_be_of(std::string_view event, EventOwner of);
// True if somebody records it.
bool is_event(std::string_view name);
// True for one of unrecorded_events().
bool is_unrecorded(std::string_view name);
// The message about an unknown event: `there is no event 'binding.aded'; did you mean 'binding.added'?`, or that nobody
// records it yet.
std::string no_such_event(std::string_view name);
// The fields that the event has if `of` records it, sorted.
std::vector<std::string_view> fields_of(std::string_view event, EventOwner of);
// The message about a missing field: `'binding.added' has no field 'status'; it has aor, contact, ...`.
std::string lacks_field(std::string_view event, EventOwner of, std::string_view field);
// True if some such event, as `of` records it, names a device: as the host that recorded it, or by its address of
// record.
bool names_a_device(std::string_view event, EventOwner of);
// True if devices record it.
bool is_devices_own(std::string_view event);
// True if the provisioning server and the device both record it about the same request.
bool is_told_twice(std::string_view event);

}  // namespace dialtone
