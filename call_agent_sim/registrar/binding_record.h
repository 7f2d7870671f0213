// A change to the bindings as a line of a file: a checksum, then words. What a line says can be trusted, or the line is
// refused as a whole.
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

// What ties a file to a life: moments have no meaning beyond one, nor has a flow's place among the addresses.
struct RecordContext {
  Moment now;
  WallTime wall_clock;
  std::vector<Endpoint> addresses;
};

struct BindingRecord {
  std::string address_of_record;
  // Of a removal only the contact.
  Binding binding;
  bool removed = false;
};

// The first line of the file.
std::string header_line();

// Appends the line, with its line end.
void append_record(std::string& out, const RecordContext& context, std::string_view address_of_record,
                   const Binding& binding);
void append_removal(std::string& out, std::string_view address_of_record, std::string_view contact);

// A line without its end. Fails where the checksum or a word is wrong. Of a TCP connection only the peer is left; an
// address that is not listened on any more is the first.
Result<BindingRecord> parse_record(std::string_view line, const RecordContext& context);

}  // namespace dialtone
