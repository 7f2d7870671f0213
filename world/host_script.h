// The interface through which a scenario injects faults into a host: the host asks the script at each name look-up and
// at each write to its flash. Works the same in every world.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

#include "values/time.h"
#include "world/host.h"
#include "world/io_error.h"

namespace dialtone {

// What to do with a name look-up. The default: let the world answer.
struct NameAct {
  // The wait before the result, be it an answer or an error; kDeadline if the look-up's deadline comes first.
  Duration delay{};
  // The error to return instead of an answer. kDeadline: the look-up gets no answer and ends at its deadline.
  std::optional<IoError> failure = std::nullopt;
  // The addresses to return instead of the name's own; empty: the name does not exist. `failure` takes precedence.
  std::optional<Addresses> addresses = std::nullopt;
};

// What to do with a write (of a range or a whole file) or an append. The default: carry it out.
struct FlashAct {
  // Fails at once with FlashError::kFailed, and changes nothing: the medium is full or worn out.
  bool fails = false;
  // Writes at most this many bytes and then never ends; these bytes remain when the host loses power.
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
  // Called for each Host::resolve, unless the name is the text of an address.
  virtual NameAct on_question(const Host& /*asker*/, std::string_view /*name*/) { return {}; }
  // Called for each write and append of Host::flash. `bytes` is the number of bytes to write, not the file's size.
  virtual FlashAct on_write(const Host& /*writer*/, std::string_view /*file*/, std::size_t /*bytes*/) { return {}; }
};

// Asks the writer's script about a write; without a script, the write is carried out.
inline FlashAct ask_script(const Host& writer, std::string_view file, std::size_t bytes) {
  return writer.script() == nullptr ? FlashAct{} : writer.script()->on_write(writer, file, bytes);
}

}  // namespace dialtone
