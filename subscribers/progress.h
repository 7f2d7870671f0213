// Reports the progress of a long operation to its caller.
#pragma once

#include <cstdint>
#include <functional>

namespace dialtone {

// Called with the amount of work done; returns false to cancel the operation. May be empty.
using Progress = std::function<bool(std::uint64_t done)>;

}  // namespace dialtone
