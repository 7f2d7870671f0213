// Expected failure as a value. A function that can fail in the field returns Result<T, E>; one that cannot
// fail returns T, and asserts what cannot happen.
#pragma once

#include <cassert>
#include <string>
#include <utility>
#include <variant>

namespace dialtone {

// Why something failed, in words for a person: the field's own term, what and where. No final full stop.
struct Failure {
  std::string reason;

  friend bool operator==(const Failure&, const Failure&) = default;
};

// Either a T or an E. Move-only where T is. T and E must differ.
//
//   Result<Endpoint> endpoint = parse_endpoint(text);
//   if (!endpoint) return endpoint.error();
//   connect(*endpoint);
template <typename T, typename E = Failure>
class [[nodiscard]] Result {
 public:
  Result(T value) : state_(std::in_place_index<0>, std::move(value)) {}
  Result(E error) : state_(std::in_place_index<1>, std::move(error)) {}

  bool ok() const { return state_.index() == 0; }
  explicit operator bool() const { return ok(); }

  // Only where ok().
  T& value() & {
    assert(ok());
    return *std::get_if<0>(&state_);
  }
  const T& value() const& {
    assert(ok());
    return *std::get_if<0>(&state_);
  }
  T&& value() && {
    assert(ok());
    return std::move(*std::get_if<0>(&state_));
  }
  T& operator*() & { return value(); }
  const T& operator*() const& { return value(); }
  T&& operator*() && { return std::move(*this).value(); }
  T* operator->() { return &value(); }
  const T* operator->() const { return &value(); }

  // Only where !ok().
  const E& error() const {
    assert(!ok());
    return *std::get_if<1>(&state_);
  }

 private:
  std::variant<T, E> state_;
};

// Success without a value, or an E.
template <typename E>
class [[nodiscard]] Result<void, E> {
 public:
  Result() : failed_(false), error_() {}
  Result(E error) : failed_(true), error_(std::move(error)) {}

  bool ok() const { return !failed_; }
  explicit operator bool() const { return ok(); }
  const E& error() const {
    assert(failed_);
    return error_;
  }

 private:
  bool failed_;
  E error_;
};

}  // namespace dialtone
