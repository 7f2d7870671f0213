// A change to the bindings as a line of a file: a checksum, then words. A line is either valid or refused as a whole.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "call_agent_sim/registrar/bindings.h"
#include "values/endpoint.h"
#include "values/result.h"
#include "values/time.h"

namespace dialtone {

// What a line needs besides the binding: moments, and a flow's index of an address, have no meaning in another life of
// the registrar.
struct RecordContext {
  Moment now;
  WallTime wall_clock;
  std::vector<Endpoint> addresses;
};

struct BindingRecord {
  std::string address_of_record;
  // For a removal only the contact is set.
  Binding binding;
  bool removed = false;
};

// Returns the first line of the file.
std::string header_line();

// Appends the line and its line end.
void append_record(std::string& out, const RecordContext& context, std::string_view address_of_record,
                   const Binding& binding);
void append_removal(std::string& out, std::string_view address_of_record, std::string_view contact);

// Parses a line without its end. Fails if the checksum or a word is wrong. Of a TCP connection only the peer is
// restored; an address on which the registrar does not listen any more becomes the first one.
Result<BindingRecord> parse_record(std::string_view line, const RecordContext& context);

}  // namespace dialtone
