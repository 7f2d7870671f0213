// Task: the coroutine type in which parties are written. Lazy: runs when awaited, once. The Task owns its frame.
// Destroying a suspended Task also destroys what it awaits, innermost first, which releases every socket, timer and
// buffer. This is how a power cut ends a party.
//
//   Task<Result<Settings>> provision(Host& host) {
//     co_await host.sleep(1s);
//     co_return ...;
//   }
#pragma once

#include <cassert>
#include <coroutine>
#include <exception>
#include <optional>
#include <type_traits>
#include <utility>

namespace dialtone {

class Strand;

template <typename T>
class Task;

namespace task_detail {

// Every coroutine knows its strand (world/scope.h), which it inherits from the awaiting coroutine.
struct PromiseBase {
  std::coroutine_handle<> continuation;
  Strand* strand = nullptr;

  std::suspend_always initial_suspend() noexcept { return {}; }

  struct FinalAwaiter {
    bool await_ready() noexcept { return false; }
    template <typename P>
    std::coroutine_handle<> await_suspend(std::coroutine_handle<P> finished) noexcept {
      assert(finished.promise().continuation && "only what was awaited has run");
      return finished.promise().continuation;
    }
    void await_resume() noexcept {}
  };
  FinalAwaiter final_suspend() noexcept { return {}; }

  // Parties do not throw: the exceptions of third-party libraries are caught where the library is called.
  [[noreturn]] void unhandled_exception() noexcept { std::terminate(); }
};

template <typename T>
struct Promise : PromiseBase {
  std::optional<T> value;

  Task<T> get_return_object() noexcept;
  template <typename U>
  void return_value(U&& result) {
    value.emplace(std::forward<U>(result));
  }
  T take() {
    assert(value.has_value());
    return std::move(*value);
  }
};

template <>
struct Promise<void> : PromiseBase {
  Task<void> get_return_object() noexcept;
  void return_void() noexcept {}
  void take() noexcept {}
};

}  // namespace task_detail

template <typename T = void>
class [[nodiscard]] Task {
 public:
  using promise_type = task_detail::Promise<T>;

  Task(Task&& other) noexcept : handle_(std::exchange(other.handle_, nullptr)) {}
  Task& operator=(Task&& other) noexcept {
    if (this != &other) {
      if (handle_) handle_.destroy();
      handle_ = std::exchange(other.handle_, nullptr);
    }
    return *this;
  }
  ~Task() {
    if (handle_) handle_.destroy();
  }

  struct Awaiter {
    std::coroutine_handle<promise_type> handle;

    bool await_ready() noexcept { return false; }
    template <typename P>
    std::coroutine_handle<> await_suspend(std::coroutine_handle<P> caller) noexcept {
      assert(!handle.promise().continuation && "a task is awaited once");
      assert(caller.promise().strand != nullptr);
      handle.promise().continuation = caller;
      handle.promise().strand = caller.promise().strand;
      return handle;
    }
    T await_resume() { return handle.promise().take(); }
  };
  // Requires a Task that was neither awaited nor moved from.
  Awaiter operator co_await() && noexcept {
    assert(handle_);
    return Awaiter{handle_};
  }
  Awaiter operator co_await() & noexcept {
    assert(handle_);
    return Awaiter{handle_};
  }

 private:
  friend promise_type;
  explicit Task(std::coroutine_handle<promise_type> handle) : handle_(handle) {}

  std::coroutine_handle<promise_type> handle_;
};

namespace task_detail {

template <typename T>
Task<T> Promise<T>::get_return_object() noexcept {
  return Task<T>(std::coroutine_handle<Promise<T>>::from_promise(*this));
}

inline Task<void> Promise<void>::get_return_object() noexcept {
  return Task<void>(std::coroutine_handle<Promise<void>>::from_promise(*this));
}

}  // namespace task_detail
}  // namespace dialtone
