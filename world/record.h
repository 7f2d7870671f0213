// What a party says of itself. Every report of a run is computed from these events.
#pragma once

#include <concepts>
#include <cstdint>
#include <span>
#include <string_view>

#include "values/time.h"

namespace dialtone {

// One detail of an event: a key in snake_case and a text, an integer or a truth. Views only: it lives as long as the
// call that it is passed to.
struct Field {
  enum class Kind : std::uint8_t { kText, kInteger, kTruth };

  Field(std::string_view name, std::string_view value) : key(name), kind(Kind::kText), text(value) {}
  Field(std::string_view name, const char* value) : Field(name, std::string_view(value)) {}
  Field(std::string_view name, std::integral auto value)
      : key(name), kind(Kind::kInteger), integer(static_cast<std::int64_t>(value)) {}
  Field(std::string_view name, bool value) : key(name), kind(Kind::kTruth), integer(value ? 1 : 0) {}
  // In nanoseconds.
  Field(std::string_view name, Duration value) : Field(name, value.count()) {}

  std::string_view key;
  Kind kind;
  std::string_view text;
  std::int64_t integer = 0;
};

// A moment, who, and what: `registration.accepted` of `homes-0042`. Names are those of the contract: a noun, a dot,
// what happened.
struct RecordedEvent {
  Moment time;
  std::string_view host;
  std::string_view name;
  std::span<const Field> fields;

  // The field of that key as a text; empty where there is none, or it is none.
  std::string_view text(std::string_view key) const {
    for (const Field& field : fields) {
      if (field.key == key && field.kind == Field::Kind::kText) return field.text;
    }
    return {};
  }
};

// Takes a run's events, in order. It must not call back into the world.
class Recorder {
 public:
  virtual ~Recorder() = default;
  virtual void record(const RecordedEvent& event) = 0;
};

}  // namespace dialtone
