// Reads a run's summary.json as a script would.
#pragma once

#include <Poco/JSON/Parser.h>

#include <filesystem>
#include <string>

#include "tests/tools/folder.h"

namespace dialtone {

// Throws if the file is no JSON.
inline Poco::JSON::Object::Ptr read_summary(const std::filesystem::path& directory) {
  return Poco::JSON::Parser().parse(read_file(directory / "summary.json")).extract<Poco::JSON::Object::Ptr>();
}

}  // namespace dialtone
