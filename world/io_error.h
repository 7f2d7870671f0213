// Why an operation on the network did not succeed. Each kind exists because some caller acts differently on it.
#pragma once

#include <string_view>

namespace dialtone {

enum class IoError {
  kDeadline,      // it took longer than its caller allowed
  kRefused,       // nobody listens there (TCP)
  kReset,         // the peer threw the connection away
  kTimedOut,      // the transport gave up: the peer answers nothing
  kUnreachable,   // no route, or no address of the family asked for
  kAddressInUse,  // another socket of the host has that address and port
  kNotAvailable,  // the address is not one of the host's, or the port not permitted
  kTooLong,       // a datagram over what UDP carries
  kTooManyFiles,  // no descriptor left
  kClosed,        // this side has closed already
  kNoSuchName,    // the name does not exist, or has no address
  kNameServer,    // the name server did not answer, or failed
};

// In the field's words, for events and messages: "connection refused".
std::string_view to_text(IoError error);

}  // namespace dialtone
