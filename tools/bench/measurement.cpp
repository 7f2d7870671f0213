#include "tools/bench/measurement.h"

#include <linux/perf_event.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <iostream>

#include "scenarios/engine/stopwatch.h"

namespace dialtone {
namespace {

namespace fs = std::filesystem;

// Reads the first number of /proc/PID/task/TID/schedstat: nanoseconds on a processor.
Duration processor_of_one(const fs::path& process) {
  Duration total{};
  std::error_code error;
  for (const fs::directory_entry& task : fs::directory_iterator(process / "task", error)) {
    std::int64_t nanoseconds = 0;
    if (std::ifstream(task.path() / "schedstat") >> nanoseconds) total += Duration(nanoseconds);
  }
  return total;
}

pid_t parent_of(const fs::path& process) {
  std::ifstream stat(process / "stat");
  std::string text((std::istreambuf_iterator<char>(stat)), {});
  const std::size_t name_end = text.rfind(')');
  if (name_end == std::string::npos || name_end + 4 > text.size()) return 0;
  return static_cast<pid_t>(std::strtol(text.c_str() + name_end + 4, nullptr, 10));
}

}  // namespace

InstructionCounter::InstructionCounter(pid_t process) {
  perf_event_attr attributes{};
  attributes.size = sizeof attributes;
  attributes.type = PERF_TYPE_HARDWARE;
  attributes.config = PERF_COUNT_HW_INSTRUCTIONS;
  attributes.exclude_kernel = 1;
  attributes.inherit = 1;
  descriptor_ = static_cast<int>(syscall(SYS_perf_event_open, &attributes, process, -1, -1, 0));
}

InstructionCounter::~InstructionCounter() {
  if (descriptor_ >= 0) close(descriptor_);
}

std::optional<std::uint64_t> InstructionCounter::count() const {
  std::uint64_t value = 0;
  if (descriptor_ < 0 || read(descriptor_, &value, sizeof value) != sizeof value) return std::nullopt;
  return value;
}

Measurement failed(std::string_view reason) {
  std::cerr << "dialtone_bench: " << reason << '\n';
  return {};
}

Measurement measure_work(const std::function<std::uint64_t()>& work) {
  const InstructionCounter counter;
  const std::optional<std::uint64_t> before = counter.count();
  const Stopwatch stopwatch;
  Measurement measurement;
  measurement.operations = work();
  measurement.processor = stopwatch.processor();
  const std::optional<std::uint64_t> after = counter.count();
  if (before && after && *after > *before) measurement.instructions = *after - *before;
  return measurement;
}

Duration processor_of(pid_t process) {
  Duration total = processor_of_one("/proc/" + std::to_string(process));
  std::error_code error;
  for (const fs::directory_entry& each : fs::directory_iterator("/proc", error)) {
    if (each.path().filename().string().find_first_not_of("0123456789") != std::string::npos) continue;
    if (parent_of(each.path()) == process) total += processor_of_one(each.path());
  }
  return total;
}

}  // namespace dialtone
