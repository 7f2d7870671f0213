#include "world/scope.h"

#include <cassert>

#include "world/host.h"
#include "world/wait.h"

namespace dialtone {
namespace {

// The coroutine at the root of a strand. Its frame contains the Strand, and destroys itself at the end.
struct Root {
  struct promise_type {
    Strand own;
    Strand* strand = &own;

    promise_type(Host& host, std::string& name, Task<void>&) : own(host, std::move(name)) {}
    Root get_return_object() noexcept { return Root{*this}; }
    std::suspend_always initial_suspend() noexcept { return {}; }
    std::suspend_never final_suspend() noexcept { return {}; }
    void return_void() noexcept {}
    [[noreturn]] void unhandled_exception() noexcept { std::terminate(); }
  };

  promise_type& promise;
};

Root root(Host& /*host*/, std::string /*name*/, Task<void> task) { co_await std::move(task); }

}  // namespace

Strand& Scope::spawn(std::string name, Task<void> task) {
  assert(host_.powered() && "nothing begins on a host without power");
  Root::promise_type& promise = root(host_, std::move(name), std::move(task)).promise;
  Strand& strand = promise.own;
  strand.frame_ = std::coroutine_handle<Root::promise_type>::from_promise(promise);
  strand.start_.handle = strand.frame_;
  strands_.push_back(strand);
  host_.make_ready(strand.start_);
  return strand;
}

void Scope::destroy(Strand& strand) {
  assert(&strand.host() == &host_);
  assert(strand.linked());
  assert(&strand != host_.loop().running() && "a strand does not destroy itself");
  strand.frame_.destroy();
}

void Scope::destroy_all() {
  while (Strand* strand = strands_.front()) destroy(*strand);
}

Child::Child(Host& host, std::string name, Task<void> task, Signal& finished)
    : host_(host), finished_(finished), strand_(&host.scope().spawn(std::move(name), run(std::move(task)))) {}

Child::~Child() {
  if (strand_ != nullptr) host_.scope().destroy(*strand_);
}

Task<void> Child::run(Task<void> task) {
  co_await std::move(task);
  assert(strand_ != nullptr);
  strand_ = nullptr;
  finished_.notify();
}

}  // namespace dialtone
