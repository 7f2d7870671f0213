// What an operation costs: CPU time and, where the kernel lets them be counted, instructions.
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
  // How long each operation took, as its caller saw it; empty where that says nothing.
  std::vector<Duration> latencies;
};

// Counts instructions in user mode of a process (0: this one) and of those that it starts.
class InstructionCounter {
 public:
  explicit InstructionCounter(pid_t process = 0);
  ~InstructionCounter();
  InstructionCounter(const InstructionCounter&) = delete;
  InstructionCounter& operator=(const InstructionCounter&) = delete;

  // Nothing where the kernel or the machine does not let it.
  std::optional<std::uint64_t> count() const;

 private:
  int descriptor_ = -1;
};

// Says on standard error why there is no measurement.
Measurement failed(std::string_view reason);
// Runs `work`, which returns how many operations it did, in this process.
Measurement measure_work(const std::function<std::uint64_t()>& work);

// The CPU time that a process and its children have had.
Duration processor_of(pid_t process);

// One row of the table.
struct Figure {
  std::string_view name;
  std::string_view what;
  std::string_view operation;
  // What it is to be; empty for a peer, which is there to compare with.
  std::string_view wanted;
  // No operations: it could not be measured, and standard error says why.
  std::function<Measurement()> measure;
};

std::vector<Figure> world_figures();
std::vector<Figure> server_figures();
std::vector<Figure> device_figures();

}  // namespace dialtone
