// Expected failure as a value. A function that can fail in the field returns Result<T, E>. A function that cannot fail
// returns T, and asserts what must not happen.
#pragma once

#include <cassert>
#include <string>
#include <utility>
#include <variant>

namespace dialtone {

// Why an operation failed, in words for a person: what failed and where, in the field's own terms. No final full stop.
struct Failure {
  std::string reason;

  friend bool operator==(const Failure&, const Failure&) = default;
};

// Either a T or an E; T and E must differ. Move-only if T is.
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

  // Requires ok().
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

  // Requires !ok().
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
