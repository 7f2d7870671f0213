// Declares events, once and typed: a struct for each event, with a member for each field.
//
//   namespace fields {
//   inline constexpr DeclaredField kDelay{"delay", FieldKind::kDuration, "until the next try"};
//   }
//   struct DeviceEvents;
//   struct RetryScheduled {
//     static constexpr EventOf<DeviceEvents> kEvent{"retry.scheduled", EventSource::kDevice,
//                                                 "it waits before it tries again"};
//     Required<fields::kFor> what;
//     Required<fields::kDelay> delay;
//   };
//   struct DeviceEvents : EventList<RetryScheduled, ...> {};
//
// A party records the event with `host.record(RetryScheduled{.what = "registration", .delay = delay})`. Names, forms
// and docs/events.md are made from the lists (scenarios/language/names/event_forms.h).
#pragma once

#include <array>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <type_traits>
#include <utility>

#include "values/hash.h"
#include "values/time.h"

namespace dialtone {

enum class FieldKind : std::uint8_t { kText, kNumber, kDuration, kTruth };

// A field of events; it has the same meaning in every event.
struct DeclaredField {
  // The field's name, in snake_case.
  std::string_view key;
  FieldKind kind;
  // A short description; empty if the key is enough.
  std::string_view meaning;
};

// The kind of party that records an event, or that the event is about.
enum class EventSource : std::uint8_t { kDevice, kProvisioning, kCallAgent, kProxy, kRun };

// One source or several: `kProvisioning | kCallAgent`.
class Sources {
 public:
  constexpr Sources(EventSource source)  // NOLINT(google-explicit-constructor)
      : bits_(static_cast<std::uint8_t>(1U << static_cast<unsigned>(source))) {}

  constexpr bool has(EventSource source) const { return has_any_of(source); }
  constexpr bool has_any_of(Sources others) const { return (bits_ & others.bits_) != 0; }

  friend constexpr Sources operator|(Sources a, Sources b) {
    a.bits_ |= b.bits_;
    return a;
  }

 private:
  std::uint8_t bits_;
};
constexpr Sources operator|(EventSource a, EventSource b) { return Sources(a) | Sources(b); }

struct DeclaredEvent {
  constexpr DeclaredEvent(std::string_view event_name, Sources of, std::string_view sentence)
      : name(event_name), sources(of), meaning(sentence), hash(hash_text(event_name)) {}

  // A noun, a dot, and what happened: `retry.scheduled`.
  std::string_view name;
  Sources sources;
  std::string_view meaning;
  // The hash of the event's name.
  std::uint64_t hash;
};

// `In` is the list that contains the event.
template <typename In>
struct EventOf : DeclaredEvent {
  using List = In;
  using DeclaredEvent::DeclaredEvent;
};

// --- fields ---

template <FieldKind kKind>
using ValueOfKind =
    std::conditional_t<kKind == FieldKind::kText, std::string_view,
                       std::conditional_t<kKind == FieldKind::kNumber, std::int64_t,
                                          std::conditional_t<kKind == FieldKind::kDuration, Duration, bool>>>;

// Excludes implicit conversions: bool or Duration to a number, and pointer to bool.
template <typename Given, FieldKind kKind>
concept Holds = (kKind == FieldKind::kText && std::convertible_to<Given, std::string_view>) ||
                (kKind == FieldKind::kNumber && std::integral<std::remove_cvref_t<Given>> &&
                 !std::same_as<std::remove_cvref_t<Given>, bool>) ||
                (kKind == FieldKind::kDuration && std::convertible_to<Given, Duration>) ||
                (kKind == FieldKind::kTruth && std::same_as<std::remove_cvref_t<Given>, bool>);

// A field that the event always has. A text is a view, which must outlive the call that gets the event.
template <const DeclaredField& kDeclared>
class Required {
 public:
  using Value = ValueOfKind<kDeclared.kind>;
  static constexpr const DeclaredField& kField = kDeclared;
  static constexpr bool kIsOptional = false;

  template <typename Given>
    requires Holds<Given, kDeclared.kind>
  constexpr Required(const Given& value) : value_(static_cast<Value>(value)) {}  // NOLINT(google-explicit-constructor)

  constexpr const Value& value() const { return value_; }

 private:
  Value value_;
};

// A field that the event may lack.
template <const DeclaredField& kDeclared>
class Optional {
 public:
  using Value = ValueOfKind<kDeclared.kind>;
  static constexpr const DeclaredField& kField = kDeclared;
  static constexpr bool kIsOptional = true;

  constexpr Optional() = default;
  constexpr Optional(std::nullopt_t) {}  // NOLINT(google-explicit-constructor)
  template <typename Given>
    requires Holds<Given, kDeclared.kind>
  constexpr Optional(const Given& value)  // NOLINT(google-explicit-constructor)
      : value_(static_cast<Value>(value)) {}
  template <typename Given>
    requires Holds<Given, kDeclared.kind>
  constexpr Optional(const std::optional<Given>& value) {  // NOLINT(google-explicit-constructor)
    if (value) value_ = static_cast<Value>(*value);
  }

  constexpr bool has_value() const { return value_.has_value(); }
  constexpr const Value& value() const { return *value_; }

 private:
  std::optional<Value> value_;
};

template <typename Member>
concept EventMember = requires { requires std::same_as<decltype(Member::kField), const DeclaredField&>; };

// --- events ---

namespace event_detail {

inline constexpr std::size_t kMostFields = 8;

struct AnyMember {
  template <EventMember Member>
  operator Member() const;  // NOLINT(google-explicit-constructor)
};

template <typename E, std::size_t... kPlaces>
consteval bool has_members(std::index_sequence<kPlaces...> /*each*/) {
  return requires { E{(static_cast<void>(kPlaces), AnyMember{})...}; };
}

// Counts the struct's members, all of which must be fields; a struct with other members does not compile in
// with_fields().
template <typename E, std::size_t kMost = kMostFields>
consteval std::size_t count_members() {
  if constexpr (kMost == 0 || has_members<E>(std::make_index_sequence<kMost>())) {
    return kMost;
  } else {
    return count_members<E, kMost - 1>();
  }
}

}  // namespace event_detail

// Calls `visit` once, with all fields of the event in the order of their declaration.
template <typename E, typename Visit>
constexpr decltype(auto) with_fields(const E& event, Visit&& visit) {
  constexpr std::size_t kCount = event_detail::count_members<E>();
  if constexpr (kCount == 0) {
    static_assert(std::is_empty_v<E>, "each member of an event is a Required or an Optional field");
    return visit();
  } else if constexpr (kCount == 1) {
    const auto& [a] = event;
    return visit(a);
  } else if constexpr (kCount == 2) {
    const auto& [a, b] = event;
    return visit(a, b);
  } else if constexpr (kCount == 3) {
    const auto& [a, b, c] = event;
    return visit(a, b, c);
  } else if constexpr (kCount == 4) {
    const auto& [a, b, c, d] = event;
    return visit(a, b, c, d);
  } else if constexpr (kCount == 5) {
    const auto& [a, b, c, d, e] = event;
    return visit(a, b, c, d, e);
  } else if constexpr (kCount == 6) {
    const auto& [a, b, c, d, e, f] = event;
    return visit(a, b, c, d, e, f);
  } else if constexpr (kCount == 7) {
    const auto& [a, b, c, d, e, f, g] = event;
    return visit(a, b, c, d, e, f, g);
  } else {
    const auto& [a, b, c, d, e, f, g, h] = event;
    return visit(a, b, c, d, e, f, g, h);
  }
}

// A field of an event, and whether events may omit it.
struct FieldOfEvent {
  const DeclaredField* field;
  bool is_optional;
};

namespace event_detail {

template <EventMember... Members>
struct MemberTypes {
  static constexpr std::array<FieldOfEvent, sizeof...(Members)> kFields{
      FieldOfEvent{&Members::kField, Members::kIsOptional}...};
};

struct TypesOf {
  template <typename... Members>
  constexpr MemberTypes<Members...> operator()(const Members&... /*members*/) const {
    return {};
  }
};

template <typename E>
using MembersOf = decltype(with_fields(std::declval<const E&>(), TypesOf{}));

}  // namespace event_detail

template <typename E>
concept EventStruct =
    std::is_aggregate_v<E> && std::derived_from<std::remove_const_t<decltype(E::kEvent)>, DeclaredEvent>;

// The fields of an event, in the order in which they are recorded.
template <EventStruct E>
inline constexpr const auto& kFieldsOf = event_detail::MembersOf<E>::kFields;

// --- lists of events ---

// The declaration of an event without its type.
struct EventForm {
  const DeclaredEvent* event;
  std::span<const FieldOfEvent> fields;
};

template <EventStruct... Es>
struct EventList {
  template <typename E>
  static constexpr bool kHas = (std::same_as<E, Es> || ...);

  static constexpr std::array<EventForm, sizeof...(Es)> kForms{EventForm{&Es::kEvent, kFieldsOf<Es>}...};
};

// An event can be recorded only if it is in the list that its kEvent names.
template <typename E>
concept ListedEvent = EventStruct<E> && std::remove_const_t<decltype(E::kEvent)>::List::template kHas<E>;

}  // namespace dialtone
