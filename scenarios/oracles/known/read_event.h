// Parses an event from its line of JSON.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "values/result.h"
#include "world/events/record.h"

namespace dialtone {

// A parsed event, which owns its texts.
class ReadEvent {
 public:
  // Parses a line without its line end: one written by append_event_line(), or any flat JSON object of the same form.
  // Fails on other texts.
  static Result<ReadEvent> parse(std::string_view line);

  // Valid until this object is moved or destroyed.
  RecordedEvent view() const;

 private:
  struct OwnedField {
    std::string key;
    Field::Kind kind;
    std::string text;
    std::int64_t integer = 0;
  };

  Moment time_{};
  std::string host_;
  std::string name_;
  std::vector<OwnedField> fields_;
  mutable std::vector<Field> views_;
};

}  // namespace dialtone
