// Changes answers before they are sent, as faulty servers and proxies do.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "protocol/http/script.h"
#include "scenarios/language/faults/fault.h"
#include "wire/http/message.h"

namespace dialtone {

// `others_body`: the body last sent to another device; empty if there is none, and then no body is swapped. `turn`: how
// often this edit was made to the device's answers before. Leaves the framing to frame_answer().
void edit_answer(const AnswerEdit& edit, std::string_view others_body, http::Response& answer, std::uint64_t turn = 0);
// Frames the body of an otherwise complete answer, and decides whether the connection stays open.
void frame_answer(const AnswerEdit& edit, http::Response& answer, HttpAct& act);

// Sets headers, for the message with the number `message`. A name may have several values; an empty value removes the
// header.
void set_headers(const std::vector<HeaderText>& values, http::Headers& headers, std::uint64_t message = 0);
// Replaces every occurrence of `from`, which must not be empty.
void replace_all(std::string& text, std::string_view from, std::string_view to);
// Converts to ISO-8859-1; other characters become `?`.
std::string latin1_of(std::string_view utf8);
// Compresses with gzip (RFC 1952).
std::string gzip_of(std::string_view bytes);

}  // namespace dialtone
