// How those who carry acts out are told which: each visits all acts that the table (act_table.h) says are its own. An
// act for which it has no overload does not compile.
#pragma once

#include <variant>

#include "scenarios/language/faults/act_table.h"

namespace dialtone {

// Several callables as one, for acts that have little in common.
template <typename... Callable>
struct Overloaded : Callable... {
  using Callable::operator()...;
};
template <typename... Callable>
Overloaded(Callable...) -> Overloaded<Callable...>;

// Calls `carry(act)` where the act is the executor's; `targets`: where it can be done to one of these.
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
