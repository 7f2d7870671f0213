// Writes a message as it is sent over the network (RFC 3261 7).
#pragma once

#include <string>

#include "wire/sip/message.h"

namespace dialtone::sip {

// Writes long header names in the message's order, then Content-Length, an empty line and the body.
void append(std::string& out, const Message& message);
std::string write(const Message& message);

}  // namespace dialtone::sip
