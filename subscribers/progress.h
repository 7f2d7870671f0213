// How far a long piece of work is, told to whoever waits for it.
#pragma once

#include <cstdint>
#include <functional>

namespace dialtone {

// Gets how much is done; returns whether to go on. It may be empty.
using Progress = std::function<bool(std::uint64_t done)>;

}  // namespace dialtone
