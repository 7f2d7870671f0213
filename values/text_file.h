// A whole file, of limited size, or why not.
#pragma once

#include <cstddef>
#include <string>

#include "values/result.h"

namespace dialtone {

// At most `most` bytes; a larger file is a failure, and so is a directory.
Result<std::string> read_text_file(const std::string& path, std::size_t most);

}  // namespace dialtone
