// An event that is read back from its line of JSON.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "values/result.h"
#include "world/events/record.h"

namespace dialtone {

// An event that was read back; it owns its texts.
class ReadEvent {
 public:
  // Of a line without its end. What append_event_line writes, and flat objects like it; anything else is an error.
  static Result<ReadEvent> parse(std::string_view line);

  // Valid as long as this object stays where it is.
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
