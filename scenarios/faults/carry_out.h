// Passes an act to its executor: each executor handles the acts that act_table.h assigns to it. If the executor has no
// overload for one of its acts, the program does not compile.
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

// Calls `carry(act)` if the act belongs to the executor and may have one of `kTargets` as its target.
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
