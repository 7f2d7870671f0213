// The faults of a host, told to it from outside: it asks once for each name that it looks up, and once for each write
// of its flash, what is to become of it. The same in every world.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

#include "values/time.h"
#include "world/host.h"
#include "world/io_error.h"

namespace dialtone {

// What is to become of a question for a name. As it stands: it is answered as always.
struct NameAct {
  // Before the answer, whichever that is; kDeadline where the question's deadline comes first.
  Duration delay{};
  // Instead of an answer. kDeadline: none comes before the question's deadline, nor ever.
  std::optional<IoError> failure = std::nullopt;
  // Instead of the name's own addresses; none: the name does not exist. `failure` goes before it.
  std::optional<Addresses> addresses = std::nullopt;
};

// What is to become of a write, of a range or a whole file, or of an append. As it stands: it is done.
struct FlashAct {
  // FlashError::kFailed at once, and nothing changes: the medium is full, or worn out.
  bool fails = false;
  // So many bytes of it are written, at most all, and then it never ends: until the power does, which leaves them.
  std::optional<std::size_t> stops_at_byte = std::nullopt;

  // What of them is written.
  std::string_view part_of(std::string_view bytes) const {
    return bytes.substr(0, stops_at_byte.value_or(std::string_view::npos));
  }
  FileBytes part_of(const FileBytes& bytes) const { return bytes.part(0, stops_at_byte.value_or(bytes.size())); }
};

class HostScript {
 public:
  virtual ~HostScript() = default;
  // Each question of Host::resolve, but for texts that are addresses.
  virtual NameAct on_question(const Host& /*asker*/, std::string_view /*name*/) { return {}; }
  // Each write and append of Host::flash, of so many bytes, which in a range are not all of the file's.
  virtual FlashAct on_write(const Host& /*writer*/, std::string_view /*file*/, std::size_t /*bytes*/) { return {}; }
};

// What the writer's script says of a write; of a host without one: that it is done.
inline FlashAct ask_script(const Host& writer, std::string_view file, std::size_t bytes) {
  return writer.script() == nullptr ? FlashAct{} : writer.script()->on_write(writer, file, bytes);
}

}  // namespace dialtone
