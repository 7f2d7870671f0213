// An event as a line of JSON: what the commands write with --events, and what events.jsonl is made of.
#pragma once

#include <string>
#include <string_view>

#include "world/events/record.h"

namespace dialtone {

// Appends one flat JSON object, `time` (nanoseconds since the run's start), `host` and `event` first, and a line end.
void append_event_line(std::string& out, const RecordedEvent& event);

// Appends `text` as a JSON string, quotes included. Bytes that are not UTF-8 stand as U+FFFD.
void append_json_string(std::string& out, std::string_view text);

}  // namespace dialtone
