// Dispatches an act to its executor: each executor visits the acts that act_table.h assigns to it. An act for which the
// executor has no overload does not compile.
#pragma once

#include <variant>

#include "scenarios/language/faults/act_table.h"

namespace dialtone {

// Several callables as one overload set.
template <typename... Callable>
struct Overloaded : Callable... {
  using Callable::operator()...;
};
template <typename... Callable>
Overloaded(Callable...) -> Overloaded<Callable...>;

// Calls `carry(act)` if the act belongs to the executor and can be done to one of `kTargets`.
template <Executor kExecutor, Targets kTargets = kAllTargets, typename Carry>
void carry_out(const FaultAction& action, Carry&& carry) {
  static_assert(kExecutor != Executor::kNobody);
  const auto own = [&]<typename Act>(const Act& act) {
    constexpr const ActTraits& kTraits = row_of<Act>().traits;
    if constexpr (kTraits.executor == kExecutor && kTraits.targets().any_of(kTargets)) carry(act);
  };
  std::visit(own, action);
}

}  // namespace dialtone
