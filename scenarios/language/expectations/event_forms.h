// Every event that is declared, and what an expectation may ask for of them. docs/events.md is written from them
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

// The devices' own by their life, then those of servers, of proxies and of the run. An event of several sources that
// have other fields has a form for each.
std::span<const EventForm> event_forms();
// Each once, in that order.
std::span<const std::string_view> event_names();
// The fields of all of them, by their keys.
std::span<const DeclaredField* const> event_fields();
// Of a field; nothing where no event has one of that name.
std::optional<FieldKind> kind_of_field(std::string_view key);
std::vector<std::string_view> field_names();

// Names of the contract which nobody records until devices take firmware.
std::span<const std::string_view> unrecorded_events();

// Whose events are asked for: anybody's, those about devices (their own, and what registrars and the run record about
// them), or a server's own.
enum class Whose : std::uint8_t { kAnybody, kDevices, kProvisioning, kCallAgent };
// Of the value of an `of`, which exists.
Whose whose(std::string_view of);

// Why there is nothing to ask for: `no device records 'provision.limited'`, with a hint; nothing where there is. An
// event that does not exist is not judged.
std::optional<std::string> cannot_be_of(std::string_view event, Whose of);
// Whether somebody records it.
bool is_event(std::string_view name);
// Whether it is one of unrecorded_events().
bool is_unrecorded(std::string_view name);
// Of a name that is no event's: `there is no event 'binding.aded'; did you mean 'binding.added'?`, or that
// nobody records it yet.
std::string no_such_event(std::string_view name);
// The fields that the event has there, sorted.
std::vector<std::string_view> fields_of(std::string_view event, Whose of);
// Why that field is not to be had: `'binding.added' of a registrar has no 'status', but aor, contact, ...`.
std::string lacks_field(std::string_view event, Whose of, std::string_view field);
// Whether devices record it of themselves.
bool is_devices_own(std::string_view event);
// Whether the provisioning server tells of a request what the device that sent it tells too.
bool is_told_twice(std::string_view event);

}  // namespace dialtone
