#include "scenarios/language/reference/event_reference.h"

#include <array>
#include <cstdlib>
#include <string_view>

#include "scenarios/language/names/event_forms.h"

namespace dialtone {
namespace {

constexpr std::string_view kIntroduction =
    R"(# Events

What a run records in `events.jsonl`, and what expectations can ask for (`event`, `where`, `metric`, `sequence`). Each
line is `{"time": nanoseconds since the start, "host": …, "event": …, …}`. The host is a device (`homes-0042`),
`provisioning`, `call-agent`, `backup-call-agent`, `proxy-NAME` or, of a fault, its target. With `of: homes` an
expectation means what these devices record, and what a registrar records about them (it names their address of record);
with `of: call_agent` what that server records. An event or a field that is not to be had there is refused when the
scenario is read. A field in parentheses is there at times.

This page is written from the declarations of the events (`device_sim/model/device_events.h` and those beside it).
)";

struct Chapter {
  EventSource source;
  std::string_view title;
};
constexpr std::array kChapters{
    Chapter{EventSource::kDevice, "Devices"}, Chapter{EventSource::kProvisioning, "The provisioning server"},
    Chapter{EventSource::kCallAgent, "Call agents"}, Chapter{EventSource::kProxy, "Proxies and relays"},
    Chapter{EventSource::kRun, "The run"}};

std::string_view word_for(FieldKind kind) {
  switch (kind) {
    case FieldKind::kText: return "text";
    case FieldKind::kNumber: return "number";
    case FieldKind::kDuration: return "duration";
    case FieldKind::kTruth: return "true or false";
  }
  std::abort();
}

std::string in_backticks(std::string_view text) { return '`' + std::string(text) + '`'; }

// Returns a list of fields, `duration`, (`retry_after`); in brackets are fields that may be missing.
std::string fields_text(const EventForm& form) {
  std::string text;
  for (const FieldOfEvent& each : form.fields) {
    const std::string key = in_backticks(each.field->key);
    text += (text.empty() ? "" : ", ") + (each.is_optional ? "(" + key + ")" : key);
  }
  return text;
}

std::string row(std::string_view first, std::string_view second, std::string_view third) {
  std::string text = "| " + in_backticks(first) + " |";
  for (const std::string_view cell : {second, third}) text += cell.empty() ? " |" : " " + std::string(cell) + " |";
  return text + '\n';
}

std::string chapter_text(const Chapter& chapter) {
  std::string text = "\n## " + std::string(chapter.title) + "\n\n| event | fields | |\n| --- | --- | --- |\n";
  for (const EventForm& form : event_forms()) {
    if (form.event->sources.has(chapter.source)) text += row(form.event->name, fields_text(form), form.event->meaning);
  }
  return text;
}

std::string unrecorded_text() {
  std::string names;
  for (const std::string_view name : unrecorded_events()) {
    const std::string_view before = name == unrecorded_events().back() ? " and " : ", ";
    names += (names.empty() ? "" : std::string(before)) + in_backticks(name);
  }
  return "\n" + names +
         " are names of the contract that nobody records until devices take firmware.\n"
         "A scenario that asks for one of them is refused: an expectation of it would say nothing.\n";
}

std::string fields_chapter() {
  std::string text = "\n## Fields\n\n| field | | |\n| --- | --- | --- |\n";
  for (const DeclaredField* field : event_fields()) text += row(field->key, word_for(field->kind), field->meaning);
  return text;
}

}  // namespace

std::string event_reference() {
  std::string text(kIntroduction);
  for (const Chapter& chapter : kChapters) {
    text += chapter_text(chapter);
    if (chapter.source == EventSource::kDevice) text += unrecorded_text();
  }
  return text + fields_chapter();
}

}  // namespace dialtone
