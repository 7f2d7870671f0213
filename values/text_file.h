// Reads a whole file of limited size.
#pragma once

#include <cstddef>
#include <string>

#include "values/result.h"

namespace dialtone {

// Fails on a file of more than `most` bytes, on a directory, and on every error of the system.
Result<std::string> read_text_file(const std::string& path, std::size_t most);

}  // namespace dialtone
