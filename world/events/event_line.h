// An event as a line of JSON, as in events.jsonl and in the output of the commands' --events.
#pragma once

#include <string>
#include <string_view>

#include "world/events/record.h"

namespace dialtone {

// Appends one flat JSON object with a line end; `time` (nanoseconds since the run's start), `host` and `event` come
// first.
void append_event_line(std::string& out, const RecordedEvent& event);

// Appends `text` as a JSON string with quotes; replaces bytes that are not UTF-8 by U+FFFD.
void append_json_string(std::string& out, std::string_view text);

}  // namespace dialtone
