#include "values/program.h"

#include <algorithm>
#include <fstream>
#include <iostream>

namespace dialtone {

std::string_view version() { return DIALTONE_VERSION; }

std::optional<int> answer_for_itself(const Program& program, const std::vector<std::string>& arguments) {
  const auto end = std::find(arguments.begin(), arguments.end(), "--");
  const auto has = [&](std::string_view word) { return std::find(arguments.begin(), end, word) != end; };
  const bool is_command = !arguments.empty() && (arguments[0] == "help" || arguments[0] == "-h");
  if (is_command || has("--help")) {
    std::cout << program.usage;
  } else if (has("--version")) {
    std::cout << program.name << ' ' << version() << '\n';
  } else {
    return std::nullopt;
  }
  return 0;
}

Result<void> try_to_write(const std::string& file) {
  if (!std::ofstream(file, std::ios::binary | std::ios::app)) return Failure{"cannot write " + file};
  return {};
}

int with_output_written(std::string_view program, int exit_code) {
  constexpr int kEnvironment = 3;
  std::cout.flush();
  if (std::cout.good() || exit_code > 1) return exit_code;
  std::cerr << program << ": the standard output cannot be written: is the disk full?\n";
  return kEnvironment;
}

}  // namespace dialtone
