// A KeySlot gives access to the member of a struct that a key sets, whatever the member's type: a reader sets it, a
// writer gets it.
#pragma once

#include <concepts>
#include <functional>
#include <optional>
#include <utility>

namespace dialtone {

template <typename Value>
class KeySlot {
 public:
  using Get = std::function<std::optional<Value>()>;
  using Set = std::function<void(Value)>;

  // For a member with a default.
  KeySlot(Value& member)
      : get_([&member]() -> std::optional<Value> { return member; }),
        set_([&member](Value value) { member = std::move(value); }) {}
  // For a member without a default.
  KeySlot(std::optional<Value>& member)
      : get_([&member] { return member; }), set_([&member](Value value) { member = std::move(value); }) {}
  // For a member of another integral type.
  template <std::integral Member>
    requires std::integral<Value> && (!std::same_as<Member, Value>)
  KeySlot(Member& member)
      : KeySlot([&member] { return std::optional(static_cast<Value>(member)); },
                [&member](Value value) { member = static_cast<Member>(value); }) {
    has_room_for_ = std::in_range<Member, Value>;
  }
  template <std::integral Member>
    requires std::integral<Value> && (!std::same_as<Member, Value>)
  KeySlot(std::optional<Member>& member)
      : KeySlot([&member] { return member ? std::optional(static_cast<Value>(*member)) : std::nullopt; },
                [&member](Value value) { member = static_cast<Member>(value); }) {
    has_room_for_ = std::in_range<Member, Value>;
  }
  // `get` returns the value, or nullopt if the key need not be written; `set` changes the member.
  KeySlot(Get get, Set set) : get_(std::move(get)), set_(std::move(set)) {}

  std::optional<Value> get() const { return get_(); }
  void set(Value value) const { set_(std::move(value)); }
  // True if the member's type can hold `value`.
  bool has_room_for(const Value& value) const { return has_room_for_ == nullptr || has_room_for_(value); }

 private:
  Get get_;
  Set set_;
  bool (*has_room_for_)(Value value) noexcept = nullptr;
};

// A slot for a member whose zero, or empty text, means that the key is absent.
template <typename Value>
KeySlot<Value> unless_empty(Value& member) {
  return {[&member]() -> std::optional<Value> {
            if (member == Value{}) return std::nullopt;
            return member;
          },
          [&member](Value value) { member = std::move(value); }};
}

// A slot for a key that sets two members to the same value. The key is written only if the members are equal; otherwise
// each is written with a key of its own.
template <typename Value>
KeySlot<Value> both(Value& one, Value& other) {
  return {[&one, &other] { return one == other ? std::optional(one) : std::nullopt; },
          [&one, &other](Value value) { one = other = std::move(value); }};
}

}  // namespace dialtone
