// Who records which event, and with which fields: what an expectation may ask for. docs/events.md says what each means,
// and event_forms_test holds the three against what runs record.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "scenarios/language/expectation.h"

namespace dialtone {

enum class EventSource : std::uint8_t { kDevice, kProvisioning, kCallAgent, kProxy, kRun };

struct EventForm {
  std::string_view event;
  EventSource source{};
  // Their names, with blanks between; some are absent at times. event_fields.h says what each holds.
  std::string_view fields;
};

// By source, and in each by the life of a device. An event of several sources has a form for each.
std::span<const EventForm> event_forms();

// Whose events are asked for: anybody's, those about devices (their own, and what registrars and the run record about
// them), or a server's own.
enum class Whose : std::uint8_t { kAnybody, kDevices, kProvisioning, kCallAgent };
// Of the value of an `of`, which exists.
Whose whose(std::string_view of);

// Why there is nothing to ask for: `no device records 'provision.limited'`, with a hint; nothing where there is. An
// event that does not exist is not judged.
std::optional<std::string> cannot_be_of(std::string_view event, Whose of);
// Whether it is one of kUnrecordedEventNames.
bool is_unrecorded(std::string_view name);
// Of a name that is none of kEventNames: `there is no event 'binding.aded'; did you mean 'binding.added'?`, or that
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
