#include "scenarios/language/event_forms.h"

#include <algorithm>
#include <array>

#include "scenarios/language/diagnostic.h"
#include "scenarios/language/expectation_words.h"
#include "scenarios/language/fault.h"
#include "values/spelling.h"

namespace dialtone {
namespace {

using enum EventSource;

constexpr std::array kForms = std::to_array<EventForm>({
    {"device.power_on", kDevice, ""},
    {"device.boot", kDevice, "firmware product serial_number"},
    {"device.power_off", kDevice, ""},
    {"device.power_cut", kDevice, ""},
    {"device.reboot", kDevice, "reason"},
    {"device.state", kDevice, "from to"},
    {"device.resync", kDevice, "reason"},
    {"clock.changed", kDevice, "by drift_ppm"},
    {"name.resolved", kDevice, "address addresses duration name"},
    {"name.failed", kDevice, "duration name reason"},
    {"connection.established", kDevice, "local to"},
    {"connection.lost", kDevice, "reason to"},
    {"address.learned", kDevice, "address"},
    {"provision.request", kDevice, "attempt url"},
    {"provision.challenged", kDevice, "algorithm duration stale"},
    {"provision.accepted", kDevice, "duration partial revision serial_number"},
    {"provision.refused", kDevice, "duration reason retry_after status"},
    {"provision.failed", kDevice, "duration reason"},
    {"provision.abandoned", kDevice, ""},
    {"settings.stored", kDevice, "device_name revision serial_number"},
    {"settings.rejected", kDevice, "duration reason"},
    {"settings.loaded", kDevice, "revision"},
    {"registration.request", kDevice, "attempt call_id cseq expires to"},
    {"registration.challenged", kDevice, "algorithm cseq stale to"},
    {"registration.accepted", kDevice, "aor contact duration expires since_power_on to"},
    {"registration.rejected", kDevice, "duration min_expires reason retry_after status to"},
    {"registration.failed", kDevice, "duration reason to"},
    {"contact.unmatched", kDevice, "aor contact expires to"},
    {"registration.expired", kDevice, "aor"},
    {"registration.removed", kDevice, "aor contact duration"},
    {"registration.abandoned", kDevice, ""},
    {"retry.scheduled", kDevice, "delay for"},
    {"fault.started", kDevice, "fault"},
    {"fault.ended", kDevice, "fault"},

    {"server.started", kProvisioning, "endpoint protocol"},
    {"server.failed", kProvisioning, "reason"},
    {"server.stopped", kProvisioning, ""},
    {"server.crashed", kProvisioning, ""},
    {"clock.changed", kProvisioning, "by drift_ppm"},
    {"provision.request", kProvisioning, "customer_number ip_address mac_address peer serial_number"},
    {"provision.challenged", kProvisioning, "mac_address peer reason serial_number status"},
    {"provision.accepted", kProvisioning, "mac_address peer serial_number settings_revision"},
    {"provision.refused", kProvisioning, "mac_address peer reason serial_number status"},
    {"provision.limited", kProvisioning, "peer reason status"},
    {"identity.conflict", kProvisioning, "mac_address peer serial_number"},
    {"audit.failed", kProvisioning, "reason"},
    {"audit.resumed", kProvisioning, "lost"},
    {"fault.started", kProvisioning, "fault"},
    {"fault.ended", kProvisioning, "fault"},

    {"server.started", kCallAgent, "endpoint protocol"},
    {"server.failed", kCallAgent, "protocol reason"},
    {"server.stopped", kCallAgent, ""},
    {"server.crashed", kCallAgent, ""},
    {"clock.changed", kCallAgent, "by drift_ppm"},
    {"register.challenged", kCallAgent, "aor peer reason status"},
    {"register.rejected", kCallAgent, "aor peer reason status"},
    {"binding.added", kCallAgent, "aor contact expires peer"},
    {"binding.refreshed", kCallAgent, "aor contact expires peer"},
    {"binding.removed", kCallAgent, "aor contact expires peer"},
    {"binding.expired", kCallAgent, "aor contact expires peer"},
    {"binding.unreachable", kCallAgent, "aor contact expires peer"},
    {"binding.reachable", kCallAgent, "aor contact expires peer"},
    {"binding.restored", kCallAgent, "aor contact expires peer"},
    {"bindings.not_kept", kCallAgent, "file"},
    {"notify.sent", kCallAgent, "aor contact peer"},
    {"notify.answered", kCallAgent, "aor peer status"},
    {"notify.failed", kCallAgent, "aor peer reason"},
    {"fault.started", kCallAgent, "fault"},
    {"fault.ended", kCallAgent, "fault"},

    {"server.started", kProxy, "endpoint protocol"},
    {"server.failed", kProxy, "reason"},
    {"server.crashed", kProxy, ""},
    {"proxy.failed", kProxy, "peer reason status"},
    {"fault.started", kProxy, "fault"},
    {"fault.ended", kProxy, "fault"},

    {"fault.started", kRun, "fault"},
    {"fault.ended", kRun, "fault"},
});

// What a registrar records about a device, whose address of record it names.
bool is_about_a_device(const EventForm& form) {
  return form.source == kCallAgent && (" " + std::string(form.fields) + " ").find(" aor ") != std::string::npos;
}

bool is_there(const EventForm& form, Whose of) {
  switch (of) {
    case Whose::kAnybody: return true;
    case Whose::kDevices: return form.source == kDevice || is_about_a_device(form);
    case Whose::kProvisioning: return form.source == kProvisioning;
    case Whose::kCallAgent: return form.source == kCallAgent;
  }
  std::abort();
}

std::string_view who(Whose of) {
  switch (of) {
    case Whose::kAnybody: return "nobody";
    case Whose::kDevices: return "no device";
    case Whose::kProvisioning: return "no provisioning server";
    case Whose::kCallAgent: return "no call agent";
  }
  std::abort();
}

template <typename Visit>
void for_each_word(std::string_view text, const Visit& visit) {
  while (!text.empty()) {
    const std::size_t end = std::min(text.size(), text.find(' '));
    if (end > 0) visit(text.substr(0, end));
    text.remove_prefix(std::min(text.size(), end + 1));
  }
}

}  // namespace

std::span<const EventForm> event_forms() { return kForms; }

Whose whose(std::string_view of) {
  if (of.empty()) return Whose::kAnybody;
  if (of == kProvisioningTarget) return Whose::kProvisioning;
  return is_call_agent(of) ? Whose::kCallAgent : Whose::kDevices;
}

std::optional<std::string> cannot_be_of(std::string_view event, Whose of) {
  bool exists = false;
  std::vector<std::string_view> there;
  for (const EventForm& form : kForms) {
    exists = exists || form.event == event;
    if (!is_there(form, of)) continue;
    if (form.event == event) return std::nullopt;
    there.push_back(form.event);
  }
  if (!exists) return std::nullopt;
  return std::string(who(of)) + " records " + in_quotes(event) + did_you_mean(event, there);
}

bool is_unrecorded(std::string_view name) {
  return std::find(kUnrecordedEventNames.begin(), kUnrecordedEventNames.end(), name) != kUnrecordedEventNames.end();
}

std::string no_such_event(std::string_view name) {
  if (is_unrecorded(name)) {
    return "nobody records " + in_quotes(name) + " yet, so that nothing can be said of it";
  }
  return "there is no event " + in_quotes(name) + did_you_mean(name, {kEventNames.begin(), kEventNames.end()});
}

std::vector<std::string_view> fields_of(std::string_view event, Whose of) {
  std::vector<std::string_view> fields;
  for (const EventForm& form : kForms) {
    if (form.event != event || !is_there(form, of)) continue;
    for_each_word(form.fields, [&](std::string_view field) { fields.push_back(field); });
  }
  std::sort(fields.begin(), fields.end());
  fields.erase(std::unique(fields.begin(), fields.end()), fields.end());
  return fields;
}

std::string lacks_field(std::string_view event, Whose of, std::string_view field) {
  const std::vector<std::string_view> fields = fields_of(event, of);
  std::string text = in_quotes(event) + " has no field " + in_quotes(field);
  if (fields.empty()) return text + ", nor any other";
  const std::string hint = did_you_mean(field, fields);
  if (!hint.empty()) return text + hint;
  text += "; it has ";
  for (const std::string_view each : fields) text += (each == fields.front() ? "" : ", ") + std::string(each);
  return text;
}

bool is_devices_own(std::string_view event) {
  return std::any_of(kForms.begin(), kForms.end(),
                     [&](const EventForm& form) { return form.event == event && form.source == kDevice; });
}

bool is_told_twice(std::string_view event) {
  // Of a fault, too, both may have events; those are their own.
  return event.starts_with("provision.") && is_devices_own(event) &&
         std::any_of(kForms.begin(), kForms.end(),
                     [&](const EventForm& form) { return form.event == event && form.source == kProvisioning; });
}

}  // namespace dialtone
