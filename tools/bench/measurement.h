// The cost of an operation: CPU time and, if the kernel permits counting, instructions.
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "values/time.h"

namespace dialtone {

struct Measurement {
  std::uint64_t operations = 0;
  Duration processor{};
  std::optional<std::uint64_t> instructions;
  // The duration of each operation as its caller saw it; empty if not meaningful.
  std::vector<Duration> latencies;
};

// Counts user-mode instructions of a process (0: this process) and of its children.
class InstructionCounter {
 public:
  explicit InstructionCounter(pid_t process = 0);
  ~InstructionCounter();
  InstructionCounter(const InstructionCounter&) = delete;
  InstructionCounter& operator=(const InstructionCounter&) = delete;

  // Returns nullopt if the kernel or the machine does not permit counting.
  std::optional<std::uint64_t> count() const;

 private:
  int descriptor_ = -1;
};

// Prints to standard error why there is no measurement; returns an empty one.
Measurement failed(std::string_view reason);
// Measures `work` in this process; `work` returns the number of operations that it did.
Measurement measure_work(const std::function<std::uint64_t()>& work);

// Returns the CPU time of a process and its children.
Duration processor_of(pid_t process);

// One row of the table.
struct Figure {
  std::string_view name;
  std::string_view what;
  std::string_view operation;
  // The value to reach; empty for a comparable program of others, measured for comparison.
  std::string_view wanted;
  // Returns a measurement with zero operations if it failed; the reason is then printed to standard error.
  std::function<Measurement()> measure;
};

std::vector<Figure> world_figures();
std::vector<Figure> server_figures();
std::vector<Figure> device_figures();

}  // namespace dialtone
