// The member of a struct that a key of a scenario stands for, whatever its type: a reader sets it, a writer gets it.
#pragma once

#include <concepts>
#include <functional>
#include <optional>
#include <utility>

namespace dialtone {

template <typename Value>
class Slot {
 public:
  using Get = std::function<std::optional<Value>()>;
  using Set = std::function<void(Value)>;

  // A member that always has a value.
  Slot(Value& member)
      : get_([&member]() -> std::optional<Value> { return member; }),
        set_([&member](Value value) { member = std::move(value); }) {}
  // A member that has a value where the key is there.
  Slot(std::optional<Value>& member)
      : get_([&member] { return member; }), set_([&member](Value value) { member = std::move(value); }) {}
  // A member of another integral type, which has room for what the key may be.
  template <std::integral Member>
    requires std::integral<Value> && (!std::same_as<Member, Value>)
  Slot(Member& member)
      : get_([&member] { return std::optional(static_cast<Value>(member)); }),
        set_([&member](Value value) { member = static_cast<Member>(value); }) {}
  template <std::integral Member>
    requires std::integral<Value> && (!std::same_as<Member, Value>)
  Slot(std::optional<Member>& member)
      : get_([&member] { return member ? std::optional(static_cast<Value>(*member)) : std::nullopt; }),
        set_([&member](Value value) { member = static_cast<Member>(value); }) {}
  // Of which `get` tells the value, nothing where the key need not be written, and which `set` changes.
  Slot(Get get, Set set) : get_(std::move(get)), set_(std::move(set)) {}

  std::optional<Value> get() const { return get_(); }
  void set(Value value) const { set_(std::move(value)); }

 private:
  Get get_;
  Set set_;
};

// A member in which zero, or an empty text, says that the key is absent.
template <typename Value>
Slot<Value> unless_empty(Value& member) {
  return {[&member]() -> std::optional<Value> {
            if (member == Value{}) return std::nullopt;
            return member;
          },
          [&member](Value value) { member = std::move(value); }};
}

// Two members that one key sets alike; where they differ, each has a key of its own.
template <typename Value>
Slot<Value> both(Value& one, Value& other) {
  return {[&one, &other] { return one == other ? std::optional(one) : std::nullopt; },
          [&one, &other](Value value) { one = other = std::move(value); }};
}

}  // namespace dialtone
