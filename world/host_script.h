// The interface through which a scenario injects faults into a host: the host asks the script once for each look-up of
// a name and once for each write of its flash. The same in every world.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

#include "values/time.h"
#include "world/host.h"
#include "world/io_error.h"

namespace dialtone {

// What to do with a look-up. The default: answer it as always.
struct NameAct {
  // The wait before the answer of any kind; kDeadline if the look-up's deadline comes first.
  Duration delay{};
  // The error to return instead of an answer. kDeadline: no answer comes before the deadline.
  std::optional<IoError> failure = std::nullopt;
  // The addresses to return instead of the name's own; empty: the name does not exist. `failure` takes precedence.
  std::optional<Addresses> addresses = std::nullopt;
};

// What to do with a write, of a range or a whole file, or with an append. The default: carry it out.
struct FlashAct {
  // Fails at once with FlashError::kFailed, and changes nothing: the medium is full or worn out.
  bool fails = false;
  // Writes at most so many bytes and then never ends, until the host loses power, which leaves these bytes.
  std::optional<std::size_t> stops_at_byte = std::nullopt;

  // Returns the part of the bytes that is written.
  std::string_view part_of(std::string_view bytes) const {
    return bytes.substr(0, stops_at_byte.value_or(std::string_view::npos));
  }
  FileBytes part_of(const FileBytes& bytes) const { return bytes.part(0, stops_at_byte.value_or(bytes.size())); }
};

class HostScript {
 public:
  virtual ~HostScript() = default;
  // Called for each Host::resolve, except for texts that are addresses.
  virtual NameAct on_question(const Host& /*asker*/, std::string_view /*name*/) { return {}; }
  // Called for each write and append of Host::flash, with the number of bytes written, which for a range is not the
  // file's size.
  virtual FlashAct on_write(const Host& /*writer*/, std::string_view /*file*/, std::size_t /*bytes*/) { return {}; }
};

// Asks the writer's script about a write; without a script, the write is carried out.
inline FlashAct ask_script(const Host& writer, std::string_view file, std::size_t bytes) {
  return writer.script() == nullptr ? FlashAct{} : writer.script()->on_write(writer, file, bytes);
}

}  // namespace dialtone
