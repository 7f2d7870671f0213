// What a party reports about itself. Every report of a run is computed from these events.
#pragma once

#include <array>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

#include "values/time.h"
#include "world/events/declared_event.h"

namespace dialtone {

// A field of an event: a key in snake_case and a text, an integer or a truth value. Consists of views, which must
// outlive the call that gets the field.
struct Field {
  enum class Kind : std::uint8_t { kText, kInteger, kTruth };

  // An empty field, for an array that is filled later.
  Field() = default;
  Field(std::string_view name, std::string_view value) : key(name), kind(Kind::kText), text(value) {}
  Field(std::string_view name, const char* value) : Field(name, std::string_view(value)) {}
  Field(std::string_view name, std::integral auto value)
      : key(name), kind(Kind::kInteger), integer(static_cast<std::int64_t>(value)) {}
  Field(std::string_view name, bool value) : key(name), kind(Kind::kTruth), integer(value ? 1 : 0) {}
  // A duration is recorded as a number of nanoseconds.
  Field(std::string_view name, Duration value) : Field(name, value.count()) {}

  std::string_view key;
  Kind kind{};
  std::string_view text;
  std::int64_t integer = 0;
};

// The fields of an event as they are recorded. The event must outlive this object.
template <ListedEvent E>
class FieldsOf {
 public:
  explicit FieldsOf(const E& event) {
    with_fields(event, [this](const auto&... members) { (this->add(members), ...); });
  }

  std::span<const Field> span() const { return std::span(fields_).first(count_); }

 private:
  template <EventMember Member>
  void add(const Member& member) {
    if constexpr (Member::kIsOptional) {
      if (!member.has_value()) return;
    }
    fields_[count_++] = Field(Member::kField.key, member.value());
  }

  std::array<Field, kFieldsOf<E>.size()> fields_;
  std::size_t count_ = 0;
};

// A recorded event: a moment, a host, and a name such as `registration.accepted`. Names are those of docs/contract.md:
// a noun, a dot, what happened.
struct RecordedEvent {
  Moment time;
  std::string_view host;
  std::string_view name;
  std::span<const Field> fields;

  // Returns null if the event has no such field.
  const Field* find(std::string_view key) const {
    for (const Field& field : fields) {
      if (field.key == key) return &field;
    }
    return nullptr;
  }
  const Field* find(const DeclaredField& declared) const { return find(declared.key); }
  // Returns the field's text; empty if the field is absent or is not a text.
  std::string_view text(const DeclaredField& declared) const {
    const Field* field = find(declared);
    return field != nullptr && field->kind == Field::Kind::kText ? field->text : std::string_view();
  }
  // Returns true if the event's name is that of E, whatever its source.
  template <EventStruct E>
  bool is() const {
    return name == E::kEvent.name;
  }
};

// Receives a run's events in order. Must not call back into the world.
class Recorder {
 public:
  virtual ~Recorder() = default;
  virtual void record(const RecordedEvent& event) = 0;

  // Records an event that is about `host` but reported by another party or by the run.
  template <ListedEvent E>
  void record_of(std::string_view host, Moment time, const E& event) {
    record({time, host, E::kEvent.name, FieldsOf<E>(event).span()});
  }
};

}  // namespace dialtone
